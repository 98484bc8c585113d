"""What customers ordered and asked for within a year: read once, for the whole and for halves."""

from datetime import date, timedelta
from typing import NamedTuple

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.counts import half_of
from helpers.personas.worth.rates import Rates, rates_of, till_channels
from helpers.workspace import Desk, engine

YEAR = 365
UNDONE = ("order_cancelled", "order_void")  # what takes an order back as though it never was


class Ledger(NamedTuple):
    """The tables behind margins, as known on the as-of day; all but `lines` may have no rows.

    `country` is the company's own, of which parcels go abroad from; it may be None.
    """

    lines: Table
    orders: Table
    reversals: Table
    costs: Table
    tickets: Table
    rates: Rates
    country: str | None


def read_ledger(desk: Desk) -> Ledger:
    """Return the tables behind margins, lines and tickets by customer."""
    return Ledger(
        desk.read("order_lines", by_customer=True), desk.read("orders?"), desk.read("reversals?"),
        desk.read("costs?"), desk.read("interactions?", by_customer=True),
        rates_of(desk.read("serving_costs?").to_pandas()), desk.source.country,
    )  # fmt: skip


class Sales(NamedTuple):
    """What customers ordered, and how often they asked for help, in the 365 days up to a day.

    Attributes
    ----------
    orders : Table
        One row per order and half of its customer's record, held in memory, so that halves and
        the whole are all told of one reading.
    tickets : DataFrame
        One row per customer and half: `customer_id`, `half`, `tickets`.
    rates : Rates
    country : str or None
        As in `Ledger`.
    """

    orders: Table
    tickets: pd.DataFrame
    rates: Rates
    country: str | None


def sales_of(ledger: Ledger, day: date) -> Sales:
    """Return what was ordered and asked in the 365 days up to a day.

    An order that was cancelled counts nowhere.

    Parameters
    ----------
    ledger : Ledger
        As from `read_ledger`.
    day : date
        The as-of day.
    """
    orders = engine.in_memory(_orders(ledger, day).to_pyarrow())
    return Sales(orders, _tickets(ledger.tickets, day), ledger.rates, ledger.country)


def read_sales(desk: Desk) -> Sales:
    """Return what was ordered and asked in the 365 days up to the as-of day.

    Parameters
    ----------
    desk : Desk
        Where `order_lines` and, as far as they are there, `orders`, `reversals`, `costs`,
        `serving_costs` and `interactions` are read.
    """
    return sales_of(read_ledger(desk), desk.as_of)


def _orders(ledger: Ledger, day: date) -> Table:
    """Return the orders of the year that were not cancelled, a row for each half of a record."""
    every = ledger.lines
    sold = every.filter(
        every.kind == "sale", every.customer_id.notnull(),
        every.event_day > ibis.literal(day - timedelta(days=YEAR)),
    )  # fmt: skip
    undone = ledger.reversals.filter(ledger.reversals.rule.isin(UNDONE))
    lines = _with_unit_costs(sold.anti_join(undone, "order_id"), ledger.costs)
    lines = lines.mutate(half=half_of(lines.customer_id, lines.event_day))
    orders = lines.group_by("customer_id", "order_id", "half").agg(
        revenue=lines.net_amount.sum(), paid=lines.amount.sum(), discounts=lines.discount.sum(),
        cost=(lines.unit_cost * lines.quantity).fill_null(0).sum(), pieces=lines.quantity.sum(),
        costed=ibis.ifelse(lines.unit_cost.notnull(), lines.quantity, 0).sum(),
    )  # fmt: skip
    return _described(orders, ledger.orders)


def _described(orders: Table, known: Table) -> Table:
    """Return orders with where they were made and went to, and whether a code was used."""
    told = known.select("order_id", "channel", "with_code", "country")
    told = told.semi_join(orders, "order_id").distinct(on="order_id")
    joined = orders.left_join(told, "order_id").drop("order_id_right")
    return joined.mutate(
        at_till=joined.channel.lower().isin(till_channels()).fill_null(False),
        with_code=joined.with_code.fill_null(False),
    ).drop("channel")


def _with_unit_costs(sold: Table, costs: Table) -> Table:
    """Return lines with what one piece cost on their day: the newest cost that held by then."""
    next_day = costs.event_day.lead().over(group_by="product_id", order_by="event_day")
    held = costs.select(
        "unit_cost", priced="product_id", held_from="event_day",
        held_until=next_day.fill_null(ibis.literal(date.max)),
    )  # fmt: skip
    within = (sold.event_day >= held.held_from) & (sold.event_day < held.held_until)
    return sold.left_join(held, [sold.product_id == held.priced, within])


def _tickets(interactions: Table, day: date) -> pd.DataFrame:
    """Return how many tickets each customer had within a year, in each half of the record."""
    since = ibis.literal(day - timedelta(days=YEAR))
    own = interactions.filter(
        interactions.kind == "ticket", interactions.event_day > since,
        interactions.customer_id.notnull(),
    )  # fmt: skip
    own = own.mutate(half=half_of(own.customer_id, own.event_day))
    return own.group_by("customer_id", "half").agg(tickets=own.count()).to_pandas()
