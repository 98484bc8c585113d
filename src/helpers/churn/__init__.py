"""Who is about to leave: the helper of notebooks/09_churn.ipynb.

Where customers order as they like: `window` says which silence means leaving, `labels` who
left after earlier days, `snapshot_features` what was known on them; `candidates` are ways to
tell who leaves, `choosing` keeps the simplest that holds through time, `drift` foresees how
many leave in all, `baselines` are rules to beat, `scoring` scores, `trust` tells how far to
trust it. `refusing` says when there is too little; `leaving` puts it together.

Where customers have contracts (`workspace.contracts_on` says how they stood on a day):
`contract_terms` says what they differ by, `tenure` how long they last (and how long customers
order), `hazard` and `hazard_ratios` what goes with their end; `contract_features`,
`contract_models` and `contract_choosing` tell whose ends, `contract_snapshots` and
`contract_risk` score them through time; `contract_reading` reads, `contract_telling` and
`contract_showing` say it.

For who decides: `trend` says whether it gets better, `at_stake` what it costs and who stands on
the list, `reasons` why, `importance` what the forecast rests on, `circumstances` and `drivers`
what goes with leaving, `offer` what an offer would have to do, `forecasts` what became of
earlier scores; `opening`, `showing` and `telling` say it.
"""

from helpers.churn.at_stake import with_stakes
from helpers.churn.contract_reading import Known, contract_hazards, read_contracts, tenures
from helpers.churn.contract_risk import ContractScores, score_contracts
from helpers.churn.contract_showing import show_contract_scores, show_contracts, show_order_lives
from helpers.churn.contract_telling import with_contracts
from helpers.churn.drivers import DRIVER_DAYS, find_drivers
from helpers.churn.forecasts import graded_forecasts, kept_forecasts
from helpers.churn.labels import ACTIVE_DAYS
from helpers.churn.leaving import (
    company_window,
    kept_days,
    reasons_of,
    risk_of,
    trend_of,
    trusted,
    who_leaves,
)
from helpers.churn.offer import offer_table
from helpers.churn.opening import Told, say_opening, tested_on
from helpers.churn.reasons import with_contract_reasons
from helpers.churn.refusing import NotForecast
from helpers.churn.scoring import Scored, score
from helpers.churn.showing import (
    FORMATS,
    HEADERS,
    listed,
    persona_names,
    shown_drift,
    shown_importance,
    shown_models,
    shown_offer,
    shown_reliability,
    shown_rules,
    shown_trend,
    shown_windows,
    silent_changes,
    silent_chart,
)
from helpers.churn.telling import (
    claim_loss,
    claim_trend,
    offer_caption,
    offer_doubt,
    say_drivers,
    say_list,
    say_scores,
    say_window,
    why_no_forecast,
    why_not_tested,
)
from helpers.churn.trust import base_rate_table, baseline_table, grade, held_out, reliability
from helpers.churn.window import choose_window, window_evidence

__all__ = [
    "ACTIVE_DAYS",
    "DRIVER_DAYS",
    "FORMATS",
    "HEADERS",
    "ContractScores",
    "Known",
    "NotForecast",
    "Scored",
    "Told",
    "base_rate_table",
    "baseline_table",
    "choose_window",
    "claim_loss",
    "claim_trend",
    "company_window",
    "contract_hazards",
    "find_drivers",
    "grade",
    "graded_forecasts",
    "held_out",
    "kept_days",
    "kept_forecasts",
    "listed",
    "offer_caption",
    "offer_doubt",
    "offer_table",
    "persona_names",
    "read_contracts",
    "reasons_of",
    "reliability",
    "risk_of",
    "say_drivers",
    "say_list",
    "say_opening",
    "say_scores",
    "say_window",
    "score",
    "score_contracts",
    "show_contract_scores",
    "show_contracts",
    "show_order_lives",
    "shown_drift",
    "shown_importance",
    "shown_models",
    "shown_offer",
    "shown_reliability",
    "shown_rules",
    "shown_trend",
    "shown_windows",
    "silent_changes",
    "silent_chart",
    "tenures",
    "tested_on",
    "trend_of",
    "trusted",
    "who_leaves",
    "why_no_forecast",
    "why_not_tested",
    "window_evidence",
    "with_contract_reasons",
    "with_contracts",
    "with_stakes",
]
