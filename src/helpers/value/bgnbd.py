"""BG/NBD: customers buy at rates of their own until, after some purchase, they stop.

Rates are gamma distributed (r, alpha in weeks), the chance to stop after a repeat purchase is
beta distributed (a, b). Everything is written so that neither 10,000 purchases nor a chance to
stop that hardly differs between customers (b without end) loses digits: ratios of gamma
functions are sums of logs, and the hypergeometric function is used in the form whose terms
shrink fastest.

References
----------
Fader, Hardie and Lee (2005), "Counting Your Customers the Easy Way: An Alternative to the
Pareto/NBD Model", Marketing Science 24. Hardie (2004), "Computing P(alive) Using the BG/NBD
Model".
"""

from collections.abc import Mapping
from functools import partial

import numpy as np

from helpers.value.fitting import Likelihood
from helpers.value.histories import Cells
from helpers.value.rising import rising_log, rising_slope

NAMES = ("r", "alpha", "a", "b")
STARTS = ((1.0, 10.0, 1.0, 1.0), (0.3, 5.0, 0.8, 2.5), (1.0, 10.0, 0.2, 20.0))
CHANCES_AT_START = 0  # after the first purchase nobody stops yet
SMALLEST_TERM, LARGEST = 1e-13, 1e200
STEEP = 30  # a above which the terms of the quicker series would grow before they shrink


def likelihood_of(cells: Cells) -> Likelihood:
    """Return the log-likelihood of these customers, with its slopes by logs of parameters."""
    return partial(log_likelihood, cells=cells)


def log_likelihood(
    logs: np.ndarray, cells: Cells, *, at_start: int = CHANCES_AT_START
) -> tuple[float, np.ndarray]:
    """Return the log-likelihood of all customers and its slopes by the logs of r, alpha, a, b.

    Parameters
    ----------
    logs : ndarray
        Logs of r, alpha (weeks), a and b.
    cells : Cells
        Distinct histories.
    at_start : int
        1 where a customer may stop right after the first purchase (MBG/NBD), else 0.
    """
    r, alpha, a, b = np.exp(logs)
    x = cells.frequency
    passed = x + at_start  # occasions to stop that were passed
    stopped = passed > 0
    to_end, to_last = alpha + cells.age, alpha + cells.recency
    grown = np.log(to_end / to_last)
    gone = np.log(a / np.where(stopped, b + passed - 1, 1)) + (r + x) * grown
    # Log and chance of having stopped after the last purchase, beside living on.
    either = np.where(stopped, np.logaddexp(0, gone), 0)
    share = np.where(stopped, np.exp(gone - either), 0)
    stays = rising_log(b, passed) - rising_log(a + b, passed)
    value = rising_log(r, x) + stays + r * logs[1] - (r + x) * np.log(to_end) + either
    both = rising_slope(a + b, passed)
    slopes = (
        rising_slope(r, x) + logs[1] - np.log(to_end) + share * grown,
        r / alpha - (r + x) / to_end + share * (r + x) * (1 / to_end - 1 / to_last),
        share / a - both,
        rising_slope(b, passed) - both - share / np.where(stopped, b + passed - 1, 1),
    )
    by_log = [float((slope * cells.customers).sum()) for slope in slopes]
    return float((value * cells.customers).sum()), np.exp(logs) * by_log


def probability_alive(
    parameters: Mapping[str, float],
    frequency: np.ndarray,
    recency: np.ndarray,
    age: np.ndarray,
    *,
    at_start: int = CHANCES_AT_START,
) -> np.ndarray:
    """Return the probability that customers have not stopped; 1 for who bought once."""
    r, alpha, a, b = (parameters[name] for name in NAMES)
    passed = frequency + at_start
    stopped = passed > 0
    grown = np.log((alpha + age) / (alpha + recency))
    gone = np.log(a / np.where(stopped, b + passed - 1, 1)) + (r + frequency) * grown
    return np.where(stopped, np.exp(-np.logaddexp(0, gone)), 1.0)


def purchases_if_alive(
    parameters: Mapping[str, float],
    frequency: np.ndarray,
    age: np.ndarray,
    weeks: float | np.ndarray,
    *,
    at_start: int = CHANCES_AT_START,
) -> np.ndarray:
    """Return the purchases expected in so many weeks of customers who have not stopped.

    Equation 10 of Fader, Hardie and Lee, over the probability to be alive, after Euler's
    transformation and with its singularity at a = 1 (and at a + b = 1) taken out.
    """
    r, alpha, a, b = (parameters[name] for name in NAMES)
    power, top = a - 1, a + b + at_start - 1 - r
    bottom = a + b + at_start + frequency - 1
    bottom, reach = np.broadcast_arrays(bottom, weeks / (alpha + age + weeks))
    left = np.log1p(-reach)
    if power > STEEP:
        own, held = r + frequency + 0 * bottom, bottom - power
        return bottom / power * -np.expm1(own * left + _log_plain(own, held, bottom, reach))
    whole = -left if abs(power) < 1e-12 else -np.expm1(power * left) / power
    return bottom * whole - np.exp(power * left) * _series(power, top, bottom, reach)


def _log_plain(
    own: np.ndarray, held: np.ndarray, bottom: np.ndarray, reach: np.ndarray
) -> np.ndarray:
    """Return the log of 2F1(own, held; bottom; reach) term by term, none of which is below 0."""
    term = np.ones(len(own))
    total, active, number = term.copy(), np.arange(len(term)), 0
    shrunk = np.zeros(len(own))  # of a customer with thousands of orders the sum has no room
    while len(active):
        grow = (own[active] + number) / (number + 1) * (held[active] + number)
        term = term * grow / (bottom[active] + number) * reach[active]
        total[active] += term
        large = total[active] > LARGEST
        term[large] /= LARGEST
        total[active[large]] /= LARGEST
        shrunk[active[large]] += np.log(LARGEST)
        number += 1
        large = term > SMALLEST_TERM * (1 - reach[active]) * total[active]
        active, term = active[large], term[large]
    return np.log(total) + shrunk


def _series(power: float, top: float, bottom: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """Return bottom x (2F1(power, top; bottom; reach) - 1) / power, term by term."""
    term = top * reach
    total, active, number = term.copy(), np.arange(len(term)), 1
    while len(active):
        grow = (power + number) / (number + 1) * (top + number) / (bottom[active] + number)
        term = term * grow * reach[active]
        total[active] += term
        number += 1
        large = np.abs(term) > SMALLEST_TERM * (1 - reach[active]) * np.abs(total[active])
        active, term = active[large], term[large]
    return total
