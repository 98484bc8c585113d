"""Score customers by recency, frequency and spend, group them, and test the groups on what came next.

The helper of notebooks/05_segmentation.ipynb.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence import (
    Interval,
    bootstrap_interval,
    bootstrap_weights,
    grade_skill,
    percentile_interval,
)
from helpers.workspace import Desk

SCORES = ["r_score", "f_score", "m_score"]
# The cell names that marketers use, by recency score (best first) and by the
# rounded mean of frequency and monetary score (1 to 5).
CELL_NAMES = {
    5: ("new_customer", "potential_loyalist", "potential_loyalist", "champion", "champion"),
    4: ("promising", "potential_loyalist", "loyal", "loyal", "champion"),
    3: ("about_to_sleep", "about_to_sleep", "need_attention", "loyal", "loyal"),
    2: ("hibernating", "hibernating", "at_risk", "at_risk", "cannot_lose"),
    1: ("lost", "lost", "hibernating", "at_risk", "cannot_lose"),
}
# The eight classic value classes by whether recency, frequency and monetary are high.
VALUE_CLASSES = {
    (True, True, True): "important_value",
    (True, False, True): "important_develop",
    (False, True, True): "important_keep",
    (False, False, True): "important_win_back",
    (True, True, False): "general_value",
    (True, False, False): "general_develop",
    (False, True, False): "general_keep",
    (False, False, False): "general_win_back",
}
TIERS = ("high", "mid", "low", "zero", "potential")
FORMATS = {
    "snapshot_day": "day", "share": "percent", "revenue": "money", "revenue_share": "percent",
    "median_recency_days": "number0", "median_frequency": "number1", "mean_monetary": "money",
    "median_monetary": "money", "named_cell": "term", "value_class": "term", "spend_tier": "term",
    "frequency_tier": "term", "grouping": "term", "verdict": "term", "choice": "term",
    "changed": "percent", "share_of_customers": "percent0", "share_of_spend": "percent",
    "explained": "percent", "explained_lower": "percent", "explained_upper": "percent",
    "skill": "percent",
}  # fmt: skip
GROUPINGS = (
    "rfm_sum", "recency_frequency", "named_cell", "value_class", "spend_tier", "frequency_tier",
)  # fmt: skip


def order_days(lines: Table) -> pd.DataFrame:
    """Return one row per customer and day with an order that was not wholly taken back.

    Parameters
    ----------
    lines : Table
        `order_lines` as known on a day.

    Returns
    -------
    DataFrame
        `customer_id`, `event_day`, `spend` (company currency, net), sorted.
    """
    kept = lines.filter(lines.net_quantity > 0, lines.customer_id.notnull())
    days = kept.group_by("customer_id", "event_day").agg(
        spend=kept.net_amount.sum().cast("float64")
    )
    frame = days.order_by("customer_id", "event_day").to_pandas()
    return frame.astype({"event_day": "datetime64[us]"})


def rfm(days: pd.DataFrame, day: date, *, window_days: int = 365) -> pd.DataFrame:
    """Return recency, frequency and spend of each customer up to a day.

    Parameters
    ----------
    days : DataFrame
        As from `order_days`; later rows are left out.
    day : date
        The snapshot day.
    window_days : int
        Length of the window of the two recent columns, in days.

    Returns
    -------
    DataFrame
        One row per customer with an order: `customer_id`, `recency_days` (midnights
        from the last order to the day), `frequency` (days with an order),
        `monetary`, `recent_frequency`, `recent_monetary`.
    """
    snapshot = pd.Timestamp(day)
    known = days[days["event_day"] <= snapshot]
    recent = known[known["event_day"] > snapshot - timedelta(days=window_days)]
    by_customer = known.groupby("customer_id")
    lately = recent.groupby("customer_id")["spend"].agg(["size", "sum"])
    frame = pd.DataFrame({
        "recency_days": (snapshot - by_customer["event_day"].max()).dt.days,
        "frequency": by_customer.size(), "monetary": by_customer["spend"].sum().round(2),
    })  # fmt: skip
    frame["recent_frequency"] = lately["size"].reindex(frame.index).fillna(0).astype("int64")
    frame["recent_monetary"] = lately["sum"].reindex(frame.index).fillna(0).round(2)
    return frame.reset_index()


def score(values: pd.Series, *, bins: int = 5, high_is_good: bool = True) -> pd.Series:
    """Return scores from 1 to `bins` by quantile edges; equal values get equal scores.

    Edges are values that occur, so a tie is never split: where many customers
    share a value (one order), fewer than `bins` scores occur.

    Parameters
    ----------
    values : Series of number
        One value per customer, none missing.
    high_is_good : bool
        Whether a high value earns a high score; not so for recency.

    Raises
    ------
    ValueError
        If a value is missing.

    Examples
    --------
    >>> score(pd.Series([1, 1, 1, 2, 9])).tolist()
    [1, 1, 1, 4, 5]
    """
    if values.isna().any():
        raise ValueError(f"column {values.name!r} has missing values: they have no score")
    signed = values if high_is_good else -values
    edges = np.quantile(signed, np.arange(1, bins) / bins, method="inverted_cdf")
    return pd.Series(1 + np.searchsorted(edges, signed, side="left"), index=values.index)


def with_scores(frame: pd.DataFrame, *, bins: int = 5) -> pd.DataFrame:
    """Return recency, frequency and spend with their scores, cell, cell name and value class."""
    scored = frame.assign(
        r_score=score(frame["recency_days"], bins=bins, high_is_good=False),
        f_score=score(frame["frequency"], bins=bins),
        m_score=score(frame["monetary"], bins=bins),
    )
    scored["rfm_cell"] = scored[SCORES].astype("str").agg("-".join, axis="columns")
    scored["named_cell"] = named_cells(scored, bins=bins)
    return scored.assign(value_class=value_classes(scored))


def named_cells(scored: pd.DataFrame, *, bins: int = 5) -> pd.Series:
    """Return the marketers' name of each customer's cell, from the three scores."""
    step = bins / 5
    recency = np.ceil(scored["r_score"] / step).astype(int)
    habit = np.floor((scored["f_score"] + scored["m_score"]) / 2 / step + 0.5).clip(1, 5).astype(int)
    grid = np.array([CELL_NAMES[row] for row in range(1, 6)])
    return pd.Series(grid[recency - 1, habit - 1], index=scored.index, dtype="str")


def value_classes(scored: pd.DataFrame, *, split: str = "mean") -> pd.Series:
    """Return the classic value class of each customer: high is above the customers' average score.

    Parameters
    ----------
    scored : DataFrame
        With the columns `r_score`, `f_score`, `m_score`.
    split : {"mean", "median"}
        Which average parts high from low.
    """
    high = scored[SCORES].gt(scored[SCORES].agg(split))
    names = pd.Series(VALUE_CLASSES)
    return pd.Series(
        names.loc[list(high.itertuples(index=False, name=None))].to_numpy(),
        index=scored.index, dtype="str",
    )  # fmt: skip


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
    behaviour = rfm(days[days["customer_id"].isin(scope["customer_id"])], day,
                    window_days=window_days)  # fmt: skip
    scored = with_scores(behaviour, bins=bins) if len(behaviour) else behaviour
    return scored.assign(
        snapshot_day=pd.Timestamp(day),
        spend_tier=tiers(scored["recent_monetary"]),
        frequency_tier=tiers(scored["recent_frequency"]),
    )


def without_purchase(people: pd.DataFrame, segments: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return `segments` rows for those in scope who bought nothing that they kept.

    Prospects are the tier *potential*; who had every order taken back is *zero*.
    """
    scope = people[people["in_scope"] & ~people["customer_id"].isin(segments["customer_id"])]
    tier = scope["is_prospect"].map({True: "potential", False: "zero"})
    nothing = dict.fromkeys(("frequency", "recent_frequency"), 0)
    return pd.DataFrame({
        "customer_id": scope["customer_id"], "snapshot_day": pd.Timestamp(day), **nothing,
        "monetary": 0.0, "recent_monetary": 0.0, "spend_tier": tier, "frequency_tier": tier,
    })  # fmt: skip


class Snapshots(NamedTuple):
    """The table `segments`, and the day-by-day spend known on each snapshot day."""

    segments: pd.DataFrame
    days: dict[date, pd.DataFrame]


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
    known = {day: order_days(desk.read("order_lines", as_of=day)) for day in snapshot_days}
    parts = [
        segments_on(days, people, day, window_days=window_days, bins=bins)
        for day, days in known.items() if len(days)
    ]  # fmt: skip
    newest = parts[-1] if parts else pd.DataFrame({"customer_id": []})
    parts.append(without_purchase(people, newest, snapshot_days[-1]))
    every = pd.concat(parts, ignore_index=True)
    whole = ["recency_days", *SCORES]
    return Snapshots(every.astype(dict.fromkeys(whole, "Int64")), known)


def profile(segments: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the size, spend and habits of each group on one snapshot day.

    Returns
    -------
    DataFrame
        `by`, `customers`, `share`, `revenue` (net spend in all), `revenue_share`,
        `median_recency_days`, `median_frequency`, `mean_monetary`; largest revenue first.
    """
    grouped = segments.groupby(by)
    frame = pd.DataFrame({
        "customers": grouped.size(), "revenue": grouped["monetary"].sum(),
        "median_recency_days": grouped["recency_days"].median(),
        "median_frequency": grouped["frequency"].median(),
        "mean_monetary": grouped["monetary"].mean(),
    }).reset_index()  # fmt: skip
    frame.insert(2, "share", frame["customers"] / frame["customers"].sum())
    frame.insert(4, "revenue_share", frame["revenue"] / max(frame["revenue"].sum(), 1e-9))
    return frame.sort_values(["revenue", by], ascending=[False, True], ignore_index=True)


def top_share(monetary: np.ndarray, *, share: float = 0.2) -> float:
    """Return the share of all spend that the best customers bring; nan where nobody spent.

    Parameters
    ----------
    monetary : ndarray of float, shape (customers,)
        Spend of each customer.
    share : float
        Which customers count as best (proportion); their number is rounded.
    """
    ordered = np.sort(monetary)[::-1]
    total = ordered.sum()
    return float(ordered[: round(share * len(ordered))].sum() / total) if total > 0 else np.nan


def gini(monetary: np.ndarray) -> float:
    """Return the Gini coefficient of spend: 0 where all spend alike, towards 1 where one spends all.

    References
    ----------
    Dixon et al. (1987), "Bootstrapping the Gini coefficient of inequality", Ecology 68.
    """
    ordered = np.sort(monetary)
    rows, total = len(ordered), ordered.sum()
    if total <= 0:
        return np.nan
    return float(2 * (np.arange(1, rows + 1) @ ordered) / (rows * total) - (rows + 1) / rows)


def lorenz(monetary: np.ndarray, *, points: int = 20) -> pd.DataFrame:
    """Return the share of spend that the best so many customers bring.

    Returns
    -------
    DataFrame
        `share_of_customers` from 0 to 1 and `share_of_spend`, `points` + 1 rows.
    """
    ordered = np.sort(monetary)[::-1]
    reached = np.concatenate([[0], ordered.cumsum()]) / max(ordered.sum(), 1e-9)
    shares = np.linspace(0, 1, points + 1)
    return pd.DataFrame({
        "share_of_customers": shares,
        "share_of_spend": np.interp(shares, np.linspace(0, 1, len(reached)), reached),
    })  # fmt: skip


def group_labels(segments: pd.DataFrame) -> pd.DataFrame:
    """Return each way of grouping as a column of labels, indexed by customer."""
    scored = segments.dropna(subset=["r_score"]).set_index("customer_id").sort_index()
    joined = scored[["r_score", "f_score"]].astype("str").agg("-".join, axis="columns")
    return pd.DataFrame({
        "rfm_sum": scored[SCORES].sum(axis="columns").astype("str"), "recency_frequency": joined,
        **{name: scored[name] for name in GROUPINGS[2:]},
    })  # fmt: skip


def epsilon_squared(values: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the share of variance that groups explain, adjusted for their number.

    It is the adjusted R squared of a regression on group dummies: about zero for
    groups made at random, however many they are.

    Parameters
    ----------
    values : ndarray of float, shape (customers,)
    labels : ndarray of int, shape (customers,)
        Group of each customer, counted from 0.
    weights : ndarray of int, shape (resamples, customers)
        How often each customer counts.

    Returns
    -------
    ndarray of float, shape (resamples,)
        nan where all values are alike.

    References
    ----------
    Kelley (1935), "An unbiased correlation ratio measure", PNAS 21.
    """
    member = np.eye(labels.max() + 1)[labels]
    size, total = weights @ member, (weights * values) @ member
    rows = size.sum(axis=1)
    mean = total.sum(axis=1) / rows
    between = (np.divide(total**2, size, out=np.zeros_like(total), where=size > 0)).sum(axis=1)
    between -= rows * mean**2
    spread = weights @ values**2 - rows * mean**2
    groups = (size > 0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return 1 - (1 - between / spread) * (rows - 1) / (rows - groups)


def explain_next(
    then: pd.DataFrame,
    spend: pd.Series,
    before: pd.DataFrame,
    spend_before: pd.Series,
    *,
    seed: int,
    resamples: int = 499,
) -> pd.DataFrame:
    """Return how far groups at the end of last quarter explain this quarter's spend.

    `explained` is epsilon squared of log(1 + spend). `skill` is held out: each
    customer is given the mean of the same group one quarter earlier, and the
    squared error is held against giving everybody the earlier mean of all.

    Parameters
    ----------
    then, before : DataFrame
        `segments` at the end of last quarter, and one quarter before.
    spend, spend_before : Series
        Net spend in this quarter and in the last, by customer; absent is zero.
    seed : int
        Seed of the resampling.

    Returns
    -------
    DataFrame
        The table `group_explanation`, best first; without rows where nobody can
        be compared.
    """
    labels, earlier = group_labels(then), group_labels(before)
    if len(labels) < 2:
        return pd.DataFrame()
    target = np.log1p(spend.reindex(labels.index).fillna(0).to_numpy())
    known = np.log1p(spend_before.reindex(earlier.index).fillna(0).to_numpy())
    rng = np.random.default_rng(seed)
    weights = bootstrap_weights(len(labels), resamples=resamples, rng=rng)
    once = np.ones((1, len(labels)))
    codes = {name: pd.factorize(labels[name], sort=True)[0] for name in GROUPINGS}
    drawn = {name: epsilon_squared(target, codes[name], weights) for name in GROUPINGS}
    found = {name: float(epsilon_squared(target, codes[name], once)[0]) for name in GROUPINGS}
    best = max(GROUPINGS, key=lambda name: np.nan_to_num(found[name], nan=-1))
    rows = []
    for name in GROUPINGS:
        behind = percentile_interval(found[best] - found[name], drawn[best] - drawn[name])
        loss, base = _held_out_losses(labels[name], target, earlier[name], known)
        grade = grade_skill(loss, base, rng=rng)
        rows.append((
            name, codes[name].max() + 1, len(labels), *percentile_interval(found[name], drawn[name]),
            *behind, grade.skill, grade.lower, grade.upper, grade.letter,
        ))  # fmt: skip
    frame = pd.DataFrame(rows, columns=EXPLANATION_COLUMNS)
    return frame.sort_values(["explained", "grouping"], ascending=[False, True], ignore_index=True)


EXPLANATION_COLUMNS = [
    "grouping", "groups", "customers", "explained", "explained_lower", "explained_upper",
    "behind_best", "behind_lower", "behind_upper", "skill", "skill_lower", "skill_upper", "grade",
]  # fmt: skip


def _held_out_losses(
    labels: pd.Series, target: np.ndarray, earlier: pd.Series, known: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return squared errors of the earlier group means, and of the earlier mean of all."""
    everybody = known.mean() if len(known) else 0.0
    means = pd.Series(known, index=earlier.index).groupby(earlier).mean()
    expected = labels.map(means).fillna(everybody).to_numpy(dtype=float)
    return (target - expected) ** 2, (target - everybody) ** 2


def spend_between(days: pd.DataFrame, after: date, until: date) -> pd.Series:
    """Return net spend by customer after one day and up to another."""
    inside = days["event_day"].gt(pd.Timestamp(after)) & days["event_day"].le(pd.Timestamp(until))
    return days[inside].groupby("customer_id")["spend"].sum()


def changes_of_choice(behaviour: pd.DataFrame) -> pd.DataFrame:
    """Return the share of customers whose value class another choice would change.

    Returns
    -------
    DataFrame
        `choice` and `changed` (proportion): scores in 4 or 10 bins instead of 5,
        and high as above the median score instead of the mean.
    """
    usual = with_scores(behaviour)["value_class"]
    others = {
        "four_bins": with_scores(behaviour, bins=4)["value_class"],
        "ten_bins": with_scores(behaviour, bins=10)["value_class"],
        "median_split": value_classes(with_scores(behaviour), split="median"),
    }
    changed = [float(other.ne(usual).mean()) for other in others.values()]
    return pd.DataFrame({"choice": list(others), "changed": changed})


def top_share_interval(monetary: np.ndarray, *, seed: int, share: float = 0.2) -> Interval:
    """Return `top_share` with its 95 % percentile bootstrap interval over customers."""
    return bootstrap_interval(
        lambda drawn: top_share(drawn, share=share), monetary,
        rng=np.random.default_rng(seed), resamples=499,
    )  # fmt: skip


def on_day(segments: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the rows of one snapshot day."""
    return segments[segments["snapshot_day"].eq(pd.Timestamp(day))].reset_index(drop=True)


def with_orders(now: pd.DataFrame) -> pd.DataFrame:
    """Return the customers of a snapshot who have scores: those with orders that they kept."""
    return now[now["r_score"].notna()].reset_index(drop=True)


def head_count(now: pd.DataFrame) -> dict[str, int]:
    """Return the number of customers in a snapshot, with and without orders that they kept."""
    buyers = int(now["r_score"].notna().sum())
    return {"customers": len(now), "buyers": buyers, "without": len(now) - buyers}


def median_recency(scored: pd.DataFrame, day: date) -> dict:
    """Return the median days since the last order on a day; missing where nobody ordered."""
    return {"now": scored["recency_days"].median() if len(scored) else None, "day": day}


def by_snapshot(segments: pd.DataFrame) -> pd.DataFrame:
    """Return size and medians on each snapshot day, of customers with orders that they kept."""
    grouped = with_orders(segments).groupby("snapshot_day")
    return pd.DataFrame({
        "customers": grouped.size(), "median_recency_days": grouped["recency_days"].median(),
        "median_frequency": grouped["frequency"].median(),
        "median_monetary": grouped["monetary"].median(),
    }).reset_index()  # fmt: skip


def score_grid(scored: pd.DataFrame) -> pd.DataFrame:
    """Return the number of customers in each cell of recency score by frequency score."""
    return scored.groupby(["r_score", "f_score"]).size().rename("customers").reset_index()


def with_actions(groups: pd.DataFrame, by: str, report: Any) -> pd.DataFrame:
    """Return groups with what a marketer would do about each, in the report's language."""
    actions = [report.words(f"segmentation.action.{name}") for name in groups[by]]
    return groups.assign(action=actions)


def group(groups: pd.DataFrame, name: str) -> dict[str, float]:
    """Return the size and shares of one group of a profile; zeros where nobody is in it."""
    row = groups[groups.iloc[:, 0].eq(name)][["customers", "share", "revenue_share"]].sum()
    return {**row.to_dict(), "customers": int(row["customers"])}


def share_asleep(scored: pd.DataFrame) -> float:
    """Return the share of customers with orders who bought nothing in the tier window."""
    return float(scored["spend_tier"].eq("zero").mean())


def explain_latest(snapshots: Snapshots, days: list[date], *, seed: int) -> pd.DataFrame:
    """Return `explain_next` for the last two steps between snapshot days.

    Parameters
    ----------
    snapshots : Snapshots
        As from `take_snapshots`.
    days : list of date
        Its snapshot days, oldest first.

    Returns
    -------
    DataFrame
        The table `group_explanation`; without rows where there are fewer than
        three snapshots with customers.
    """
    segments = with_orders(snapshots.segments)
    if len(days) < 3 or on_day(segments, days[-3]).empty:
        return pd.DataFrame(columns=EXPLANATION_COLUMNS)
    before, then, now = days[-3:]
    return explain_next(
        on_day(segments, then), spend_between(snapshots.days[now], then, now),
        on_day(segments, before), spend_between(snapshots.days[then], before, then), seed=seed,
    )  # fmt: skip


def why_not_explained(explained: pd.DataFrame) -> str | None:
    """Return the key of the reason why nothing could be tested, or None."""
    return "segmentation.no_earlier" if explained.empty else None


def with_verdict(explained: pd.DataFrame) -> pd.DataFrame:
    """Return the explanation table for readers: whether each grouping stands behind the best."""
    behind = explained["behind_lower"].gt(0).map({True: "behind", False: "cannot_tell"})
    best = explained["behind_best"].eq(0)
    shown = ["grouping", "groups", "explained", "explained_lower", "explained_upper"]
    return explained[shown].assign(
        verdict=behind.mask(best, "best"), skill=explained["skill"], grade=explained["grade"]
    )


def best_grouping(explained: pd.DataFrame) -> dict:
    """Return the grouping that explains most, for a finding; `n` is 0 where nothing was tested."""
    if explained.empty:
        return {"grouping": None, "explained": None, "lower": None, "upper": None, "n": 0,
                "grade": "refused"}  # fmt: skip
    best = explained.iloc[0]
    return {"grouping": best["grouping"], "explained": best["explained"],
            "lower": best["explained_lower"], "upper": best["explained_upper"],
            "n": int(best["customers"]), "grade": best["grade"]}  # fmt: skip
