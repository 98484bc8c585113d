"""How well chapter 09 tells who leaves a real retailer, at three days on which it is asked.

Online Retail II. A customer has left who does not order in the 180 days from the origin on;
everybody who ever ordered is scored, by what was known before the origin. The bar is the
score that needs no outcome, exp(-E): how likely no order is at the pace that BG/NBD expects.
Asked: AUC not below the bar's by more than one paired standard error at any origin, above it
in the mean; leavers over expected leavers within 0.9 and 1.1, or the drift named.

Run as ``python -m benchmarks churn_retail [origin ...]``, such as 2011-03-10.
"""

import sys

import numpy as np
import pandas as pd

from benchmarks import churn_sources, retail_sources
from helpers import churn
from helpers.churn.choosing import calibration_slope
from helpers.churn.drift import log_odds
from helpers.churn.labels import has_left
from helpers.churn.snapshot_features import silence_expected
from helpers.churn.trust import top_lift
from helpers.evidence.resampling import bootstrap_weights
from helpers.workspace import paths

DATA = paths.CODE.parent / "shared/data/online_retail_ii/online_retail_II.csv.gz"
ORIGINS = ("2010-12-11", "2011-03-10", "2011-06-09")
WINDOW, STEP, EVERYBODY = 180, 91, 10_000
FIRST = pd.Timestamp("2010-03-01")  # three months of sales lie before


def scored(lines: pd.DataFrame, origin: pd.Timestamp) -> churn.Scored:
    """Return the chapter's scores of all customers by what was known before an origin."""
    as_of = origin - pd.Timedelta(days=1)
    days = retail_sources.order_days(lines, origin)
    learned = pd.date_range(
        as_of - pd.Timedelta(days=WINDOW), FIRST, freq=pd.Timedelta(days=-STEP)
    )  # fmt: skip
    snapshots = [*sorted(learned), as_of]
    outlook = churn_sources.outlook(days, snapshots, ahead=(WINDOW,))
    return churn.score(
        retail_sources.features(days, snapshots), outlook, days, as_of=as_of.date(),
        window_days=WINDOW, active_days=EVERYBODY,
    )  # fmt: skip


def figures(lines: pd.DataFrame, origin: pd.Timestamp) -> dict:
    """Return the figures of one origin, with the bar's beside them."""
    from sklearn.metrics import roc_auc_score

    found = scored(lines, origin)
    risk = found.risk.set_index("customer_id")["risk"]
    bar = pd.Series(silence_expected(found.now), index=found.now["customer_id"]).loc[risk.index]
    later = retail_sources.order_days(lines, pd.Timestamp("2012-01-01"))
    as_of = origin - pd.Timedelta(days=1)
    left = has_left(later, risk.index, as_of.date(), window_days=WINDOW).to_numpy()
    own, its = roc_auc_score(left, risk), roc_auc_score(left, bar)
    return {
        "customers": len(risk), "share_left": left.mean(), "auc": own, "bar": its,
        "gain": own - its, "paired_error": paired_error(left, risk.to_numpy(), bar.to_numpy()),
        "brier": float(np.mean((risk - left) ** 2)), "lift": top_lift(risk.to_numpy(), left),
        "slope": calibration_slope(log_odds(risk.to_numpy()), left),
        "observed_to_expected": left.mean() / risk.mean(),
        "bar_observed_to_expected": left.mean() / bar.mean(), "kept": found.model.name,
        "follows": found.level.follows, "leans_on": found.level.leans_on,
    }  # fmt: skip


def paired_error(left: np.ndarray, one: np.ndarray, other: np.ndarray) -> float:
    """Return the standard error of a difference in AUC, by resampling customers."""
    from sklearn.metrics import roc_auc_score

    weights = bootstrap_weights(len(left), resamples=300, rng=np.random.default_rng(0))
    gaps = [
        roc_auc_score(left, one, sample_weight=weight)
        - roc_auc_score(left, other, sample_weight=weight)
        for weight in weights
    ]
    return float(np.std(gaps, ddof=1))


def main(*origins: str) -> None:
    """Print the figures of each origin, and the mean gain."""
    if not DATA.exists():
        sys.exit("Online Retail II is not at hand: see the README for where it goes")
    lines, gains = retail_sources.read_lines(DATA), []
    for origin in origins or ORIGINS:
        told = figures(lines, pd.Timestamp(origin))
        gains.append(told["gain"])
        words = ", ".join(
            f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}"
            for name, value in told.items()
        )
        print(f"{origin}: {words}", flush=True)
    print(f"mean gain over the bar at {len(gains)} origins: {np.mean(gains):+.4f}")
