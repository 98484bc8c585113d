"""Who gets a persona, and what is known of them: the customers from whom personas are made."""

from typing import Any

import ibis
import pandas as pd

from helpers.evidence.counts import counts_on
from helpers.evidence.membership import is_among
from helpers.evidence.traits import wide_traits
from helpers.personas.model.held_out import Customers
from helpers.workspace import Desk

FIGURES = {"recency_days": "recency_days", "order_days": "frequency", "net_amount": "monetary"}


def read_customers(desk: Desk) -> Customers:
    """Return all in scope who have ordered; where nobody has, all in scope.

    Parameters
    ----------
    desk : Desk
        Where `customers`, `features`, `acts` and, if it is there, `traits` are read.
    """
    people = desk.read("customers", in_engine=True)
    wanted = people.filter(people.in_scope).select("customer_id").to_pandas()
    features = desk.read("features?", in_engine=True)  # nine days of it: one alone is wanted
    now = features.filter(features.snapshot_day == ibis.literal(desk.as_of))
    now = now.select("customer_id", *FIGURES).to_pandas()
    scored = _with_orders(now[is_among(now["customer_id"], wanted["customer_id"])])
    if scored.empty:
        scored = wanted.sort_values("customer_id", ignore_index=True)
    counts = counts_on(desk.read("acts?"), desk.as_of, scored["customer_id"], recent=True)
    traits = wide_traits(desk.read("traits?"), scored["customer_id"]).frame
    return Customers(scored, counts, traits if len(traits.columns) else None)


def _with_orders(now: pd.DataFrame) -> pd.DataFrame:
    """Return recency, days with an order and net spend of those who kept an order, sorted."""
    own = now[now["order_days"].fillna(0).gt(0)].sort_values("customer_id", ignore_index=True)
    return own[["customer_id", *FIGURES]].rename(columns=FIGURES)


def head_count(customers: Customers) -> dict[str, Any]:
    """Return the number of customers from whom personas are made, and by what."""
    who = "who_ordered" if "frequency" in customers.scored else "who_is_listed"
    return {"customers": len(customers.scored), "who": who}


def why_so_little(customers: Customers) -> str | None:
    """Return the key of what to add where nothing but orders is known; None where more is."""
    told = set(customers.counts.blocks)
    if customers.traits is not None or {"category", "platform", "opened"} & told:
        return None
    return "personas.transactions_alone"
