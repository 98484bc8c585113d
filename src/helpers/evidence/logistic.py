"""Logistic regression whose standard errors allow for rows that hang together.

A customer stands in several snapshots, and its rows are not independent. The coefficients are
those of maximum likelihood; their covariance is the sandwich with one score per cluster.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

STEPS, CLOSE = 50, 1e-9
RIDGE = 1e-6  # keeps a column that tells nothing from having no answer


class Fit(NamedTuple):
    """Coefficients and their standard errors, by column; `converged` is false where none settle."""

    coefficients: pd.Series
    errors: pd.Series
    converged: bool

    @property
    def p_values(self) -> pd.Series:
        """Two-sided p-values of each coefficient (normal)."""
        from scipy.stats import norm

        return pd.Series(2 * norm.sf((self.coefficients / self.errors).abs()), self.errors.index)


def clustered_logit(rows: pd.DataFrame, happened: np.ndarray, clusters: np.ndarray) -> Fit:
    """Return a logistic regression with standard errors that are clustered.

    Parameters
    ----------
    rows : DataFrame
        One row per case, columns of numbers without missing values; the constant is added.
    happened : ndarray of bool
        What came true.
    clusters : ndarray
        To whom each row belongs.

    Raises
    ------
    ValueError
        If all outcomes are alike, or there are fewer rows than columns.

    References
    ----------
    Liang and Zeger (1986), "Longitudinal Data Analysis Using Generalized Linear Models",
    Biometrika 73.
    """
    outcome = np.asarray(happened, dtype=float)
    if len(outcome) <= rows.shape[1] + 1 or outcome.min() == outcome.max():
        raise ValueError(f"nothing can be learned from {len(outcome)} outcomes that are all alike "
                         f"or fewer than the {rows.shape[1] + 1} columns")  # fmt: skip
    scale = rows.std().replace(0, 1)
    design = np.column_stack([np.ones(len(rows)), (rows - rows.mean()) / scale])
    found, converged = _newton(design, outcome)
    left = outcome - _chance(design @ found)
    bread = np.linalg.inv(_information(design, found))
    scores = pd.DataFrame(design * left[:, None]).groupby(np.asarray(clusters)).sum().to_numpy()
    number = len(scores)
    covariance = bread @ (scores.T @ scores) @ bread * number / max(number - 1, 1)
    errors = pd.Series(np.sqrt(np.diag(covariance))[1:], rows.columns) / scale
    return Fit(pd.Series(found[1:], rows.columns) / scale, errors, converged)


def _newton(design: np.ndarray, outcome: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return the coefficients of the likelihood's top, and whether it was reached."""
    found = np.zeros(design.shape[1])
    for _ in range(STEPS):
        slope = design.T @ (outcome - _chance(design @ found)) - RIDGE * found
        step = np.linalg.solve(_information(design, found), slope)
        found = found + np.clip(step, -5, 5)
        if np.abs(step).max() < CLOSE:
            return found, True
    return found, False


def _information(design: np.ndarray, found: np.ndarray) -> np.ndarray:
    chance = _chance(design @ found)
    weighted = design * (chance * (1 - chance))[:, None]
    return design.T @ weighted + RIDGE * np.eye(design.shape[1])


def _chance(log_odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
