"""Sales without advertising: trend, season, days of the week, events, prices, own messages.

Quasi-Poisson regression with a logarithmic link: effects multiply, variance grows with the mean,
and by how much it is larger than chance is measured over days, weeks and months, because
what a model misses lasts for longer than a day.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.media.series import DAYS_PER_YEAR, Series

HALF_YEAR = 182
SHOCK_SPREAD = 0.2  # of the logarithm: own messages seldom move all sales by more than a third
BLOCK_DAYS = (1, 7, 14, 28)
LEAST_WEIGHT = 0.01


class Plan(NamedTuple):
    """How sales without advertising are described.

    `season` is the number of yearly waves, 0 for none, or 12 for one level per month; `trend`
    says whether the trend may bend every half-year; `controls` whether prices and the like
    count.
    """

    season: int
    bends: bool
    controls: bool


class Fit(NamedTuple):
    """A fitted regression: coefficients, and sales expected of each period."""

    coefficients: np.ndarray
    expected: np.ndarray


class Design(NamedTuple):
    """Columns that describe sales without advertising, and how firmly each is held at nought.

    `penalty` is one over the square of a coefficient's spread before any data; 0 is free.
    """

    columns: np.ndarray
    penalty: np.ndarray


def design(
    series: Series, plan: Plan, events: np.ndarray | None = None, *, known: int | None = None
) -> Design:  # fmt: skip
    """Return the columns of sales without advertising.

    Parameters
    ----------
    series : Series
    plan : Plan
    events : ndarray, shape (periods, events), optional
        Columns of yearly events, see `yearly_events`.
    known : int, optional
        After how many periods learning stops: a trend that bends stays level from there on.
    """
    known = known or len(series.sales)
    parts = [_trend(series, plan.bends, known), _season(series, plan.season), _weekdays(series)]
    if plan.controls:
        parts.append(_centred(series.controls.to_numpy(dtype=float)))
    if events is not None:
        parts.append(events)
    free = np.concatenate(parts, axis=1)
    shocks = series.shocks.to_numpy(dtype=float)
    penalty = np.r_[np.zeros(free.shape[1]), np.full(shocks.shape[1], 1 / SHOCK_SPREAD**2)]
    return Design(np.concatenate([free, shocks], axis=1), penalty)


def seasonal_places(series: Series, plan: Plan, events: int) -> np.ndarray:
    """Return which columns of a design tell the season, its events among them."""
    sizes = [
        (_trend(series, plan.bends, len(series.sales)).shape[1], False),
        (_season(series, plan.season).shape[1], True), (_weekdays(series).shape[1], False),
        (series.controls.shape[1] if plan.controls else 0, False), (events, True),
        (series.shocks.shape[1], False),
    ]  # fmt: skip
    return np.concatenate([np.full(size, seasonal) for size, seasonal in sizes])


def _trend(series: Series, bends: bool, known: int) -> np.ndarray:
    """Return a level, a slope, and one more slope from each half-year on."""
    gap, time = HALF_YEAR / series.step_days, np.arange(len(series.sales))
    if bends:
        time = np.minimum(time, known - 1)
    columns = [np.ones(len(time)), time / known - 0.5]
    if bends:
        starts = np.arange(gap, known - gap / 2, gap)
        columns += [np.maximum(time - start, 0) / known for start in starts]
    return np.stack(columns, axis=1)


def _season(series: Series, waves: int) -> np.ndarray:
    days = series.sales.index
    if waves == 12:
        levels = [days.month == month for month in range(2, 13) if (days.month == month).any()]
        return np.stack(levels, axis=1).astype(float) if levels else np.empty((len(days), 0))
    turn = 2 * np.pi * days.dayofyear.to_numpy() / DAYS_PER_YEAR
    each = [part(wave * turn) for wave in range(1, waves + 1) for part in (np.sin, np.cos)]
    return np.stack(each, axis=1) if each else np.empty((len(days), 0))


def _weekdays(series: Series) -> np.ndarray:
    if series.step_days != 1:
        return np.empty((len(series.sales), 0))
    weekday = series.sales.index.dayofweek.to_numpy()
    return (weekday[:, None] == np.arange(1, 7)).astype(float)


def _centred(columns: np.ndarray) -> np.ndarray:
    return columns - columns.mean(axis=0)


def fit(
    sales: np.ndarray, design: Design, offset: np.ndarray, *, dispersion: float = 1.0
) -> Fit:  # fmt: skip
    """Return the quasi-Poisson regression of sales on a design, by Newton's method.

    Parameters
    ----------
    sales : ndarray of float, shape (periods,)
    design : Design
    offset : ndarray of float, shape (periods,)
        Logarithm of what multiplies the expectation.
    dispersion : float
        Variance over mean; it weighs the data against the penalty.

    References
    ----------
    McCullagh and Nelder (1989), "Generalized Linear Models", chapter 9.
    """
    columns, hold = design.columns, dispersion * design.penalty + LEAST_WEIGHT
    beta = np.zeros(columns.shape[1])
    beta[0] = np.log(sales.sum() / np.exp(offset).sum())
    for _ in range(50):
        mean = np.exp(columns @ beta + offset)
        slope = columns.T @ (sales - mean) - hold * beta * (np.arange(len(beta)) > 0)
        curve = (columns * mean[:, None]).T @ columns + np.diag(hold)
        step = np.linalg.solve(curve, slope)
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return Fit(beta, np.exp(np.minimum(columns @ beta + offset, 50)))


def held_basis(design: Design, weight: np.ndarray, dispersion: float) -> np.ndarray:
    """Return an orthonormal basis of what the design takes out of weighted sales.

    Penalties count as further rows, of which the result holds none: products of two columns
    z and w, the design taken out, are z'w - (B'z)'(B'w).

    Returns
    -------
    ndarray, shape (periods, columns)
    """
    hold = np.sqrt(dispersion * design.penalty + LEAST_WEIGHT)
    rows = np.vstack([design.columns * np.sqrt(weight)[:, None], np.diag(hold)])
    return np.linalg.qr(rows)[0][: len(weight)]


def dispersion(series: Series, expected: np.ndarray, basis: np.ndarray) -> float:
    """Return variance over mean, the largest of those over days, weeks and months; at least 1.

    Sums over blocks show what is missed for longer than a period. Of each, the expectation
    allows for what the design has taken out. Sales in money have no least.
    """
    apart = (series.sales.to_numpy() - expected) / np.sqrt(expected)
    found = []
    for days in BLOCK_DAYS:
        length = max(1, days // series.step_days)
        blocks = len(apart) // length
        sums = apart[: blocks * length].reshape(blocks, length).sum(axis=1)
        taken = basis[: blocks * length].reshape(blocks, length, -1).sum(axis=1)
        found.append((sums @ sums) / max(blocks * length - (taken**2).sum(), 1.0))
    whole = bool((series.sales % 1 == 0).all())
    return float(max(max(found), 1.0 if whole else 0.0))


def log_expected(series: Series) -> np.ndarray:
    """Return the logarithm of the sales expected of customers, by period."""
    return np.log(np.maximum(series.expected.to_numpy(dtype=float), LEAST_WEIGHT))


def names_of_days(days: pd.DatetimeIndex) -> np.ndarray:
    """Return each day's place in the year, 29 February counted in all, so that years agree."""
    return (pd.to_datetime("2024-" + days.strftime("%m-%d")).dayofyear - 1).to_numpy()
