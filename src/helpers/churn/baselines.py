"""What a forecast must beat: rules that need no model.

Each rule says of whom it expects silence; how likely that is, is learned from earlier days.
"""

import numpy as np
import pandas as pd

from helpers.churn.snapshot_features import RECENCY

BASELINES = ("base_rate", "purchase_rate", "last_period", "silent_days")
TRIED = range(7, 366, 7)  # days without an order, of which the best rule is chosen


def learn_baselines(rows: pd.DataFrame, left: np.ndarray, *, window_days: int) -> dict:
    """Return what the rules need to know, learned from labelled snapshots.

    Returns
    -------
    dict
        `base_rate`: the share that left; `last_period` and `silent_days`: the shares of those
        who were silent and of those who were not; `after_days`: after how many days without
        an order the best rule expects a customer to leave (lowest Brier score).
    """
    left, since = np.asarray(left, dtype=float), rows[RECENCY].to_numpy(dtype=float)
    brier = {days: _brier_of(since >= days, left) for days in TRIED}
    best = min(brier, key=brier.get)
    return {
        "base_rate": float(left.mean()), "after_days": best, "window_days": window_days,
        "last_period": _shares(since >= window_days, left),
        "silent_days": _shares(since >= best, left),
    }  # fmt: skip


def baseline_forecasts(rows: pd.DataFrame, learned: dict) -> pd.DataFrame:
    """Return each rule's probability of leaving: one column per rule of BASELINES.

    `purchase_rate` takes orders to come by chance as often as in the last 365 days.
    """
    since = rows[RECENCY].to_numpy(dtype=float)
    pace = (rows["orders_365"].to_numpy(dtype=float)) * learned["window_days"] / 365
    return pd.DataFrame({
        "base_rate": learned["base_rate"], "purchase_rate": np.exp(-pace),
        "last_period": _told(since >= learned["window_days"], learned["last_period"]),
        "silent_days": _told(since >= learned["after_days"], learned["silent_days"]),
    }, index=rows.index)  # fmt: skip


def _shares(silent: np.ndarray, left: np.ndarray) -> tuple[float, float]:
    """Return the shares that left of the silent and of the others, each drawn to the mean."""
    mean = left.mean()
    return tuple(
        float((left[part].sum() + mean) / (part.sum() + 1)) for part in (silent, ~silent)
    )  # fmt: skip


def _told(silent: np.ndarray, shares: tuple[float, float]) -> np.ndarray:
    return np.where(silent, *shares)


def _brier_of(silent: np.ndarray, left: np.ndarray) -> float:
    return float(np.mean((_told(silent, _shares(silent, left)) - left) ** 2))
