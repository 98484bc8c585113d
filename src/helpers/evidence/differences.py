"""Differences between two arms from their sums alone: one experiment, or ten thousand at once.

All fields may be numbers or arrays of one shape; nothing here looks at single rows, so that
rows may stay in an engine.
"""

from typing import NamedTuple

import numpy as np

from helpers.evidence.intervals import check_confidence


class Sample(NamedTuple):
    """What is known of one metric in one arm.

    Attributes
    ----------
    rows : number or ndarray
        Independent rows: customers, never their sessions.
    mean, variance : float or ndarray
        Of the metric; the variance is divided by rows - 1.
    """

    rows: np.ndarray | float
    mean: np.ndarray | float
    variance: np.ndarray | float


class Difference(NamedTuple):
    """Treatment minus control: estimate, interval, standard error and two-sided p-value."""

    estimate: np.ndarray | float
    lower: np.ndarray | float
    upper: np.ndarray | float
    standard_error: np.ndarray | float
    p_value: np.ndarray | float


def sample_of(values: np.ndarray) -> Sample:
    """Return rows, mean and variance of values; along the last axis where there are several."""
    values = np.asarray(values, dtype=float)
    return Sample(values.shape[-1], values.mean(axis=-1), values.var(axis=-1, ddof=1))


def welch_difference(
    *, treatment: Sample, control: Sample, confidence: float = 0.95
) -> Difference:
    """Return how much higher a mean is in one group, with Welch's interval and test.

    Where neither group has any spread the interval is the estimate, and the p-value 0 or 1.

    Raises
    ------
    ValueError
        If a group has fewer than two rows; names the group.

    References
    ----------
    Welch (1947), "The generalization of Student's problem when several different
    population variances are involved", Biometrika 34.

    Examples
    --------
    >>> found = welch_difference(treatment=Sample(50, 12.0, 4.0), control=Sample(50, 11.0, 4.0))
    >>> f"{found.estimate:.1f} [{found.lower:.3f}, {found.upper:.3f}], p {found.p_value:.4f}"
    '1.0 [0.206, 1.794], p 0.0141'
    """
    from scipy.stats import t

    check_confidence(confidence)
    _refuse_few(treatment=treatment, control=control)
    parts = [np.asarray(own.variance) / own.rows for own in (treatment, control)]
    variance, error = parts[0] + parts[1], np.sqrt(parts[0] + parts[1])
    estimate = np.asarray(treatment.mean) - control.mean
    flat = variance <= 0
    with np.errstate(invalid="ignore", divide="ignore"):
        below = parts[0] ** 2 / (treatment.rows - 1) + parts[1] ** 2 / (control.rows - 1)
        freedom = np.where(flat, 1.0, variance**2 / below)
        score = np.where(flat, np.where(estimate == 0, 0.0, np.inf), np.abs(estimate) / error)
    half = t.ppf((1 + confidence) / 2, freedom) * error
    return _plain(estimate, estimate - half, estimate + half, error, 2 * t.sf(score, freedom))


def share_difference(
    *,
    treatment: tuple[np.ndarray | int, np.ndarray | int],
    control: tuple[np.ndarray | int, np.ndarray | int],
    confidence: float = 0.95,
) -> Difference:
    """Return how much higher a share is in one group, with Newcombe's interval and a score test.

    The p-value is that of the pooled score test (the chi-square without correction); at the
    edge it may say otherwise than the interval, which does not pool.

    Parameters
    ----------
    treatment, control : tuple of (count, rows)
        How many of how many independent rows.

    References
    ----------
    Newcombe (1998), "Interval estimation for the difference between independent
    proportions", Statistics in Medicine 17, method 10.

    Examples
    --------
    >>> lift = share_difference(treatment=(56, 70), control=(48, 80))
    >>> f"{lift.estimate:.2f} [{lift.lower:.4f}, {lift.upper:.4f}]"
    '0.20 [0.0524, 0.3339]'
    """
    from scipy.stats import norm

    check_confidence(confidence)
    z = float(norm.ppf((1 + confidence) / 2))
    (first, first_rows), (second, second_rows) = treatment, control
    share, other = np.asarray(first) / first_rows, np.asarray(second) / second_rows
    low, high = _wilson(share, first_rows, z)
    other_low, other_high = _wilson(other, second_rows, z)
    estimate = share - other
    lower = estimate - np.hypot(share - low, other_high - other)
    upper = estimate + np.hypot(high - share, other - other_low)
    error = np.sqrt(share * (1 - share) / first_rows + other * (1 - other) / second_rows)
    pooled = (np.asarray(first) + second) / (np.asarray(first_rows) + second_rows)
    chance = np.sqrt(pooled * (1 - pooled) * (1 / np.asarray(first_rows) + 1 / second_rows))
    score = np.abs(estimate) / np.where(chance > 0, chance, 1.0)
    return _plain(estimate, lower, upper, error, 2 * norm.sf(score))


def relative_difference(
    *, treatment: Sample, control: Sample, confidence: float = 0.95
) -> Difference:
    """Return by which share of the control's mean the treatment's is higher.

    By the delta method on the logarithm of the ratio; missing where a mean is not above nought.

    References
    ----------
    Katz, Baptista, Azen and Pike (1978), "Obtaining confidence intervals for the risk ratio in
    cohort studies", Biometrics 34, for shares; the same for means.
    """
    from scipy.stats import norm

    check_confidence(confidence)
    _refuse_few(treatment=treatment, control=control)
    means = [np.asarray(own.mean, dtype=float) for own in (treatment, control)]
    possible = (means[0] > 0) & (means[1] > 0)
    means = [np.where(possible, mean, np.nan) for mean in means]
    ratio = means[0] / means[1]
    parts = (
        np.asarray(own.variance) / own.rows / mean**2
        for own, mean in zip((treatment, control), means, strict=True)
    )
    error = np.sqrt(sum(parts))
    half = float(norm.ppf((1 + confidence) / 2)) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(np.log(ratio) == 0, 0.0, np.abs(np.log(ratio)) / error)
    bounds = ratio * np.exp(-half) - 1, ratio * np.exp(half) - 1
    return _plain(ratio - 1, *bounds, ratio * error, 2 * norm.sf(score))


def _wilson(
    share: np.ndarray, rows: np.ndarray | int, z: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds of Wilson's score interval, exactly 0 and 1 where none and all count."""
    centre = (share + z**2 / (2 * rows)) / (1 + z**2 / rows)
    half = z / (1 + z**2 / rows) * np.sqrt(share * (1 - share) / rows + z**2 / (4 * rows**2.0))
    return (
        np.where(share == 0, 0.0, centre - half), np.where(share == 1, 1.0, centre + half)
    )  # fmt: skip


def _refuse_few(**arms: Sample) -> None:
    for name, arm in arms.items():
        fewest = np.min(arm.rows)
        if fewest < 2:
            raise ValueError(f"{name}: a difference needs at least two rows, not {fewest}")


def _plain(*fields: np.ndarray) -> Difference:
    """Return plain numbers where one experiment is read, arrays where several are."""
    return Difference(*(float(one) if np.ndim(one) == 0 else np.asarray(one) for one in fields))
