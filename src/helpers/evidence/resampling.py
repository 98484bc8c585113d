"""Intervals by resampling customers, for any statistic."""

from collections.abc import Callable, Iterator

import numpy as np

from helpers.evidence.intervals import Interval, check_confidence

BLOCK = 2_000_000  # weights held at once: a large company's would not fit the memory
MOST_ALONE = 30_000  # rows that are drawn one by one; of more, bundles of rows are drawn
BUNDLES = 5_000  # so many that their own number adds a hundredth to an interval's length


def bootstrap_weights(rows: int, *, resamples: int, rng: np.random.Generator) -> np.ndarray:
    """Return how often each row is drawn in each resample, with replacement.

    Weights instead of copies, so that statistics that are sums cost one product,
    and several statistics can be compared on the same resamples.

    Parameters
    ----------
    rows, resamples : int
        At least one of each.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    ndarray of int, shape (resamples, rows)
        Each row of the array sums to `rows`.

    Raises
    ------
    ValueError
        If there is no row to draw.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 6.
    """
    if rows < 1 or resamples < 1:
        raise ValueError(f"rows and resamples must be at least 1, not {rows} and {resamples}")
    drawn = rng.integers(rows, size=(resamples, rows))
    offsets = np.arange(resamples)[:, np.newaxis] * rows
    counts = np.bincount((drawn + offsets).ravel(), minlength=resamples * rows)
    return counts.reshape(resamples, rows)


def bootstrap_blocks(
    rows: int, *, resamples: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """Yield the weights of `bootstrap_weights`, the same ones, a few resamples at a time.

    What is made of them is as large as the number of resamples; the weights themselves
    are as large as that times all rows.
    """
    most = max(1, BLOCK // max(rows, 1))
    for start in range(0, resamples, most):
        yield bootstrap_weights(rows, resamples=min(most, resamples - start), rng=rng)


def bundles_of(rows: int, *, rng: np.random.Generator) -> np.ndarray:
    """Return the bundle with which each row is drawn: alone, or of very many rows some together.

    Rows are put together by chance, so that sums over bundles differ as much as those over
    rows do, and what is drawn does not grow with the number of rows.

    Parameters
    ----------
    rows : int
    rng : numpy.random.Generator
        Where chance comes from; not asked where each row is drawn alone.

    Returns
    -------
    ndarray of int, shape (rows,)
        Numbers of bundles, from 0.

    References
    ----------
    Wolter (2007), "Introduction to Variance Estimation", chapter 2 (random groups).
    """
    return np.arange(rows) if rows <= MOST_ALONE else rng.permutation(rows) % BUNDLES


def percentile_interval(
    estimate: float, resampled: np.ndarray, *, confidence: float = 0.95
) -> Interval:
    """Return the percentile interval of resampled estimates.

    Parameters
    ----------
    estimate : float
        The estimate from the data themselves.
    resampled : ndarray of float
        The estimate from each resample; missing ones are left out.
    confidence : float
        Coverage, between 0 and 1.

    Raises
    ------
    ValueError
        If the confidence is out of bounds.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
    """
    check_confidence(confidence)
    tail = (1 - confidence) / 2
    lower, upper = np.nanquantile(resampled, [tail, 1 - tail])
    return Interval(float(estimate), float(lower), float(upper))


def basic_interval(
    estimate: float, resampled: np.ndarray, *, confidence: float = 0.95
) -> Interval:
    """Return the basic (reverse percentile) interval of resampled estimates.

    For statistics that grow when rows repeat, such as variance explained by many
    groups: the resamples then lie too high, and the basic interval mirrors them
    back around the estimate.

    Parameters
    ----------
    estimate, resampled, confidence
        As in `percentile_interval`.

    References
    ----------
    Davison and Hinkley (1997), Bootstrap Methods and their Application, 5.2.1.
    """
    _, lower, upper = percentile_interval(estimate, resampled, confidence=confidence)
    return Interval(float(estimate), 2 * estimate - upper, 2 * estimate - lower)


def bootstrap_interval(
    statistic: Callable[[np.ndarray], float],
    values: np.ndarray,
    *,
    rng: np.random.Generator,
    resamples: int = 999,
    confidence: float = 0.95,
) -> Interval:
    """Return a statistic of some values with its percentile bootstrap interval.

    Parameters
    ----------
    statistic : callable
        From an array of values to a number.
    values : ndarray, shape (rows, ...)
        One row per customer.

    Raises
    ------
    ValueError
        If there is no row.
    """
    if len(values) == 0:
        raise ValueError("there is no row to draw from")
    rows = len(values)
    resampled = np.array([
        statistic(values[rng.integers(rows, size=rows)]) for _ in range(resamples)
    ])  # fmt: skip
    return percentile_interval(statistic(values), resampled, confidence=confidence)
