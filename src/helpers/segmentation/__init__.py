"""Which customers behave alike: the helper of notebooks/05_segmentation.ipynb.

`rfm` scores customers, `snapshots` does so on several days, `clusters` finds groups and
their number, `rules` says them, `profiles` and `cuts` describe them, `explanation` tests them on
what came next, `telling` words the result.
"""

from helpers.segmentation.clusters import (
    BEHAVIOUR,
    choose_groups,
    standardised,
    with_clusters,
)
from helpers.segmentation.cuts import spend_by_cut, with_difference
from helpers.segmentation.explanation import explain_latest
from helpers.segmentation.finding import find_groups
from helpers.segmentation.profiles import (
    by_snapshot,
    changes_of_choice,
    gini,
    lorenz,
    profile,
    score_grid,
    top_share_interval,
)
from helpers.segmentation.rules import tree_rules
from helpers.segmentation.snapshots import on_day, take_snapshots, with_orders
from helpers.segmentation.telling import (
    FORMATS,
    choice_key,
    choice_words,
    claim_asleep,
    claim_best_grouping,
    claim_key_value,
    claim_top_fifth,
    described,
    head_count,
    key_value,
    median_recency,
    why_not_explained,
    with_actions,
    with_verdict,
)

__all__ = [
    "BEHAVIOUR",
    "FORMATS",
    "by_snapshot",
    "changes_of_choice",
    "choice_key",
    "choice_words",
    "choose_groups",
    "claim_asleep",
    "claim_best_grouping",
    "claim_key_value",
    "claim_top_fifth",
    "described",
    "explain_latest",
    "find_groups",
    "gini",
    "head_count",
    "key_value",
    "lorenz",
    "median_recency",
    "on_day",
    "profile",
    "score_grid",
    "spend_by_cut",
    "standardised",
    "take_snapshots",
    "top_share_interval",
    "tree_rules",
    "why_not_explained",
    "with_actions",
    "with_clusters",
    "with_difference",
    "with_orders",
    "with_verdict",
]
