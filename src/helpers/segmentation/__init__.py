"""Which customers behave alike: the helper of notebooks/05_segmentation.ipynb.

`rfm` scores customers, `snapshots` does so on several days, `profiles` describes
groups, `explanation` tests them on what came next, `telling` words the result.
"""

from helpers.segmentation.explanation import explain_latest
from helpers.segmentation.profiles import (
    by_snapshot,
    changes_of_choice,
    gini,
    lorenz,
    profile,
    score_grid,
    top_share_interval,
)
from helpers.segmentation.snapshots import on_day, take_snapshots, with_orders
from helpers.segmentation.telling import (
    FORMATS,
    claim_asleep,
    claim_best_grouping,
    claim_key_value,
    claim_top_fifth,
    head_count,
    key_value,
    median_recency,
    why_not_explained,
    with_actions,
    with_verdict,
)

__all__ = [
    "FORMATS",
    "by_snapshot",
    "changes_of_choice",
    "claim_asleep",
    "claim_best_grouping",
    "claim_key_value",
    "claim_top_fifth",
    "explain_latest",
    "gini",
    "head_count",
    "key_value",
    "lorenz",
    "median_recency",
    "on_day",
    "profile",
    "score_grid",
    "take_snapshots",
    "top_share_interval",
    "why_not_explained",
    "with_actions",
    "with_orders",
    "with_verdict",
]
