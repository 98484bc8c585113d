"""Orders, advertising and what else moves sales by day, read from a company's tables."""

from datetime import date
from typing import Any, NamedTuple

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.drivers.media.price_level import pieces_by_product, price_levels
from helpers.drivers.media.series import Series, plain_series

# Days since the first order, by which customers' usual pace is told.
TENURE_EDGES = (0, 30, 90, 180, 365, 730)
FIRST_ORDERS_OVER = 91  # days over which first orders are taken as even
MESSAGE_DAYS = 21  # how long a message of one's own may act
MOST_SHOCKS = 24


class Counts(NamedTuple):
    """Orders as they are counted: by day, tenure, and first orders.

    `orders` has one column per tenure band, `first` is the number of first orders, `guests` of
    orders of nobody known; all by day.
    """

    orders: pd.DataFrame
    first: pd.Series
    guests: pd.Series


def read_series(desk: Any) -> Series:
    """Return a company's sales and spend by day, from the first order on.

    Days begin where both orders and spend are known. Of channels, those count on which
    anything was spent.
    """
    lines = desk.read("order_lines", by_customer=True)
    spend = spend_by_day(desk.read("ad_spend?"))
    if not lines.filter(lines.kind == "sale").count().to_pandas():
        return plain_series(pd.Series(0.0, index=spend.index), spend)
    counts = count_orders(lines, desk.as_of)
    spend = spend.reindex(counts.first.index, fill_value=0.0)
    spend = spend.loc[:, spend.sum().gt(0)]
    expected, newcomers = expected_orders(counts)
    days = counts.first.index
    controls = price_levels(
        days, pieces_by_product(lines), _frame(desk.read("prices?")),
        _frame(desk.read("promotions?")), _frame(desk.read("competitor_prices?")),
    )  # fmt: skip
    shocks = shock_columns(days, _frame(desk.read("campaigns?")), _frame(desk.read("experiments?")))
    value, basis = value_of_order(lines, desk.read("customer_margin?"), desk.as_of)
    sales = counts.orders.sum(axis=1) + counts.first + counts.guests
    series = Series(sales, expected, newcomers, spend, controls, shocks, value, basis)
    return _from_first_spend(series)


def spend_by_day(spend: Table) -> pd.DataFrame:
    """Return spend by day and channel; days without any are nought."""
    frame = spend.group_by("event_day", "channel").agg(spend=spend.spend.sum().cast("float64"))
    wide = frame.to_pandas().pivot(index="event_day", columns="channel", values="spend")
    wide.index = pd.DatetimeIndex(wide.index)
    return wide.fillna(0.0).sort_index().sort_index(axis=1).rename_axis(columns=None)


def count_orders(lines: Table, as_of: date) -> Counts:
    """Return orders with at least one sale by day and by how long their customer is known."""
    sold = lines.filter(lines.kind == "sale").select("order_id", "customer_id", "event_day")
    orders = sold.distinct()
    known = orders.filter(orders.customer_id.notnull())
    first = known.group_by("customer_id").agg(first_day=known.event_day.min())
    dated = known.join(first, "customer_id")
    tenure = dated.event_day.delta(dated.first_day, unit="day")
    band = sum((tenure > edge).cast("int64") for edge in TENURE_EDGES)
    counted = dated.mutate(band=band).group_by("event_day", "band").agg(orders=ibis._.count())
    wide = counted.to_pandas().pivot(index="event_day", columns="band", values="orders")
    began = first.group_by("first_day").agg(customers=first.count()).to_pandas()
    nobody = orders.filter(orders.customer_id.isnull())
    guests = nobody.group_by("event_day").agg(orders=nobody.count()).to_pandas()
    begin = min([*wide.index, *guests["event_day"]], default=as_of)
    days = pd.date_range(begin, pd.Timestamp(as_of))
    wide = wide.reindex(columns=range(len(TENURE_EDGES) + 1)).set_axis(
        pd.DatetimeIndex(wide.index)
    )  # fmt: skip
    wide = wide.reindex(days).fillna(0.0)
    begun = _by_day(began, "first_day", "customers", days)
    # Several orders on a customer's first day: one is the first, the others came as soon.
    return Counts(wide.drop(columns=0).assign(**{"1": wide[0] - begun}), begun,
                  _by_day(guests, "event_day", "orders", days))  # fmt: skip


def expected_orders(counts: Counts) -> tuple[pd.Series, pd.Series]:
    """Return the orders that each day's customers usually make, and the share of first orders.

    Customers of one tenure order at one pace, that of the whole history; first orders and those
    of nobody known are taken as even over three months.
    """
    days, begun = counts.first.index, np.pad(np.cumsum(counts.first.to_numpy()), (1, 0))
    place = np.arange(len(days))
    repeats = np.zeros(len(days))
    edges = (*TENURE_EDGES, len(days))
    for band, (after, until) in enumerate(zip(edges, edges[1:], strict=False), start=1):
        people = begun[np.maximum(place - after, 0)] - begun[np.maximum(place - until, 0)]
        orders = counts.orders[band].sum() if band in counts.orders else 0.0
        repeats += people * orders / max(people.sum(), 1.0)
    others = counts.first + counts.guests + counts.orders.get("1", 0.0)
    even = others.rolling(FIRST_ORDERS_OVER, center=True, min_periods=1).mean()
    total = pd.Series(repeats, index=days) + even
    return total, even / total


def shock_columns(
    days: pd.DatetimeIndex, campaigns: pd.DataFrame, experiments: pd.DataFrame
) -> pd.DataFrame:
    """Return a column for each own message and experiment, 1 on the days on which it may act.

    Where there are more than can be told apart, those of one kind are counted in one column.
    """
    begins = pd.to_datetime(campaigns["event_day"])
    sent = _acting(days, begins, begins + pd.Timedelta(days=MESSAGE_DAYS - 1), "message")
    ends = pd.to_datetime(experiments["last_day"]).fillna(days.max())
    tried = _acting(days, pd.to_datetime(experiments["event_day"]), ends, "experiment")
    return pd.concat([sent, tried], axis=1)


def value_of_order(lines: Table, margins: pd.DataFrame, as_of: date) -> tuple[float, str]:
    """Return what an order of the last year left, and whether that is margin or net sales."""
    known = margins[margins["margin"].notna() & margins["orders"].gt(0)]
    if len(known):
        return float(known["margin"].sum() / known["orders"].sum()), "margin"
    since = as_of - pd.Timedelta(days=364)
    late = lines.filter(lines.kind == "sale", lines.event_day >= ibis.literal(since).cast("date"))
    told = late.agg(amount=late.net_amount.sum().cast("float64"), orders=late.order_id.nunique())
    row = told.to_pandas().iloc[0]
    return float(row["amount"] / max(row["orders"], 1)), "revenue"


def _acting(days, begins: pd.Series, ends: pd.Series, name: str) -> pd.DataFrame:
    columns = {
        f"{name}_{number}": ((days >= begin) & (days <= end)).astype(float)
        for number, (begin, end) in enumerate(zip(begins, ends, strict=True), start=1)
    }
    table = pd.DataFrame(columns, index=days)
    table = table.loc[:, table.any() & ~table.all()]
    if table.shape[1] <= MOST_SHOCKS:
        return table
    return (table.sum(axis=1) / table.sum(axis=1).max()).to_frame(f"{name}s")


def _from_first_spend(series: Series) -> Series:
    """Return the series from the first day of spend on; what came before tells no channel."""
    spent = series.spend.sum(axis=1).gt(0).to_numpy()
    begin = int(spent.argmax()) if spent.any() else 0
    return Series(*(part.iloc[begin:] for part in series[:6]), series.value_each, series.basis)


def _by_day(frame: pd.DataFrame, day: str, number: str, days: pd.DatetimeIndex) -> pd.Series:
    counted = frame.set_index(pd.DatetimeIndex(frame[day]))[number]
    return counted.reindex(days).fillna(0.0).astype(float)


def _frame(table: Any) -> pd.DataFrame:
    return table.to_pandas() if isinstance(table, Table) else table
