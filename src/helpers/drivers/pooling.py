"""Many effects of one kind: each drawn towards the others, as far as they differ by chance.

Effects differ around a common mean by an unknown spread. Each spread is weighed by how well it
explains the estimates, so that intervals hold the doubt about it too.
"""

from typing import NamedTuple

import numpy as np

GRID = 201  # spreads that are tried


class Pooled(NamedTuple):
    """Effects drawn towards their mean.

    Attributes
    ----------
    value, lower, upper : ndarray of float, shape (effects,)
    mean, mean_lower, mean_upper : float
        The common mean.
    spread : float
        Posterior mean of how far effects differ (standard deviation).
    """

    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    mean: float
    mean_lower: float
    mean_upper: float
    spread: float


def pool(estimates: np.ndarray, errors: np.ndarray, *, confidence: float = 0.95) -> Pooled:
    """Return effects drawn towards their mean (partial pooling).

    Parameters
    ----------
    estimates, errors : ndarray of float, shape (effects,)
        Independent estimates and their standard errors; effects whose estimate is nan keep
        what is known of the others: the common mean, with the whole spread.

    References
    ----------
    Gelman et al. (2013), "Bayesian Data Analysis", section 5.4: normal effects and a flat
    prior on their mean and spread.

    Examples
    --------
    >>> pool(np.array([1.0, 1.0, 1.0]), np.array([0.1, 0.1, 0.1])).value.round(2).tolist()
    [1.0, 1.0, 1.0]
    """
    known = np.isfinite(estimates) & np.isfinite(errors) & (errors > 0)
    if known.sum() < 2:
        return _alone(estimates, errors, confidence)
    own, variance = estimates[known], errors[known] ** 2
    widest = max(4 * own.std(), 2 * np.sqrt(variance).mean())
    spreads = np.linspace(0, widest, GRID)
    total = variance[None, :] + spreads[:, None] ** 2
    precision = (1 / total).sum(axis=1)
    means = (own / total).sum(axis=1) / precision
    fit = -0.5 * (np.log(total) + (own - means[:, None]) ** 2 / total).sum(axis=1)
    weight = np.exp(fit - 0.5 * np.log(precision) - (fit - 0.5 * np.log(precision)).max())
    weight /= weight.sum()
    share = np.zeros((GRID, len(estimates)))
    share[:, known] = spreads[:, None] ** 2 / total
    drawn = np.where(known, estimates, 0.0) * share + (1 - share) * means[:, None]
    noise = np.where(known, errors, 0.0) ** 2 * share
    rest = np.where(known, 0.0, spreads[:, None] ** 2)
    inside = noise + rest + (1 - share) ** 2 / precision[:, None]
    value, lower, upper = _summed(drawn, np.sqrt(inside), weight, confidence)
    mean = _summed(means[:, None], 1 / np.sqrt(precision)[:, None], weight, confidence)
    return Pooled(
        value, lower, upper, *(float(part[0]) for part in mean), float(weight @ spreads)
    )  # fmt: skip


def _summed(centres, widths, weight, confidence: float):
    """Return mean and quantiles of mixtures of normal distributions, one per column."""
    from scipy.stats import norm

    value = weight @ centres
    ends = []
    for level in ((1 - confidence) / 2, (1 + confidence) / 2):
        low = (centres - 8 * widths).min(axis=0) - 1e-9
        high = (centres + 8 * widths).max(axis=0) + 1e-9
        for _ in range(60):  # bisection: 60 halvings reach the last digit
            middle = (low + high) / 2
            below = weight @ norm.cdf((middle - centres) / np.maximum(widths, 1e-12)) < level
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        ends.append((low + high) / 2)
    return value, *ends


def _alone(estimates, errors, confidence: float) -> Pooled:
    """Return single effects as they are, since there are no others to draw them to."""
    from scipy.stats import norm

    half = norm.ppf((1 + confidence) / 2) * errors
    known = np.flatnonzero(np.isfinite(estimates))
    ends = (estimates, estimates - half, estimates + half)
    mean = [float(part[known[0]]) if len(known) else np.nan for part in ends]
    return Pooled(*ends, *mean, np.nan)
