"""What was known of customers on the day before an experiment: nothing that it could change.

Segments and personas of today would carry what the change has done; so the same questions are
asked of the records up to that day alone. What customers lean to (categories, channels, codes)
is a best guess from all that was known of each, so that one order does not make a taste.
"""

from datetime import date

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.counts import NO, YES, half_of, spread, with_rare_marks_together
from helpers.evidence.mix import expected_shares, learn_mix, places
from helpers.workspace import Desk
from helpers.workspace.categories import with_categories
from helpers.workspace.clock import local_hours, part_of_day
from helpers.workspace.visitors import of_customers

RAREST = 0.005  # share of a block's cases below which a mark is counted together with others
NEVER = 3_650  # days since an order, of who had none
RHYTHM = ("orders_so_far", "orders_182", "orders_365", "days_since_order", "days_known", "spend")


def known_before(desk: Desk, customers: pd.Index, day: date, *, seed: int) -> pd.DataFrame:
    """Return what was known of customers on a day, in numbers, none missing.

    Parameters
    ----------
    desk : Desk
        Where `order_lines`, `orders?`, `events?` and `contacts?` are read as known on the day.
    customers : Index
        Who is wanted; of whom nothing was known is as the average customer, without orders.
    day : date
        The last day that counts.

    Returns
    -------
    DataFrame
        One row per customer, sorted; the columns of RHYTHM as logs (1 added), and one per
        leaning, such as ``category=footwear`` (expected share of the customer's cases).
    """
    lines = desk.read("order_lines", as_of=day, by_customer=True)
    people = pd.Index(sorted(customers), dtype="str", name="customer_id")
    sold = lines.filter(lines.kind == "sale", lines.customer_id.notnull())
    rhythm = _rhythm(sold, people, day)
    leaning = _leaning(desk, sold, people, day, seed=seed)
    return rhythm.join(leaning) if leaning is not None else rhythm


def _rhythm(sold: Table, people: pd.Index, day: date) -> pd.DataFrame:
    """Return how often, how lately and for how much each customer had bought, in logs."""
    kept = sold.filter(sold.net_quantity > 0)
    by = kept.group_by("customer_id", "event_day")
    days = by.agg(spend=kept.net_amount.sum().cast("float64")).to_pandas()
    # The engine gives rows in any order, and sums of floats follow it.
    days = days.sort_values(["customer_id", "event_day"])
    ago = (pd.Timestamp(day) - pd.to_datetime(days["event_day"])).dt.days
    days = days.assign(ago=ago, in_182=ago < 182, in_365=ago < 365)
    told = days.groupby("customer_id").agg(
        orders_so_far=("ago", "size"), orders_182=("in_182", "sum"), orders_365=("in_365", "sum"),
        days_since_order=("ago", "min"), days_known=("ago", "max"), spend=("spend", "sum"),
    ).reindex(people)  # fmt: skip
    told["days_since_order"] = told["days_since_order"].fillna(NEVER)
    return np.log1p(told.fillna(0).astype(float).clip(lower=0))


def _leaning(
    desk: Desk, sold: Table, people: pd.Index, day: date, *, seed: int
) -> pd.DataFrame | None:
    """Return what each customer leaned to; None where nothing repeats itself among customers."""
    acts = ibis.union(*_acts(desk, sold, day))
    acts = acts.filter(acts.mark.notnull())
    halved = acts.mutate(half=half_of(acts.customer_id, acts.event_day))
    long = halved.group_by("customer_id", "half", "block", "mark").agg(
        cases=halved.count(), total=halved.count().cast("float64")
    ).to_pandas()  # fmt: skip
    if long.empty:
        return None
    counts = spread(with_rare_marks_together(long, rarest=RAREST), people)
    mix = learn_mix(counts, seed=seed)
    return None if mix is None else expected_shares(places(counts, mix), counts, mix)


def _acts(desk: Desk, sold: Table, day: date) -> list[Table]:
    """Return customer, day, block and mark of every case that tells of a leaning."""
    orders, events = (desk.read(name, as_of=day) for name in ("orders?", "events?"))
    contacts = desk.read("contacts?", as_of=day, by_customer=True)
    lines = with_categories(sold, events)
    returned = (lines.net_quantity < lines.quantity) | (lines.net_amount < lines.amount)
    seen = of_customers(events, contacts)
    seen = seen.filter(seen.category.notnull(), seen.order_id.isnull())
    looked = seen.group_by("customer_id", "visit", "product_id", "category")
    made = _orders(sold, orders)
    hours = local_hours(made, "at", desk.source.time_zone)
    return [
        _marked(lines, "category", lines.category),
        _marked(looked.agg(event_day=seen.event_day.min()), "category", ibis._.category),
        _marked(lines, "returned", _answer(returned)),
        _marked(made, "channel", made.channel), _marked(made, "code", _answer(made.with_code)),
        _marked(hours, "time", part_of_day(hours.hour)),
    ]  # fmt: skip


def _orders(sold: Table, orders: Table) -> Table:
    """Return one row per order of a known customer: its day, moment, channel and code."""
    by = sold.group_by("customer_id", "order_id")
    made = by.agg(event_day=sold.event_day.min(), at=sold.ordered_at.min())
    told = orders.select("order_id", "channel", "with_code")
    return made.left_join(told, "order_id").drop("order_id_right")


def _answer(yes):
    return ibis.cases((yes, YES), (~yes, NO))


def _marked(table: Table, block: str, mark) -> Table:
    return table.select("customer_id", "event_day", block=ibis.literal(block),
                        mark=mark.cast("string"))  # fmt: skip
