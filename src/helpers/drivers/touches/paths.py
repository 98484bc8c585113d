"""Paths of touches: the visits and clicks of a person, up to each order or to nothing.

A path holds a person's touches in the order of their times. It ends with an order, or with none
where no touch follows within `LOOKBACK_DAYS`; the newest touches, whose time is not over, count
for nothing yet.
"""

from datetime import date
from typing import Any

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.workspace.visitors import with_owners

LOOKBACK_DAYS = 30
NEWSLETTER = "newsletter click"
UNKNOWN = "(not told)"


def read_touches(desk: Any) -> pd.DataFrame:
    """Return one row per touch of a person: visits, and clicks in newsletters beside them.

    Returns
    -------
    DataFrame
        `person`, `event_day`, `at`, `source`, `ordered` (whether the visit ended with an
        order), sorted by person and time. Without rows where no visits are known.
    """
    visits = visits_by_person(desk.read("events?"), desk.read("contacts?", by_customer=True))
    clicks = clicks_by_person(desk.read("email_activity?", by_customer=True))
    by_mail = visits[visits["medium"].eq("email")][["person", "event_day"]].drop_duplicates()
    known = clicks.merge(by_mail, on=["person", "event_day"], how="left", indicator=True)
    alone = known[known["_merge"].eq("left_only")].drop(columns="_merge")
    if visits.empty:
        return visits.drop(columns="medium")
    since = alone[alone["event_day"].ge(visits["event_day"].min())]
    every = pd.concat([visits.drop(columns="medium"), since], ignore_index=True)
    return every.sort_values(["person", "at", "source"], kind="stable", ignore_index=True)


def visits_by_person(events: Table, contacts: Table) -> pd.DataFrame:
    """Return one row per visit: the customer where one is known, else the visitor."""
    agreed = events.filter(events.consented.fill_null(True), events.visitor_id.notnull())
    owned = with_owners(agreed, "contact_id")
    people = contacts.select(known_contact="contact_id", customer="customer_id").distinct()
    joined = owned.left_join(people, owned.contact_id == people.known_contact)
    joined = joined.mutate(
        person=ibis.coalesce(joined.customer, joined.visitor_id),
        bought=joined.order_id.notnull() | (joined.event == "purchase"),
    )
    visits = joined.group_by("person", "visit").agg(
        event_day=joined.event_day.min(), at=joined.occurred_at.min(),
        source=joined.source.min().fill_null(UNKNOWN), medium=joined.medium.min().fill_null(""),
        ordered=joined.bought.max(),
    )  # fmt: skip
    frame = visits.to_pandas().drop(columns="visit")
    return frame.astype({"event_day": "datetime64[us]", "ordered": bool})


def clicks_by_person(activity: Table) -> pd.DataFrame:
    """Return one row per person and day with a click in a newsletter."""
    clicks = activity.filter(activity.action == "click", activity.customer_id.notnull())
    days = clicks.group_by("customer_id", "event_day").agg(at=clicks.occurred_at.min())
    frame = days.to_pandas().rename(columns={"customer_id": "person"})
    return frame.assign(source=NEWSLETTER, ordered=False).astype({"event_day": "datetime64[us]"})


def paths_of(
    touches: pd.DataFrame, as_of: date, *, lookback_days: int = LOOKBACK_DAYS
) -> pd.DataFrame:
    """Return touches with the path that each belongs to, and whether the path ended with an order.

    Parameters
    ----------
    touches : DataFrame
        As from `read_touches`.
    as_of : date
        The last day that is known.
    lookback_days : int, optional
        After so many days without a touch a path is over.

    Returns
    -------
    DataFrame
        The touches of paths that are over, with `path` (counted from 0) and `converted`.
    """
    same = touches["person"].eq(touches["person"].shift())
    gap = touches["event_day"].diff().dt.days
    begins = ~same | touches["ordered"].shift(fill_value=False) | gap.gt(lookback_days)
    found = touches.assign(path=begins.cumsum() - 1)
    by = found.groupby("path")
    found["converted"] = by["ordered"].transform("max")
    last = by["event_day"].transform("max")
    over = (pd.Timestamp(as_of) - last).dt.days.gt(lookback_days) | found["converted"]
    kept = found[over]
    return kept.assign(path=kept["path"].rank(method="dense").astype(int) - 1).reset_index(
        drop=True
    )
