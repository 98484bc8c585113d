"""Who our customers are: the helper of notebooks/04_personas.ipynb.

`model` finds personas in what customers do: `mixture` and `patterns` side by side, `choosing` and
`champion` decide. `profile` says what is known of them: `mapping` and `questionnaire` say where
each thing belongs, `observed`, `circumstances` and `asked` read it as `items`, `gathering` puts
them together, `facts` holds personas against everybody else. `worth` says what they bring and
cost. `card` makes name, face, story, answers and advice into one card. What stands beside these
gives personas their ids and names (`settling`) and says it all on the page.
"""

from helpers.evidence.answers import newest_answers
from helpers.personas.calling import (
    called,
    decided_key,
    decided_words,
    lineage_key,
    lineage_words,
    roll,
)
from helpers.personas.card.cards import make_cards, stories
from helpers.personas.card.names import Name, choose_names
from helpers.personas.card.portraits import portraits
from helpers.personas.choice_words import EVIDENCE_FORMATS, choice_key, choice_words, shown_evidence
from helpers.personas.claims import (
    claim_consistency,
    claim_ideal,
    claim_negative,
    claim_prospects,
    costs_key,
    direction_key,
    direction_words,
    how_many_differ,
    response_key,
    response_words,
    tried_key,
    tried_words,
)
from helpers.personas.model.finding import find_personas
from helpers.personas.model.members import members_table, model_table, score
from helpers.personas.model.reading import head_count, read_customers, why_so_little
from helpers.personas.profile.direction import survey_directions
from helpers.personas.profile.gathering import gather, main_personas, profile_facts
from helpers.personas.profile.prospects import place_prospects, prospect_evidence
from helpers.personas.profile.quality import quality
from helpers.personas.profile.questionnaire import question_texts
from helpers.personas.profile.quotes import quotes
from helpers.personas.profile.response import response
from helpers.personas.sections import (
    FORMATS,
    QUALITY_FORMATS,
    ROLE_FORMATS,
    conclusions,
    parts,
    perceived,
    placed,
    qualities,
    roles,
    section,
    to_ask,
)
from helpers.personas.settling import personas_table, profiles_table, settle_personas
from helpers.personas.worth.economics import economics, margins
from helpers.personas.worth.held_out_margins import held_out_margins
from helpers.personas.worth.sales import read_sales
from helpers.personas.worth.strip import day_strip

__all__ = [
    "EVIDENCE_FORMATS",
    "FORMATS",
    "Name",
    "QUALITY_FORMATS",
    "ROLE_FORMATS",
    "called",
    "choice_key",
    "choice_words",
    "choose_names",
    "claim_consistency",
    "claim_ideal",
    "claim_negative",
    "claim_prospects",
    "conclusions",
    "costs_key",
    "day_strip",
    "decided_key",
    "decided_words",
    "direction_key",
    "direction_words",
    "economics",
    "find_personas",
    "gather",
    "head_count",
    "held_out_margins",
    "how_many_differ",
    "lineage_key",
    "lineage_words",
    "main_personas",
    "make_cards",
    "margins",
    "members_table",
    "model_table",
    "newest_answers",
    "parts",
    "perceived",
    "personas_table",
    "place_prospects",
    "placed",
    "portraits",
    "profile_facts",
    "profiles_table",
    "prospect_evidence",
    "qualities",
    "quality",
    "question_texts",
    "quotes",
    "read_customers",
    "read_sales",
    "response",
    "response_key",
    "response_words",
    "roles",
    "roll",
    "score",
    "section",
    "settle_personas",
    "shown_evidence",
    "stories",
    "survey_directions",
    "to_ask",
    "tried_key",
    "tried_words",
    "why_so_little",
]
