"""What customers do, counted: each act a case with a mark, such as a visit by telephone.

A *block* is a question that is asked of every case of a kind: in which category was
the product, at what time of day did it happen, was a code used. The answer is the
case's *mark*. Where the answer is a number (a price), the block has one mark and
its cases are summed up. Every case belongs to one *half* of its customer's record,
by the day on which it happened, so that one half can be held against the other.

Everything counts twice: once whatever its age, and once so that what was done lately counts
for more. There an act of a year ago is worth half of one of today, by steps of a quarter.
"""

from datetime import date

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.counts import MEAN, NO, YES, half_of, with_rare_marks_together
from helpers.single_view.sources import (
    Sources,
    column,
    customer_events,
    purchases,
    read_sources,
    visits,
)
from helpers.workspace import Desk
from helpers.workspace.clock import local_hours, part_of_day

RAREST = 0.005  # share of a block's cases below which a mark is counted together with others
HALVED_AFTER = 4  # quarters
OLDEST = 80  # quarters: what is older than that is worth as little
RECENT = ["recent_cases", "recent_total"]


def take_acts(desk: Desk, days: list[date]) -> pd.DataFrame:
    """Return the table `acts`: what customers did up to each day, from what was known on it only.

    Parameters
    ----------
    desk : Desk
        Where the tables of `Sources` are read; `identities` says whose each row is.
    days : list of date
        The snapshot days.
    """
    return pd.concat([acts_on(read_sources(desk, day), day) for day in days], ignore_index=True)


def acts_on(sources: Sources, day: date) -> pd.DataFrame:
    """Return what people did up to the day on which the sources are known.

    Returns
    -------
    DataFrame
        The table `acts`, of one snapshot day.
    """
    acts = ibis.union(*_acts(sources))
    halved = _weighted(acts.mutate(half=half_of(acts.customer_id, acts.event_day)), day)
    by = halved.group_by("customer_id", "half", "block", "mark")
    long = by.agg(
        cases=halved.count(), total=halved.value.sum().cast("float64"),
        recent_cases=halved.weight.sum().cast("float64"),
        recent_total=(halved.value * halved.weight).sum().cast("float64"),
    ).to_pandas()  # fmt: skip
    told = with_rare_marks_together(long, rarest=RAREST)
    told.insert(1, "snapshot_day", pd.Timestamp(day))
    # Sums of rare marks are sums of floats: rounded, they no longer depend on the order of rows.
    told[RECENT] = told[RECENT].round(9)
    return told


def _weighted(acts: Table, day: date) -> Table:
    """Return acts with their worth on a day, in decimals: sums of floats depend on their order."""
    worth = pd.DataFrame({"age": range(OLDEST + 1)})
    worth["weight"] = [f"{0.5 ** (age / HALVED_AFTER):.6f}" for age in worth["age"]]
    weights = ibis.memtable(worth)
    weights = weights.mutate(weight=weights.weight.cast("decimal(7, 6)"))
    now = day.year * 4 + (day.month - 1) // 3
    age = now - (acts.event_day.year() * 4 + acts.event_day.quarter() - 1)
    aged = acts.mutate(age=age.clip(0, OLDEST).cast("int64"))
    return aged.inner_join(weights, "age").drop("age")


def _acts(sources: Sources) -> list[Table]:
    """Return customer, day, block, mark and value of every case."""
    lines, calls = purchases(sources).cache(), visits(sources).cache()
    orders = _orders(lines, sources)
    return [
        _marked(lines, "category", lines.category), _looked_at(sources), _priced(lines),
        _answered(lines, "offer", lines.list_price > lines.price),
        _answered(orders, "code", orders.with_code),
        _answered(orders, "returned", orders.returned),
        _summed(orders, "basket", orders.lines.cast("float64").ln()),
        _marked(orders, "channel", orders.channel), _marked(calls, "platform", calls.platform),
        _marked(calls, "device", calls.device), _marked(calls, "origin", calls.origin),
        *_timed(orders, sources.zone), *_timed(calls, sources.zone),
        _marked(orders, "season", ibis.literal("q") + orders.event_day.quarter().cast("string")),
        *_mailed(sources.mail),
    ]  # fmt: skip


def _orders(lines: Table, sources: Sources) -> Table:
    """Return one row per order of a known customer."""
    by = lines.group_by("customer_id", "order_id")
    sold = by.agg(
        event_day=lines.event_day.min(), at=lines.ordered_at.min(), lines=lines.count(),
        returned=lines.returned.any(),
    )  # fmt: skip
    known = sources.orders
    told = known.select(
        "order_id", channel=column(known, "channel"), with_code=column(known, "with_code", "bool")
    )
    return sold.left_join(told, "order_id").drop("order_id_right")


def _looked_at(sources: Sources) -> Table:
    """Return the products that visitors saw, once a visit; bought ones are counted as bought."""
    events = customer_events(sources)
    seen = events.filter(events.category.notnull(), events.order_id.isnull())
    by = seen.group_by("customer_id", "visit", "product_id", "category")
    once = by.agg(event_day=seen.event_day.min())
    return _marked(once, "category", once.category)


def _priced(lines: Table) -> Table:
    """Return how far each line's usual price stands above others of its category, in logs."""
    usual = ibis.coalesce(lines.list_price, lines.price)
    priced = lines.mutate(usual=usual).filter(usual > 0)
    priced = priced.mutate(log=priced.usual.cast("float64").ln().cast("decimal(18, 6)"))
    within = ibis.window(group_by="category")
    mean = priced.log.sum().over(within).cast("float64") / priced.count().over(within)
    return _summed(priced, "price", priced.log.cast("float64") - mean)


def _timed(table: Table, zone: str) -> list[Table]:
    """Return in which part of the day, and whether at the weekend, something happened."""
    at = local_hours(table, "at", zone)
    weekend = table.event_day.day_of_week.index() >= 5
    day = ibis.ifelse(weekend, "weekend", "working_day")
    return [_marked(at, "time", part_of_day(at.hour)), _marked(table, "weekday", day)]


def _mailed(mail: Table) -> list[Table]:
    """Return whether each mail that was sent was opened, and each that was opened clicked in."""
    known = mail.filter(mail.customer_id.notnull())
    by = known.group_by("customer_id", "campaign")
    mails = by.agg(
        event_day=known.event_day.min(), sent=(known.action == "send").any(),
        opened=known.action.isin(["open", "click"]).any(), clicked=(known.action == "click").any(),
    )  # fmt: skip
    sent, opened = mails.filter(mails.sent), mails.filter(mails.opened)
    return [_answered(sent, "opened", sent.opened), _answered(opened, "clicked", opened.clicked)]


def _answered(table: Table, block: str, yes) -> Table:
    """Return cases of a block that asks yes or no."""
    return _marked(table, block, ibis.cases((yes, YES), (~yes, NO)))


def _marked(table: Table, block: str, mark) -> Table:
    """Return cases of a block of shares, those without an answer left out."""
    marked = table.select(
        "customer_id", "event_day", block=ibis.literal(block), mark=mark.cast("string"),
        value=ibis.literal(1).cast("decimal(18, 6)"),
    )  # fmt: skip
    return marked.filter(marked.mark.notnull())


def _summed(table: Table, block: str, value) -> Table:
    """Return cases of a block of means; decimals, because sums of floats depend on their order."""
    summed = table.select(
        "customer_id", "event_day", block=ibis.literal(block), mark=ibis.literal(MEAN),
        value=value.cast("decimal(18, 6)"),
    )  # fmt: skip
    return summed.filter(summed.value.notnull())
