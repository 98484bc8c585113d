"""What is known of customers up to a day: the tables behind the features, and their visits."""

from datetime import date
from typing import NamedTuple

import ibis
from ibis.expr.types import Column, Table

from helpers.workspace import Desk
from helpers.workspace.categories import with_categories
from helpers.workspace.visitors import of_customers, visits_of


class Sources(NamedTuple):
    """Canonical tables as known on one day; all but `lines` may be without rows.

    `zone` is the company's time zone, in which a visit or an order has its hour.
    """

    lines: Table
    orders: Table
    events: Table
    mail: Table
    contacts: Table
    zone: str = "UTC"


def read_sources(desk: Desk, day: date) -> Sources:
    """Return the tables behind the features, each as known on a day, customers as people."""
    lines, mail, contacts = (
        desk.read(name, as_of=day, by_customer=True)
        for name in ("order_lines", "email_activity?", "contacts?")
    )
    orders, events = (desk.read(name, as_of=day) for name in ("orders?", "events?"))
    return Sources(lines, orders, events, mail, contacts, desk.source.time_zone)


def column(table: Table, name: str, kind: str = "string") -> Column:
    """Return a column, missing throughout where the table does not have it."""
    return table[name] if name in table.columns else ibis.null(kind).name(name)


def purchases(sources: Sources) -> Table:
    """Return one row per line sold to a known customer: what it was, and what became of it.

    A line without a category has the one that visitors see its product under most
    often, the first by name where two are seen as often.
    """
    lines = sources.lines
    lines = lines.filter(lines.kind == "sale", lines.customer_id.notnull())
    paid, asked = lines.unit_price, column(lines, "list_price", "decimal(18, 4)")
    sold = lines.select(
        "customer_id", "event_day", "ordered_at", "order_id", "product_id",
        category=column(lines, "category"), price=paid, list_price=asked,
        returned=(lines.net_quantity < lines.quantity) | (lines.net_amount < lines.amount),
    )  # fmt: skip
    return with_categories(sold, sources.events)


def customer_events(sources: Sources) -> Table:
    """Return events whose customer is known, each with its customer and its visit.

    Who did not agree to be measured is left out.
    """
    return of_customers(sources.events, sources.contacts)


def visits(sources: Sources) -> Table:
    """Return one row per visit of a known customer."""
    return visits_of(customer_events(sources))
