"""Who is at risk on a day, and who left: no order within the window that follows."""

from collections.abc import Iterable
from datetime import date, timedelta

import pandas as pd

ACTIVE_DAYS = 365  # since the last order, up to which a customer is at risk


def at_risk(
    days: pd.DataFrame, day: date, *, active_days: int = ACTIVE_DAYS
) -> pd.Series:  # fmt: skip
    """Return for how many days each customer at risk on a day has not ordered.

    At risk is whom the company may still lose: the last order lies less than `active_days` back.

    Parameters
    ----------
    days : DataFrame
        `customer_id` and `event_day`, one row per day with an order.
    day : date
        Orders up to this day count.

    Returns
    -------
    Series of int
        Days since the last order, by `customer_id`, sorted.
    """
    known = days[days["event_day"].le(pd.Timestamp(day))]
    last = known.groupby("customer_id")["event_day"].max()
    since = (pd.Timestamp(day) - last).dt.days
    return since[since.lt(active_days)].rename("days_since")


def has_left(
    days: pd.DataFrame, customers: pd.Index, day: date, *, window_days: int
) -> pd.Series:  # fmt: skip
    """Return of each customer whether no order followed within the window after a day.

    Parameters
    ----------
    days : DataFrame
        As in `at_risk`, known on a day after the window's end.
    customers : Index
        Who is asked about.
    day : date
        The window starts on the day after.
    window_days : int
        Its last day counts.
    """
    start, end = pd.Timestamp(day), pd.Timestamp(day) + pd.Timedelta(days=window_days)
    ordered = days.loc[days["event_day"].gt(start) & days["event_day"].le(end), "customer_id"]
    return pd.Series(~customers.isin(ordered.unique()), index=customers, name="left")


def known_days(
    snapshot_days: Iterable[date], as_of: date, *, window_days: int
) -> list[date]:  # fmt: skip
    """Return the snapshot days whose outcome is known on the as-of day, oldest first."""
    ahead = timedelta(days=window_days)
    return sorted(day for day in snapshot_days if day + ahead <= as_of)


def labelled(
    days: pd.DataFrame,
    snapshot_days: Iterable[date],
    *,
    as_of: date,
    window_days: int,
    active_days: int = ACTIVE_DAYS,
) -> pd.DataFrame:
    """Return who was at risk on each day whose outcome is known, and who of them left.

    Returns
    -------
    DataFrame
        One row per customer and snapshot day: `customer_id`, `snapshot_day`, `days_since`,
        `left`, and `known_on`, the last day that the outcome was taken from.
    """
    parts = []
    for day in known_days(snapshot_days, as_of, window_days=window_days):
        since = at_risk(days, day, active_days=active_days)
        left = has_left(days, since.index, day, window_days=window_days)
        end = pd.Timestamp(day) + pd.Timedelta(days=window_days)
        part = pd.concat([since, left], axis="columns").reset_index()
        parts.append(part.assign(snapshot_day=pd.Timestamp(day), known_on=end))
    columns = ["customer_id", "snapshot_day", "days_since", "left", "known_on"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
