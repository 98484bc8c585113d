"""The table `features`: everybody on every snapshot day, from what was known on that day only.

Who is the same person is told by `identities`, which knows all that the as-of day knows; what
people did is told by rows up to the snapshot's own day.
"""

from collections.abc import Callable
from datetime import date

import pandas as pd
from ibis.expr.types import Table

from helpers.single_view import behaviour
from helpers.single_view.behaviour import Owners, owners
from helpers.workspace import Desk, contracts

# What is counted of each table. Where a table has no rows by a day, its columns are not known.
MEASURES: dict[str, Callable[[Table, Owners, date], Table]] = {
    "order_lines": behaviour.bought, "events?": behaviour.visited,
    "email_activity?": behaviour.read_mail, "interactions?": behaviour.asked,
    "feedback?": behaviour.rated, "memberships?": behaviour.enrolled,
    "contacts?": behaviour.listed, "leads?": behaviour.listed,
    "subscriptions?": behaviour.subscribed,
}  # fmt: skip
COUNTS = (
    "orders", "order_days", "pieces", "products", "net_amount", "orders_365", "net_amount_365",
    "visits", "visits_365", "mails_sent", "mails_opened", "mails_clicked", "tickets", "talks",
    "reviews", "memberships",
)  # fmt: skip


def take_features(desk: Desk, identities: pd.DataFrame, days: list[date]) -> pd.DataFrame:
    """Return the table `features`.

    Parameters
    ----------
    desk : Desk
        Where the tables of `MEASURES` are read, as known on each day; only `order_lines` is
        needed.
    identities : DataFrame
        The table `identities`, whose `customer_id` is counted.
    days : list of date
        The snapshot days.

    Returns
    -------
    DataFrame
        One row per customer and snapshot day on which it was known.
    """
    of = owners(identities)
    parts = [
        features_on({name: desk.read(name, as_of=day) for name in MEASURES}, of, day)
        for day in days
    ]
    columns = list(contracts.load("features").columns)
    every = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return every[columns].sort_values(["customer_id", "snapshot_day"], ignore_index=True)


def features_on(tables: dict[str, Table], of: Owners, day: date) -> pd.DataFrame:
    """Return the rows of `features` of one snapshot day.

    Parameters
    ----------
    tables : dict of str to Table
        The tables of `MEASURES` by name, as known on the day.
    of : Owners
        Whose each row is.
    day : date
        The snapshot day; later rows count for nothing.
    """
    found = {
        name: measure(tables[name], of, day).to_pandas().set_index("person_id")
        for name, measure in MEASURES.items()
    }
    seen = pd.concat([part["seen_day"] for part in found.values()])
    first = pd.to_datetime(seen).groupby(level=0).min().sort_index()
    parts = [part.drop(columns="seen_day").reindex(first.index) for part in found.values()]
    frame = pd.concat(parts, axis="columns").assign(first_seen_day=first)
    known = [
        column for part in found.values() if len(part) for column in part if column in COUNTS
    ]  # fmt: skip
    frame[known] = frame[known].fillna(0)
    return _with_ages(frame, day)


def _with_ages(frame: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return features with the days that lie between what happened and the snapshot day."""
    snapshot = pd.Timestamp(day)
    moments = ["first_seen_day", "first_order_day", "last_order_day", "last_visit_day",
               "last_mail_day"]  # fmt: skip
    dated = frame.assign(**{name: pd.to_datetime(frame[name]) for name in moments})
    whole = [name for name in COUNTS if not name.startswith("net_amount")] + ["categories"]
    dated = dated.astype(dict.fromkeys(whole, "Int64"))
    # Where no line tells a category, nobody bought none; some systems do not tell what they sent.
    dated["categories"] = dated["categories"].where(dated["categories"].gt(0))
    if not dated["mails_sent"].gt(0).any():
        dated["mails_sent"] = pd.NA
    return dated.assign(
        customer_id=dated.index.astype("str"), snapshot_day=snapshot,
        tenure_days=(snapshot - dated["first_seen_day"]).dt.days.astype("Int64"),
        recency_days=(snapshot - dated["last_order_day"]).dt.days.astype("Int64"),
    ).reset_index(drop=True)  # fmt: skip


def feature_coverage(features: pd.DataFrame) -> pd.DataFrame:
    """Return how many customers each snapshot knows, and of which share it knows what.

    Returns
    -------
    DataFrame
        One row per snapshot day: `snapshot_day`, `customers`, and the shares (proportions) of
        `buyers` (with an order that was kept), `visitors`, `readers` (who opened a newsletter)
        and `asking` (with a ticket); missing where no table tells.
    """
    counts = {"buyers": "orders", "visitors": "visits", "readers": "mails_opened",
              "asking": "tickets"}  # fmt: skip
    told = pd.DataFrame({
        name: features[column].gt(0).astype("Float64").where(features[column].notna())
        for name, column in counts.items()
    })  # fmt: skip
    by = told.groupby(features["snapshot_day"])
    shares = by.mean().astype("float64")
    shares.insert(0, "customers", by.size())
    return shares.reset_index()
