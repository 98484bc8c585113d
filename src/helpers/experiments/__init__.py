"""Did the change work, and for whom: the helper of notebooks/07_experiments.ipynb.

`declared` reads what was declared, `units` who was assigned, `checks` whether it may be read at
all (`ratio_mismatch`), `watching` what units did before and after. `balance` holds the arms
against each other, `moments` adds up, `readings` reads shares, means, ratios and who was kept,
`adjusted` by what was known before, `heavy_tails` and `tails` where a few spend much,
`sequential` and `course` at every look, `bayesian` as a chance. `families` judges all metrics
together, `results` puts them into one table, `groups` and `cuts` by group, `lasting` follows
effects, `worth` and `verdict` say what to do; `uplift` asks for whom; `overview` looks at all
experiments, `planning` at the next one; `showing` and `telling` say it all.
"""

from helpers.experiments.balance import balances
from helpers.experiments.checks import check
from helpers.experiments.course import course
from helpers.experiments.cuts import cuts
from helpers.experiments.declared import declared
from helpers.experiments.groups import groups_of, names_of
from helpers.experiments.lasting import lasting
from helpers.experiments.overview import overview
from helpers.experiments.planning import plans
from helpers.experiments.results import results
from helpers.experiments.showing import (
    FORMATS,
    HEADERS,
    followed,
    show_effects,
    shown_arms,
    shown_balance,
    shown_checks,
    shown_course,
    shown_cuts,
    shown_lasting,
    shown_overview,
    shown_plans,
    shown_relative,
    shown_tails,
    shown_verdicts,
    shown_worth,
    unit_forms,
)
from helpers.experiments.tails import tails
from helpers.experiments.telling import (
    balance_key,
    balance_words,
    claim_open,
    claim_works,
    counted,
    course_key,
    course_words,
    left_out,
    no_experiments,
    no_groups,
    overview_key,
    overview_words,
    plans_key,
    plans_words,
    say_later_groups,
    say_verdicts,
    tails_key,
    tails_words,
    terms_words,
    worth_key,
    worth_words,
)
from helpers.experiments.units import units_of
from helpers.experiments.uplift import (
    claim_policy,
    for_whom,
    say_for_whom,
    say_targeted,
    show_for_whom,
    show_tests,
    show_trust,
)
from helpers.experiments.verdict import Terms, verdicts
from helpers.experiments.watching import watch
from helpers.experiments.worth import left_of_sales

__all__ = [
    "FORMATS",
    "HEADERS",
    "Terms",
    "balance_key",
    "balance_words",
    "balances",
    "check",
    "claim_open",
    "claim_policy",
    "claim_works",
    "counted",
    "course",
    "course_key",
    "course_words",
    "cuts",
    "declared",
    "followed",
    "for_whom",
    "groups_of",
    "lasting",
    "left_of_sales",
    "left_out",
    "names_of",
    "no_experiments",
    "no_groups",
    "overview",
    "overview_key",
    "overview_words",
    "plans",
    "plans_key",
    "plans_words",
    "results",
    "say_for_whom",
    "say_later_groups",
    "say_targeted",
    "say_verdicts",
    "show_effects",
    "show_for_whom",
    "show_tests",
    "show_trust",
    "shown_arms",
    "shown_balance",
    "shown_checks",
    "shown_course",
    "shown_cuts",
    "shown_lasting",
    "shown_overview",
    "shown_plans",
    "shown_relative",
    "shown_tails",
    "shown_verdicts",
    "shown_worth",
    "tails",
    "tails_key",
    "tails_words",
    "terms_words",
    "unit_forms",
    "units_of",
    "verdicts",
    "watch",
    "worth_key",
    "worth_words",
]
