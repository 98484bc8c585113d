"""What groups look like, how spend is spread, and what other conventions would change."""

import numpy as np
import pandas as pd

from helpers.evidence import Interval, bootstrap_interval
from helpers.segmentation.rfm import value_classes, with_scores
from helpers.segmentation.snapshots import TIERS, with_orders
from helpers.workspace.contributions import contributions


def profile(segments: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the size, spend and habits of each group on one snapshot day.

    Returns
    -------
    DataFrame
        `by`, `customers`, `share`, `revenue` (net spend in all), `revenue_share`,
        `median_recency_days`, `median_frequency`, `mean_monetary`, and the `contributions`
        to `revenue`; tiers from high to potential, other groups by revenue.
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
    frame = frame.merge(contributions(segments["monetary"], segments[by]), on=by)
    frame["place"] = frame[by].map({tier: place for place, tier in enumerate(TIERS)}).fillna(-1)
    ordered = frame.sort_values(["place", "revenue", by], ascending=[True, False, True])
    return ordered.drop(columns="place").reset_index(drop=True)


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


def top_share_interval(monetary: np.ndarray, *, seed: int, share: float = 0.2) -> Interval:
    """Return `top_share` with its 95 % percentile bootstrap interval over customers."""
    return bootstrap_interval(
        lambda drawn: top_share(drawn, share=share), monetary,
        rng=np.random.default_rng(seed), resamples=499,
    )  # fmt: skip


def gini(monetary: np.ndarray) -> float:
    """Return the Gini coefficient of spend: 0 where all spend alike, near 1 where one spends all.

    References
    ----------
    Dixon et al. (1987), "Bootstrapping the Gini coefficient of inequality", Ecology 68.
    """
    ordered = np.sort(monetary)
    rows, total = len(ordered), ordered.sum()
    if total <= 0:
        return np.nan
    return float(2 * (np.arange(1, rows + 1) @ ordered) / (rows * total) - (rows + 1) / rows)


def lorenz(monetary: np.ndarray, *, points: int = 20, smallest: int = 1) -> pd.DataFrame:
    """Return the share of spend that the best so many customers bring.

    Parameters
    ----------
    monetary : ndarray of float, shape (customers,)
        Spend of each customer.
    points : int
        Steps of the curve.
    smallest : int
        Customers that each step holds at least; there are fewer steps where they are few.

    Returns
    -------
    DataFrame
        `share_of_customers` from 0 to 1 and `share_of_spend`, `points` + 1 rows.
    """
    points = max(min(points, len(monetary) // smallest), 1)
    ordered = np.sort(monetary)[::-1]
    reached = np.concatenate([[0], ordered.cumsum()]) / max(ordered.sum(), 1e-9)
    shares = np.linspace(0, 1, points + 1)
    return pd.DataFrame({
        "share_of_customers": shares,
        "share_of_spend": np.interp(shares, np.linspace(0, 1, len(reached)), reached),
    })  # fmt: skip


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
