"""What groups look like, and what other conventions would change."""

import pandas as pd

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
