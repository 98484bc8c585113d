"""Which silence means that a customer has left: evidence for candidate windows.

Of those at risk who then stay silent for a whole window, how many come back after all? The
company's window is the shortest after which most do not.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from helpers.churn.labels import ACTIVE_DAYS, at_risk, has_left
from helpers.evidence.clustered import clustered_share
from helpers.evidence.rhythm import gaps_of, late_after, learn_rhythm

WINDOWS = (30, 91, 182, 365)
QUARTER = 91
AFTERWARDS = (91, 365)  # days in which the silent may come back
MOST_BACK = 0.5  # share that comes back within a year, up to which silence means leaving
FEWEST_SILENT = 50  # customers, below which their share says nothing


def window_evidence(
    days: pd.DataFrame, as_of: date, *, active_days: int = ACTIVE_DAYS
) -> pd.DataFrame:  # fmt: skip
    """Return for each candidate window how many of those silent so long came back.

    Parameters
    ----------
    days : DataFrame
        `customer_id`, `event_day`: days with an order, as known on the as-of day.
    as_of : date
        Snapshots lie a quarter apart, backwards from here, as far as a whole window and
        the time to come back lie before it.
    active_days : int
        Since the last order, up to which a customer is at risk.

    Returns
    -------
    DataFrame
        One row per window of WINDOWS: `window_days`; for 91 and 365 days afterwards
        `silent_91` (customers and snapshots that were silent), `back_91` (the share that came
        back) with `back_91_lower` and `back_91_upper`, customers counted as one; `late_by_then`
        (share of customers at risk whose own rhythm makes them late by then); missing where
        there are fewer than FEWEST_SILENT.
    """
    late = own_windows(days, as_of).reindex(at_risk(days, as_of, active_days=active_days).index)
    known = late.dropna()
    rows = []
    for window in WINDOWS:
        row = {"window_days": window}
        for after in AFTERWARDS:
            row |= _back(_silent(days, as_of, window, after, active_days), after)
        row["late_by_then"] = float(known.le(window).mean()) if len(known) else np.nan
        rows.append(row)
    return pd.DataFrame(rows)


def _silent(
    days: pd.DataFrame, as_of: date, window: int, after: int, active_days: int
) -> pd.DataFrame:  # fmt: skip
    """Return who was silent for a window, snapshot by snapshot, and whether they came back."""
    start, parts = days["event_day"].min().date(), []
    day = as_of - timedelta(days=window + after)
    while day - timedelta(days=QUARTER) >= start:
        risk = at_risk(days, day, active_days=active_days).index
        left = has_left(days, risk, day, window_days=window)
        gone = risk[left.to_numpy()]
        end = day + timedelta(days=window)
        away = has_left(days, gone, end, window_days=after)
        parts.append(pd.DataFrame({"customer_id": gone, "back": ~away.to_numpy()}))
        day -= timedelta(days=QUARTER)
    return pd.concat(parts) if parts else pd.DataFrame({"customer_id": [], "back": []})


def _back(silent: pd.DataFrame, after: int) -> dict[str, float]:
    """Return how many were silent, and the share that came back with its interval."""
    names = [f"back_{after}", f"back_{after}_lower", f"back_{after}_upper"]
    found = {f"silent_{after}": len(silent)} | dict.fromkeys(names, np.nan)
    if silent["customer_id"].nunique() < FEWEST_SILENT:
        return found
    back = silent["back"].astype(float)
    residual = (back - back.mean()).groupby(silent["customer_id"].to_numpy()).sum()
    share = clustered_share(float(back.sum()), len(silent), float((residual**2).sum()))
    return found | dict(zip(names, share, strict=True))


def own_windows(days: pd.DataFrame, as_of: date) -> pd.Series:
    """Return after how many days without an order each customer is late, by its own rhythm.

    Missing for all where too few customers have a rhythm.
    """
    known = days[days["event_day"].le(pd.Timestamp(as_of))]
    gaps = gaps_of(known)
    counted, summed = gaps["gaps"].to_numpy(float), gaps["gap_days"].to_numpy(float)
    rhythm = learn_rhythm(counted, summed)
    late = late_after(rhythm, counted, summed) if rhythm else np.full(len(gaps), np.nan)
    return pd.Series(late, index=gaps.index, name="late_after_days")


def choose_window(evidence: pd.DataFrame) -> tuple[int, str]:
    """Return the company's window in days, and why.

    The shortest after which at most MOST_BACK come back within a year: from then on a silent
    customer is more likely lost than not (``evidence``). It is no shorter than a quarter, as
    scores are made once a quarter. Where no window is so long, the longest that could be
    watched (``longest``); where none could be, a quarter (``usual``).
    """
    watched = evidence[evidence["window_days"].ge(QUARTER)].dropna(subset=["back_365"])
    enough = watched[watched["back_365_upper"].le(MOST_BACK)]
    if len(enough):
        return int(enough["window_days"].min()), "evidence"
    if len(watched):
        return int(watched["window_days"].max()), "longest"
    return QUARTER, "usual"
