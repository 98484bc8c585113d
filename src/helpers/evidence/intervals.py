"""Intervals by formula, for proportions and means; `resampling` has those for anything else.

The libraries that know the formulas are imported where they are used: a chapter
pays for what it asks.
"""

import math
from typing import NamedTuple

import numpy as np


class Interval(NamedTuple):
    """An estimate with the range that chance leaves open, in the estimate's unit."""

    estimate: float
    lower: float
    upper: float


def proportion_interval(count: int, rows: int, *, confidence: float = 0.95) -> Interval:
    """Return the share of rows that count, with Wilson's score interval.

    It stays inside 0 and 1, and says something where none or all count.

    Parameters
    ----------
    count, rows : int
        How many of how many.

    Raises
    ------
    ValueError
        If so many of so many cannot be.

    References
    ----------
    Wilson (1927), "Probable Inference, the Law of Succession, and Statistical
    Inference", Journal of the American Statistical Association 22.

    Examples
    --------
    >>> share = proportion_interval(81, 263)
    >>> f"{share.estimate:.3f} [{share.lower:.4f}, {share.upper:.4f}]"
    '0.308 [0.2553, 0.3662]'
    """
    from scipy.special import ndtri

    check_confidence(confidence)
    _check_counts("proportion", count, rows)
    # By hand: the library's call works out a test as well, which takes ten times as long.
    z, share = float(ndtri((1 + confidence) / 2)), count / rows
    whole = 2 * (rows + z**2)
    middle = (2 * rows * share + z**2) / whole
    half = z / whole * math.sqrt(4 * rows * share * (1 - share) + z**2)
    return Interval(
        share, middle - half if count else 0.0, middle + half if count < rows else 1.0
    )


def proportion_difference(
    *, treatment: tuple[int, int], control: tuple[int, int], confidence: float = 0.95
) -> Interval:
    """Return how much higher a share is in one group, with Newcombe's hybrid score interval.

    Parameters
    ----------
    treatment, control : tuple of (int, int)
        How many of how many independent rows: customers, never their sessions.

    Returns
    -------
    Interval
        Treatment minus control, a proportion between -1 and 1.

    Raises
    ------
    ValueError
        If so many of so many cannot be; names the group.

    References
    ----------
    Newcombe (1998), "Interval estimation for the difference between independent
    proportions", Statistics in Medicine 17, method 10.

    Examples
    --------
    >>> lift = proportion_difference(treatment=(56, 70), control=(48, 80))
    >>> f"{lift.estimate:.2f} [{lift.lower:.4f}, {lift.upper:.4f}]"
    '0.20 [0.0524, 0.3339]'
    """
    from helpers.evidence.differences import share_difference

    for name, counts in {"treatment": treatment, "control": control}.items():
        _check_counts(name, *counts)
    found = share_difference(treatment=treatment, control=control, confidence=confidence)
    return Interval(*found[:3])


def mean_interval(values: np.ndarray, *, confidence: float = 0.95) -> Interval:
    """Return a mean with Student's interval.

    Parameters
    ----------
    values : ndarray of float, shape (rows,)
        One per customer, at least two. With few rows and a long tail, as money
        has, resample instead.

    Raises
    ------
    ValueError
        If there are fewer than two, or one is missing.

    References
    ----------
    Student (1908), "The Probable Error of a Mean", Biometrika 6.
    """
    from scipy.stats import t

    check_confidence(confidence)
    values = _measured("values", values)
    half = t.ppf((1 + confidence) / 2, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5
    mean = values.mean()
    return Interval(float(mean), float(mean - half), float(mean + half))


def mean_difference(
    *, treatment: np.ndarray, control: np.ndarray, confidence: float = 0.95
) -> Interval:
    """Return how much higher a mean is in one group, with Welch's interval.

    The groups may differ in spread and in size.

    Parameters
    ----------
    treatment, control : ndarray of float
        One value per independent customer, at least two each.

    Returns
    -------
    Interval
        Treatment minus control, in the values' unit.

    Raises
    ------
    ValueError
        If a group has fewer than two values, or one is missing; names the group.

    References
    ----------
    Welch (1947), "The generalization of Student's problem when several different
    population variances are involved", Biometrika 34.
    """
    from helpers.evidence.differences import sample_of, welch_difference

    first, second = _measured("treatment", treatment), _measured("control", control)
    found = welch_difference(
        treatment=sample_of(first), control=sample_of(second), confidence=confidence
    )
    return Interval(*found[:3])


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that is no proportion."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, not at {confidence}")


def _check_counts(name: str, count: int, rows: int) -> None:
    if rows < 1 or not 0 <= count <= rows:
        raise ValueError(f"{name}: {count} of {rows} cannot be")


def _measured(name: str, values: np.ndarray) -> np.ndarray:
    values = np.asarray(values, dtype=float)
    missing = int((~np.isfinite(values)).sum())
    if missing:
        raise ValueError(f"{name}: {missing} of {len(values)} are missing or infinite")
    if len(values) < 2:
        raise ValueError(f"{name}: an interval needs at least two, not {len(values)}")
    return values
