"""Weeks as the shop works in: they begin on the day on which its prices and offers change.

A week that held two prices would blur what a price does.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

MONDAY = 0
DAYS = 7


def first_weekday(changes: Iterable[pd.Series]) -> int:
    """Return the weekday on which most changes fall (0 is Monday); Monday where there are none.

    Parameters
    ----------
    changes : iterable of Series
        Days on which prices, offers or stock lists begin to hold.

    Examples
    --------
    >>> first_weekday([pd.Series(pd.to_datetime(["2026-01-04", "2026-01-11", "2026-01-05"]))])
    6
    """
    days = pd.concat([pd.to_datetime(part) for part in changes if len(part)] or [pd.Series()])
    if days.empty:
        return MONDAY
    return int(np.bincount(days.dt.dayofweek, minlength=DAYS).argmax())


def week_of(days: pd.Series, weekday: int) -> pd.Series:
    """Return the first day of the week in which each day lies.

    Examples
    --------
    >>> days = pd.Series(pd.to_datetime(["2026-01-05", "2026-01-11"]))
    >>> week_of(days, 6).dt.strftime("%m-%d").tolist()
    ['01-04', '01-11']
    """
    days = pd.to_datetime(days).astype("datetime64[us]")
    return days - pd.to_timedelta((days.dt.dayofweek - weekday) % DAYS, unit="D")


def whole_weeks(first: pd.Timestamp, last: pd.Timestamp, weekday: int) -> pd.DatetimeIndex:
    """Return the first days of the weeks that lie wholly between two days, oldest first.

    Examples
    --------
    >>> weeks = whole_weeks(pd.Timestamp("2026-01-01"), pd.Timestamp("2026-01-18"), 0)
    >>> weeks.strftime("%m-%d").tolist()
    ['01-05', '01-12']
    """
    start = first + pd.Timedelta(days=(weekday - first.dayofweek) % DAYS)
    end = last - pd.Timedelta(days=DAYS - 1)
    return pd.date_range(start, end, freq=f"{DAYS}D").as_unit("us")
