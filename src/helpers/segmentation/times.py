"""How long things take: a visit, the wait for the first order, and for the second."""

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.clustered import design_effect, ranks_around_median, spread_of
from helpers.evidence.survival import median_day, on_days, share_by_day
from helpers.segmentation.visits import STEPS, with_cuts
from helpers.workspace import Desk, contracts, engine

PART = ["cut", "part"]
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
    if not int(visits.count().to_pandas()):
        return pd.DataFrame(columns=columns)
    told = with_cuts(visits, groups)
    bought = visits.place == list(STEPS).index("purchase")
    ends = visits.mutate(
        cut=ibis.literal("outcome"), part=ibis.ifelse(bought, BOUGHT[True], BOUGHT[False])
    )
    both = ibis.union(told, ends.select(*told.columns))
    both = both.select(*PART, "visitor", "seconds", long=both.moments > 1).cache()
    lengths = {part: own for part, own in _lengths(both).groupby(PART)}
    middle = pd.Series({part: _length_at(own, 0.5) for part, own in lengths.items()}, dtype=float)
    sums = _length_sums(both, middle)
    ends_of = [_around(row, lengths.get(tuple(row[PART]))) for _, row in sums.iterrows()]
    names = ["lower_seconds", "upper_seconds"]
    bounds = pd.DataFrame(ends_of, columns=names, index=sums.index, dtype=float)
    told = sums.join(bounds)
    told["median_seconds"] = middle.reindex(pd.MultiIndex.from_frame(told[PART])).to_numpy()
    return told.sort_values(["cut", "visits", "part"], ascending=[True, False, True])[columns]


def _lengths(both: Table) -> pd.DataFrame:
    """Return of each part how many visits lasted how many seconds, the shortest first."""
    by = both.filter(both.long).group_by(*PART, "seconds").agg(visits=ibis._.count())
    return by.order_by(*PART, "seconds").to_pandas()


def _length_at(lengths: pd.DataFrame, share: float) -> float:
    """Return how long so large a share of visits lasts at most, as the median is told."""
    reached, seconds = lengths["visits"].cumsum().to_numpy(), lengths["seconds"].to_numpy()
    whole = share * reached[-1]
    # Half of an even number of visits ends between two: the median is in their middle.
    places = [whole, whole + 1] if whole == int(whole) else [np.ceil(whole)] * 2
    at = np.searchsorted(reached, np.clip(places, 1, reached[-1]))
    return float(seconds[at].mean())


def _around(row: pd.Series, lengths: pd.DataFrame | None) -> tuple[float, float]:
    """Return the ends of the median's interval, from the sums of a part and its lengths."""
    if lengths is None:
        return np.nan, np.nan
    share = row["below"] / row["visits"]
    spread = spread_of(share, row["squares"], row["products"], row["rows_squared"])
    effect = design_effect(row["below"], row["visits"], spread)
    ranks = ranks_around_median(row["visits"], effect)
    low, high = (np.ceil(rank * row["visits"]) for rank in ranks)
    reached, seconds = lengths["visits"].cumsum().to_numpy(), lengths["seconds"].to_numpy()
    at = np.searchsorted(reached, np.clip([low, high], 1, reached[-1]))
    return float(seconds[at[0]]), float(seconds[at[1]])


def _length_sums(both: Table, middle: pd.Series) -> pd.DataFrame:
    """Return of each part the visits with a length, and sums that tell how visitors differ."""
    rows = [(*part, value) for part, value in middle.items()]
    types = {"cut": "str", "part": "str", "median": "float64"}
    medians = pd.DataFrame(rows, columns=list(types)).astype(types)
    joined = both.left_join(engine.in_memory(medians), PART)
    below = joined.long & (joined.seconds <= joined.median)
    own = joined.group_by(*PART, "visitor").agg(
        rows=joined.long.cast("float64").sum(), alone=(~joined.long).sum(),
        below=below.fill_null(False).cast("float64").sum(),
    )  # fmt: skip
    by = own.group_by(*PART).agg(
        visitors=(own.rows > 0).sum(), visits=own.rows.sum().cast("int64"),
        without_length=own.alone.sum(), below=own.below.sum(),
        squares=(own.below * own.below).sum(), products=(own.below * own.rows).sum(),
        rows_squared=(own.rows * own.rows).sum(),
    )  # fmt: skip
    return by.order_by(*PART).to_pandas()


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
    features, people = (
        desk.read(name, in_engine=True) for name in ("features?", "customers")
    )
    now = features.filter(features.snapshot_day == ibis.literal(desk.as_of))
    own = now.semi_join(people.filter(people.in_scope), "customer_id")
    seen = own.select("customer_id", day=own.first_seen_day.cast("timestamp"))
    told = seen.filter(seen.day.notnull()).order_by("customer_id").to_pandas()
    return told.set_index("customer_id")["day"].rename("first_seen_day")


def shown_times(times: pd.DataFrame) -> pd.DataFrame:
    """Return how long visits last, for readers: all visits first."""
    order = times["cut"].map({"all": 0, "outcome": 1}).fillna(2)
    told = times.assign(order=order).sort_values(
        ["order", "cut", "visits", "part"], ascending=[True, True, False, True], ignore_index=True
    )
    return told.drop(columns="order").rename(columns={"visitors": "visiting"})
