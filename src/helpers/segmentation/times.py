"""How long things take: a visit, the wait for the first order, and for the second."""

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.clustered import design_effect, ranks_around_median, spread_of
from helpers.evidence.survival import median_day, on_days, share_by_day
from helpers.segmentation.visits import STEPS, with_cuts
from helpers.workspace import Desk, contracts

FIRST, SECOND = "first_order", "second_order"
ASKED = [30, 90, 180, 365, 730]  # days that readers ask for
BOUGHT = {True: "with_purchase", False: "without_purchase"}


def visit_times(visits: Table, groups: dict[str, pd.Series]) -> pd.DataFrame:
    """Return how long visits last: the median time from the first to the last event.

    A visit of one moment has no length and is counted apart.

    Parameters
    ----------
    visits : Table
        As from `take_visits`.
    groups : dict of str to Series
        Groups of customers, as `with_cuts` takes them.

    Returns
    -------
    DataFrame
        The table `visit_times`. Intervals are Woodruff's, for as many independent visits as
        those of the same visitors are worth.
    """
    columns = list(contracts.load("visit_times").columns)
    told = with_cuts(visits, groups)
    bought = visits.place == list(STEPS).index("purchase")
    ends = visits.mutate(
        cut=ibis.literal("outcome"), part=ibis.ifelse(bought, BOUGHT[True], BOUGHT[False])
    )
    both = ibis.union(told, ends.select(*told.columns)).cache()
    sums = _length_sums(both)
    if sums.empty:
        return pd.DataFrame(columns=columns)
    ranks = pd.DataFrame([_ranks(row) for _, row in sums.iterrows()])
    bounds = _at_ranks(both, sums[["cut", "part"]].assign(**ranks))
    found = sums.merge(bounds, on=["cut", "part"], how="left")
    return found.sort_values(["cut", "visits", "part"], ascending=[True, False, True])[columns]


def _length_sums(both: Table) -> pd.DataFrame:
    """Return of each part the visits with a length, and sums that tell how visitors differ."""
    long = both.moments > 1
    middle = both.filter(long).group_by("cut", "part").agg(median=ibis._.seconds.median())
    joined = both.left_join(middle, ["cut", "part"])[[*both.columns, "median"]]
    long = joined.moments > 1
    own = joined.group_by("cut", "part", "visitor").agg(
        rows=long.cast("float64").sum(), alone=(~long).sum(),
        below=(long & (joined.seconds <= joined.median)).cast("float64").sum(),
    )
    by = own.group_by("cut", "part").agg(
        visitors=(own.rows > 0).sum(), visits=own.rows.sum().cast("int64"),
        without_length=own.alone.sum(), below=own.below.sum(),
        squares=(own.below * own.below).sum(), products=(own.below * own.rows).sum(),
        rows_squared=(own.rows * own.rows).sum(),
    )
    return by.order_by("cut", "part").to_pandas()


def _ranks(row: pd.Series) -> dict[str, float]:
    if not row["visits"]:
        return {"low": np.nan, "high": np.nan}
    share = row["below"] / row["visits"]
    spread = spread_of(share, row["squares"], row["products"], row["rows_squared"])
    effect = design_effect(row["below"], row["visits"], spread)
    return dict(zip(("low", "high"), ranks_around_median(row["visits"], effect), strict=True))


def _at_ranks(both: Table, ranks: pd.DataFrame) -> pd.DataFrame:
    """Return median and the lengths at the ranks around it, part by part."""
    long = both.filter(both.moments > 1)
    order = ibis.row_number().over(group_by=["cut", "part"], order_by="seconds")
    counted = long.mutate(
        rank=order + 1, rows=ibis._.count().over(group_by=["cut", "part"])
    )
    told = counted.inner_join(ibis.memtable(ranks), ["cut", "part"])
    at = {
        name: told.seconds.max(where=told["rank"] <= ibis.greatest((told.rows * rank).ceil(), 1))
        for name, rank in (("lower_seconds", told.low), ("upper_seconds", told.high))
    }
    by = told.group_by("cut", "part")
    return by.agg(median_seconds=told.seconds.median(), **at).to_pandas()


def waiting_times(days: pd.DataFrame, seen: pd.Series, day) -> dict[str, pd.DataFrame]:
    """Return for each order that is waited for how long everybody has been watched.

    Who was first seen by ordering waited for nothing, and is left out of the first wait.

    Parameters
    ----------
    days : DataFrame
        `customer_id` and `event_day`: one row per order day, as known on the day.
    seen : Series of datetime64
        The day on which each customer was first seen, by customer.
    day : date
        The as-of day.

    Returns
    -------
    dict of str to DataFrame
        By order, one row per customer: `days` and whether it `happened`.
    """
    ordered = days.sort_values(["customer_id", "event_day"])
    place = ordered.groupby("customer_id").cumcount()
    nth = [ordered[place.eq(n)].set_index("customer_id")["event_day"] for n in (0, 1)]
    waits = {FIRST: (seen, nth[0]), SECOND: (nth[0], nth[1])}
    found = {}
    for name, (start, end) in waits.items():
        start, end = start.dropna(), end.reindex(start.dropna().index)
        watched = (end.fillna(pd.Timestamp(day)) - start).dt.days
        told = pd.DataFrame({"days": watched, "happened": end.notna()})
        found[name] = told[watched.gt(0)] if name == FIRST else told[watched.ge(0)]
    return found


def order_times(waits: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the share who have ordered by each day since the waiting began.

    Returns
    -------
    DataFrame
        The table `order_times`.
    """
    curves = [
        share_by_day(told["days"].to_numpy(), told["happened"].to_numpy()).assign(waited_for=name)
        for name, told in waits.items()
    ]
    columns = list(contracts.load("order_times").columns)
    whole = dict.fromkeys(["days", "at_risk", "happened"], "int64")
    return pd.concat(curves, ignore_index=True).reindex(columns=columns).astype(whole)


def order_time_days(waits: dict[str, pd.DataFrame], curves: pd.DataFrame) -> pd.DataFrame:
    """Return the curves on the days that readers ask for: the table `order_time_days`."""
    parts = [
        on_days(curves[curves["waited_for"].eq(name)], ASKED, told["days"].to_numpy(dtype=float))
        .assign(waited_for=name)
        for name, told in waits.items()
    ]
    every = pd.concat(parts, ignore_index=True).rename(columns={"at_risk": "customers"})
    return every[list(contracts.load("order_time_days").columns)]


def shown_waits(
    waits: dict[str, pd.DataFrame], curves: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the waits for the first and the second order on the days that readers ask for."""
    days = order_time_days(waits, curves).rename(columns={"share": "rate"})
    first, second = (
        days[days["waited_for"].eq(name)].drop(columns="waited_for").reset_index(drop=True)
        for name in (FIRST, SECOND)
    )
    return first, second


def median_words(waits: dict[str, pd.DataFrame], curves: pd.DataFrame, waited_for: str) -> dict:
    """Return the sentence's values: customers who wait or waited, and the median of days."""
    own = curves[curves["waited_for"].eq(waited_for)]
    day = median_day(own)
    return {"customers": len(waits[waited_for])} | ({} if day is None else {"days": day})


def median_key(words: dict) -> str:
    """Return the key of that sentence: the median is not known while half have not ordered."""
    reached = words.get("days") is not None
    return "segmentation_way.second_median" if reached else "segmentation_way.second_unreached"


def seen_on(desk: Desk) -> pd.Series:
    """Return the day on which each customer in scope was first seen, by customer."""
    features, people = desk.read("features?"), desk.read("customers")
    now = features[pd.to_datetime(features["snapshot_day"]).eq(pd.Timestamp(desk.as_of))]
    scope = people.loc[people["in_scope"], "customer_id"]
    own = now[now["customer_id"].isin(scope)].set_index("customer_id")
    return pd.to_datetime(own["first_seen_day"])


def shown_times(times: pd.DataFrame) -> pd.DataFrame:
    """Return how long visits last, for readers: all visits first."""
    order = times["cut"].map({"all": 0, "outcome": 1}).fillna(2)
    told = times.assign(order=order).sort_values(
        ["order", "cut", "visits", "part"], ascending=[True, True, False, True], ignore_index=True
    )
    return told.drop(columns="order").rename(columns={"visitors": "visiting"})
