"""What leaving costs: risk times value, and the list of those with whom most is at stake."""

import numpy as np
import pandas as pd

from helpers.evidence.intervals import Interval

VALUE = "predicted_clv_365"
NORMAL = 1.959963984540054


def with_stakes(risk: pd.DataFrame, values: pd.DataFrame, *, list_share: float) -> pd.DataFrame:
    """Return the risks with what is at stake, what is expected to be lost, and the list.

    Value is what chapter 06 expects of a customer within a year, leaving allowed for, so that
    losses are counted rather low; who is expected to cost more than to bring has nothing at
    stake. Of those whose risk is not below that of all, the list takes who has the largest
    expected loss, or the highest risk where value is not known; ties go by id.

    Parameters
    ----------
    risk : DataFrame
        The table `churn_risk` without its last columns.
    values : DataFrame
        The table `customer_value`; may be without rows.
    list_share : float
        Share of the customers at risk that the list takes, a proportion.

    Returns
    -------
    DataFrame
        The table `churn_risk`.
    """
    known = values.drop_duplicates("customer_id").set_index("customer_id")
    value = known[VALUE].astype(float) if len(known) else pd.Series(dtype=float)
    stake = risk["customer_id"].map(value).clip(lower=0).astype(float)
    told = risk.assign(value_at_stake=stake, expected_loss=stake * risk["risk"])
    by = told["expected_loss"].fillna(0.0) if stake.notna().any() else told["risk"]
    order = np.lexsort((told["customer_id"], -told["risk"], -by.to_numpy()))
    rank = np.empty(len(told), dtype="int64")
    rank[order] = np.arange(1, len(told) + 1)
    usual = told["base_rate"].astype(float)
    fit = told["risk"].ge(usual) & (by.gt(0) | stake.isna().all())
    place = pd.Series(rank).where(fit.to_numpy()).rank()
    listed = place.le(np.ceil(list_share * len(told))).to_numpy()
    return told.assign(rank=rank, on_list=listed).sort_values("customer_id", ignore_index=True)


def lost_value(risk: pd.DataFrame, *, doubt: float = 0.0) -> Interval | None:
    """Return what is expected to be lost in all, with its interval; None where value is not known.

    Parameters
    ----------
    risk : DataFrame
        As from `with_stakes`.
    doubt : float
        Standard deviation of happened / expected over earlier snapshots: how far risks as a
        whole may be wrong. Beside it stands the chance of who leaves.
    """
    known = risk.dropna(subset=["expected_loss"])
    if known.empty:
        return None
    total = float(known["expected_loss"].sum())
    chance = known["risk"] * (1 - known["risk"]) * known["value_at_stake"] ** 2
    half = NORMAL * float(np.sqrt(chance.sum() + (doubt * total) ** 2))
    return Interval(total, max(0.0, total - half), total + half)


def number_lost(risk: pd.DataFrame, *, doubt: float = 0.0) -> Interval:
    """Return how many are expected to fall silent, with the same interval."""
    total = float(risk["risk"].sum())
    chance = float((risk["risk"] * (1 - risk["risk"])).sum())
    half = NORMAL * float(np.sqrt(chance + (doubt * total) ** 2))
    return Interval(total, max(0.0, total - half), min(float(len(risk)), total + half))


def ratio_doubt(happened: pd.Series, expected: pd.Series) -> float:
    """Return how far happened / expected strayed from one, over earlier snapshots.

    The root of the mean square, at least two of them; nan where fewer are known.
    """
    ratio = (happened / expected).dropna()
    return float(np.sqrt(((ratio - 1) ** 2).mean())) if len(ratio) > 1 else float("nan")
