"""The table `customer_margin`: what each customer brought and cost within a year."""

from datetime import date, timedelta
from typing import NamedTuple

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.counts import half_of
from helpers.personas.worth.rates import Rates, rates_of, till_channels
from helpers.workspace import Desk

YEAR = 365
COVERED = 0.8  # share of pieces whose cost is known, below which no margin is told
COSTS = ["goods", "parcels", "returns", "payment", "service"]
COUNTS = ["orders", "with_discount", "with_return"]
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


def customer_margin(
    ledger: Ledger, day: date, customers: pd.Index, *, half: int | None = None
) -> pd.DataFrame:
    """Return what customers brought and cost in the 365 days up to a day.

    Revenue is net sales. Goods that came back cost what is lost of them; a parcel is sent
    for each order that was made at no till; payment is a share of what was first paid. An
    order that was cancelled counts nowhere.

    Parameters
    ----------
    ledger : Ledger
        As from `read_ledger`.
    day : date
        The as-of day.
    customers : Index
        Who is wanted, sorted; who did not order has noughts.
    half : int, optional
        Half of each customer's record, by days, that alone counts; by default both do.

    Returns
    -------
    DataFrame
        The table `customer_margin`.
    """
    tickets = _tickets(ledger.tickets, day, half)
    frame = _sums(ledger, day, half).reindex(customers).fillna(0.0)
    frame["tickets"] = tickets.reindex(customers).fillna(0)
    frame["service"] = frame["tickets"] * ledger.rates.ticket
    frame[["discounts", "revenue", *COSTS]] = frame[["discounts", "revenue", *COSTS]].round(2)
    margin = frame["revenue"] - frame[COSTS].sum(axis=1)
    pieces, costed = frame["pieces"].sum(), frame["costed"].sum()
    known = pieces > 0 and costed >= COVERED * pieces
    frame["margin"] = margin.round(2) if known else float("nan")
    whole = frame.astype(dict.fromkeys([*COUNTS, "tickets"], "int64"))
    return whole.drop(columns=["pieces", "costed"]).rename_axis("customer_id").reset_index()


def _sums(ledger: Ledger, day: date, half: int | None) -> pd.DataFrame:
    """Return for each customer how many orders there were, their money, and what they cost."""
    orders, rates = _orders(ledger, day, half), ledger.rates
    abroad = (orders.country != ledger.country) if ledger.country else ibis.literal(False)
    parcel = ibis.ifelse(abroad.fill_null(False), rates.parcel_abroad, rates.parcel)
    told = orders.mutate(
        goods=orders.cost * (1 - rates.recovered * orders.back),
        parcels=ibis.ifelse(orders.at_till, 0.0, parcel),
        returns=(orders.back > 0).cast("float64") * rates.returned,
        payment=orders.paid * rates.payment,
    )
    by = told.group_by("customer_id")
    sums = by.agg(
        orders=told.count(), with_discount=told.discounted.sum(), with_return=(told.back > 0).sum(),
        **{name: told[name].cast("decimal(18, 6)").sum()
           for name in ("discounts", "revenue", *COSTS[:-1])},
        pieces=told.pieces.sum(), costed=told.costed.sum(),
    ).to_pandas()  # fmt: skip
    return sums.set_index("customer_id").astype(float)


def _orders(ledger: Ledger, day: date, half: int | None) -> Table:
    """Return one row per order of the year that was not cancelled: its money and its pieces."""
    every = ledger.lines
    sold = every.filter(
        every.kind == "sale", every.customer_id.notnull(),
        every.event_day > ibis.literal(day - timedelta(days=YEAR)),
    )  # fmt: skip
    sold = _in_half(sold, half)
    undone = ledger.reversals.filter(ledger.reversals.rule.isin(UNDONE)).select("order_id")
    sold = sold.filter(sold.order_id.notin(undone.distinct().order_id))
    cost = _unit_costs(sold, ledger.costs)
    known = sold.left_join(cost, ["order_id", "line_number"])
    lines = known.mutate(of_goods=(known.unit_cost * known.quantity).fill_null(0))
    orders = lines.group_by("customer_id", "order_id").agg(
        revenue=lines.net_amount.sum().cast("float64"), paid=lines.amount.sum().cast("float64"),
        discounts=lines.discount.sum().cast("float64"), cost=lines.of_goods.sum().cast("float64"),
        pieces=lines.quantity.sum(),
        costed=ibis.ifelse(lines.unit_cost.notnull(), lines.quantity, 0).sum(),
    )  # fmt: skip
    whole = orders.paid > 0
    back = ibis.ifelse(whole, 1 - orders.revenue / ibis.ifelse(whole, orders.paid, 1.0), 0.0)
    return _described(orders.mutate(back=ibis.ifelse(back > 1e-6, back, 0.0)), ledger.orders)


def _described(orders: Table, known: Table) -> Table:
    """Return orders with where they were made and went to, and whether a code was used."""
    told = known.select("order_id", "channel", "with_code", "country").distinct(on="order_id")
    joined = orders.left_join(told, "order_id")
    at_till = joined.channel.lower().isin(till_channels()).fill_null(False)
    discounted = (joined.discounts > 0) | joined.with_code.fill_null(False)
    return joined.mutate(at_till=at_till, discounted=discounted)


def _unit_costs(sold: Table, costs: Table) -> Table:
    """Return for each line what one piece cost on its day: the newest cost that held by then."""
    held = costs.select("product_id", held_from="event_day", unit_cost="unit_cost")
    both = sold.inner_join(held, "product_id").filter(ibis._.held_from <= ibis._.event_day)
    newest = ibis.row_number().over(
        group_by=["order_id", "line_number"], order_by=ibis.desc("held_from")
    )
    ranked = both.select("order_id", "line_number", "held_from", "unit_cost").mutate(place=newest)
    return ranked.filter(ranked.place == 0).select("order_id", "line_number", "unit_cost")


def _in_half(table: Table, half: int | None) -> Table:
    if half is None:
        return table
    return table.filter(half_of(table.customer_id, table.event_day) == half)


def _tickets(interactions: Table, day: date, half: int | None) -> pd.Series:
    since = ibis.literal(day - timedelta(days=YEAR))
    own = interactions.filter(
        interactions.kind == "ticket", interactions.event_day > since,
        interactions.customer_id.notnull(),
    )  # fmt: skip
    own = _in_half(own, half)
    return own.group_by("customer_id").agg(tickets=own.count()).to_pandas().set_index(
        "customer_id")["tickets"]  # fmt: skip
