"""The days on which customers ordered: what recency, rhythm, value and churn are made of."""

from collections.abc import Sequence
from datetime import date

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Column, Table

from helpers.workspace import contracts, tables
from helpers.workspace.desk import Desk

LINE, DAY = ["order_id", "line_number"], ["customer_id", "event_day"]
SOLD, OF_PRODUCTS = [*LINE, *DAY, "kind", "quantity", "amount"], ["product_id", "category"]
MONEY, PLACES = "decimal(18, 4)", 4
DAYS = {"customer_id": "str", "event_day": "datetime64[us]", "spend": "float64"}


def order_days(lines: Table) -> pd.DataFrame:
    """Return one row per customer and day with an order that was not wholly taken back.

    Parameters
    ----------
    lines : Table
        `order_lines` as known on a day.

    Returns
    -------
    DataFrame
        `customer_id`, `event_day`, `spend` (company currency, net), sorted.
    """
    kept = lines.filter(lines.net_quantity > 0, lines.customer_id.notnull())
    days = kept.group_by("customer_id", "event_day").agg(
        spend=kept.net_amount.sum().cast("float64")
    )
    frame = days.order_by("customer_id", "event_day").to_pandas()
    return frame.astype({"event_day": "datetime64[us]"})


def read_sold(desk: Desk) -> Table:
    """Return all that deliveries told of order lines by customer, held by the engine.

    As they were sold, in all versions: to be known on one day or another.
    """
    every = desk.read("order_lines", by_customer=True, every_version=True, gross=True)
    return every.select(*SOLD, *OF_PRODUCTS, "delivery").cache()


def sold_by(desk: Desk, sold: Table, day: date) -> Table:
    """Return the order lines of `read_sold` that are known on a day."""
    return tables.as_known(sold, contracts.load("order_lines"), day, desk.source.grace_days)


def order_days_on(desk: Desk, days: Sequence[date], sold: Table) -> dict[date, pd.DataFrame]:
    """Return `order_days` as known on each of several days, by day.

    The order lines are gone through once for all days that look at the same delivery.

    Parameters
    ----------
    desk : Desk
        Where `reversals` are read.
    days : sequence of date
        In order, none later than the desk's as-of day.
    sold : Table
        As from `read_sold`.
    """
    found = {}
    for own in tables.days_by_delivery(sold, days, desk.source.grace_days).values():
        back = desk.read("reversals", as_of=own[-1])
        found |= _by_day(spend_on(sold_by(desk, sold, own[-1]), back, own), own)
    return {day: found[day] for day in days}


def spend_on(lines: Table, reversals: Table, days: Sequence[date]) -> pd.DataFrame:
    """Return the spend of each customer and day as it was known on several days.

    Parameters
    ----------
    lines, reversals : Table
        As known on the last of these days; lines by customer, as they were sold.
    days : sequence of date
        Days that look at the same delivery.

    Returns
    -------
    DataFrame
        `customer_id`, `event_day`, and a column per day, numbered in order: spend, missing where
        the order was later than the day, or was wholly taken back by it; sorted.
    """
    lines = lines.filter(lines.customer_id.notnull()).select(*SOLD).cache()
    back = _taken_back(reversals, days).cache()
    # Most lines keep what they were sold for: only the others are looked at once a day.
    whole, part = lines.anti_join(back, LINE), lines.inner_join(back, LINE)
    same = _kept(whole, *(ibis.null(kind) for kind in ("int64", MONEY)))
    changed = {
        f"part_{n}": _kept(part, part[f"units_{n}"], part[f"amount_{n}"])
        for n in range(len(days))
    }
    both = whole.group_by(*DAY).agg(whole=same).outer_join(
        part.group_by(*DAY).agg(**changed), DAY
    )  # fmt: skip
    who, day_of = (ibis.coalesce(both[name], both[f"{name}_right"]) for name in DAY)
    # The engine hands over a missing number fast, and an absent one slowly.
    sums = {name: both[name].fill_null(float("nan")) for name in ("whole", *changed)}
    told = both.select(customer_id=who, event_day=day_of.cast("timestamp"), **sums)
    return _added_up(told.order_by(*DAY).to_pandas(), days)


def _taken_back(reversals: Table, days: Sequence[date]) -> Table:
    """Return the pieces and the money that had been taken back of each line by each day."""
    known = [reversals.event_day <= ibis.literal(day) for day in days]
    sums = {
        f"{name}_{n}": reversals[column].sum(where=told).cast(kind)
        for n, told in enumerate(known)
        for name, column, kind in (("units", "units", "int64"), ("amount", "amount", MONEY))
    }
    return reversals.group_by(*LINE).agg(**sums)


def _kept(lines: Table, units: Column, amount: Column) -> Column:
    """Return the sum of what is left of the lines that are not wholly gone."""
    quantity, left = tables.what_is_left(lines, units, amount)
    return left.sum(where=quantity > 0).cast("float64")


def _added_up(sums: pd.DataFrame, days: Sequence[date]) -> pd.DataFrame:
    """Return the sum of both parts by each day, missing where neither is there or known yet."""
    whole, day_of = sums["whole"].to_numpy(), sums["event_day"].to_numpy()
    found = sums[DAY].copy()
    for place, day in enumerate(days):
        part = sums[f"part_{place}"].to_numpy()
        # Rounded as money is, the sum is the number nearest to the exact one.
        both = np.round(np.nan_to_num(whole) + np.nan_to_num(part), PLACES)
        known = ~(np.isnan(whole) & np.isnan(part)) & (day_of <= np.datetime64(day))
        found[str(place)] = np.where(known, both, np.nan)
    return found


def _by_day(spend: pd.DataFrame, days: Sequence[date]) -> dict[date, pd.DataFrame]:
    """Return the rows that were known on each day, as `order_days` has them."""
    found = {}
    for place, day in enumerate(days):
        own = spend[[*DAY, str(place)]].dropna(ignore_index=True)
        found[day] = own.set_axis(list(DAYS), axis="columns").astype(DAYS)
    return found
