"""What the data say of channels, drawn by Gibbs sampling: carry-over, half saturation, effect.

With what is felt of each channel held fast, sales are nearly linear in the channels' effects; so
each turn draws one channel's cell of the grid with its effect summed out, then the effect.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import log_ndtr, ndtr, ndtri

from helpers.drivers.media import shapes

DRAWS, WARM_UP = 2_000, 300
# Spread of the largest effects of channels before any data (of usual sales); and those tried
# where it is learnt of all channels.
LARGEST_SPREAD, SPREADS = 0.5, np.geomspace(0.02, 1.5, 40)


class Known(NamedTuple):
    """What an experiment, or another source than these days, says of one channel.

    `channel` is its position; `share_by_cell` turns an effect into the figure that is known,
    for each cell of the grid; `mean` and `se` are that figure and its standard error.
    """

    channel: int
    share_by_cell: np.ndarray
    mean: float
    se: float


class Evidence(NamedTuple):
    """All that the draws need of the data: sums of squares and products, over one dispersion.

    Attributes
    ----------
    products : ndarray, shape (channels * CELLS, channels * CELLS)
        Weighted products of what is felt, after season, trend and all else is taken out.
    with_sales : ndarray, shape (channels * CELLS,)
        The same with sales.
    known : tuple of Known
        What else is known of channels.
    """

    products: np.ndarray
    with_sales: np.ndarray
    known: tuple[Known, ...] = ()


class Draws(NamedTuple):
    """What may be true of each channel, one row per draw.

    `cell` is the place on the grid of `shapes`, `effect` the largest effect as a share of
    usual sales; both of shape (draws, channels). `spread` is that of effects, shape (draws,).
    """

    cell: np.ndarray
    effect: np.ndarray
    spread: np.ndarray

    @property
    def carry_over(self) -> np.ndarray:
        """Share of a day's pressure still felt on the next, shape (draws, channels)."""
        return shapes.carry_over_of(self.cell)

    @property
    def half_saturation(self) -> np.ndarray:
        """Pressure at which half of the effect is reached, shape (draws, channels)."""
        return shapes.half_saturation_of(self.cell)


def draw(
    evidence: Evidence, *, rng: np.random.Generator, draws: int = DRAWS, warm_up: int = WARM_UP,
    pooled: bool = False,
) -> Draws:  # fmt: skip
    """Return draws from the posterior of all channels together.

    Effects are not below nought, half-normal around it. Their spread is LARGEST_SPREAD, so that
    intervals rest on the data; pooled, it is itself learnt, so that weak channels draw one
    another towards nought: what is ranked is to be shrunk first.

    Parameters
    ----------
    evidence : Evidence
    rng : numpy.random.Generator
    draws, warm_up : int
        Turns that are kept, and turns before them.
    pooled : bool
        Whether the spread of effects is learnt of all channels.

    References
    ----------
    Gelman (2006), "Prior distributions for variance parameters in hierarchical models",
    Bayesian Analysis 1.
    """
    channels = len(evidence.with_sales) // shapes.CELLS
    cell = np.full(channels, shapes.CELLS // 2)
    effect, spread = np.full(channels, 0.1), LARGEST_SPREAD
    squares = np.diag(evidence.products).reshape(channels, -1)
    kept: list[tuple] = []
    for turn in range(draws + warm_up):
        for channel in range(channels):
            inside = _others_out(evidence, channel, cell, effect)
            cell[channel], effect[channel] = _draw_channel(
                squares[channel], inside, spread, _of_channel(evidence, channel), rng
            )
        spread = _draw_spread(effect, rng) if pooled else spread
        if turn >= warm_up:
            kept.append((cell.copy(), effect.copy(), spread))
    cells, effects, spreads = (np.array(part) for part in zip(*kept, strict=True))
    return Draws(cells, effects, spreads)


def _of_channel(evidence: Evidence, channel: int) -> list[Known]:
    return [known for known in evidence.known if known.channel == channel]


def _others_out(evidence: Evidence, channel: int, cell, effect) -> np.ndarray:
    """Return a channel's products with the sales that the other channels leave."""
    own = slice(channel * shapes.CELLS, (channel + 1) * shapes.CELLS)
    left = evidence.with_sales[own].copy()
    for other in range(len(cell)):
        if other != channel:
            left -= evidence.products[other * shapes.CELLS + cell[other], own] * effect[other]
    return left


def _draw_channel(squares, inside, spread: float, known: list[Known], rng) -> tuple[int, float]:
    """Return a cell, the effect summed out over all that is not below nought, and an effect."""
    precision, pull = squares + 1 / spread**2, inside
    for fact in known:
        precision = precision + (fact.share_by_cell / fact.se) ** 2
        pull = pull + fact.share_by_cell * fact.mean / fact.se**2
    root = np.sqrt(precision)
    log_weight = shapes.log_prior() - np.log(root) + 0.5 * (pull / root) ** 2
    log_weight = log_weight + log_ndtr(pull / root)
    weight = np.cumsum(np.exp(log_weight - log_weight.max()))
    cell = min(int(np.searchsorted(weight, rng.random() * weight[-1])), len(weight) - 1)
    mean, se = pull[cell] / precision[cell], 1 / root[cell]
    below = ndtr(-mean / se)
    effect = mean + se * ndtri(min(below + rng.random() * (1 - below), 1 - 1e-15))
    return cell, max(float(effect), 1e-9)


def _draw_spread(effect: np.ndarray, rng) -> float:
    """Return a spread of effects: half-normal itself, of LARGEST_SPREAD."""
    fit = -len(effect) * np.log(SPREADS) - (effect**2).sum() / (2 * SPREADS**2)
    fit += np.log(SPREADS) - SPREADS**2 / (2 * LARGEST_SPREAD**2)  # even in the logarithm
    weight = np.cumsum(np.exp(fit - fit.max()))
    return float(SPREADS[min(np.searchsorted(weight, rng.random() * weight[-1]), len(weight) - 1)])
