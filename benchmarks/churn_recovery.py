"""How well chapter 09 tells who leaves, beside an oracle that knows what came true.

Customers who ordered in the 365 days before 30 June 2026 are scored by what was known then;
a customer has left who does not order in the 91 days that follow. The oracle
(`demo_difficulty.oracle_churn`) is cross-fitted on these very outcomes. Asked of unseen
companies:

- (AUC - 0.5) of the chapter at least 0.95 of the oracle's;
- who left over who was expected to leave within 0.95 and 1.05;
- slope of outcomes over forecast log odds within 0.9 and 1.1.

Run as ``python -m benchmarks churn_recovery [seed ...]``; it writes into a temporary folder.
"""

import os
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import churn_sources
from benchmarks.demo_difficulty import oracle_churn
from benchmarks.demo_features import features as oracle_features
from helpers import churn
from helpers.churn.choosing import calibration_slope
from helpers.churn.drift import log_odds
from helpers.churn.labels import has_left

UNSEEN = range(20262121, 20262141)
SCORED, WINDOW, ACTIVE = pd.Timestamp("2026-06-30"), 91, 365
FIRST = pd.Timestamp("2024-06-30")  # the eighth quarter end before: what chapter 02 keeps


def scored_company(raw: Path) -> tuple[dict[str, pd.DataFrame], churn.Scored]:
    """Return a company's tables, and the chapter's scores on SCORED by what was known then."""
    tables = churn_sources.read_company(raw)
    snapshots = list(pd.date_range(FIRST, SCORED, freq="QE"))
    days = churn_sources.order_days(tables, SCORED)
    found = churn.score(
        churn_sources.features(tables, snapshots), churn_sources.outlook(days, snapshots), days,
        as_of=SCORED.date(), window_days=WINDOW, active_days=ACTIVE,
    )  # fmt: skip
    return tables, found


def recovery(raw: Path) -> dict[str, float]:
    """Return the figures of one company that was written to disk."""
    from sklearn.metrics import roc_auc_score

    tables, found = scored_company(raw)
    risk = found.risk.set_index("customer_id")["risk"]
    later = churn_sources.order_days(tables, SCORED + pd.Timedelta(days=WINDOW))
    left = has_left(later, risk.index, SCORED.date(), window_days=WINDOW)
    oracle = oracle_churn(oracle_features(tables, SCORED).reindex(risk.index), left)
    auc, best = roc_auc_score(left, risk), roc_auc_score(left, oracle)
    recency = found.risk["days_since"].to_numpy()
    return {
        "customers": len(risk), "share_left": float(left.mean()), "auc": auc, "oracle": best,
        "of_oracle": (auc - 0.5) / (best - 0.5), "recency": roc_auc_score(left, recency),
        "observed_to_expected": left.mean() / risk.mean(),
        "slope": calibration_slope(log_odds(risk.to_numpy()), left.to_numpy()),
        "stretched": found.model.slope, "kept": found.model.name, "follows": found.level.follows,
    }  # fmt: skip


def main(*seeds: str) -> None:
    """Print the figures of each seed, and how many meet what is asked."""
    from helpers.demo import write_demo
    from helpers.workspace import paths

    rows = []
    for seed in [int(text) for text in seeds] or UNSEEN:
        with tempfile.TemporaryDirectory() as root:
            os.environ[paths.ROOT_VARIABLE] = root
            write_demo(seed=seed)
            rows.append(recovery(paths.raw("demo")))
        print(f"seed {seed}: {_told(rows[-1])}", flush=True)
    _print_summary(pd.DataFrame(rows))


def _told(figures: dict) -> str:
    return ", ".join(
        f"{name} {number:.3f}" if isinstance(number, float) else f"{name} {number}"
        for name, number in figures.items()
    )


def _print_summary(figures: pd.DataFrame) -> None:
    print(f"median of {len(figures)}: {_told(figures.select_dtypes(float).median().to_dict())}")
    bars = {"of_oracle": (0.95, np.inf), "observed_to_expected": (0.95, 1.05), "slope": (0.9, 1.1)}
    for name, (low, high) in bars.items():
        met = int(figures[name].between(low, high).sum())
        print(f"{name} within {low} and {high}: {met} of {len(figures)}")
