"""Customers' purchase histories as three numbers each, and when they are too few to learn from."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

FEWEST = {
    "customers": 50, "repeat_buyers": 20, "repeat_spenders": 20, "subscriptions": 50, "ended": 20
}  # fmt: skip
DAYS = 21  # bits: histories of up to 5,700 years, and as many order days


class NotIdentified(ValueError):
    """There is too little to learn a model from: `found` of `needed` of what `missing` names.

    `missing` is "customers", "repeat_buyers" (who ordered on two days or more),
    "repeat_spenders" (whose later orders are worth more than nothing), "subscriptions" (that
    came up for renewal) or "ended" (of these).
    """

    def __init__(self, missing: str, *, found: int) -> None:
        self.missing, self.found, self.needed = missing, found, FEWEST[missing]
        words = missing.replace("_", " ")
        super().__init__(f"the model needs at least {self.needed} {words}: there are {found}")


class Cells(NamedTuple):
    """Distinct histories: `customers` share the same frequency, recency and age (weeks)."""

    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    customers: np.ndarray


def histories(days: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return what each customer's order days come to, as known at the end of a day.

    Parameters
    ----------
    days : DataFrame
        `customer_id`, `event_day` and `spend` (company currency, net), as from
        `workspace.order_days`. Several rows of one customer and day are one order day.
    as_of : date
        Rows of later days are left out.

    Returns
    -------
    DataFrame
        One row per customer, by `customer_id`, sorted: `frequency` (order days after the
        first), `recency` (weeks from the first order day to the last), `age` (weeks from the
        first order day to `as_of`), `first_spend`, `repeat_spend` (mean of the later order
        days, missing where there are none) and `spend` (sum). Weeks are days / 7.
    """
    end = pd.Timestamp(as_of)
    known = days[days["event_day"].le(end)]
    by = known.groupby(["customer_id", "event_day"], sort=True)["spend"].sum().reset_index()
    first = ~by["customer_id"].duplicated()
    grouped = by.groupby("customer_id", sort=True)
    table = grouped.agg(
        orders=("spend", "size"), start=("event_day", "first"), last=("event_day", "last"),
        first_spend=("spend", "first"), spend=("spend", "sum"),
    )  # fmt: skip
    later = by[~first].groupby("customer_id")["spend"].mean()
    return pd.DataFrame({
        "frequency": (table["orders"] - 1).astype("int64"),
        "recency": (table["last"] - table["start"]).dt.days / 7,
        "age": (end - table["start"]).dt.days / 7,
        "first_spend": table["first_spend"].astype(float),
        "repeat_spend": later.reindex(table.index).astype(float),
        "spend": table["spend"].astype(float),
    }).rename_axis("customer_id")  # fmt: skip


def cells(histories: pd.DataFrame) -> Cells:
    """Return the distinct histories and how many customers share each: the data of a likelihood.

    Times are whole days, so that many customers share a history.

    Raises
    ------
    ValueError
        If a customer's last order lies before the first or after the end.
    """
    counted, recency, age = _in_days(histories)
    key, customers = np.unique(
        (counted << 2 * DAYS) | (recency << DAYS) | age, return_counts=True
    )  # fmt: skip
    whole = (1 << DAYS) - 1
    return Cells(
        key >> 2 * DAYS, (key >> DAYS & whole) / 7, (key & whole) / 7, customers.astype(float)
    )


def refuse_too_few(histories: pd.DataFrame) -> None:
    """Raise NotIdentified where no model of buying can be learned from these customers.

    Of customers who all bought once nothing says how soon anybody buys again.
    """
    repeat = int(histories["frequency"].gt(0).sum())
    refuse_fewer(customers=len(histories), repeat_buyers=repeat)


def refuse_fewer(**found: int) -> None:
    """Raise NotIdentified for the first of what is counted that is fewer than FEWEST says."""
    for missing, number in found.items():
        if number < FEWEST[missing]:
            raise NotIdentified(missing, found=number)


def _in_days(histories: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    counted = histories["frequency"].to_numpy("int64")
    recency, age = (
        np.rint(histories[name].to_numpy(float) * 7).astype("int64") for name in ("recency", "age")
    )
    wrong = (counted < 0) | (recency < 0) | (recency > age)
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        raise ValueError(
            f"row {place} is no history: frequency {counted[place]}, recency {recency[place]} "
            f"and age {age[place]} days; 0 <= recency <= age must hold"
        )
    return counted, recency, age
