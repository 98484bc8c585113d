"""Spend has a heavy tail: a plain interval beside a winsorised and a bootstrapped one.

A few customers spend so much that means hop with them. The plain interval holds once an arm
has enough customers for its mean to be normal all the same; from how many on, the skewness
tells, and drawing experiments without any effect from the customers' own spend checks it.
"""

from typing import NamedTuple

import numpy as np

from helpers.evidence import (
    Difference,
    Interval,
    percentile_interval,
    proportion_interval,
    sample_of,
    welch_difference,
)
from helpers.evidence.threads import one_thread

KEEP = 0.99  # of all units; what lies above counts as the largest of these
ERROR = 0.01  # points of coverage that an interval may lack
LOWEST = 0.94  # coverage that counts as 95 %
MANY_VALUES = 50_000  # distinct amounts, beyond which the bootstrap is not worth its time
BLOCK = 4_000_000  # draws held at once
LEAST = 30


class Winsorised(NamedTuple):
    """The difference with amounts cut at `limit`; `cut` units had more."""

    difference: Difference
    limit: float
    cut: int


def winsorised_difference(
    treated: np.ndarray, control: np.ndarray, *, keep: float = KEEP, confidence: float = 0.95
) -> Winsorised:
    """Return the difference of means with the largest amounts cut, for both arms at one limit.

    The limit is a quantile of both arms together, so that the effect cannot move it in one. It
    estimates the effect on amounts up to the limit: with a little bias, and with less noise.

    References
    ----------
    Tukey (1962), "The Future of Data Analysis", Annals of Mathematical Statistics 33.
    """
    together = np.concatenate([treated, control])
    limit = float(np.quantile(together, keep, method="inverted_cdf"))
    first, second = (sample_of(np.minimum(arm, limit)) for arm in (treated, control))
    found = welch_difference(treatment=first, control=second, confidence=confidence)
    return Winsorised(found, limit, int((together > limit).sum()))


def bootstrap_difference(
    treated: np.ndarray,
    control: np.ndarray,
    *,
    rng: np.random.Generator,
    resamples: int = 999,
    confidence: float = 0.95,
) -> Interval | None:
    """Return the difference of means with its percentile bootstrap interval.

    Customers are drawn with replacement within each arm, by how many have each amount: most
    spend nothing. None where there are more than MANY_VALUES amounts; an arm so large does
    without.
    """
    means = []
    for arm in (treated, control):
        amounts, times = np.unique(arm, return_counts=True)
        if len(amounts) > MANY_VALUES:
            return None
        means.append(_resampled_means(amounts, times, resamples, rng))
    estimate = float(np.mean(treated) - np.mean(control))
    return percentile_interval(estimate, means[0] - means[1], confidence=confidence)


def plain_from(values: np.ndarray, *, error: float = ERROR, confidence: float = 0.95) -> int:
    """Return from how many customers per arm on the plain interval holds.

    By the Edgeworth expansion of Student's interval for one mean: what its coverage lacks is
    about q / n, where q grows with the square of the skewness. Of two like arms of one size
    skewness cancels in part, so that this errs on the safe side; where one arm is much smaller
    it is that arm that counts.

    Parameters
    ----------
    values : ndarray
        What customers spent, both arms together.
    error : float
        What coverage may lack (proportion).

    References
    ----------
    Hall (1988), "Theoretical Comparison of Bootstrap Confidence Intervals", Annals of
    Statistics 16, section 3. Kohavi et al. (2014), "Seven Rules of Thumb for Web Site
    Experimenters", KDD, ask for 355 skewness squared, for either tail by itself.
    """
    from scipy.stats import kurtosis, norm, skew

    if np.ptp(values) == 0:
        return LEAST
    z = float(norm.ppf((1 + confidence) / 2))
    tilt, tails = float(skew(values)), float(kurtosis(values))
    lacking = (
        tilt**2 * (z**4 + 2 * z**2 - 3) / 18 - tails * (z**2 - 3) / 12 + (z**2 + 1) / 4
    ) * 2 * z * norm.pdf(z)  # fmt: skip
    return max(LEAST, int(np.ceil(lacking / error)))


def coverage(
    values: np.ndarray,
    sizes: tuple[int, int],
    *,
    rng: np.random.Generator,
    runs: int = 2_000,
    confidence: float = 0.95,
) -> float:
    """Return how often a plain interval holds nought where there is no effect.

    Experiments of arms of such sizes are drawn from the same values, with replacement.

    Parameters
    ----------
    values : ndarray
        What customers spent, both arms together.
    sizes : tuple of (int, int)
        Customers in the treatment and in the control.
    """
    most = max(1, BLOCK // sum(sizes))
    held = 0
    for start in range(0, runs, most):
        some = min(most, runs - start)
        first, second = (
            sample_of(values[rng.integers(len(values), size=(some, size))]) for size in sizes
        )
        found = welch_difference(treatment=first, control=second, confidence=confidence)
        held += int(((found.lower <= 0) & (found.upper >= 0)).sum())
    return held / runs


def holds(held: float, runs: int) -> bool:
    """Return whether intervals hold: whether coverage is not surely below LOWEST.

    Parameters
    ----------
    held : float
        The share of drawn experiments whose interval held.
    runs : int
        How many were drawn.

    Examples
    --------
    >>> holds(0.935, 2000), holds(0.92, 2000)
    (True, False)
    """
    return proportion_interval(round(held * runs), runs).upper >= LOWEST


def _resampled_means(
    amounts: np.ndarray, times: np.ndarray, resamples: int, rng: np.random.Generator
) -> np.ndarray:
    rows = int(times.sum())
    most = max(1, BLOCK // len(amounts))
    sizes = [min(most, resamples - start) for start in range(0, resamples, most)]
    with one_thread():
        drawn = [rng.multinomial(rows, times / rows, size=size) @ amounts for size in sizes]
    return np.concatenate(drawn) / rows
