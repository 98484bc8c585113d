"""What a customer is worth: the helper of notebooks/06_value.ipynb.

`histories` counts what customers bought, `bgnbd`, `mbgnbd` and `paretonbd` say how they go on,
`gamma_gamma` what an order is worth, `retention` how often subscriptions renew; `models` calls
models of buying all alike, `fitting` finds parameters. `season`, `plain_rules` and `candidates`
are what competes, `backtest` holds it against what came, `choosing` takes one, `totals` says
how far its sums may miss.

`known` reads what was known on each day, `foretelling` puts together what foretells value,
`margins` what orders leave, `path_ahead` how they come; `worth` says it by customer, with
`ranges` from forecasts of a year ago. `tiers`, `groups` and `sums` sum it up, `held_out` holds
earlier forecasts against what came, `choices` tries others, `parameters` keeps what was learnt,
`showing` and `telling` say it all.

Contracts: `contract_renewals` says how they renew with age, `contract_forecast` what they are
still to bring, `contract_held_out` whether that held; `contract_outlook` puts it together, and
`contract_showing` says it.
"""

from helpers.value.backtest import backtest
from helpers.value.choices import other_choices
from helpers.value.choosing import Forecaster, choose
from helpers.value.contract_outlook import contract_outlook, with_contracts
from helpers.value.contract_showing import show_contracts
from helpers.value.foretelling import (
    choose_forecaster,
    foretell,
    lacking,
    no_forecast,
    tell,
    why_unknown,
)
from helpers.value.gamma_gamma import SpendModel, expected_spend, fit_spend
from helpers.value.groups import value_by_group
from helpers.value.held_out import anew, newest_before, published, value_history, value_scores
from helpers.value.histories import NotIdentified, histories
from helpers.value.known import order_reader, purchase_outlook
from helpers.value.margins import learn_margins
from helpers.value.models import (
    PurchaseModel,
    discounted_purchases,
    draw_parameters,
    expected_order_day,
    expected_purchases,
    fit,
    probability_alive,
    untold,
)
from helpers.value.parameters import value_parameters
from helpers.value.retention import (
    RetentionModel,
    discounted_renewals,
    expected_renewals,
    fit_retention,
    lifetime_renewals,
)
from helpers.value.showing import (
    FORMATS,
    HEADERS,
    curve_ahead,
    names_of,
    shown_choices,
    shown_cross,
    shown_groups,
    shown_history,
    shown_models,
    shown_scores,
    shown_tiers,
    shown_totals,
)
from helpers.value.sums import range_held, value_concentration, value_measures, value_totals
from helpers.value.telling import (
    below_key,
    below_words,
    chosen_key,
    chosen_words,
    claim_grade,
    claim_top_fifth,
    claim_totals,
    claim_worth,
    gini_words,
    head_count,
    head_key,
    history_words,
    margin_key,
    margin_words,
    measure,
    no_groups,
    no_margins,
    of_high,
    range_key,
    range_words,
    top_words,
    totals_key,
    why_no_history,
    why_not_graded,
)
from helpers.value.tiers import past_and_ahead, tier_profile
from helpers.value.worth import customer_value

__all__ = [
    "FORMATS",
    "HEADERS",
    "Forecaster",
    "NotIdentified",
    "PurchaseModel",
    "RetentionModel",
    "SpendModel",
    "anew",
    "backtest",
    "below_key",
    "below_words",
    "choose",
    "choose_forecaster",
    "chosen_key",
    "chosen_words",
    "claim_grade",
    "claim_top_fifth",
    "claim_totals",
    "claim_worth",
    "contract_outlook",
    "curve_ahead",
    "customer_value",
    "discounted_purchases",
    "discounted_renewals",
    "draw_parameters",
    "expected_order_day",
    "expected_purchases",
    "expected_renewals",
    "expected_spend",
    "fit",
    "fit_retention",
    "fit_spend",
    "foretell",
    "gini_words",
    "head_count",
    "head_key",
    "histories",
    "history_words",
    "lacking",
    "learn_margins",
    "lifetime_renewals",
    "margin_key",
    "margin_words",
    "measure",
    "names_of",
    "newest_before",
    "no_forecast",
    "no_groups",
    "no_margins",
    "of_high",
    "order_reader",
    "other_choices",
    "past_and_ahead",
    "probability_alive",
    "published",
    "purchase_outlook",
    "range_held",
    "range_key",
    "range_words",
    "show_contracts",
    "shown_choices",
    "shown_cross",
    "shown_groups",
    "shown_history",
    "shown_models",
    "shown_scores",
    "shown_tiers",
    "shown_totals",
    "tell",
    "tier_profile",
    "top_words",
    "totals_key",
    "untold",
    "value_by_group",
    "value_concentration",
    "value_history",
    "value_measures",
    "value_parameters",
    "value_scores",
    "value_totals",
    "why_no_history",
    "why_not_graded",
    "why_unknown",
    "with_contracts",
]
