"""Which records are the same person: the helper of notebooks/02_single_view.ipynb.

`records` gathers them, `match_keys` and `names` make what they are compared by, `placeholders`
leaves out what stands for nobody, `marks` and `certain` link without weighing; `comparisons`,
`blocking`, `expectation` and `model` set up and teach Splink, `linker` and `scoring` run it,
`clusters` makes people of pairs, `linkage` goes the whole way. `judgements` and `judging` hold
what analysts decide, `identities` and `lasting` say who is who and keep it from quarter to
quarter, `customers` and `screening` make one row per person. `traits` and `trait_columns` take
over what lists tell beside, as far as it names nobody. `quality` and `thresholds` hold it
against the truth and against other choices; `overview`, `weights` and `telling` show it.
"""

from helpers.single_view.acts import take_acts
from helpers.single_view.ages import birth_days, under_age
from helpers.single_view.candidates import (
    candidates,
    impossible_birth_days,
    record_versions,
    versions,
)
from helpers.single_view.claims import (
    GOLDEN_FORMATS,
    birth_days_key,
    birth_days_words,
    claim_fuller,
    claim_reachable,
    claim_shared_homes,
    crowded_key,
    crowded_words,
    why_no_lists,
)
from helpers.single_view.completeness import before_and_after, field_completeness
from helpers.single_view.consents import consent_counts, consents, statements, without_source
from helpers.single_view.customers import (
    customers,
    head_count,
    head_key,
    known_since,
    scope_count,
    why_no_prospects,
)
from helpers.single_view.enrichment import (
    doubtful_regions,
    enrich,
    enriched_share,
    figure_conflicts,
    why_not_enriched,
)
from helpers.single_view.households import (
    accounts_of,
    crowded_homes,
    declared_households,
    household_sizes,
    households,
    unit_count,
)
from helpers.single_view.identities import identities, of_customers, reasons
from helpers.single_view.judgements import judged
from helpers.single_view.judging import decide, judge
from helpers.single_view.lasting import lasting_ids, moves
from helpers.single_view.linkage import Linkage, link_records
from helpers.single_view.marks import marks_of
from helpers.single_view.overview import (
    by_size,
    by_source,
    certain_by_rule,
    common_key,
    common_words,
    head_counts,
    moved_by_kind,
    overlaps,
    unlinked,
)
from helpers.single_view.quality import Quality, cluster_quality, pair_quality, whole_clusters
from helpers.single_view.records import contact_records, gather
from helpers.single_view.screening import screen
from helpers.single_view.snapshots import feature_coverage, take_features
from helpers.single_view.survivorship import choose, decided_by, golden_records, rules_of
from helpers.single_view.telling import (
    FORMATS,
    claim_alone,
    claim_kept,
    claim_people,
    claim_threshold,
    decisions_key,
    decisions_words,
    overlaps_in_words,
    sum_of,
    waterfall,
    weight_range,
    weights_in_words,
    why_not_compared,
)
from helpers.single_view.thresholds import people_range, thresholds, why_not_judged
from helpers.single_view.traits import shown_columns, take_traits, why_no_traits
from helpers.single_view.weights import (
    doubtful_pairs,
    example_pairs,
    level_weights,
    masked_examples,
)

__all__ = [
    "FORMATS",
    "GOLDEN_FORMATS",
    "Linkage",
    "Quality",
    "accounts_of",
    "before_and_after",
    "birth_days",
    "birth_days_key",
    "birth_days_words",
    "by_size",
    "by_source",
    "candidates",
    "certain_by_rule",
    "choose",
    "claim_alone",
    "claim_fuller",
    "claim_kept",
    "claim_people",
    "claim_reachable",
    "claim_shared_homes",
    "claim_threshold",
    "cluster_quality",
    "common_key",
    "common_words",
    "consent_counts",
    "consents",
    "contact_records",
    "crowded_homes",
    "crowded_key",
    "crowded_words",
    "customers",
    "decide",
    "decided_by",
    "decisions_key",
    "decisions_words",
    "declared_households",
    "doubtful_pairs",
    "doubtful_regions",
    "enrich",
    "enriched_share",
    "example_pairs",
    "feature_coverage",
    "field_completeness",
    "figure_conflicts",
    "gather",
    "golden_records",
    "head_count",
    "head_counts",
    "head_key",
    "household_sizes",
    "households",
    "identities",
    "impossible_birth_days",
    "judge",
    "judged",
    "known_since",
    "lasting_ids",
    "level_weights",
    "link_records",
    "marks_of",
    "masked_examples",
    "moved_by_kind",
    "moves",
    "of_customers",
    "overlaps",
    "overlaps_in_words",
    "pair_quality",
    "people_range",
    "reasons",
    "record_versions",
    "rules_of",
    "scope_count",
    "screen",
    "shown_columns",
    "statements",
    "sum_of",
    "take_acts",
    "take_features",
    "take_traits",
    "thresholds",
    "under_age",
    "unit_count",
    "unlinked",
    "versions",
    "waterfall",
    "weight_range",
    "weights_in_words",
    "whole_clusters",
    "why_no_lists",
    "why_no_prospects",
    "why_no_traits",
    "why_not_compared",
    "why_not_enriched",
    "why_not_judged",
    "without_source",
]
