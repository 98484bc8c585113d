"""Each customer's own rhythm: how long the next order may take before it is late.

A customer's gaps between orders are taken as drawn around a mean of the customer's own, and
these means as different from customer to customer (a gamma mixture of exponentials). Who has
few gaps is thus judged mostly by all customers, who has many by their own.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

FEWEST_GAPS = 2  # below which a customer has no rhythm of its own
CHANCE = 0.05  # of a gap so long, where nothing has changed


class Rhythm(NamedTuple):
    """How customers' rates differ: `shape`, and `rate` in days, of a gamma distribution."""

    shape: float
    rate: float


def gaps_of(days: pd.DataFrame) -> pd.DataFrame:
    """Return each customer's gaps between order days.

    Parameters
    ----------
    days : DataFrame
        `customer_id` and `event_day`, one row per day with an order, sorted by both.

    Returns
    -------
    DataFrame
        One row per customer: `gaps` (their number), `gap_days` (their sum), `usual_gap_days`
        (their median) and `last_gap_days`; missing where there is none.
    """
    same = days["customer_id"].eq(days["customer_id"].shift())
    gap = days["event_day"].diff().dt.days.where(same)
    by = gap.groupby(days["customer_id"].to_numpy())
    return pd.DataFrame({
        "gaps": by.count(), "gap_days": by.sum(), "usual_gap_days": by.median(),
        "last_gap_days": by.tail(1).to_numpy(),
    }).rename_axis("customer_id")  # fmt: skip


def learn_rhythm(gaps: np.ndarray, gap_days: np.ndarray) -> Rhythm | None:
    """Return how customers' rates differ, by maximum likelihood; None where too few have any.

    Parameters
    ----------
    gaps, gap_days : ndarray
        Number and sum of each customer's gaps; who has fewer than FEWEST_GAPS is left out.

    References
    ----------
    Lomax (1954), Journal of the American Statistical Association 49; Schmittlein, Morrison
    and Colombo (1987), Management Science 33.
    """
    from scipy.optimize import minimize
    from scipy.special import gammaln

    own = gaps >= FEWEST_GAPS
    # Customers with equal numbers of gaps differ in their sums alone.
    number, total = gaps[own].astype(float), gap_days[own].astype(float)
    if len(number) < 10:
        return None

    def loss(logs: np.ndarray) -> float:
        shape, rate = np.exp(logs)
        like = gammaln(shape + number) - gammaln(shape) + shape * np.log(rate)
        return -float(np.mean(like - (shape + number) * np.log(rate + total)))

    start = np.log([1.0, total.sum() / number.sum()])
    found = minimize(loss, start, method="L-BFGS-B", bounds=[(-3, 6), (-3, 14)])
    return Rhythm(*(float(value) for value in np.exp(found.x)))


def late_after(rhythm: Rhythm, gaps: np.ndarray, gap_days: np.ndarray) -> np.ndarray:
    """Return after how many days without an order each customer is late.

    So long a gap, or a longer one, has a chance of CHANCE, given the customer's own gaps
    (the quantile of a Lomax distribution).
    """
    return (rhythm.rate + gap_days) * (CHANCE ** (-1 / (rhythm.shape + gaps)) - 1)
