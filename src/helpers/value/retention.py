"""Shifted-beta-geometric: how long subscriptions last that come up for renewal each period.

Each customer ends at every renewal with a chance of its own; chances are beta distributed
(alpha, beta). Who easily leaves is gone soon, so that the renewal rate of those who stay rises
with age though no customer changes.

References
----------
Fader and Hardie (2007), "How to Project Customer Retention", Journal of Interactive Marketing
21. Fader and Hardie (2010), "Customer-Base Valuation in a Contractual Setting: The Perils of
Ignoring Heterogeneity", Marketing Science 29.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.value.fitting import climb
from helpers.value.histories import refuse_fewer
from helpers.value.rising import rising_log

NAMES = ("alpha", "beta")
STARTS = ((1.0, 1.0), (0.7, 3.0), (10.0, 100.0))


class RetentionModel(NamedTuple):
    """A fitted model: alpha and beta; `covariance` is that of their logs."""

    parameters: dict[str, float]
    log_likelihood: float
    subscriptions: int
    covariance: np.ndarray
    converged: bool


def fit_retention(renewals: pd.DataFrame) -> RetentionModel:
    """Return the model that makes these renewals most likely.

    Parameters
    ----------
    renewals : DataFrame
        One row per renewal: `period` (1 is the first renewal), `at_risk` (subscriptions that
        came up for it) and `renewed`. Subscriptions that began at different times are counted
        together by their age; who has not come up yet is not at risk.

    Raises
    ------
    NotIdentified
        If too few subscriptions came up for renewal, or too few of them ended.
    ValueError
        If a count is impossible.
    """
    wrong = renewals["renewed"].gt(renewals["at_risk"]) | renewals["renewed"].lt(0)
    if (wrong | renewals["period"].lt(1)).any():
        row = renewals[wrong | renewals["period"].lt(1)].iloc[0]
        raise ValueError(
            f"renewal {row['period']:g}: {row['renewed']:g} renewed of {row['at_risk']:g}; "
            "periods count from 1, and 0 <= renewed <= at_risk must hold"
        )
    ended = int((renewals["at_risk"] - renewals["renewed"]).sum())
    subscriptions = int(renewals["at_risk"].max()) if len(renewals) else 0
    refuse_fewer(subscriptions=subscriptions, ended=ended)
    return most_likely(renewals, subscriptions)


def most_likely(
    renewals: pd.DataFrame, subscriptions: int, *, starts: Sequence[Sequence[float]] = STARTS
) -> RetentionModel:
    """Return the model as `fit_retention` does, of so many subscriptions, however few ended.

    `starts` are alpha and beta to begin at: one is enough where a like fit is known.
    """
    told = renewals[["period", "at_risk", "renewed"]].to_numpy(float).T
    top = climb(partial(log_likelihood, told=told), starts)
    found = dict(zip(NAMES, np.exp(top.logs).tolist(), strict=True))
    return RetentionModel(
        found, top.log_likelihood, subscriptions, top.covariance, top.converged
    )  # fmt: skip


def log_likelihood(logs: np.ndarray, told: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the log-likelihood of all renewals and its slopes by the logs of alpha and beta.

    The likelihood of Fader and Hardie (2007) as a product over renewals: of those at risk each
    renews with the chance `renewal_rate`.
    """
    alpha, beta = np.exp(logs)
    period, at_risk, renewed = told
    stays, either = beta + period - 1, alpha + beta + period - 1
    ended = at_risk - renewed
    value = (renewed * np.log(stays / either) + ended * np.log(alpha / either)).sum()
    both = (at_risk / either).sum()
    return float(value), np.array([
        ended.sum() - alpha * both, beta * ((renewed / stays).sum() - both)
    ])  # fmt: skip


def renewal_rate(model: RetentionModel, period: np.ndarray) -> np.ndarray:
    """Return the chance that who comes up for the renewal of this number renews (1: first)."""
    alpha, beta = (model.parameters[name] for name in NAMES)
    return (beta + period - 1) / (alpha + beta + period - 1)


def survival(model: RetentionModel, renewals: np.ndarray) -> np.ndarray:
    """Return the share of new subscriptions that renew at least so often."""
    alpha, beta = (model.parameters[name] for name in NAMES)
    steps = np.asarray(renewals, dtype="int64")
    return np.exp(rising_log(beta, steps) - rising_log(alpha + beta, steps))


def expected_renewals(model: RetentionModel, renewed: pd.Series, periods: int) -> pd.Series:
    """Return how many of the next so many renewals are expected of running subscriptions.

    Parameters
    ----------
    model : RetentionModel
        As from `fit_retention`.
    renewed : Series of int
        How often each subscription has renewed so far.
    periods : int
        How many renewals ahead.
    """
    return discounted_renewals(model, renewed, periods, rate=0.0)


def discounted_renewals(
    model: RetentionModel, renewed: pd.Series, periods: int, *, rate: float
) -> pd.Series:
    """Return the renewals expected of running subscriptions, later ones counting for less.

    Parameters
    ----------
    model, renewed, periods
        As for `expected_renewals`.
    rate : float
        What money is worth in one period: the next renewal counts 1 / (1 + rate).
    """
    so_far = renewed.to_numpy("int64")
    ages, place = np.unique(so_far, return_inverse=True)
    now, total = survival(model, ages), np.zeros(len(ages))
    for ahead in range(1, periods + 1):
        total += survival(model, ages + ahead) / now / (1 + rate) ** ahead
    return pd.Series(total[place], index=renewed.index)


def lifetime_renewals(model: RetentionModel, renewed: pd.Series, *, rate: float) -> pd.Series:
    """Return all renewals that are still expected, discounted: the residual lifetime.

    Raises
    ------
    ValueError
        If `rate` is not above 0: undiscounted lifetimes need have no end.
    """
    from scipy.special import hyp2f1

    if rate <= 0:
        raise ValueError(f"rate must be above 0, not {rate}: undiscounted, the sum has no end")
    alpha, beta = (model.parameters[name] for name in NAMES)
    stays = beta + renewed.to_numpy(float)
    ahead = hyp2f1(1, stays + 1, alpha + stays + 1, 1 / (1 + rate))
    return pd.Series(stays / (alpha + stays) / (1 + rate) * ahead, index=renewed.index)
