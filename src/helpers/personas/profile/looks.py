"""What people look at and read without buying: the acts by which prospects can be placed."""

from datetime import date

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.counts import Counts, spread, with_rare_marks_together
from helpers.workspace import Desk
from helpers.workspace.clock import local_hours, part_of_day
from helpers.workspace.visitors import of_customers, visits_of

MAIL = ("opened", "clicked")
TOLD = ["customer_id", "visit", "event_day", "occurred_at", "platform", "device", "source",
        "product_id", "category", "order_id"]  # fmt: skip


def looks(desk: Desk, customers: pd.Index) -> Counts:
    """Return what some people did without buying, up to the as-of day.

    Categories that they looked at or asked about, visits that ended without an order, and
    mails; orders, and the visits that led to them, are left out of everybody's.

    Parameters
    ----------
    desk : Desk
        Where `acts` and, as far as they are there, `events`, `contacts` and `leads` are read.
    customers : Index
        Who is wanted, sorted: customers and prospects alike.
    """
    seen = visited(
        desk.read("events?"), desk.read("contacts?", by_customer=True), desk.source.time_zone
    )
    long = pd.concat([
        seen.to_pandas(), asked_about(desk.read("leads?", by_customer=True)),
        _mailed(desk.read("acts?"), desk.as_of),
    ], ignore_index=True)  # fmt: skip
    whole = long.assign(half=0, total=long["cases"])  # nothing is held back: all in one half
    return spread(with_rare_marks_together(whole), customers)


def visited(events: Table, contacts: Table, zone: str) -> Table:
    """Return cases of visits without an order: customer, block, mark, cases.

    Parameters
    ----------
    events, contacts : Table
        The tables of these names, contacts by customer; either may be without rows.
    zone : str
        The company's time zone.
    """
    every = of_customers(events, contacts).select(*TOLD).cache()  # read once, for all marks
    bought = every.filter(every.order_id.notnull()).select("visit").distinct()
    known = every.filter(every.visit.notin(bought.visit))
    calls = visits_of(known).cache()
    timed = local_hours(calls, "at", zone)
    weekend = ibis.ifelse(calls.event_day.day_of_week.index() >= 5, "weekend", "working_day")
    marks = [(calls, name, calls[name]) for name in ("platform", "device", "origin")]
    marks += [(timed, "time", part_of_day(timed.hour)), (calls, "weekday", weekend)]
    seen = known.filter(known.category.notnull())
    once = seen.select("customer_id", "visit", "product_id", "category").distinct()
    marks.append((once, "category", once.category))
    return ibis.union(*(_counted(table, block, mark) for table, block, mark in marks))


def _counted(table: Table, block: str, mark) -> Table:
    told = table.select("customer_id", block=ibis.literal(block), mark=mark.cast("string"))
    told = told.filter(told.mark.notnull())
    return told.group_by("customer_id", "block", "mark").agg(cases=told.count())


def asked_about(leads: Table) -> pd.DataFrame:
    """Return what leads asked for as a case of the category that they would look at."""
    told = leads.filter(leads.interest.notnull())
    frame = told.select("customer_id", mark="interest").distinct().to_pandas()
    return frame.assign(block="category", cases=1)


def _mailed(acts: Table, day: date) -> pd.DataFrame:
    own = acts.filter(acts.snapshot_day == ibis.literal(day), acts.block.isin(MAIL))
    return own.select("customer_id", "block", "mark", "cases").to_pandas()
