"""How far an amount is concentrated in few customers: top share, Gini, the curve."""

import numpy as np
import pandas as pd

from helpers.evidence.intervals import Interval
from helpers.evidence.resampling import bootstrap_interval


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
