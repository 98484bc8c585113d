"""The table `persona_strip`: when in the day members visit and order, and by which channel."""

from datetime import timedelta

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.personas.profile.gathering import main_personas
from helpers.personas.worth.rates import till_channels
from helpers.workspace import Desk, contracts
from helpers.workspace.clock import local_hours, part_of_day
from helpers.workspace.visitors import of_customers, visits_of

KEYS = ["persona_id", "part_of_day", "channel"]
YEAR = 365


def day_strip(desk: Desk, members: pd.DataFrame) -> pd.DataFrame:
    """Return the table `persona_strip`.

    Parameters
    ----------
    desk : Desk
        Where `orders` and, as far as they are there, `events` and `contacts` are read.
    members : DataFrame
        The table `persona_members`.
    """
    contacts, orders = (
        desk.read(f"{name}?", by_customer=True) for name in ("contacts", "orders")
    )
    zone, since = desk.source.time_zone, ibis.literal(desk.as_of - timedelta(days=YEAR))
    events = desk.read("events?")
    seen = visited(events.filter(events.event_day > since), contacts, zone).to_pandas()
    bought = ordered(orders.filter(orders.event_day > since), zone).to_pandas()
    return strip_of(together(seen, bought), main_personas(members))


def together(seen: pd.DataFrame, bought: pd.DataFrame) -> pd.DataFrame:
    """Return visits, and orders that no visit led to: those at a till, or all if none are known."""
    if seen.empty:
        return bought
    at_till = bought["channel"].str.casefold().isin(till_channels())
    return pd.concat([seen, bought[at_till]], ignore_index=True)


def ordered(orders: Table, zone: str) -> Table:
    """Return orders by customer, part of the day and channel."""
    known = orders.filter(orders.customer_id.notnull(), orders.channel.notnull())
    own = known.select("customer_id", "channel", "event_day", "ordered_at").cache()
    timed = local_hours(own, "ordered_at", zone)
    return _counted(timed, "order", timed.channel)


def visited(events: Table, contacts: Table, zone: str) -> Table:
    """Return visits by customer, part of the day and platform."""
    calls = visits_of(of_customers(events, contacts))
    known = calls.filter(calls.platform.notnull())
    # Held, because it is read for its days and then for its hours.
    known = known.select("customer_id", "platform", "event_day", "at").cache()
    timed = local_hours(known, "at", zone)
    return _counted(timed, "visit", timed.platform)


def _counted(table: Table, kind: str, channel) -> Table:
    told = table.select(
        "customer_id", part_of_day=part_of_day(table.hour), kind=ibis.literal(kind),
        channel=channel.cast("string"),
    )  # fmt: skip
    return told.group_by(*told.columns).agg(cases=told.count())


def strip_of(cases: pd.DataFrame, main: pd.Series) -> pd.DataFrame:
    """Return cases by persona, part of the day and channel, with its share of all.

    Parameters
    ----------
    cases : DataFrame
        `customer_id`, `part_of_day`, `kind`, `channel`, `cases`.
    main : Series of str
        The persona of each customer, by customer.
    """
    own = cases.assign(persona_id=cases["customer_id"].map(main)).dropna(subset=["persona_id"])
    by = own.groupby(KEYS)
    told = by.agg(
        kind=("kind", "first"), cases=("cases", "sum"), customers=("customer_id", "nunique")
    ).reset_index()
    whole = told.groupby("persona_id")["cases"].transform("sum")
    return told.assign(share=told["cases"] / whole)[list(contracts.load("persona_strip").columns)]
