"""Plain rules: forecasts of order days that need no model, and that a model has to beat."""

from collections.abc import Callable
from datetime import date

import pandas as pd

LONGEST_WINDOW = 182  # days: what was bought before that says little of tomorrow
YEAR = 365


def expected_by_rule(
    rule: str, histories: pd.DataFrame, order_days: pd.DataFrame, as_of: date, days: int
) -> pd.Series:
    """Return the order days that a plain rule expects of each customer in the next so many days.

    Parameters
    ----------
    rule : str
        One of RULES.
    histories : DataFrame
        The customers, as from `histories`.
    order_days : DataFrame
        `customer_id` and `event_day`, one row per order day.
    as_of : date
        Order days after it are left out.
    days : int
        How far ahead.
    """
    return RULES[rule](histories, order_days[order_days["event_day"].le(pd.Timestamp(as_of))],
                       as_of, days)  # fmt: skip


def rules_for(order_days: pd.DataFrame, as_of: date) -> list[str]:
    """Return the rules that what was seen by a day suffices for."""
    seen = (pd.Timestamp(as_of) - order_days["event_day"].min()).days + 1
    return [rule for rule in RULES if rule != "last_year" or seen >= YEAR]


def orders_between(
    histories: pd.DataFrame, order_days: pd.DataFrame, after: date, until: date
) -> pd.Series:
    """Return each customer's order days after one day and up to another."""
    day = order_days["event_day"]
    inside = order_days[day.gt(pd.Timestamp(after)) & day.le(pd.Timestamp(until))]
    distinct = inside.drop_duplicates(["customer_id", "event_day"])
    counts = distinct.groupby("customer_id").size()
    return counts.reindex(histories.index, fill_value=0).astype(float)


def _rate(
    histories: pd.DataFrame, order_days: pd.DataFrame, as_of: date, days: int
) -> pd.Series:  # fmt: skip
    """As often as since the first order; who came this week has no rate yet, and none is made."""
    return histories["frequency"] / histories["age"].clip(lower=1) * days / 7


def _last_window(
    histories: pd.DataFrame, order_days: pd.DataFrame, as_of: date, days: int
) -> pd.Series:
    """As often as in the last so many days, half a year or half of what was seen at most."""
    seen = (pd.Timestamp(as_of) - order_days["event_day"].min()).days + 1
    window = max(min(days, LONGEST_WINDOW, seen // 2), 1)
    after = pd.Timestamp(as_of) - pd.Timedelta(days=window)
    return orders_between(histories, order_days, after, as_of) * days / window


def _last_year(
    histories: pd.DataFrame, order_days: pd.DataFrame, as_of: date, days: int
) -> pd.Series:
    """As often as in the same days of the year before; longer than a year: as in that year."""
    span = min(days, YEAR)
    after = pd.Timestamp(as_of) - pd.Timedelta(days=YEAR)
    until = after + pd.Timedelta(days=span)
    return orders_between(histories, order_days, after, until) * days / span


RULES: dict[str, Callable[[pd.DataFrame, pd.DataFrame, date, int], pd.Series]] = {
    "rate": _rate, "last_window": _last_window, "last_year": _last_year,
}  # fmt: skip
