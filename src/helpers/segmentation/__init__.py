"""Which customers behave alike: the helper of notebooks/05_segmentation.ipynb.

`rfm` scores customers, `snapshots` does so on several days. `sources` and `marks` count what
customers did, `signal` measures how much of it repeats itself and `mix` learns in which
directions, `basis` says what groups are formed from, `clusters` finds them and their number,
`rules` says them, `finding` does all of that. `features`, `survey`, `differences`, `profiles`
and `cuts` describe and test them, `choices` tries others, `explanation` tests groups on what
came next, `telling` and `wording` say it.

How customers come, buy again and leave: `life_cycle` and `rhythm`, `cohorts`, `cross_shop`; the
way to a purchase: `visits`, `funnel`, `times`, `mail`; who is like a group: `alike`; `way` says it.
"""

from helpers.evidence.basis import describe_blocks
from helpers.segmentation.alike import find_alike, members_of, rank_alike
from helpers.segmentation.choices import other_choices
from helpers.segmentation.cohorts import (
    cohort_summary,
    cohorts,
    first_years,
    joined_on,
    loyalty,
    shown_years,
)
from helpers.segmentation.cross_shop import baskets, cross_shop, no_pairs, shown_pairs
from helpers.segmentation.cuts import spend_by_cut, with_difference
from helpers.segmentation.differences import differences, most_different
from helpers.segmentation.explanation import explain_latest
from helpers.segmentation.features import long_features, other_features
from helpers.segmentation.finding import find_groups, with_clusters
from helpers.segmentation.funnel import (
    shown_ends,
    shown_stops,
    shown_way,
    visit_funnel,
    visit_stops,
    visitor_count,
    why_no_visits,
)
from helpers.segmentation.life_cycle import (
    a_year_before,
    by_rhythm,
    came_back,
    in_scope,
    life_cycle,
    returned_since,
    state_sizes,
)
from helpers.segmentation.mail import mail_by_customer, mail_response, why_no_mail
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
from helpers.segmentation.survey import answer_parts, newest_answers
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
from helpers.segmentation.times import (
    median_key,
    median_words,
    order_time_days,
    order_times,
    seen_on,
    shown_times,
    shown_waits,
    visit_times,
    waiting_times,
)
from helpers.segmentation.visits import take_visits
from helpers.segmentation.way import (
    WAY_FORMATS,
    claim_again,
    claim_alike,
    claim_late,
    claim_visits,
    groups_of_customers,
    in_names,
    shown_cohorts,
    shown_evidence,
    shown_loyalty,
    shown_responses,
    shown_returns,
    shown_summary,
    why_alike,
    why_no_rhythms,
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

__all__ = [
    "FORMATS",
    "WAY_FORMATS",
    "a_year_before",
    "answer_parts",
    "basis_key",
    "basis_words",
    "baskets",
    "best_fifth",
    "blocks_in_words",
    "by_rhythm",
    "by_snapshot",
    "came_back",
    "changes_of_choice",
    "choice_key",
    "choice_words",
    "claim_again",
    "claim_alike",
    "claim_asleep",
    "claim_best_grouping",
    "claim_key_value",
    "claim_late",
    "claim_top_fifth",
    "claim_visits",
    "cohort_summary",
    "cohorts",
    "count_days",
    "cross_shop",
    "describe_blocks",
    "described",
    "differences",
    "explain_latest",
    "find_alike",
    "find_groups",
    "first_years",
    "gini",
    "groups_of_customers",
    "head_count",
    "in_names",
    "in_scope",
    "joined_on",
    "key_value",
    "life_cycle",
    "long_features",
    "lorenz",
    "loyalty",
    "mail_by_customer",
    "mail_response",
    "median_key",
    "median_recency",
    "median_words",
    "members_of",
    "most_different",
    "newest_answers",
    "no_answers",
    "no_pairs",
    "not_counted",
    "on_day",
    "order_time_days",
    "order_times",
    "other_choices",
    "other_features",
    "profile",
    "rank_alike",
    "returned_since",
    "rules_in_words",
    "rules_key",
    "rules_words",
    "score_grid",
    "seen_on",
    "shown_cohorts",
    "shown_ends",
    "shown_evidence",
    "shown_loyalty",
    "shown_pairs",
    "shown_responses",
    "shown_returns",
    "shown_stops",
    "shown_summary",
    "shown_times",
    "shown_waits",
    "shown_way",
    "shown_years",
    "spend_by_cut",
    "state_sizes",
    "take_snapshots",
    "take_visits",
    "top_share_interval",
    "visit_funnel",
    "visit_stops",
    "visit_times",
    "visitor_count",
    "waiting_times",
    "why_alike",
    "why_no_mail",
    "why_no_rhythms",
    "why_no_visits",
    "why_not_explained",
    "with_actions",
    "with_clusters",
    "with_difference",
    "with_orders",
    "with_verdict",
    "with_words",
]
