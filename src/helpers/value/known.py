"""What was known of orders on each snapshot day, and what customers were expected to do then."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from helpers.value.gamma_gamma import SpendModel, expected_spend, fit_spend
from helpers.value.histories import NotIdentified

if TYPE_CHECKING:
    from helpers.workspace import Desk

OUTLOOKS = (30, 91, 182, 365)  # days ahead of the table `purchase_outlook`


class Told(NamedTuple):
    """What one snapshot day foretold, and of whom.

    Attributes
    ----------
    day : date
        The snapshot day.
    histories : DataFrame
        As from `histories`, as known on that day.
    forecaster : Forecaster
        The model of order days, learnt from what was known then.
    order_value : Series of float
        By customer, what one order day is expected to bring in sales.
    """

    day: date
    histories: pd.DataFrame
    forecaster: Any
    order_value: pd.Series

    def sales(self, days: int) -> pd.Series:
        """Return the sales expected of each customer in the next so many days."""
        return self.forecaster.expected(self.histories, days) * self.order_value


def order_reader(desk: "Desk", people: pd.DataFrame) -> Callable[[date], pd.DataFrame]:
    """Return a function that gives the order days of customers in scope, as known on a day.

    Parameters
    ----------
    desk : Desk
        Where `order_lines` are read, each day once.
    people : DataFrame
        The table `customers`.
    """
    from helpers.workspace.order_days import order_days

    scope = people.loc[people["in_scope"], "customer_id"]

    @cache
    def read(day: date) -> pd.DataFrame:
        days = order_days(desk.read("order_lines?", as_of=day, by_customer=True))
        return days[days["customer_id"].isin(scope)].reset_index(drop=True)

    return read


def learn_spend(histories: pd.DataFrame) -> SpendModel | None:
    """Return how customers differ in what an order brings; None where too few came again."""
    try:
        return fit_spend(histories)
    except NotIdentified:
        return None


def order_values(histories: pd.DataFrame) -> pd.Series:
    """Return what one order day of each customer is expected to bring in sales.

    Each customer's own mean is drawn to everybody's the more, the fewer orders it rests on
    (Gamma-Gamma); where too few came again to learn how customers differ, all have one mean.
    """
    model = learn_spend(histories)
    if model is not None:
        return expected_spend(model, histories)
    orders = (histories["frequency"] + 1).sum()
    mean = float(histories["spend"].sum()) / max(orders, 1)
    return pd.Series(max(mean, 0.0), index=histories.index)


def what_came(days: pd.DataFrame, after: date, until: date) -> pd.DataFrame:
    """Return `orders` (order days) and `sales` by customer, after one day and up to another."""
    inside = days["event_day"].gt(pd.Timestamp(after)) & days["event_day"].le(pd.Timestamp(until))
    by = days[inside].groupby("customer_id")["spend"]
    return pd.DataFrame({"orders": by.size().astype(float), "sales": by.sum()})


def happened(told: Told, days: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Return what came of each customer of a snapshot within so many days of it."""
    came = what_came(days, told.day, told.day + timedelta(days=horizon))
    return came.reindex(told.histories.index).fillna(0.0)


def purchase_outlook(told: list[Told]) -> pd.DataFrame:
    """Return the table `purchase_outlook`: what each snapshot day foretold of its customers."""
    from helpers.workspace import contracts

    if not told:
        return contracts.empty("purchase_outlook")
    return pd.concat([_outlook(one) for one in told], ignore_index=True)


def _outlook(told: Told) -> pd.DataFrame:
    seen = told.histories
    expected = {f"expected_{days}": told.forecaster.expected(seen, days).round(6)
                for days in OUTLOOKS}  # fmt: skip
    frame = pd.DataFrame({
        "snapshot_day": pd.Timestamp(told.day), "frequency": seen["frequency"],
        "recency_weeks": seen["recency"].round(6), "age_weeks": seen["age"].round(6),
        "p_alive": told.forecaster.alive(seen).round(6), **expected,
    }, index=seen.index)  # fmt: skip
    return frame.rename_axis("customer_id").reset_index()
