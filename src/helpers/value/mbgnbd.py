"""MBG/NBD: as BG/NBD, but customers may stop right after the first purchase too.

So that the probability to be alive of who bought once is not 1 by construction.

References
----------
Batislam, Denizel and Filiztekin (2007), "Empirical Validation and Comparison of Models for
Customer Base Analysis", International Journal of Research in Marketing 24. Hoppe and Wagner
(2007), "Customer Base Analysis: The Case for a Central Variant of the Betageometric/NBD Model".
"""

from collections.abc import Mapping
from functools import partial

import numpy as np

from helpers.value import bgnbd
from helpers.value.fitting import Likelihood
from helpers.value.histories import Cells

NAMES, STARTS = bgnbd.NAMES, bgnbd.STARTS
CHANCES_AT_START = 1


def likelihood_of(cells: Cells) -> Likelihood:
    """Return the log-likelihood of these customers, with its slopes by logs of parameters."""
    return partial(bgnbd.log_likelihood, cells=cells, at_start=CHANCES_AT_START)


def probability_alive(
    parameters: Mapping[str, float], frequency: np.ndarray, recency: np.ndarray, age: np.ndarray
) -> np.ndarray:
    """Return the probability that customers have not stopped."""
    return bgnbd.probability_alive(parameters, frequency, recency, age, at_start=CHANCES_AT_START)


def purchases_if_alive(
    parameters: Mapping[str, float],
    frequency: np.ndarray,
    age: np.ndarray,
    weeks: float | np.ndarray,
) -> np.ndarray:
    """Return the purchases expected in so many weeks of customers who have not stopped."""
    return bgnbd.purchases_if_alive(parameters, frequency, age, weeks, at_start=CHANCES_AT_START)
