"""The top of a likelihood: found from several starts, with how sharp it is in each direction."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

# Log-likelihood and its slopes by the logs of the parameters.
Likelihood = Callable[[np.ndarray], tuple[float, np.ndarray]]
FURTHEST = 14.0  # logs of parameters: a ridge without end is followed to e^14 and no further
STEEPEST = 1e-5  # slope of the mean log-likelihood at what counts as the top
FLAT = 1e-9  # curvature, as a share of the largest, below which nothing is told apart


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
    bounds = [(low, FURTHEST) for low in floor]
    rough = rough or likelihood
    scale = max(abs(rough(np.log(starts[0]))[0]), 1.0)
    tried = [_descend(rough, np.log(start), bounds, scale=scale) for start in starts]
    best = min(tried, key=lambda found: found.fun)
    logs = _descend(likelihood, best.x, bounds, scale=customers).x
    value, slopes = likelihood(logs)
    # At a bound only a slope that points inwards is one that could still be followed.
    held = ((logs >= FURTHEST) & (slopes > 0)) | ((logs <= floor) & (slopes < 0))
    steepest = np.abs(np.where(held, 0, slopes)).max() / customers
    return Top(logs, value, covariance(likelihood, logs), bool(steepest < STEEPEST))


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


def _descend(likelihood: Likelihood, start: np.ndarray, bounds: list, *, scale: float):
    from scipy.optimize import minimize

    def loss(logs: np.ndarray) -> tuple[float, np.ndarray]:
        value, slopes = likelihood(logs)
        return -value / scale, -slopes / scale

    start = np.clip(start, *np.transpose(bounds))
    return minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds,
        options={"maxiter": 500, "ftol": 1e-15, "gtol": 1e-8},
    )  # fmt: skip
