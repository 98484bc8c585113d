"""How orders are expected to come over the next two years: discounted, and until the next one."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

HORIZONS = (91, 182, 365, 730)  # days: three, six, twelve and twenty-four months
STEPS = (0, 30, 61, 91, 122, 152, 182, 228, 274, 319, 365, 456, 547, 638, 730)
ALIVE = 0.5  # below which no day of a next order is told


def path_ahead(forecaster: Any, histories: pd.DataFrame) -> pd.DataFrame:
    """Return how many order days are expected by so many days ahead.

    Parameters
    ----------
    forecaster : Forecaster
        The model in use.
    histories : DataFrame
        As from `histories`.

    Returns
    -------
    DataFrame
        By customer, one column per step of STEPS, growing from 0.
    """
    ahead = {days: forecaster.expected(histories, days) for days in STEPS[1:]}
    path = pd.DataFrame({0: 0.0, **ahead}, index=histories.index).astype(float)
    return path.cummax(axis="columns")


def discounted(path: pd.DataFrame, days: int, *, yearly_rate: float) -> pd.Series:
    """Return how many order days are expected by a horizon, later ones worth less.

    Between two steps order days are taken to come evenly.

    Parameters
    ----------
    path : DataFrame
        As from `path_ahead`.
    days : int
        One of its steps.
    yearly_rate : float
        What money that comes a year later is worth less (proportion).
    """
    steps = [step for step in path.columns if step <= days]
    force = np.log1p(yearly_rate) / 365
    begin, end = np.array(steps[:-1]), np.array(steps[1:])
    width = force * (end - begin)
    # The mean of exp(-force * t) over each step.
    within = np.divide(-np.expm1(-width), width, out=np.ones(len(width)), where=width > 0)
    coming = np.diff(path[steps].to_numpy(), axis=1)
    return pd.Series(coming @ (np.exp(-force * begin) * within), index=path.index)


def next_order_day(path: pd.DataFrame, alive: pd.Series, as_of: date) -> pd.Series:
    """Return the day by which one more order day is expected of each customer.

    Missing where that lies more than two years ahead, and where the customer has more
    likely left than not. Between two steps order days are taken to come evenly.

    Parameters
    ----------
    path : DataFrame
        As from `path_ahead`.
    alive : Series of float
        By customer, the chance of still being one; missing where no model tells it.
    """
    steps, grown = np.array(path.columns, dtype=float), path.to_numpy()
    reached = (grown[:, -1] >= 1) & ~alive.lt(ALIVE).to_numpy()
    after = np.clip((grown < 1).sum(axis=1), 1, len(steps) - 1)
    rows = np.arange(len(path))
    low, high = grown[rows, after - 1], grown[rows, after]
    part = np.divide(1 - low, high - low, out=np.zeros(len(path)), where=high > low)
    ahead = np.ceil(steps[after - 1] + part * (steps[after] - steps[after - 1]))
    days = pd.to_timedelta(np.where(reached, ahead, np.nan), unit="D")
    return pd.Series((pd.Timestamp(as_of) + days).astype("datetime64[us]"), index=path.index)


def horizon_day(as_of: date, days: int) -> date:
    """Return the last day of a horizon."""
    return as_of + timedelta(days=days)
