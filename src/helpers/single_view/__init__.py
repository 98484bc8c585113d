"""Which records are the same person: the helper of notebooks/02_single_view.ipynb.

`records` gathers them, `match_keys` and `names` make what they are compared by, `placeholders`
leaves out what stands for nobody, `marks` and `certain` link without weighing; `comparisons`,
`blocking`, `expectation` and `model` set up and teach Splink, `linker` and `scoring` run it,
`clusters` makes people of pairs, `linkage` goes the whole way. `judgements` and `judging` hold
what analysts decide, `identities` and `lasting` say who is who and keep it from quarter to
quarter, `customers` and `screening` make one row per person. `quality` and `thresholds` hold it
against the truth and against other choices; `overview`, `weights` and `telling` show it.
"""

from helpers.single_view.customers import customers, head_count, scope_count, why_no_prospects
from helpers.single_view.identities import identities, reasons
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
from helpers.single_view.quality import (
    Quality,
    cluster_quality,
    pair_quality,
    whole_clusters,
)
from helpers.single_view.records import contact_records, gather
from helpers.single_view.screening import screen
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
from helpers.single_view.weights import (
    doubtful_pairs,
    example_pairs,
    level_weights,
    masked_examples,
)

__all__ = [
    "FORMATS",
    "Linkage",
    "Quality",
    "by_size",
    "by_source",
    "certain_by_rule",
    "claim_alone",
    "claim_kept",
    "claim_people",
    "claim_threshold",
    "cluster_quality",
    "common_key",
    "common_words",
    "contact_records",
    "customers",
    "decide",
    "decisions_key",
    "decisions_words",
    "doubtful_pairs",
    "example_pairs",
    "gather",
    "head_count",
    "head_counts",
    "identities",
    "judge",
    "judged",
    "lasting_ids",
    "level_weights",
    "link_records",
    "marks_of",
    "masked_examples",
    "moved_by_kind",
    "moves",
    "overlaps",
    "overlaps_in_words",
    "pair_quality",
    "people_range",
    "reasons",
    "scope_count",
    "screen",
    "sum_of",
    "thresholds",
    "unlinked",
    "waterfall",
    "weight_range",
    "weights_in_words",
    "whole_clusters",
    "why_no_prospects",
    "why_not_compared",
    "why_not_judged",
]
