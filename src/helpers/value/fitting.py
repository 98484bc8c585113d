"""The top of a likelihood: found from several starts, with how sharp it is in each direction.

Fits take hundredths of a second, which loading a library's optimiser would take twenty times.

References
----------
Nocedal and Wright (2006), "Numerical Optimization", chapter 6 (BFGS).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

# Log-likelihood and its slopes by the logs of the parameters.
Likelihood = Callable[[np.ndarray], tuple[float, np.ndarray]]
FURTHEST = 14.0  # logs of parameters: a ridge without end is followed to e^14 and no further
STEEPEST = 1e-5  # slope of the mean log-likelihood at what counts as the top
LEVEL = 1e-9  # slope at which climbing ends
NOISE = 1e-14  # of the log-likelihood: a gain below it cannot be seen
MOST_STEPS, LONGEST, HALVINGS = 500, 2.0, 30  # of climbing, one step (in logs), of one step
FLAT = 1e-9  # curvature, as a share of the largest, below which nothing is told apart


BLOCK = 32_768  # rows that are worked on at once: short columns stay in the processor's cache
MOST_ROWS = 5_000  # by which the best start is chosen


class Top(NamedTuple):
    """Where a likelihood is highest: logs of parameters, value, covariance of the logs."""

    logs: np.ndarray
    log_likelihood: float
    covariance: np.ndarray
    converged: bool


def climb(
    likelihood: Likelihood,
    starts: Sequence[Sequence[float]],
    *,
    customers: float,
    rough: Likelihood | None = None,
    lowest: Sequence[float] | None = None,
) -> Top:
    """Return the highest point that is reached from any of the starts.

    Parameters
    ----------
    likelihood : callable
        Log-likelihood and slopes by the logs of the parameters.
    starts : sequence
        Parameters (not logs) to begin at.
    customers : float
        What the log-likelihood is a sum over: it is climbed as a mean.
    rough : callable, optional
        A likelihood of a part of the customers, to choose among the starts by.
    lowest : sequence of float, optional
        Lower bounds of the parameters; e^-14 unless told.
    """
    floor = np.full(len(starts[0]), -FURTHEST) if lowest is None else np.log(lowest)
    rough = rough or likelihood
    tried = [_ascend(rough, np.clip(np.log(start), floor, FURTHEST), floor) for start in starts]
    logs = max(tried, key=lambda point: point.value).logs
    top = _ascend(likelihood, logs, floor, total=customers)
    steepest = np.abs(np.where(_held(top, floor), 0, top.slopes)).max() / customers
    spread = covariance(likelihood, top.logs)
    return Top(top.logs, top.value, spread, bool(steepest < STEEPEST))


def in_blocks(likelihood_of: Callable[..., Likelihood], data: tuple) -> Likelihood:
    """Return the likelihood of a tuple of columns as a sum over blocks of their rows."""
    starts = range(0, len(data[0]), BLOCK)
    parts = [
        likelihood_of(type(data)(*(column[start : start + BLOCK] for column in data)))
        for start in starts
    ]

    def whole(logs: np.ndarray) -> tuple[float, np.ndarray]:
        values, slopes = zip(*(part(logs) for part in parts), strict=True)
        return sum(values), np.sum(slopes, axis=0)

    return whole


def some_of(data: tuple) -> tuple:
    """Return evenly many rows of a tuple of columns, as they lie sorted, in place of all."""
    every = -(-len(data[0]) // MOST_ROWS)
    return type(data)(*(column[::every] for column in data))


def covariance(likelihood: Likelihood, logs: np.ndarray) -> np.ndarray:
    """Return the covariance of the logs of parameters, from the observed information.

    Directions in which the likelihood is flat tell nothing; they get no variance, and
    forecasts do not depend on them either.
    """
    step = 1e-4
    rows = []
    for place in range(len(logs)):
        aside = np.zeros(len(logs))
        aside[place] = step
        rows.append((likelihood(logs - aside)[1] - likelihood(logs + aside)[1]) / (2 * step))
    information = np.array(rows)
    curvature, directions = np.linalg.eigh((information + information.T) / 2)
    told = curvature > FLAT * max(curvature.max(), 0)
    spread = np.where(told, 1 / np.where(told, curvature, 1), 0)
    return (directions * spread) @ directions.T


class Point(NamedTuple):
    """Logs of parameters, with the log-likelihood and its slopes there."""

    logs: np.ndarray
    value: float
    slopes: np.ndarray


def _ascend(
    likelihood: Likelihood, start: np.ndarray, floor: np.ndarray, *, total: float | None = None
) -> Point:
    """Return the highest point on the way up from a start, by the method of BFGS within bounds."""
    here = Point(start, *likelihood(start))
    total = total or max(abs(here.value), 1.0)
    fresh = np.eye(len(start)) / total
    inverse, known = fresh, False  # of the curvature, as far as steps have told it
    for _ in range(MOST_STEPS):
        free = ~_held(here, floor)
        slopes = np.where(free, here.slopes, 0)
        way = np.where(free, inverse @ slopes, 0)
        if np.abs(slopes).max() < LEVEL * total or abs(way @ slopes) < NOISE * abs(here.value):
            break
        there = _step(likelihood, here, way, slopes, floor)
        if there is None and not known:
            break
        if there is None:
            inverse, known = fresh, False
            continue
        inverse, known = _told(inverse, known, there.logs - here.logs, here.slopes - there.slopes)
        here = there
    return here


def _step(
    likelihood: Likelihood, here: Point, way: np.ndarray, slopes: np.ndarray, floor: np.ndarray
) -> Point | None:
    """Return a point that lies higher in a direction, halving the step until it does."""
    if way @ slopes <= 0:
        return None
    way = way * min(1.0, LONGEST / np.abs(way).max())
    for halving in range(HALVINGS):
        logs = np.clip(here.logs + way / 2**halving, floor, FURTHEST)
        value, there = likelihood(logs)
        if value > here.value and value >= here.value + 1e-4 * (slopes @ (logs - here.logs)):
            return Point(logs, value, there)
    return None


def _told(
    inverse: np.ndarray, known: bool, moved: np.ndarray, fallen: np.ndarray
) -> tuple[np.ndarray, bool]:
    """Return the inverse curvature corrected by how far slopes fell along one step."""
    along = moved @ fallen
    if along <= 1e-12 * np.linalg.norm(moved) * np.linalg.norm(fallen):
        return inverse, known
    if not known:
        inverse = np.eye(len(moved)) * along / (fallen @ fallen)
    turn = np.eye(len(moved)) - np.outer(moved, fallen) / along
    return turn @ inverse @ turn.T + np.outer(moved, moved) / along, True


def _held(point: Point, floor: np.ndarray) -> np.ndarray:
    """Return which parameters stand at a bound that their slope points out of."""
    above, below = point.logs >= FURTHEST, point.logs <= floor
    return (above & (point.slopes > 0)) | (below & (point.slopes < 0))
