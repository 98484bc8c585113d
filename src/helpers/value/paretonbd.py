"""Pareto/NBD: customers buy at rates of their own until they stop, on any day.

Rates of buying are gamma distributed (r, alpha in weeks), rates of stopping too (s, beta in
weeks). What makes the likelihood costly, the integral over the unknown day of stopping, is the
difference of two integrals to infinity, one from the last order and one from the end: each
depends on two numbers only, so that customers share them. It is summed, not looked up as a
hypergeometric function: its slopes come with it, and it holds where alpha and beta lie far apart.

References
----------
Schmittlein, Morrison and Colombo (1987), "Counting Your Customers: Who Are They and What Will
They Do Next?", Management Science 33. Takahasi and Mori (1974), "Double Exponential Formulas
for Numerical Integration", Publications of RIMS 9. Fader and Hardie (2005), "A Note on Deriving the
Pareto/NBD Model and Related Expressions".
"""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import numpy as np

from helpers.value.fitting import Likelihood
from helpers.value.histories import DAYS, Cells
from helpers.value.rising import rising_log, rising_slope

NAMES = ("r", "alpha", "s", "beta")
STARTS = ((1.0, 10.0, 1.0, 10.0), (0.5, 10.0, 0.6, 12.0), (1.0, 10.0, 0.3, 50.0))
STEPS = np.arange(-22, 37) / 6  # of the double exponential rule: e^-31 to e^316
POINTS = np.exp(np.pi / 2 * np.sinh(STEPS))
SMALLEST_SHARE = 1e-17
WEIGHTS = POINTS * np.pi / 2 * np.cosh(STEPS) / 6


class Pairs(NamedTuple):
    """Distinct pairs of frequency and a time in weeks, and the pair that each cell has."""

    frequency: np.ndarray
    time: np.ndarray
    place: np.ndarray


class Part(NamedTuple):
    """The log of a part of the likelihood and its slopes by r, alpha, s and beta."""

    log: np.ndarray
    slopes: list[np.ndarray]


def likelihood_of(cells: Cells) -> Likelihood:
    """Return the log-likelihood of these customers, with its slopes by logs of parameters."""
    last, end = (_pairs(cells.frequency, time) for time in (cells.recency, cells.age))
    return partial(log_likelihood, cells=cells, last=last, end=end)


def log_likelihood(
    logs: np.ndarray, cells: Cells, last: Pairs, end: Pairs
) -> tuple[float, np.ndarray]:
    """Return the log-likelihood of all customers and its slopes by logs of r, alpha, s, beta.

    Parameters
    ----------
    logs : ndarray
        Logs of r, alpha (weeks), s and beta (weeks).
    cells : Cells
        Distinct histories.
    last, end : Pairs
        Their frequencies with the week of the last order, and with the end.
    """
    r, alpha, s, beta = np.exp(logs)
    x = cells.frequency
    parts, total = _parts(logs, cells, last, end)
    value = rising_log(r, x) + r * logs[1] + total
    slopes = [rising_slope(r, x) + logs[1], r / alpha, 0.0, 0.0]
    for part, sign in zip(parts, (1, 1, -1), strict=True):
        share = sign * np.exp(part.log - total)
        slopes = [slope + share * own for slope, own in zip(slopes, part.slopes, strict=True)]
    by_log = [float((slope * cells.customers).sum()) for slope in slopes]
    return float((value * cells.customers).sum()), np.exp(logs) * by_log


def probability_alive(
    parameters: Mapping[str, float], frequency: np.ndarray, recency: np.ndarray, age: np.ndarray
) -> np.ndarray:
    """Return the probability that customers have not stopped; 1 on the day of an order."""
    logs = np.log([parameters[name] for name in NAMES])
    cells = Cells(frequency, recency, age, np.ones(len(age)))
    pairs = _pairs(frequency, recency), _pairs(frequency, age)
    (alive, *_), total = _parts(logs, cells, *pairs)
    return np.minimum(np.exp(alive.log - total), 1)


def purchases_if_alive(
    parameters: Mapping[str, float],
    frequency: np.ndarray,
    age: np.ndarray,
    weeks: float | np.ndarray,
) -> np.ndarray:
    """Return the purchases expected in so many weeks of customers who have not stopped."""
    r, alpha, s, beta = (parameters[name] for name in NAMES)
    power, grown = s - 1, np.log1p(weeks / (beta + age))
    watched = grown if abs(power) < 1e-12 else -np.expm1(-power * grown) / power
    return (r + frequency) * (beta + age) / (alpha + age) * watched


def _parts(
    logs: np.ndarray, cells: Cells, last: Pairs, end: Pairs
) -> tuple[tuple[Part, Part, Part], np.ndarray]:
    """Return the parts of the likelihood, and the log of the first two less the third.

    They are alive at the end, stopped after the last order, and stopped after the end, which
    the second counts as well.
    """
    r, alpha, s, beta = np.exp(logs)
    u, to_end, life = r + cells.frequency, alpha + cells.age, np.log1p(cells.age / beta)
    ageing = s * cells.age / (beta * (beta + cells.age))
    alive = Part(
        -u * np.log(to_end) - s * life, [-np.log(to_end), -u / to_end, -life, ageing]
    )  # fmt: skip
    since_last, since_end = (_stopped_after(logs, pairs) for pairs in (last, end))
    outlived = np.log1p(-np.exp(np.minimum(since_end.log - alive.log, -1e-16)))
    total = np.logaddexp(alive.log + outlived, since_last.log)
    return (alive, since_last, since_end), total


def _stopped_after(logs: np.ndarray, pairs: Pairs) -> Part:
    """Return the part of the likelihood in which customers stop after a time, whenever.

    That is s beta^s times the integral of (alpha + t)^-(r + x) (beta + t)^-(s + 1), by the
    double exponential rule: its points lie ever further out, so that it holds for tails that
    fall as a power and for those that fall as an exponential.
    """
    r, alpha, s, beta = np.exp(logs)
    u = r + pairs.frequency
    buying, living = alpha + pairs.time, beta + pairs.time
    reach = _reach(u, buying, s + 1, living)
    sums = np.zeros((5, len(u)))
    for point, weight in zip(POINTS, WEIGHTS, strict=True):
        later = point * reach
        slow, old = np.log1p(later / buying), np.log1p(later / living)
        share = weight * reach * np.exp(-u * slow - (s + 1) * old)
        if point > 1 and (share <= SMALLEST_SHARE * sums[0]).all():
            break
        sums += share * [np.ones(len(u)), slow, 1 / (buying + later), old, 1 / (living + later)]
    whole, by_u, by_alpha, by_s, by_beta = sums / np.r_[[np.ones(len(u))], [sums[0]] * 4]
    life = np.log1p(pairs.time / beta)
    slopes = [
        -np.log(buying) - by_u, -u * by_alpha, 1 / s - life - by_s, s / beta - (s + 1) * by_beta
    ]  # fmt: skip
    log = np.log(s * whole / living) - u * np.log(buying) - s * life
    return Part(log[pairs.place], [slope[pairs.place] for slope in slopes])


def _reach(u: np.ndarray, buying: np.ndarray, n: float, living: np.ndarray) -> np.ndarray:
    """Return about where what is summed has fallen to e^-3, from below: the rule's middle."""
    reach = 1 / (u / buying + n / living)
    for _ in range(4):
        fallen = u * np.log1p(reach / buying) + n * np.log1p(reach / living)
        reach += (3 - fallen) / (u / (buying + reach) + n / (living + reach))
    return reach


def _pairs(frequency: np.ndarray, time: np.ndarray) -> Pairs:
    days = np.rint(time * 7).astype("int64")
    key, place = np.unique((frequency << DAYS) | days, return_inverse=True)
    return Pairs(key >> DAYS, (key & ((1 << DAYS) - 1)) / 7, place)
