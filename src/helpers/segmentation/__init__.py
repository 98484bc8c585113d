"""Which customers behave alike: the helper of notebooks/05_segmentation.ipynb.

`rfm` scores customers, `snapshots` does so on several days. `sources` and `marks` count what
customers did, `signal` measures how much of it repeats itself and `mix` learns in which
directions, `basis` says what groups are formed from, `clusters` finds them and their number,
`rules` says them, `finding` does all of that. `features`, `differences`, `profiles`
and `cuts` describe and test them, `choices` tries others, `explanation` tests groups on what
came next, `telling` and `wording` say it.
"""

from helpers.evidence.answers import answer_parts, newest_answers
from helpers.evidence.basis import describe_blocks
from helpers.segmentation.calling import (
    called,
    decided_key,
    decided_words,
    in_words,
    lineage_key,
    lineage_words,
    names_key,
    names_words,
    roll,
)
from helpers.segmentation.choices import other_choices
from helpers.segmentation.cuts import spend_by_cut, with_difference
from helpers.segmentation.differences import differences, most_different
from helpers.segmentation.explanation import explain_latest
from helpers.segmentation.features import long_features, other_features
from helpers.segmentation.finding import find_groups
from helpers.segmentation.lasting import name_segments, with_ids, with_segments
from helpers.segmentation.migration import (
    claim_moved,
    flows,
    moved_key,
    moved_words,
    no_moves,
    reasons,
)
from helpers.segmentation.moves import moves_of_quarter
from helpers.segmentation.profiles import (
    by_snapshot,
    changes_of_choice,
    gini,
    lorenz,
    profile,
    score_grid,
    top_share_interval,
)
from helpers.segmentation.snapshots import count_days, on_day, take_snapshots, with_orders
from helpers.segmentation.telling import (
    FORMATS,
    best_fifth,
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
from helpers.segmentation.wording import (
    basis_key,
    basis_words,
    blocks_in_words,
    no_answers,
    not_counted,
    rules_in_words,
    rules_key,
    rules_words,
    with_words,
)
from helpers.workspace.group_decisions import SEGMENTS

rename, pin, veto, release = SEGMENTS.rename, SEGMENTS.pin, SEGMENTS.veto, SEGMENTS.release

__all__ = [
    "FORMATS",
    "answer_parts",
    "basis_key",
    "basis_words",
    "best_fifth",
    "blocks_in_words",
    "by_snapshot",
    "called",
    "changes_of_choice",
    "choice_key",
    "choice_words",
    "claim_asleep",
    "claim_best_grouping",
    "claim_key_value",
    "claim_moved",
    "claim_top_fifth",
    "count_days",
    "decided_key",
    "decided_words",
    "describe_blocks",
    "described",
    "differences",
    "explain_latest",
    "find_groups",
    "flows",
    "gini",
    "head_count",
    "in_words",
    "key_value",
    "lineage_key",
    "lineage_words",
    "long_features",
    "lorenz",
    "median_recency",
    "most_different",
    "moved_key",
    "moved_words",
    "moves_of_quarter",
    "name_segments",
    "names_key",
    "names_words",
    "newest_answers",
    "no_answers",
    "no_moves",
    "not_counted",
    "on_day",
    "other_choices",
    "other_features",
    "pin",
    "profile",
    "reasons",
    "release",
    "rename",
    "roll",
    "rules_in_words",
    "rules_key",
    "rules_words",
    "score_grid",
    "spend_by_cut",
    "take_snapshots",
    "top_share_interval",
    "veto",
    "why_not_explained",
    "with_actions",
    "with_difference",
    "with_ids",
    "with_orders",
    "with_segments",
    "with_verdict",
    "with_words",
]
