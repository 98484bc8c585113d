"""Does a change work differently for different customers at all? Asked before any targeting.

Learners always find differences. Here each block of units is foretold by what was learnt from
earlier blocks alone, and it is asked whether effects as measured go with effects as expected by
all learners together, so that none is chosen. Without any difference the answer of each order
of blocks is a draw from the standard normal distribution; the mean over orders spreads less, so
that the test errs on the safe side.

References
----------
Chernozhukov, Demirer, Duflo and Fernández-Val (2018), "Generic machine learning inference on
heterogeneous treatment effects in randomized experiments" (best linear predictor, sorted groups).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.threads import one_thread
from helpers.experiments.uplift.cross_fitting import (
    BLOCKS,
    FIRST,
    FOLDS,
    ORDERS,
    cut,
    expected_from_before,
    measured_effects,
)
from helpers.experiments.uplift.learners import LEARNERS, PLAIN
from helpers.experiments.uplift.trial import Trial

LEVEL = 0.05
GROUPS = 5
NORMAL = 1.959963984540054


class Heterogeneity(NamedTuple):
    """Whether effects differ beyond chance.

    Attributes
    ----------
    z : float
        How surely measured effects go with expected ones; standard normal if nothing differs.
    p_value : float
        One-sided: only differences that repeat themselves count.
    found : bool
        Whether the p-value is at most the level.
    groups : DataFrame
        `place` (1 is the fifth of whom least is expected), `customers`, `expected`, `effect`,
        `lower`, `upper`: the mean over orders of effects measured in blocks that taught
        nothing. `customers` are those of one order.
    """

    z: float
    p_value: float
    found: bool
    groups: pd.DataFrame


def test_heterogeneity(
    trial: Trial, *, rng: np.random.Generator, orders: int = ORDERS,
    learners: tuple[str, ...] = (PLAIN, *LEARNERS), level: float = LEVEL,
) -> Heterogeneity:  # fmt: skip
    """Return whether the effect of a change differs between customers, held out.

    Parameters
    ----------
    trial : Trial
    rng : numpy.random.Generator
        Where orders of units come from.
    orders : int
        How many orders are averaged.
    learners : tuple of str
        All of them are asked.
    level : float
        Smaller where several arms of one experiment are asked.
    """
    from scipy.stats import norm

    found, groups = [], []
    with one_thread():
        for _ in range(orders):
            block = cut(trial, BLOCKS, rng)
            measured = measured_effects(trial, cut(trial, FOLDS, rng))
            expected = np.array([expected_from_before(name, trial, block) for name in learners])
            found.append(order_statistic(measured, agreed(expected, block), block))
            groups.append(sorted_groups(measured, expected.mean(axis=0), block))
    z = float(np.mean(found))
    p_value = float(norm.sf(z))
    together = pd.concat(groups).groupby("place").mean().reset_index()
    together["lower"] = together["effect"] - NORMAL * together["error"]
    together["upper"] = together["effect"] + NORMAL * together["error"]
    together["customers"] = together["customers"].round().astype("int64")
    return Heterogeneity(z, p_value, p_value <= level, together.drop(columns="error"))


test_heterogeneity.__test__ = False  # by its name it would be collected as a test


def agreed(expected: np.ndarray, block: np.ndarray) -> np.ndarray:
    """Return what learners expect together, each by its own measure within each block.

    Parameters
    ----------
    expected : ndarray of float, shape (learners, units)
        As from `expected_from_before`.
    block : ndarray of int
    """
    found = np.full(len(block), np.nan)
    for number in range(FIRST, BLOCKS):
        own = expected[:, block == number]
        spread = own.std(axis=1, keepdims=True)
        beyond = own - own.mean(axis=1, keepdims=True)
        found[block == number] = (beyond / np.where(spread > 1e-9, spread, 1)).mean(axis=0)
    return found


def order_statistic(measured: np.ndarray, expected: np.ndarray, block: np.ndarray) -> float:
    """Return how surely measured effects go with those expected from before, over all blocks.

    Within each block the covariance over its standard error; summed, and brought back to
    variance 1. A block of which one and the same is expected throughout tells nothing.

    Parameters
    ----------
    measured : ndarray of float
        As from `measured_effects`.
    expected : ndarray of float
        As from `expected_from_before`.
    block : ndarray of int
    """
    told = []
    for number in range(FIRST, BLOCKS):
        own = block == number
        beyond = expected[own] - expected[own].mean()
        product = (measured[own] - measured[own].mean()) * beyond
        spread = np.sqrt((product**2).sum())
        told.append(product.sum() / spread if spread > 1e-12 else 0.0)
    return float(np.sum(told) / np.sqrt(len(told)))


def sorted_groups(
    measured: np.ndarray, expected: np.ndarray, block: np.ndarray, *, groups: int = GROUPS
) -> pd.DataFrame:
    """Return effects by groups of equal size, from whom least to whom most was expected.

    Returns
    -------
    DataFrame
        `place` (1 to `groups`), `customers`, `expected`, `effect`, `error`.
    """
    own = block >= FIRST
    rows = pd.DataFrame({"block": block[own], "expected": expected[own], "effect": measured[own]})
    rank = rows.groupby("block")["expected"].rank(method="first")
    size = rows.groupby("block")["expected"].transform("size")
    rows["place"] = np.ceil(rank * groups / size).astype("int64")
    by = rows.groupby("place")
    return pd.DataFrame({
        "customers": by.size(), "expected": by["expected"].mean(), "effect": by["effect"].mean(),
        "error": by["effect"].std() / np.sqrt(by.size()),
    }).reset_index()  # fmt: skip
