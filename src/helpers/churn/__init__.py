"""Who is about to leave: the helper of notebooks/09_churn.ipynb.

Where customers order as they like: `window` says which silence means leaving, `labels` who
left after earlier days, `snapshot_features` what was known on them; `candidates` are ways to
tell who leaves, `choosing` keeps the simplest that holds through time, `drift` foresees how
many leave in all, `baselines` are rules to beat, `scoring` scores, `trust` tells how far to
trust it. `refusing` says when there is too little.

Where customers have contracts: `contracts_on` says how they stood on a day, `contract_terms`
what they differ by, `tenure` how long they last (and how long customers order), `hazard` and
`hazard_ratios` what goes with their end; `contract_features`, `contract_models` and
`contract_choosing` tell whose ends, `contract_snapshots` and `contract_risk` score them through
time; `contract_reading` reads, `contract_telling` says it.
"""

from helpers.churn.contract_reading import Known, contract_hazards, read_contracts, tenures
from helpers.churn.contract_risk import ContractScores, score_contracts
from helpers.churn.contract_showing import (
    show_contract_scores,
    show_contracts,
    show_order_lives,
)
from helpers.churn.contract_telling import with_contracts
from helpers.churn.refusing import NotForecast
from helpers.churn.scoring import Scored, score
from helpers.churn.trust import base_rate_table, baseline_table, grade, held_out, reliability
from helpers.churn.window import choose_window, window_evidence

__all__ = [
    "ContractScores",
    "Known",
    "NotForecast",
    "Scored",
    "base_rate_table",
    "baseline_table",
    "choose_window",
    "contract_hazards",
    "grade",
    "held_out",
    "read_contracts",
    "reliability",
    "score",
    "score_contracts",
    "show_contract_scores",
    "show_contracts",
    "show_order_lives",
    "tenures",
    "window_evidence",
    "with_contracts",
]
