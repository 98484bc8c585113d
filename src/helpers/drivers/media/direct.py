"""Direct beside mass: what own messages brought, by those whom chance spared them.

Where part of a campaign's target was held out, the orders of the others within three weeks are
held against theirs. This is an experiment, and tells a cause.
"""

from typing import Any

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.drivers.media.media import Media, no_rows
from helpers.drivers.media.reading import MESSAGE_DAYS

ALL = "all"
HELD_OUT = ("held out", "holdout", "hold out", "hold-out", "control", "spared")
FEWEST_EACH = 30  # customers in either arm, below which a campaign is left out
WIDTH = 1.959964


def direct_effects(desk: Any, media: Media) -> pd.DataFrame:
    """Return the table `direct_effects`; without rows where nobody was held out."""
    arms = count_arms(
        desk.read("campaign_history?", by_customer=True), desk.read("campaigns?"),
        desk.read("order_lines", by_customer=True), desk.as_of,
    )  # fmt: skip
    return effects_of(arms, media.series.value_each, media.series.basis)


def count_arms(history: Table, campaigns: Table, lines: Table, as_of: Any) -> pd.DataFrame:
    """Return one row per campaign and arm: customers, their orders, and the squares of these.

    Campaigns count whose three weeks are over.
    """
    sent = campaigns.select("campaign", "channel", "cost_per_contact", sent_day="event_day")
    last = pd.Timestamp(as_of) - pd.Timedelta(days=MESSAGE_DAYS - 1)
    over = sent.filter(sent.sent_day <= ibis.literal(last.date()))
    named = history.filter(history.customer_id.notnull())
    target = named.select("campaign", "customer_id", "arm").distinct().join(over, "campaign")
    sold = lines.filter(lines.kind == "sale", lines.customer_id.notnull())
    orders = sold.select("order_id", order_day="event_day", customer="customer_id").distinct()
    within = [
        target.customer_id == orders.customer, orders.order_day >= target.sent_day,
        orders.order_day.delta(target.sent_day, unit="day") < MESSAGE_DAYS,
    ]  # fmt: skip
    met = target.join(orders, within).group_by("campaign", "customer_id").agg(
        orders=lambda table: table.order_id.nunique()
    )  # fmt: skip
    every = target.left_join(met, ["campaign", "customer_id"])
    number = every.orders.fill_null(0).cast("float64")
    spared = every.arm.lower().isin(HELD_OUT)
    every = every.mutate(number=number, spared=spared)
    by = every.group_by("campaign", "channel", "sent_day", "cost_per_contact", "spared")
    told = by.agg(customers=every.count(), orders=every.number.sum(),
                  squares=(every.number * every.number).sum())  # fmt: skip
    return told.to_pandas()


def effects_of(arms: pd.DataFrame, value_each: float, basis: str) -> pd.DataFrame:
    """Return what messages brought, by campaign, by way of sending, and all together.

    Parameters
    ----------
    arms : DataFrame
        As from `count_arms`.
    value_each : float
        What an order leaves.
    basis : str
    """
    wide = arms.set_index(["channel", "campaign", "spared"]).unstack("spared")
    if arms["spared"].nunique() < 2:
        return no_rows("direct_effects")
    each = pd.DataFrame({
        "sent_day": wide["sent_day"].bfill(axis=1).iloc[:, 0],
        "contacted": wide["customers"][False], "held_out": wide["customers"][True],
        "orders_contacted": wide["orders"][False] / wide["customers"][False],
        "orders_held_out": wide["orders"][True] / wide["customers"][True],
        "cost": wide["cost_per_contact"].bfill(axis=1).iloc[:, 0].astype(float),
        "variance": _variance(wide, False) + _variance(wide, True),
    }).dropna(subset=["contacted", "held_out"])  # fmt: skip
    each = each[each[["contacted", "held_out"]].min(axis=1).ge(FEWEST_EACH)].reset_index()
    if each.empty:
        return no_rows("direct_effects")
    each["cost"] *= each["contacted"]
    each["more"] = each["contacted"] * (each["orders_contacted"] - each["orders_held_out"])
    each["spread"] = each["contacted"] ** 2 * each["variance"]
    sums = [_summed(group, str(name)) for name, group in each.groupby("channel")]
    together = pd.concat([each, *sums, _summed(each, ALL)], ignore_index=True)
    return _valued(together, value_each, basis)


def _variance(wide: pd.DataFrame, spared: bool) -> pd.Series:
    """Return the variance of an arm's mean."""
    count = wide["customers"][spared]
    mean = wide["orders"][spared] / count
    return (wide["squares"][spared] / count - mean**2).clip(lower=0) / (count - 1).clip(lower=1)


def _summed(each: pd.DataFrame, channel: str) -> pd.DataFrame:
    summed = each[["contacted", "held_out", "cost", "more", "spread"]].sum(min_count=1)
    means = {
        name: float(np.average(each[name], weights=each["contacted"]))
        for name in ("orders_contacted", "orders_held_out")
    }
    row = {"channel": channel, "campaign": "", "sent_day": pd.NaT, **summed, **means}
    return pd.DataFrame([row])


def _valued(table: pd.DataFrame, value_each: float, basis: str) -> pd.DataFrame:
    width = WIDTH * np.sqrt(table["spread"])
    for name, more in {"": 0.0, "_lower": -width, "_upper": width}.items():
        table[f"contribution{name}"] = value_each * (table["more"] + more)
        spent = table["cost"].where(table["cost"] > 0)
        column = f"return{name}" if name else "return_per_spend"
        table[column] = table[f"contribution{name}"] / spent
    counts = {"contacted": int, "held_out": int}
    told = table.astype(counts).assign(basis=basis)
    first = told["campaign"].ne("")
    told = told.assign(first=first).sort_values(["first", "channel", "campaign"])
    return told.drop(columns=["first", "variance", "more", "spread"]).reset_index(drop=True)
