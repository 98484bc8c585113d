"""What face and name are drawn from: age, place, what is bought most, and satisfaction."""

from typing import Any

import pandas as pd

from helpers.personas.card import lots
from helpers.personas.card.card_facts import Fact, choose, fact_of
from helpers.personas.card.face import Look
from helpers.personas.card.names import middle_age

PLACE_JOINT = "/"
# Where satisfaction may be read, and from which to which value it runs.
SATISFACTION = {"satisfied": (1, 5), "rating": (1, 5), "service_satisfaction": (1, 5)}


def portraits(personas: pd.Series, facts: pd.DataFrame) -> pd.DataFrame:
    """Return what the portraits of personas are drawn from.

    Parameters
    ----------
    personas : Series of str
        The ids of the personas.
    facts : DataFrame
        The table `persona_facts`.

    Returns
    -------
    DataFrame
        One row per persona, in order: `persona_id`, `region` such as "CN/GD" (where most of
        them live), `age_group` (the most frequent one), `portrait_seed`. What is not known
        is missing.
    """
    known = facts[facts["status"].eq("known")]
    rows = []
    for persona in personas:
        own = [fact_of(row) for row in known[known["persona_id"].eq(persona)].to_dict("records")]
        rows.append((persona, _region(own), _part(own, "age"), lots.seed(persona)))
    made = pd.DataFrame(rows, columns=["persona_id", "region", "age_group", "portrait_seed"])
    texts = dict.fromkeys(["persona_id", "region", "age_group"], "str")
    return made.astype({**texts, "portrait_seed": "int64"})


def look(persona: Any, facts: list[Fact]) -> Look:
    """Return what the face of one row of `personas` shows."""
    category, mood = _part(facts, "category"), _mood(facts)
    region = None if pd.isna(persona.region) else persona.region
    return Look(middle_age(persona.age_group), category, mood, region)


def _part(facts: list[Fact], item: str) -> str | None:
    fact = choose(facts, item)
    return fact.part if fact and fact.form == "share" else None


def _region(facts: list[Fact]) -> str | None:
    """Return the country of most members and, where it is known, the province of most."""
    places = [_part(facts, "country"), _part(facts, "province")]
    return PLACE_JOINT.join(filter(None, places)) or None


def _mood(facts: list[Fact]) -> float | None:
    """Return satisfaction from 0 to 1, by the first fact that tells it."""
    for item, (lowest, highest) in SATISFACTION.items():
        fact = choose(facts, item)
        if fact is not None and fact.form != "share":
            return min(max((fact.value - lowest) / (highest - lowest), 0.0), 1.0)
    return None
