"""Visits to the website and the app, one row each: by whom, by which way, how far, how long.

Whoever did not agree to be measured is left out. A visitor who was never logged in is nobody
that is known, and counts as a visitor all the same.
"""

from datetime import date, timedelta

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.workspace import Desk, engine
from helpers.workspace.visitors import with_owners

# How far a visit came, and the events that say so; what is called otherwise is a visit alone.
STEPS = {
    "visit": (),
    "product": ("view_item", "view_item_list", "select_item", "product_viewed"),
    "cart": ("add_to_cart", "view_cart", "product_added"),
    "checkout": ("begin_checkout", "add_shipping_info", "add_payment_info", "checkout_started"),
    "purchase": ("purchase", "in_app_purchase", "order_completed"),
}
CUTS = ("source", "device", "platform")
MOST_PARTS = 12  # of a cut; rarer ones are counted together
OTHER, NOT_TOLD, NONE = "other", "not_told", "none"


def take_visits(desk: Desk, *, window_days: int) -> Table:
    """Return the visits of the last days, in the engine.

    Returns
    -------
    Table
        One row per visit: `visit`, `visitor` (the customer where known, else the device),
        `customer_id`, `source`, `device`, `platform`, `place` (of the furthest step in STEPS),
        `has_<step>` (whether an event tells of the step), `category` (of the last product seen),
        `moments` (different ones) and `seconds`.
    """
    contacts = desk.read("contacts?", by_customer=True).select("contact_id", "customer_id")
    since = desk.as_of - timedelta(days=window_days)
    return visits_of(desk.read("events?"), contacts, since=since).cache()


def visits_of(events: Table, contacts: Table, *, since: date) -> Table:
    """Return visits after a day, as `take_visits` says.

    Parameters
    ----------
    events : Table
        Events as known on the as-of day.
    contacts : Table
        `contact_id` and `customer_id`.
    """
    told = events.filter(events.consented.fill_null(True))
    owned = with_owners(told, "contact_id").filter(ibis._.event_day > ibis.literal(since))
    people = contacts.distinct()
    owned = owned.left_join(people, "contact_id").drop("contact_id_right")
    steps = [(owned.event.isin(names), place) for place, names in enumerate(STEPS.values())]
    owned = owned.mutate(
        place=ibis.cases(*steps[1:], else_=0),
        visitor=ibis.coalesce(owned.customer_id, owned.contact_id, owned.visitor_id, owned.visit),
    )
    by = owned.group_by("visit")
    span = owned.occurred_at.max().epoch_seconds() - owned.occurred_at.min().epoch_seconds()
    made = by.agg(
        visitor=owned.visitor.min(), customer_id=owned.customer_id.min(), place=owned.place.max(),
        moments=owned.occurred_at.nunique(), seconds=span,
        **{f"has_{step}": (owned.place == n).any() for n, step in enumerate(STEPS)},
        category=owned.category.argmax(owned.occurred_at, where=owned.category.notnull()),
        **{cut: owned[cut].argmin(owned.occurred_at, where=owned[cut].notnull()) for cut in CUTS},
    )  # fmt: skip
    return _with_common_parts(made)


def _with_common_parts(visits: Table) -> Table:
    """Return visits whose source, device and platform are common ones, OTHER or NOT_TOLD."""
    told = visits.cache()
    common = {}
    for cut in CUTS:
        sizes = told[cut].value_counts(name="visits").to_pandas()
        sizes = sizes.dropna().sort_values(["visits", cut], ascending=[False, True])
        common[cut] = sizes[cut].head(MOST_PARTS).astype("str").tolist()
    return told.mutate(**{
        cut: ibis.cases(
            (told[cut].isnull(), NOT_TOLD), (told[cut].isin(parts), told[cut]), else_=OTHER
        ) for cut, parts in common.items()
    })  # fmt: skip


def steps_told(visits: Table) -> list[str]:
    """Return the steps that some event tells of, in order; without visits, none."""
    told = visits.agg(**{step: visits[f"has_{step}"].any() for step in STEPS}).to_pandas().iloc[0]
    known = [step for step in STEPS if told[step] is True or told[step] == 1]
    return ["visit", *(step for step in known if step != "visit")] if told.notna().all() else []


def with_cuts(visits: Table, groups: dict[str, pd.Series]) -> Table:
    """Return visits once per cut: all, source, device, platform, and groups of customers.

    Parameters
    ----------
    visits : Table
        As from `take_visits`.
    groups : dict of str to Series
        By name, the group of each customer, by customer: such as its segment or persona.

    Returns
    -------
    Table
        The visits with `cut` and `part`; visits of nobody who is known are in no group.
    """
    every = [visits.mutate(cut=ibis.literal("all"), part=ibis.literal("all"))]
    every += [visits.mutate(cut=ibis.literal(cut), part=visits[cut]) for cut in CUTS]
    for name, group in groups.items():
        own = pd.DataFrame({"member": group.index.astype("str"), "part": group.astype("str")})
        own = own.dropna().reset_index(drop=True)
        if len(own):
            table = engine.in_memory(own)
            joined = visits.inner_join(table, visits.customer_id == table.member).drop("member")
            every.append(joined.mutate(cut=ibis.literal(name)))
    columns = every[0].columns
    return ibis.union(*(one.select(*columns) for one in every))
