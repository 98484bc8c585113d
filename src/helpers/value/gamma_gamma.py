"""Gamma-Gamma: what an order day is worth, each customer about a mean of its own.

A customer with many orders is judged by them, one with few mostly by all customers.

References
----------
Fader and Hardie (2013), "The Gamma-Gamma Model of Monetary Value". Fader, Hardie and Lee
(2005), "RFM and CLV: Using Iso-value Curves for Customer Base Analysis", Journal of Marketing
Research 42.
"""

from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.value.fitting import Likelihood, climb, in_blocks, some_of
from helpers.value.histories import refuse_fewer

NAMES = ("p", "q", "v")
LOWEST = (1e-4, 1.01, 1e-4)  # with q at 1 or less no mean exists
STARTS = ((2.0, 3.0, 1.0), (6.0, 4.0, 0.5), (0.5, 2.0, 1.0))


class SpendModel(NamedTuple):
    """A fitted model of spend: p, q and v (company currency); `covariance` is of their logs.

    `left_out` counts repeat buyers whose repeat spend is nothing or less, as after refunds.
    """

    parameters: dict[str, float]
    log_likelihood: float
    customers: int
    left_out: int
    covariance: np.ndarray
    converged: bool


class Spends(NamedTuple):
    """One entry per repeat buyer: `frequency` repeat order days, worth `total` together."""

    frequency: np.ndarray
    total: np.ndarray


def fit_spend(histories: pd.DataFrame) -> SpendModel:
    """Return the model of spend per order day, learned from repeat order days.

    Parameters
    ----------
    histories : DataFrame
        One row per customer: `frequency` and `repeat_spend`.

    Raises
    ------
    NotIdentified
        If too few repeat buyers spent more than nothing.
    """
    repeat = histories[histories["frequency"].gt(0)]
    kept = repeat[repeat["repeat_spend"].gt(0)]
    refuse_fewer(repeat_spenders=len(kept))
    kept = kept.sort_values("frequency", kind="stable")
    frequency, mean = kept["frequency"].to_numpy("int64"), kept["repeat_spend"].to_numpy(float)
    # In units of the usual spend, so that no currency's amounts lie beyond the bounds.
    usual = float(np.exp(np.log(mean).mean()))
    spends = Spends(frequency, frequency * mean / usual)
    top = climb(
        in_blocks(likelihood_of, spends), STARTS,
        rough=likelihood_of(some_of(spends)), lowest=LOWEST,
    )  # fmt: skip
    found = dict(zip(NAMES, (np.exp(top.logs) * [1, 1, usual]).tolist(), strict=True))
    value, left_out = top.log_likelihood - len(kept) * np.log(usual), len(repeat) - len(kept)
    return SpendModel(found, value, len(kept), left_out, top.covariance, top.converged)


def likelihood_of(spends: Spends) -> Likelihood:
    """Return the log-likelihood of these spends, with its slopes by logs of parameters."""
    return partial(log_likelihood, spends=spends)


def log_likelihood(logs: np.ndarray, spends: Spends) -> tuple[float, np.ndarray]:
    """Return the log-likelihood of all mean spends and its slopes by the logs of p, q, v."""
    from scipy.special import digamma, gammaln

    p, q, v = np.exp(logs)
    x, total = spends.frequency, spends.total
    own = p * np.arange(1, x.max() + 1)  # by number of order days, from 1
    sizes = gammaln(own + q) - gammaln(own) - gammaln(q) + np.log(own / p)
    larger, weight = np.log(total + v), p * x + q
    below = np.log(total) - larger
    value = sizes[x - 1] + q * (logs[2] - larger) + p * x * below - np.log(total)
    by_own = digamma(own + q)
    slopes = (
        x * ((by_own - digamma(own))[x - 1] + below),
        (by_own - digamma(q))[x - 1] + logs[2] - larger,
        q / v - weight / (total + v),
    )
    return float(value.sum()), np.exp(logs) * [float(slope.sum()) for slope in slopes]


def expected_spend(model: SpendModel, histories: pd.DataFrame) -> pd.Series:
    """Return what an order day of each customer is worth, in company currency.

    Who has no repeat orders is taken for the mean of all; a mean below nothing, as refunds
    leave behind, counts as nothing.

    Parameters
    ----------
    model : SpendModel
        As from `fit_spend`.
    histories : DataFrame
        One row per customer: `frequency` and `repeat_spend`.
    """
    p, q, v = (model.parameters[name] for name in NAMES)
    counted = histories["frequency"].to_numpy(float)
    mean = histories["repeat_spend"].fillna(0).clip(lower=0).to_numpy(float)
    return pd.Series(p * (v + counted * mean) / (p * counted + q - 1), index=histories.index)
