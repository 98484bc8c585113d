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
FURTHEST = 11.0  # logs of parameters: a ridge without end is followed to e^11 and no further
NEAR = 1e-3  # log-likelihood that may still be gained from what counts as the top
NOISE = 1e-14  # of the log-likelihood: a gain below it cannot be seen
NOTHING = 1e-9  # gain in log-likelihood that is not worth a step
LITTLE = 0.1  # the same while starts are compared
MOST_STEPS, LONGEST, HALVINGS = 500, 2.0, 30  # of climbing, one step (in logs), of one step
FLAT = 1e-4  # curvature below which nothing is told: a standard error of 100 in logs
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
    rough : callable, optional
        A likelihood of a part of the customers, to choose among the starts by.
    lowest : sequence of float, optional
        Lower bounds of the parameters; e^-11 unless told.
    """
    floor = np.full(len(starts[0]), -FURTHEST) if lowest is None else np.log(lowest)
    rough = rough or likelihood
    begun = [np.clip(np.log(start), floor, FURTHEST) for start in starts]
    tried = [_ascend(rough, logs, floor, enough=LITTLE) for logs in begun]
    best = max(tried, key=lambda point: point.value)
    top = _ascend(likelihood, best.logs, floor, enough=NOTHING)
    spread = covariance(likelihood, top.logs)
    slopes = np.where(_held(top, floor), 0, top.slopes)
    return Top(top.logs, top.value, spread, _is_near(slopes, spread))


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

    Directions in which the likelihood is flat have a standard error of 100: no more is said.
    """
    step = 1e-4
    rows = []
    for place in range(len(logs)):
        aside = np.zeros(len(logs))
        aside[place] = step
        rows.append((likelihood(logs - aside)[1] - likelihood(logs + aside)[1]) / (2 * step))
    information = np.array(rows)
    curvature, directions = np.linalg.eigh((information + information.T) / 2)
    return (directions / np.maximum(curvature, FLAT)) @ directions.T


def _is_near(slopes: np.ndarray, spread: np.ndarray) -> bool:
    """Return whether hardly more can be gained within a factor of e of the parameters."""
    variance, directions = np.linalg.eigh(spread)
    return bool(((slopes @ directions) ** 2 * np.minimum(variance, 1)).sum() < NEAR)


class Point(NamedTuple):
    """Logs of parameters, with the log-likelihood and its slopes there."""

    logs: np.ndarray
    value: float
    slopes: np.ndarray


def _ascend(
    likelihood: Likelihood, start: np.ndarray, floor: np.ndarray, *, enough: float
) -> Point:
    """Return the highest point on the way up from a start, by the method of BFGS within bounds."""
    here = Point(start, *likelihood(start))
    fresh = np.eye(len(start)) / max(abs(here.value), 1.0)
    # What steps have told of the inverse curvature, among parameters that are not at a bound.
    inverse, known, free = fresh, False, ~_held(here, floor)
    for _ in range(MOST_STEPS):
        slopes = np.where(free, here.slopes, 0)
        way = np.where(free, inverse @ slopes, 0)
        if abs(way @ slopes) < max(enough, NOISE * abs(here.value)):
            break
        there = _step(likelihood, here, way, slopes, floor)
        if there is None and not known:
            break
        if there is not None:
            fallen = np.where(free, here.slopes - there.slopes, 0)
            inverse, known = _told(inverse, known, there.logs - here.logs, fallen)
            here = there
        # At another set of bounds, curvature is another one too.
        if there is None or (free == _held(here, floor)).any():
            inverse, known, free = fresh, False, ~_held(here, floor)
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
