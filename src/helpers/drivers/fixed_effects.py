"""Poisson regression of counts with fixed effects, and errors that allow for what weeks share.

Some groups of rows (the weeks of a category) have an effect of their own each. These are taken
out by demeaning in every step of the fit, so that thousands of them cost nothing. A Poisson
regression needs only its mean to be right; the errors are those of Driscoll and Kraay, which
allow for whatever rows of one week, and of some weeks after it, have in common.
"""

from typing import NamedTuple

import numpy as np

from helpers.evidence.threads import one_thread

STEPS, SMALLEST_STEP = 50, 1e-7
LAGS = 4  # weeks over which shocks may last


class Slopes(NamedTuple):
    """What a regression found of the columns that were asked for.

    Attributes
    ----------
    value, error : ndarray of float, shape (columns,)
        Coefficients and their standard errors; nan where the data do not tell.
    covariance : ndarray of float, shape (columns, columns)
    expected : ndarray of float, shape (rows,)
        Fitted counts; 0 where all counts of a group are.
    rows : int
        Rows that the fit rests on.
    """

    value: np.ndarray
    error: np.ndarray
    covariance: np.ndarray
    expected: np.ndarray
    rows: int


def poisson_slopes(
    counts: np.ndarray, columns: np.ndarray, *, held: np.ndarray, absorbed: np.ndarray,
    time: np.ndarray, lags: int = LAGS,
) -> Slopes:  # fmt: skip
    """Return the slopes of a Poisson regression with fixed effects.

    Parameters
    ----------
    counts : ndarray of float, shape (rows,)
    columns : ndarray of float, shape (rows, columns)
        What slopes are asked of.
    held : ndarray of float, shape (rows, others)
        Other columns that are held equal, such as one per product.
    absorbed : ndarray of int, shape (rows,)
        Groups of rows with an effect of their own each.
    time : ndarray of int, shape (rows,)
        Week of each row, from 0.
    lags : int
        Weeks over which shocks may last.

    References
    ----------
    Correia, Guimaraes and Zylkin (2020), "Fast Poisson estimation with high-dimensional fixed
    effects", Stata Journal 20. Driscoll and Kraay (1998), "Consistent covariance matrix
    estimation with spatially dependent panel data", Review of Economics and Statistics 80.
    Errors are never below those of a quasi-Poisson regression, since few weeks tell little of
    what they share.
    """
    with one_thread():
        return _slopes(counts, columns, held, absorbed, time, lags)


def _slopes(counts, columns, held, absorbed, time, lags: int) -> Slopes:
    asked = columns.shape[1]
    order = np.argsort(absorbed, kind="stable")
    used = order[np.bincount(absorbed, counts)[absorbed[order]] > 0]
    every = np.hstack([columns, held])[used].astype(float)
    groups = np.unique(absorbed[used], return_inverse=True)[1]
    value, centred, mean, inverse = _fitted(counts[used].astype(float), every, groups)
    spread = _driscoll_kraay(centred * (counts[used] - mean)[:, None], time[used], lags)
    robust = (inverse @ spread @ inverse)[:asked, :asked]
    free = max(len(used) - len(np.unique(groups)) - np.linalg.matrix_rank(inverse), 1)
    over = max(1.0, float((((counts[used] - mean) ** 2) / mean).sum() / free))
    plain = over * inverse[:asked, :asked]
    covariance = _no_smaller(robust, plain)
    unknown = _unidentified(centred[:, :asked], every[:, :asked])
    value, error = value[:asked].copy(), np.sqrt(np.diag(covariance)).copy()
    value[unknown], error[unknown] = np.nan, np.nan
    expected = np.zeros(len(counts))
    expected[used] = mean
    return Slopes(value, error, covariance, expected, len(used))


def _fitted(counts, every, groups):
    """Return coefficients, columns less their weighted group means, fitted counts, inverse."""
    mean = (counts + counts.mean()) / 2
    level = np.log(mean)
    for _ in range(STEPS):
        centred = _less_group_means(every, mean, groups)
        working = level + (counts - mean) / mean
        target = _less_group_means(working[:, None], mean, groups)[:, 0]
        weighed = centred * mean[:, None]
        value = np.linalg.lstsq(weighed.T @ centred, weighed.T @ target, rcond=1e-10)[0]
        moved = np.clip(working - (target - centred @ value), -30, 30)
        step, level = np.abs(moved - level).max(), moved
        mean = np.exp(level)
        if step < SMALLEST_STEP:
            break
    centred = _less_group_means(every, mean, groups)
    inverse = np.linalg.pinv(centred.T @ (centred * mean[:, None]), rcond=1e-10, hermitian=True)
    return value, centred, mean, inverse


def _less_group_means(columns, weights, groups):
    """Return columns less their weighted means by group; rows stand in the order of groups."""
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    sums = np.add.reduceat(weights[:, None] * columns, starts, axis=0)
    return columns - (sums / np.add.reduceat(weights, starts)[:, None])[groups]


def _driscoll_kraay(scores, time, lags: int) -> np.ndarray:
    """Return the spread of the scores' sums over weeks, with Bartlett weights for later weeks."""
    first = time.min()
    weeks = int(time.max() - first) + 1
    sums = np.stack([np.bincount(time - first, part, weeks) for part in scores.T], axis=1)
    spread = sums.T @ sums
    for lag in range(1, min(lags, weeks - 1) + 1):
        shared = sums[lag:].T @ sums[:-lag]
        spread += (1 - lag / (lags + 1)) * (shared + shared.T)
    return spread * weeks / max(weeks - 1, 1)


def _no_smaller(robust, plain):
    """Return the robust covariance, stretched where an error lies below the plain one."""
    own, least = np.diag(robust), np.diag(plain)
    stretch = np.sqrt(np.maximum(least / np.where(own > 0, own, 1), 1))
    stretched = robust * stretch[:, None] * stretch[None, :]
    np.fill_diagonal(stretched, np.maximum(own, least))
    return stretched


def _unidentified(centred, columns):
    """Return which columns hardly vary within the groups: no slope can be told."""
    left, whole = (centred**2).sum(axis=0), (columns**2).sum(axis=0)
    return left <= 1e-8 * np.maximum(whole, 1e-12)
