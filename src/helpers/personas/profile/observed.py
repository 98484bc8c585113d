"""What customers were seen to do: what they bought, visited, opened, asked and wrote."""

from datetime import date, timedelta

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.counts import MEAN as SUMMED
from helpers.evidence.counts import NO, Counts
from helpers.personas.profile.items import MEAN, Item, flag_item, number_item
from helpers.personas.profile.mapping import load_mapping

# Of the table `features`: the item, its form, and whether it is told as one who has any.
FEATURES = {
    "recency_days": "number", "tenure_days": "number", "order_days": "number",
    "orders_365": "number", "products": "number", "net_amount": "money",
    "net_amount_365": "money", "visits_365": "number", "rating": "mean",
}  # fmt: skip
HAS_ANY = {"memberships": "member", "reviews": "wrote"}
COUNTED_UP = ["customer_id", "snapshot_day", "last_order_day", "satisfaction", *FEATURES, *HAS_ANY]
YEAR = 365


def acted(counts: Counts) -> list[Item]:
    """Return what was counted of customers: each one's shares of marks, block by block."""
    subjects, items = load_mapping().subjects, []
    cases = counts.cases.sum(axis=0)
    totals = counts.totals.sum(axis=0)
    for place, block in enumerate(counts.blocks):
        own = [at for at, (name, mark) in enumerate(counts.columns) if name == block and mark != NO]
        marks = [counts.columns[at][1] for at in own]
        with np.errstate(invalid="ignore", divide="ignore"):
            shares = np.where(cases[:, [place]] > 0, totals[:, own] / cases[:, [place]], np.nan)
        frame = pd.DataFrame(shares, index=counts.customers, columns=marks)
        form = "number" if marks == [SUMMED] else "share"
        subject = subjects.get(block, subjects["column"])
        items.append(Item(block, subject, form, "acts", frame.rename(columns={SUMMED: MEAN})))
    return items


def counted_up(features: pd.DataFrame, customers: pd.Index) -> list[Item]:
    """Return what the table `features` tells of customers on its newest day."""
    subjects = load_mapping().subjects
    newest = features[features["snapshot_day"].eq(features["snapshot_day"].max())]
    own = newest.set_index("customer_id").reindex(customers)
    items = [
        number_item(name, subjects[name], form, "features", own[name], customers)
        for name, form in FEATURES.items()
    ]
    graded = own["satisfaction"]
    items.append(number_item(
        "service_satisfaction", subjects["service_satisfaction"], "mean", "features", graded,
        customers,
    ))  # fmt: skip
    silent = own["orders_365"].eq(0).where(own["last_order_day"].notna()).to_frame("yes")
    items.append(flag_item("lapsed", subjects["lapsed"], "features", silent, customers))
    for column, name in HAS_ANY.items():
        yes = own[column].gt(0).where(own[column].notna()).to_frame("yes")
        items.append(flag_item(name, subjects[name], "features", yes, customers))
    return items


def asked_for_help(interactions: Table, day: date, customers: pd.Index) -> list[Item]:
    """Return how often customers came to the service desk within a year, and what about.

    Parameters
    ----------
    interactions : Table
        The table `interactions` by customer, as known on the day.
    """
    since = ibis.literal(day - timedelta(days=YEAR))
    tickets = interactions.filter(
        interactions.kind == "ticket", interactions.event_day > since,
        interactions.customer_id.notnull(),
    )  # fmt: skip
    told = tickets.group_by("customer_id", "subject").agg(tickets=tickets.count()).to_pandas()
    if told.empty:
        return []
    subjects = load_mapping().subjects
    every = told.groupby("customer_id")["tickets"].sum().reindex(customers).fillna(0)
    known = told.dropna(subset=["subject"])
    about = known.pivot(index="customer_id", columns="subject", values="tickets").fillna(0)
    shares = about.div(about.sum(axis=1), axis=0).reindex(customers)
    common = shares.sum().sort_values(ascending=False, kind="stable").index[:12].sort_values()
    return [
        number_item("tickets", subjects["tickets"], "number", "interactions", every, customers),
        Item("ticket", subjects["ticket"], "share", "interactions", shares[common]),
    ]
