"""The table `customer_value`: what each customer brought, and is expected to bring."""

from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.value.margins import Margins, value_of_orders
from helpers.value.path_ahead import HORIZONS, discounted, next_order_day, path_ahead
from helpers.value.ranges import Spread, likely_range
from helpers.value.tiers import value_tiers


class Forecast(NamedTuple):
    """All that foretells customers' value on one day.

    Attributes
    ----------
    forecaster : Forecaster
        The model of order days in use.
    order_value : Series of float
        By customer, what one order day is expected to bring in sales (company currency).
    margins : Margins or None
        What orders bring after their costs, where these are known.
    spread : Spread or None
        What came of like forecasts of a year's sales.
    yearly_rate : float
        What money that comes a year later is worth less (proportion).
    """

    forecaster: Any
    order_value: pd.Series
    margins: Margins | None
    spread: Spread | None
    yearly_rate: float


def customer_value(
    days: pd.DataFrame, histories: pd.DataFrame, as_of: date, forecast: Forecast,
    known: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Return the table `customer_value`.

    Parameters
    ----------
    days : DataFrame
        As from `order_days`, up to the as-of day.
    histories : DataFrame
        As from `histories`, of the same.
    forecast : Forecast
        What foretells.
    known : DataFrame
        The table `customer_margin`; without rows where costs are not known.
    """
    path = path_ahead(forecast.forecaster, histories)
    alive = forecast.forecaster.alive(histories).reindex(histories.index)
    frame = pd.concat([
        _so_far(days, histories, forecast.margins, known),
        pd.DataFrame({"expected_date_of_next_order": next_order_day(path, alive, as_of),
                      "p_alive": alive.round(6)}),
        _ahead(path, forecast),
    ], axis="columns")  # fmt: skip
    frame["value_tier"] = value_tiers(frame["predicted_clv_365"], frame["expected_orders_365"])
    frame = frame.rename_axis("customer_id").reset_index()
    frame["snapshot_day"] = pd.Timestamp(as_of)
    order = frame.sort_values(["predicted_clv_365", "customer_id"], ascending=[False, True]).index
    frame.loc[order, "rank"] = np.arange(1, len(frame) + 1)
    frame["rank"] = frame["rank"].where(frame["predicted_clv_365"].notna())
    return frame.astype({"rank": "Int64"})


def _so_far(
    days: pd.DataFrame, histories: pd.DataFrame, margins: Margins | None, known: pd.DataFrame
) -> pd.DataFrame:
    """Return what customers brought so far, by customer.

    Margins are known of the last 365 days; what orders left that are older is taken at the
    same rate.
    """
    by = days.groupby("customer_id")["event_day"].agg(["min", "max"]).reindex(histories.index)
    orders, revenue = histories["frequency"] + 1, histories["spend"]
    lately = known.set_index("customer_id").reindex(histories.index)
    worth = revenue
    if margins is not None:
        kept = lately["margin"].fillna(0.0)
        older = (revenue - lately["revenue"].fillna(0.0)).clip(lower=0)
        count = (orders - lately["orders"].fillna(0)).clip(lower=0).where(older.gt(0), 0)
        worth = kept + value_of_orders(margins, count, older)
    gap = (by["max"] - by["min"]).dt.days / histories["frequency"].where(orders.gt(1))
    costs = lately[["parcels", "returns", "payment", "service"]].sum(axis=1, min_count=1)
    return pd.DataFrame({
        "first_order_day": by["min"], "last_order_day": by["max"],
        "order_days": orders.astype("int64"), "historic_revenue": revenue.round(2),
        "historic_clv": worth.round(2), "clv_basis": "revenue" if margins is None else "margin",
        "average_order_value": (revenue / orders).round(2),
        "average_days_between_orders": gap.round(1), "cost_to_serve_365": costs.round(2),
    })  # fmt: skip


def _ahead(path: pd.DataFrame, forecast: Forecast) -> pd.DataFrame:
    """Return what is expected of customers at each horizon, by customer."""
    each = forecast.order_value.reindex(path.index)
    frame = {f"expected_orders_{days}": path[days].round(6) for days in HORIZONS}
    frame["expected_order_value"] = each.round(2)
    for days in HORIZONS:
        coming = discounted(path, days, yearly_rate=forecast.yearly_rate)
        worth = value_of_orders(forecast.margins, coming, coming * each)
        frame[f"predicted_clv_{days}"] = worth.round(2)
    return pd.DataFrame(frame).join(_range(path, each, forecast, frame["predicted_clv_365"]))


def _range(
    path: pd.DataFrame, each: pd.Series, forecast: Forecast, worth: pd.Series
) -> pd.DataFrame:
    """Return the range of a year's value: that of sales, at each customer's own rate."""
    sales = path[365] * each
    span = likely_range(forecast.spread, sales)
    rate = (worth / sales).where(sales.gt(0), 0.0)
    ends = span.mul(rate, axis="index")
    return pd.DataFrame({
        "predicted_clv_365_lower": ends.min(axis=1, skipna=False).round(2),
        "predicted_clv_365_upper": ends.max(axis=1, skipna=False).round(2),
    })  # fmt: skip
