"""What a change is worth: what is left of the sales that it brings, less what it costs."""

from typing import NamedTuple

import numpy as np
import pandas as pd

LEVEL, POWER = 0.05, 0.80


class NetValue(NamedTuple):
    """Per treated customer over the experiment's days, in company currency."""

    estimate: float
    lower: float
    upper: float


def left_of_sales(costs: pd.DataFrame) -> float | None:
    """Return which share of net sales is left once goods and serving are paid; None if unknown.

    Parameters
    ----------
    costs : DataFrame
        The table `customer_margin`; may be without rows.
    """
    known = costs.dropna(subset=["margin"])
    sales = float(known["revenue"].sum())
    return float(known["margin"].sum()) / sales if sales > 0 else None


def net_value(result: pd.Series, *, cost: float, rate: float | None) -> NetValue:
    """Return what a change brings per treated customer, less its cost.

    Parameters
    ----------
    result : Series
        The row of `experiment_results` of net spend.
    cost : float
        Per treated customer (company currency).
    rate : float or None
        What is left of a unit of sales; None where costs are not known, and sales count whole.
    """
    left = 1.0 if rate is None else rate
    ends = sorted(left * float(result[end]) for end in ("lower", "upper"))
    return NetValue(left * float(result["effect"]) - cost, ends[0] - cost, ends[1] - cost)


def needed_units(result: pd.Series, smallest: float) -> int | None:
    """Return how many customers would show an effect of some size, four times in five.

    In arms of the shares that they had, tested at 5 % as one metric by itself.

    Parameters
    ----------
    result : Series
        A row of `experiment_results`: its standard error tells how much customers differ.
    smallest : float
        The effect, in the metric's unit; None is returned where it is nought.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, section 2.4.
    """
    from scipy.stats import norm

    if smallest <= 0 or not np.isfinite(smallest):
        return None
    wanted = smallest / float(norm.ppf(1 - LEVEL / 2) + norm.ppf(POWER))
    return int(np.ceil(int(result["n"]) * (float(result["standard_error"]) / wanted) ** 2))
