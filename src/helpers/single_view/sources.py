"""What is known of customers up to a day: the tables behind the features, and their visits."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import ibis
import pandas as pd
from ibis.expr.types import Column, Table

from helpers.workspace import Desk
from helpers.workspace.categories import with_categories
from helpers.workspace.visitors import with_owners


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
    agreed = column(sources.events, "consented", "boolean").fill_null(True)
    events = sources.events.filter(agreed)
    joined = with_owners(events, "contact_id")
    people = sources.contacts.select("contact_id", "customer_id").distinct()
    return joined.inner_join(people, "contact_id")


def visits(sources: Sources) -> Table:
    """Return one row per visit of a known customer, dated and described by its first event."""
    events = customer_events(sources)
    by = events.group_by("customer_id", "visit")
    return by.agg(
        event_day=events.event_day.min(), at=events.occurred_at.min(),
        platform=events.platform.min(), device=events.device.min(), origin=events.source.min(),
    )  # fmt: skip


def local_hours(table: Table, moment: str, zone: str) -> Table:
    """Return a table with `hour`, from 0 to 23 as clocks showed it in a zone.

    The zone's distance from UTC is taken once a day, at noon: on the two days a
    year on which clocks change, some hours of the night are off by one.
    """
    days = table.select("event_day").distinct().to_pandas()["event_day"]
    shift = [_minutes_ahead(pd.Timestamp(day), zone) for day in days]
    known = pd.DataFrame({"event_day": pd.to_datetime(days), "shift": shift})
    shifts = ibis.memtable(known.astype({"shift": "int64"})).mutate(
        event_day=ibis._.event_day.cast("date")
    )
    joined = table.inner_join(shifts, "event_day")
    minutes = joined[moment].hour() * 60 + joined[moment].minute() + joined["shift"] + 1440
    return joined.mutate(hour=((minutes % 1440) // 60).cast("int64")).drop("shift")


def _minutes_ahead(day: pd.Timestamp, zone: str) -> int:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone))
    return int((noon.utcoffset() or timedelta()).total_seconds() // 60)
