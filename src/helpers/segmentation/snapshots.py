"""The table `segments`: every customer on every snapshot day, from what was known on that day."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.counts import Counts, counts_on
from helpers.evidence.membership import is_among
from helpers.segmentation.rfm import SCORES, rfm, with_scores
from helpers.workspace import Desk, contracts
from helpers.workspace.order_days import order_days_on, read_sold

TIERS = ("high", "mid", "low", "zero", "potential")


class Snapshots(NamedTuple):
    """The table `segments`, and what it is made of.

    Attributes
    ----------
    segments : DataFrame
    days : dict of date to DataFrame
        The day-by-day spend known on each snapshot day.
    sold : Table
        Order lines in all versions, as from `read_sold`.
    """

    segments: pd.DataFrame
    days: dict[date, pd.DataFrame]
    sold: Table | None = None


def take_snapshots(
    desk: Desk, people: pd.DataFrame, snapshot_days: list[date], *, window_days: int, bins: int
) -> Snapshots:
    """Return the segments on each snapshot day, each from what was known on that day only.

    Parameters
    ----------
    desk : Desk
        Where `order_lines` are read, as of each day.
    people : DataFrame
        The table `customers`.
    snapshot_days : list of date
        Oldest first; the last is the as-of day, on which prospects count too.
    """
    sold = read_sold(desk)
    known = order_days_on(desk, snapshot_days, sold)
    parts = [
        segments_on(days, people, day, window_days=window_days, bins=bins)
        for day, days in known.items() if len(days)
    ]  # fmt: skip
    parts.append(without_purchase(people, known[snapshot_days[-1]], snapshot_days[-1]))
    every = pd.concat(parts, ignore_index=True)
    # Who has no scores has no columns for them yet; segments are found later.
    columns = contracts.load("segments").columns.keys() - {"segment_id"}
    every = every.reindex(columns=sorted(columns))
    whole = ["recency_days", *SCORES]
    return Snapshots(every.astype(dict.fromkeys(whole, "Int64")), known, sold)


def count_days(desk: Desk, snapshots: Snapshots, days: list[date]) -> dict[date, Counts]:
    """Return what customers with orders did up to each day, from what was known on it only."""
    acts = desk.read("acts")
    own = {day: with_orders(on_day(snapshots.segments, day)) for day in days}
    return {day: counts_on(acts, day, scored["customer_id"]) for day, scored in own.items()}


def segments_on(
    days: pd.DataFrame, people: pd.DataFrame, day: date, *, window_days: int = 365, bins: int = 5
) -> pd.DataFrame:
    """Return the table `segments` for one snapshot day.

    Everybody in scope who had ordered by then has scores; who ordered, but had
    all of it taken back, is in tier zero without scores.

    Parameters
    ----------
    days : DataFrame
        As from `order_days`, as known on the snapshot day.
    people : DataFrame
        The table `customers`.
    """
    scope = people[people["in_scope"]]
    own = days[is_among(days["customer_id"], scope["customer_id"])]
    behaviour = rfm(own, day, window_days=window_days)
    scored = with_scores(behaviour, bins=bins) if len(behaviour) else behaviour
    return scored.assign(
        snapshot_day=pd.Timestamp(day),
        spend_tier=tiers(scored["recent_monetary"]),
        frequency_tier=tiers(scored["recent_frequency"]),
    )


def without_purchase(people: pd.DataFrame, days: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return `segments` rows for those in scope who bought nothing that they kept.

    Prospects are the tier *potential*; who had every order taken back is *zero*.
    """
    scope = people[people["in_scope"] & ~is_among(people["customer_id"], days["customer_id"])]
    tier = scope["is_prospect"].map({True: "potential", False: "zero"})
    nothing = dict.fromkeys(("frequency", "recent_frequency"), 0)
    return pd.DataFrame({
        "customer_id": scope["customer_id"], "snapshot_day": pd.Timestamp(day), **nothing,
        "monetary": 0.0, "recent_monetary": 0.0, "spend_tier": tier, "frequency_tier": tier,
    })  # fmt: skip


def tiers(recent: pd.Series, *, high_share: float = 0.2, mid_share: float = 0.3) -> pd.Series:
    """Return high, mid, low or zero for each customer's recent spend or frequency.

    The best `high_share` of those above zero are high, the next `mid_share` mid.
    Equal values get equal tiers, so a tier can be smaller than its share.
    """
    active = recent[recent > 0]
    tier = pd.Series("zero", index=recent.index, dtype="str")
    if len(active):
        cuts = 1 - high_share, 1 - high_share - mid_share
        high, mid = np.quantile(active, cuts, method="inverted_cdf")
        tier = tier.mask(recent > 0, "low").mask(recent > mid, "mid").mask(recent > high, "high")
    return tier


def on_day(segments: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the rows of one snapshot day."""
    return segments[segments["snapshot_day"].eq(pd.Timestamp(day))].reset_index(drop=True)


def with_orders(now: pd.DataFrame) -> pd.DataFrame:
    """Return the customers of a snapshot who have scores: those with orders that they kept."""
    return now[now["r_score"].notna()].reset_index(drop=True)


def spend_between(days: pd.DataFrame, after: date, until: date) -> pd.Series:
    """Return net spend by customer after one day and up to another."""
    inside = days["event_day"].gt(pd.Timestamp(after)) & days["event_day"].le(pd.Timestamp(until))
    return days[inside].groupby("customer_id")["spend"].sum()
