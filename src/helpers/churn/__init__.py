"""Who is about to leave: the helper of notebooks/09_churn.ipynb.

Where customers order as they like: `window` says which silence means leaving, `labels` who
left after earlier days, `snapshot_features` what was known on them; `candidates` are ways to
tell who leaves, `choosing` keeps the simplest that holds through time, `drift` foresees how
many leave in all, `baselines` are rules to beat, `scoring` scores, `trust` tells how far to
trust it. `refusing` says when there is too little.
"""

from helpers.churn.refusing import NotForecast
from helpers.churn.scoring import Scored, score
from helpers.churn.trust import base_rate_table, baseline_table, grade, held_out, reliability
from helpers.churn.window import choose_window, window_evidence

__all__ = [
    "NotForecast",
    "Scored",
    "base_rate_table",
    "baseline_table",
    "choose_window",
    "grade",
    "held_out",
    "reliability",
    "score",
    "window_evidence",
]
