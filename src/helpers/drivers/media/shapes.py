"""How spend is felt: it carries over into later days, and more of it adds less and less.

What a channel does on a day is the share x / (x + h) of its largest effect, where x is its
pressure (the spend of the day and what is left of the days before) as a multiple of its mean,
and h the half saturation. Both numbers are learnt on a grid, from priors that are the field's.
"""

from functools import cache

import numpy as np
from scipy.signal import lfilter
from scipy.stats import truncnorm

CARRY_OVERS = np.arange(0, 0.976, 0.025)
HALF_SATURATIONS = np.geomspace(0.15, 6.0, 14)
CELLS = len(CARRY_OVERS) * len(HALF_SATURATIONS)
# Of half saturation, before any data: mean, spread, least and most.
HALF_PRIOR = (0.8, 0.8, 0.1, 10.0)


def pressure(spend: np.ndarray, carry_over: float) -> np.ndarray:
    """Return each day's pressure as a multiple of its mean: its spend, and what is left of before.

    Parameters
    ----------
    spend : ndarray of float, shape (days,)
    carry_over : float
        Share of a day's pressure that is still felt on the next day (proportion).

    Raises
    ------
    ValueError
        If the carry-over is no proportion below one, or nothing was ever spent.

    Examples
    --------
    >>> pressure(np.array([4.0, 0.0, 0.0, 0.0]), 0.5).round(2).tolist()
    [2.13, 1.07, 0.53, 0.27]
    """
    if not 0 <= carry_over < 1:
        raise ValueError(f"carry_over must be at least 0 and below 1, not {carry_over}")
    felt = lfilter([1.0], [1.0, -carry_over], np.asarray(spend, dtype=float))
    if not felt.mean() > 0:
        raise ValueError("spend is nought on every day: no pressure can be told")
    return felt / felt.mean()


def saturated(pressures: np.ndarray, half_saturation: float | np.ndarray) -> np.ndarray:
    """Return the share of the largest effect that a pressure reaches.

    Examples
    --------
    >>> saturated(np.array([0.0, 1.0, 3.0]), 1.0).tolist()
    [0.0, 0.5, 0.75]
    """
    return pressures / (pressures + half_saturation)


def felt_by_cell(spend: np.ndarray) -> np.ndarray:
    """Return what is felt of a channel under each pair of carry-over and half saturation.

    Returns
    -------
    ndarray of float, shape (CELLS, days)
        Carry-overs run slowly, half saturations fast, see `carry_over_of`.
    """
    pressures = np.stack([pressure(spend, share) for share in CARRY_OVERS])
    felt = saturated(pressures[:, None, :], HALF_SATURATIONS[None, :, None])
    return felt.reshape(CELLS, -1)


def carry_over_of(cell: np.ndarray) -> np.ndarray:
    """Return the carry-over of each cell of the grid."""
    return CARRY_OVERS[cell // len(HALF_SATURATIONS)]


def half_saturation_of(cell: np.ndarray) -> np.ndarray:
    """Return the half saturation of each cell of the grid."""
    return HALF_SATURATIONS[cell % len(HALF_SATURATIONS)]


@cache
def log_prior() -> np.ndarray:
    """Return the logarithm of each cell's prior weight, shape (CELLS,); the weights add to one.

    Every carry-over is as likely as any other; half saturation is a normal around 0.8 with a
    spread of 0.8, cut at 0.1 and 10, in multiples of the mean pressure.

    References
    ----------
    Jin, Wang, Sun, Chan and Koehler (2017), "Bayesian Methods for Media Mix Modeling with
    Carryover and Shape Effects"; the priors are the defaults of Google's Meridian (2025), where
    the unit of half saturation is the median and not the mean.
    """
    mean, spread, least, most = HALF_PRIOR
    ends = (least - mean) / spread, (most - mean) / spread
    # The grid is even in the logarithm: each cell is as wide as it is large.
    weight = truncnorm.pdf(HALF_SATURATIONS, *ends, mean, spread) * HALF_SATURATIONS
    weight = np.tile(weight / weight.sum(), len(CARRY_OVERS)) / len(CARRY_OVERS)
    return np.log(weight)
