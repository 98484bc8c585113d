"""Is it getting better: which share of active customers fell silent, quarter by quarter."""

import numpy as np
import pandas as pd

from helpers.evidence.intervals import Interval, proportion_interval
from helpers.workspace import contracts

YEAR = 4  # quarters: the same season
NORMAL = 1.959963984540054
BETTER, WORSE, UNCLEAR, UNKNOWN = "better", "worse", "unclear", "unknown"


def silent_by_quarter(labelled: pd.DataFrame, window_days: int) -> pd.DataFrame:
    """Return the share of active customers who fell silent, by snapshot day.

    Parameters
    ----------
    labelled : DataFrame
        `customer_id`, `snapshot_day` and `left` (whether no order came within the window), one
        row per customer who was active on a snapshot day.
    window_days : int
        The window.

    Returns
    -------
    DataFrame
        The table `churn_trend`.
    """
    columns = list(contracts.load("churn_trend").columns)
    parts = {day: own for day, own in labelled.groupby("snapshot_day")}
    days, rows = sorted(parts), []
    for place, day in enumerate(days):
        own = parts[day]
        silent = int(own["left"].sum())
        share = proportion_interval(silent, len(own))
        before = _year_before(days, place)
        change = difference(own, parts[before]) if before is not None else (np.nan,) * 3
        rows.append((day, window_days, len(own), silent, *share, *change))
    return pd.DataFrame(rows, columns=columns)


def _year_before(days: list, place: int) -> pd.Timestamp | None:
    """Return the snapshot day of the same quarter a year before, where there is one."""
    asked = pd.Timestamp(days[place]).to_period("Q") - YEAR
    return next((day for day in days if pd.Timestamp(day).to_period("Q") == asked), None)


def difference(now: pd.DataFrame, before: pd.DataFrame) -> Interval:
    """Return the share of silent customers now less that of another day, with its interval.

    Many customers stand on both days: each brings one deviation to the sum, so that who is
    silent, or not, on both counts once.

    References
    ----------
    Liang and Zeger (1986), Biometrika 73: the sandwich of a difference of two means.
    """
    shares = [own["left"].mean() for own in (now, before)]
    parts = [
        pd.Series((own["left"] - share).to_numpy() / len(own), own["customer_id"].to_numpy())
        for own, share in zip((now, before), shares, strict=True)
    ]
    each = parts[0].sub(parts[1], fill_value=0.0)
    half = NORMAL * float(np.sqrt((each**2).sum()))
    change = float(shares[0] - shares[1])
    return Interval(change, max(-1.0, change - half), min(1.0, change + half))


def verdict(trend: pd.DataFrame) -> str:
    """Return whether fewer fell silent than a year before: better, worse, unclear or unknown."""
    if trend.empty or pd.isna(trend["year_change"].iloc[-1]):
        return UNKNOWN
    last = trend.iloc[-1]
    return BETTER if last["year_upper"] < 0 else WORSE if last["year_lower"] > 0 else UNCLEAR
