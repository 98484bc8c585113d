"""What advertising does, learnt from a series: sales without it, and draws of each channel."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from helpers.drivers.media import baseline, shapes
from helpers.drivers.media.baseline import Design, Fit, Plan
from helpers.drivers.media.posterior import Draws, Evidence, Known, draw
from helpers.drivers.media.series import Series
from helpers.drivers.media.yearly_events import yearly_events

WIDEST = 2.0  # times the variance that days told
# A first look at channels, from which dispersion and weights are taken: these cells' mean.
PILOT_CARRY_OVERS, PILOT_HALF, PILOT_SPREAD = (0.2, 0.4, 0.6, 0.8), 1.0, 0.5


class Learned(NamedTuple):
    """What was learnt of a series.

    Attributes
    ----------
    series : Series
    plan : Plan
        How sales without advertising are described.
    design : Design
        Its columns.
    felt : ndarray of float32, shape (channels, CELLS, periods)
        What is felt of each channel under each cell of the grid.
    draws : Draws
        Each channel by itself: what intervals are made of.
    pooled : Draws
        Channels drawn to one another: what is ranked, and planned with.
    expected : ndarray, shape (periods,)
        Sales expected of each period, advertising included.
    dispersion : float
        Variance of sales over their mean.
    """

    series: Series
    plan: Plan
    design: Design
    felt: np.ndarray
    draws: Draws
    pooled: Draws
    expected: np.ndarray
    dispersion: float

    @property
    def channels(self) -> list[str]:
        """Names of the channels."""
        return list(self.series.spend.columns)


def learn(
    series: Series, plan: Plan, *, rng: np.random.Generator, known: Sequence[Known] = (),
    draws: int = 2_000, held_out: float = 0.0,
) -> Learned:  # fmt: skip
    """Return what a series tells of its channels.

    Where weeks that were not seen were missed by more than the days that were, intervals are
    widened as if these scattered as much, up to WIDEST.

    Parameters
    ----------
    series : Series
        With spend on at least one channel.
    plan : Plan
    rng : numpy.random.Generator
    known : sequence of Known, optional
        What experiments tell of channels.
    draws : int, optional
    held_out : float, optional
        Mean deviance of a period on weeks that were not seen.
    """
    with threadpool_limits(1):
        described = described_by(series, plan)
        felt = np.stack([shapes.felt_by_cell(spend) for spend in series.spend.to_numpy().T])
        first, dispersion = _first_look(series, described, felt)
        evidence = gather(series, described, felt, first, dispersion)
        evidence = evidence._replace(known=tuple(known))
        widened = float(np.clip(held_out / dispersion, 1, WIDEST))
        doubted = evidence._replace(
            products=evidence.products / widened, with_sales=evidence.with_sales / widened
        )
        apart = draw(doubted, rng=rng, draws=draws)
        pooled = draw(evidence, rng=rng, draws=draws, pooled=True)
    felt = felt.astype(np.float32)
    return Learned(series, plan, described, felt, apart, pooled, first.expected, dispersion)


def described_by(series: Series, plan: Plan) -> Design:
    """Return the columns of sales without advertising, yearly events among them.

    Newcomers follow the season less or more than customers do, and a season may rise or fade
    over the years: what season and events come to is stretched by both.
    """
    offset = baseline.log_expected(series)
    plain = baseline.design(series, plan)
    events = yearly_events(series, plain, offset).columns(series.sales.index)
    described = baseline.design(series, plan, events)
    seasonal = baseline.seasonal_places(series, plan, events.shape[1])
    if not seasonal.any():
        return described
    found = baseline.fit(series.sales.to_numpy(), described, offset).coefficients
    busy = described.columns[:, seasonal] @ found[seasonal]
    stretched = _stretched(busy - busy.mean(), series)
    free = np.zeros(stretched.shape[1])
    return Design(np.column_stack([described.columns, stretched]), np.r_[described.penalty, free])


def _stretched(busy: np.ndarray, series: Series) -> np.ndarray:
    """Return the season times the years gone by, and times the share of newcomers, and that."""
    columns = []
    if len(busy) >= 2 * series.year:
        columns.append(busy * np.linspace(-0.5, 0.5, len(busy)))
    newcomers = series.newcomers.to_numpy(dtype=float)
    if newcomers.std() > 0:
        columns += [busy * (newcomers - newcomers.mean()), newcomers - newcomers.mean()]
    return np.stack(columns, axis=1) if columns else np.empty((len(busy), 0))


def gather(
    series: Series, described: Design, felt: np.ndarray, first: Fit, dispersion: float
) -> Evidence:
    """Return sums of squares and products of what is felt, all else taken out.

    Sales are taken as they are near the first look: off from it in proportion, weighed by the
    mean, which is the quasi-likelihood to second order.
    """
    weight, root = first.expected, np.sqrt(first.expected)
    basis = baseline.held_basis(described, weight, dispersion)
    off = series.sales.to_numpy() / first.expected - 1
    sales = (off + np.log(first.expected) - baseline.log_expected(series)) * root
    centred = felt - felt.mean(axis=2, keepdims=True)
    columns = (centred * root).reshape(-1, len(weight))
    taken = columns @ basis
    products = (columns @ columns.T - taken @ taken.T) / dispersion
    with_sales = (columns @ sales - taken @ (basis.T @ sales)) / dispersion
    return Evidence(products, with_sales)


def _first_look(series: Series, described: Design, felt: np.ndarray) -> tuple[Fit, float]:
    """Return a fit with each channel in a middling shape, and the dispersion that it leaves."""
    half = np.abs(shapes.HALF_SATURATIONS - PILOT_HALF).argmin()
    places = [np.abs(shapes.CARRY_OVERS - share).argmin() for share in PILOT_CARRY_OVERS]
    cells = [place * len(shapes.HALF_SATURATIONS) + half for place in places]
    middling = felt[:, cells].mean(axis=1).T
    columns = np.concatenate([described.columns, middling - middling.mean(axis=0)], axis=1)
    penalty = np.r_[described.penalty, np.full(len(felt), 1 / PILOT_SPREAD**2)]
    both, offset = Design(columns, penalty), baseline.log_expected(series)
    dispersion = 1.0
    for _ in range(2):  # the penalty weighs less where sales scatter more
        first = baseline.fit(series.sales.to_numpy(), both, offset, dispersion=dispersion)
        basis = baseline.held_basis(both, first.expected, dispersion)
        dispersion = baseline.dispersion(series, first.expected, basis)
    return first, dispersion
