"""What to believe of an effect, for those who would rather have a chance than an interval."""

from typing import NamedTuple

import numpy as np

POINTS = 500  # of a distribution, at which another is looked at


class Belief(NamedTuple):
    """What is believed of an effect after the experiment.

    Attributes
    ----------
    mean, lower, upper : float or ndarray
        In the metric's unit; the credible interval leaves out as much on either side.
    chance_better : float or ndarray
        Probability that the effect is above nought.
    expected_loss : float or ndarray
        What shipping is expected to cost where it is wrong: the mean of how far the effect
        lies below nought, and nought where it does not.
    """

    mean: np.ndarray | float
    lower: np.ndarray | float
    upper: np.ndarray | float
    chance_better: np.ndarray | float
    expected_loss: np.ndarray | float


def normal_belief(
    estimate: np.ndarray | float,
    standard_error: np.ndarray | float,
    *,
    prior_sd: np.ndarray | float,
    confidence: float = 0.95,
) -> Belief:
    """Return the belief in an effect, where such effects are usually about nought.

    Both the prior and the estimate are taken as normal: the mean is the estimate drawn to
    nought, the more the less sure it is.

    Parameters
    ----------
    estimate, standard_error : float or ndarray
        As read.
    prior_sd : float
        Standard deviation of effects of such changes (metric's unit), above nought.

    Raises
    ------
    ValueError
        If `prior_sd` is not above nought.

    References
    ----------
    Gelman et al. (2013), Bayesian Data Analysis, section 2.5.
    """
    from scipy.stats import norm

    if np.any(np.asarray(prior_sd) <= 0):
        raise ValueError(f"prior_sd must be above 0, not {np.min(prior_sd)}")
    weight = np.square(prior_sd) / (np.square(prior_sd) + np.square(standard_error))
    mean = weight * np.asarray(estimate, dtype=float)
    spread = np.sqrt(weight) * np.asarray(standard_error, dtype=float)
    half = norm.ppf((1 + confidence) / 2) * spread
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(spread > 0, mean / spread, np.where(mean == 0, 0.0, np.sign(mean) * 99))
    loss = spread * norm.pdf(score) - mean * norm.cdf(-score)
    return _plain(mean, mean - half, mean + half, norm.cdf(score), np.maximum(loss, 0.0))


def share_belief(
    *,
    treatment: tuple[int, int],
    control: tuple[int, int],
    prior: tuple[float, float] = (1.0, 1.0),
    confidence: float = 0.95,
) -> Belief:
    """Return the belief in a difference of shares, each a beta distribution of its own.

    Exact but for the `POINTS` equally likely values at which the control's is taken; nothing
    is drawn by chance.

    Parameters
    ----------
    treatment, control : tuple of (int, int)
        How many of how many.
    prior : tuple of (float, float)
        Of the beta distribution that each share has beforehand; (1, 1) is even.

    References
    ----------
    Gelman et al. (2013), Bayesian Data Analysis, section 2.4.
    """
    from scipy.optimize import brentq
    from scipy.special import betainc, betaincinv

    (a, b), own = (
        (prior[0] + count, prior[1] + rows - count) for count, rows in (treatment, control)
    )
    points = betaincinv(*own, (np.arange(POINTS) + 0.5) / POINTS)

    def below(difference: float, chance: float = 0.0) -> float:
        return float(betainc(a, b, np.clip(points + difference, 0, 1)).mean()) - chance

    tail = (1 - confidence) / 2
    lower, upper = (
        brentq(below, -1, 1, args=(chance,), xtol=1e-9, rtol=1e-7) for chance in (tail, 1 - tail)
    )
    # E max(0, c - X) = c F(c) - m G(c), with G the distribution of one success more.
    mean, more = a / (a + b), betainc(a + 1, b, points)
    loss = float((points * betainc(a, b, points) - mean * more).mean())
    apart = mean - own[0] / sum(own)
    return Belief(apart, lower, upper, 1 - below(0.0), max(0.0, loss))


def _plain(*fields: np.ndarray) -> Belief:
    return Belief(*(float(one) if np.ndim(one) == 0 else np.asarray(one) for one in fields))
