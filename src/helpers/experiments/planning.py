"""Planning the next experiment: how many customers, for how long, for which effect.

What customers did in the last weeks tells how much they differ, and what their year before
explains of it.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.experiments.adjusted import slope
from helpers.experiments.moments import Moments, moments_of
from helpers.experiments.watching import BEFORE_DAYS, order_days_of, within
from helpers.workspace import contracts

DURATIONS = (28, 56, 84)  # days
LEVEL, POWER = 0.05, 0.80
MEASURED = {
    "conversion": "order_days_before", "order_days": "order_days_before",
    "net_spend": "net_spend_before",
}  # fmt: skip


def plans(
    customers: pd.Series, lines: Table, *, as_of: date, smallest: float, treated: float = 0.5
) -> pd.DataFrame:
    """Return what an experiment with all customers would show, by metric and duration.

    Parameters
    ----------
    customers : Series of str
        Who could be in it.
    lines : Table
        `order_lines` as known on the as-of day, by customer.
    smallest : float
        Smallest effect worth having, as a share of the control's metric.
    treated : float
        Share of customers to be treated.

    Returns
    -------
    DataFrame
        The table `experiment_plans`; without metrics that nobody moved.
    """
    rows = []
    for days in DURATIONS:
        start = as_of - timedelta(days=days - 1)
        units = pd.DataFrame({"experiment": "plan", "customer_id": customers.to_numpy(),
                              "assigned_on": pd.Timestamp(start)})  # fmt: skip
        done = order_days_of(units, lines)
        did, before = within(done, units, 0, days - 1), within(done, units, -BEFORE_DAYS, -1)
        did = did.assign(conversion=did["order_days"].gt(0).astype(float))
        before = before.add_suffix("_before")
        rows += [
            {"metric": metric, "days": days} | told
            for metric, other in MEASURED.items()
            if (told := _plan(did[metric], before[other], smallest, treated)) is not None
        ]
    return pd.DataFrame(rows, columns=list(contracts.load("experiment_plans").columns))


def smallest_seen(spread: float, customers: int, treated: float = 0.5) -> float:
    """Return the smallest difference of means that is shown four times in five.

    Two-sided at 5 %, one metric by itself.

    Parameters
    ----------
    spread : float
        Standard deviation between customers.
    customers : int
        In both arms.
    treated : float
        Share of them in the treatment.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, section 2.4.
    """
    from scipy.stats import norm

    error = standard_error(spread, customers, treated)
    return float((norm.ppf(1 - LEVEL / 2) + norm.ppf(POWER)) * error)


def standard_error(spread: float, customers: int, treated: float = 0.5) -> float:
    """Return how sure a difference of means is, of so many customers in both arms.

    Raises
    ------
    ValueError
        If nobody or everybody is treated.
    """
    if not 0 < treated < 1:
        raise ValueError(f"treated must lie between 0 and 1, not at {treated}")
    return float(spread * np.sqrt(1 / (treated * customers) + 1 / ((1 - treated) * customers)))


def power(spread: float, effect: float, customers: int, treated: float = 0.5) -> float:
    """Return how likely a difference of means is shown: two-sided at 5 %, one metric by itself.

    Examples
    --------
    >>> round(power(1.0, smallest_seen(1.0, 400), 400), 3)
    0.8
    """
    from scipy.stats import norm

    shift = effect / standard_error(spread, customers, treated)
    limit = norm.ppf(1 - LEVEL / 2)
    return float(norm.sf(limit - shift) + norm.cdf(-limit - shift))


def customers_needed(spread: float, effect: float, treated: float = 0.5) -> int:
    """Return how many customers show a difference of means four times in five."""
    return int(np.ceil((smallest_seen(spread, 1, treated) / effect) ** 2))


def _plan(
    did: pd.Series, before: pd.Series, smallest: float, treated: float
) -> dict[str, Any] | None:
    if len(did) < 2 or did.mean() <= 0:
        return None
    one = moments_of(did.to_numpy(float), before.to_numpy(float))
    spread, mean = _left_spread(one), float(one.mean)
    seen = smallest_seen(spread, len(did), treated)
    return {
        "mean": mean, "spread": float(np.sqrt(one.variance)), "adjusted_spread": spread,
        "customers": len(did), "smallest_seen": seen / mean,
        "needed": customers_needed(spread, smallest * mean, treated),
        "power": power(spread, smallest * mean, len(did), treated), "smallest_worth": smallest,
        "treated_share": treated,
    }  # fmt: skip


def _left_spread(one: Moments) -> float:
    """Return how much customers differ in what their year before does not explain."""
    rate = slope(one, one)
    return float(np.sqrt(max(0.0, one.variance - rate * one.covariance)))
