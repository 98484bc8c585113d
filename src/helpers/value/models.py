"""Models of buying, each called the same way: fitted, asked for purchases, life and doubt."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from types import ModuleType
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.value import bgnbd, mbgnbd, paretonbd
from helpers.value.fitting import FURTHEST, climb, in_blocks, some_of
from helpers.value.histories import DAYS, cells, refuse_too_few

KINDS: dict[str, ModuleType] = {"bgnbd": bgnbd, "mbgnbd": mbgnbd, "paretonbd": paretonbd}
UNKNOWN = 1.0  # standard error of a log at which a parameter is known to a factor of e only

TIMES = np.concatenate([[0.0], np.geomspace(1 / 7, 520, 90)])  # weeks


class Pairs(NamedTuple):
    """Distinct pairs of frequency and age in weeks: all that those alive differ in."""

    frequency: np.ndarray
    age: np.ndarray


class PurchaseModel(NamedTuple):
    """A fitted model: `covariance` is that of the logs of the parameters, in their order."""

    kind: str
    parameters: dict[str, float]
    log_likelihood: float
    customers: int
    covariance: np.ndarray
    converged: bool


def fit(
    kind: str, histories: pd.DataFrame, *, start: Mapping[str, float] | None = None
) -> PurchaseModel:
    """Return a model of buying that makes these histories most likely.

    Parameters
    ----------
    kind : {'bgnbd', 'mbgnbd', 'paretonbd'}
        Which model.
    histories : DataFrame
        One row per customer: `frequency`, `recency` and `age` in weeks.
    start : mapping, optional
        Parameters to begin at, such as last quarter's, instead of the usual starts.

    Raises
    ------
    NotIdentified
        If customers or repeat buyers are too few.
    ValueError
        If the kind is not known or a history impossible.
    """
    model = _module(kind)
    refuse_too_few(histories)
    counted = cells(histories)
    starts = model.STARTS if start is None else [[start[name] for name in model.NAMES]]
    top = climb(
        in_blocks(model.likelihood_of, counted), starts,
        rough=model.likelihood_of(some_of(counted)),
    )  # fmt: skip
    found = dict(zip(model.NAMES, np.exp(top.logs).tolist(), strict=True))
    return PurchaseModel(
        kind, found, top.log_likelihood, len(histories), top.covariance, top.converged
    )


def expected_purchases(
    model: PurchaseModel, histories: pd.DataFrame, weeks: float
) -> pd.Series:  # fmt: skip
    """Return the order days expected of each customer in the next so many weeks."""
    return probability_alive(model, histories) * _if_alive(model, histories, [(weeks, 1.0)])


def probability_alive(model: PurchaseModel, histories: pd.DataFrame) -> pd.Series:
    """Return the probability that each customer has not stopped buying."""
    columns = (histories[name].to_numpy(float) for name in ("recency", "age"))
    alive = _module(model.kind).probability_alive(
        model.parameters, histories["frequency"].to_numpy("int64"), *columns
    )
    return pd.Series(alive, index=histories.index)


def discounted_purchases(
    model: PurchaseModel, histories: pd.DataFrame, weeks: float, *, yearly_rate: float = 0.10
) -> pd.Series:
    """Return the order days expected of each customer, later ones counting for less.

    Discounting is continuous: a purchase a year from now counts 1 / (1 + yearly_rate).
    The integral over time is taken by Gauss and Legendre's rule.

    Parameters
    ----------
    model, histories
        A fitted model and the customers to forecast.
    weeks : float
        How far ahead.
    yearly_rate : float
        What money is worth a year; 0 gives `expected_purchases`.

    Raises
    ------
    ValueError
        If the rate is below 0.
    """
    if yearly_rate < 0:
        raise ValueError(f"yearly_rate must be 0 or more, not {yearly_rate}")
    force = np.log1p(yearly_rate) * 7 / 365.25  # per week
    nodes, weights = np.polynomial.legendre.leggauss(12)
    ahead, share = (nodes + 1) * weeks / 2, weights * weeks / 2
    # In parts: what is bought by the end, at the end's price, and what was bought sooner.
    steps = [(weeks, np.exp(-force * weeks))]
    steps += [
        (when, part * force * np.exp(-force * when))
        for when, part in zip(ahead, share, strict=True)
    ]
    return probability_alive(model, histories) * _if_alive(model, histories, steps)


def draw_parameters(
    model: PurchaseModel, draws: int, rng: np.random.Generator
) -> list[PurchaseModel]:
    """Return models as likely as this one's likelihood leaves open, for intervals.

    Logs of parameters are drawn from a normal distribution about the fitted ones. Where the
    likelihood is a ridge (`untold` names the parameters), draws stay where they are along it,
    since forecasts hardly depend on the place and a straight step would leave the ridge: there
    single parameters of a draw mean nothing, forecasts from whole draws do.
    """
    names = _module(model.kind).NAMES
    logs = np.log([model.parameters[name] for name in names])
    variance, directions = np.linalg.eigh(model.covariance)
    errors = np.sqrt(np.where(variance > UNKNOWN**2, 0, variance))
    drawn = logs + (rng.standard_normal((draws, len(logs))) * errors) @ directions.T
    values = np.exp(np.clip(drawn, -FURTHEST, FURTHEST))
    return [
        model._replace(parameters=dict(zip(names, row.tolist(), strict=True))) for row in values
    ]


def untold(model: PurchaseModel) -> list[str]:
    """Return the names of parameters that the data leave open by a factor of e or more.

    Also those followed to the end of the range: on a ridge without end.
    """
    errors = np.sqrt(np.diag(model.covariance))
    far = [abs(np.log(value)) > FURTHEST - 1 for value in model.parameters.values()]
    return [
        name
        for name, error, end in zip(model.parameters, errors, far, strict=True)
        if error > UNKNOWN or end
    ]


def expected_order_day(
    model: PurchaseModel, histories: pd.DataFrame, as_of: date
) -> pd.Series:  # fmt: skip
    """Return the day by which one more order day is expected of each customer.

    Missing where less than one is expected within ten years. The day is read between times
    that lie a tenth apart, which is good to a hundredth of the wait.
    """
    pairs, place = _pairs(histories)
    ask = _module(model.kind).purchases_if_alive
    needed = 1 / probability_alive(model, histories).to_numpy()
    weeks, before = np.full(len(needed), np.nan), np.zeros(len(pairs.age))
    for start, end in zip(TIMES[:-1], TIMES[1:], strict=True):
        by = ask(model.parameters, pairs.frequency, pairs.age, end)
        within = (before[place] < needed) & (by[place] >= needed)
        share = (needed - before[place]) / (by - before)[place]
        weeks = np.where(within, start + share * (end - start), weeks)
        before = by
    ahead = pd.to_timedelta(np.ceil(weeks * 7), unit="D")
    return pd.Series(pd.Timestamp(as_of) + ahead, index=histories.index).astype("datetime64[us]")


def _if_alive(
    model: PurchaseModel, histories: pd.DataFrame, steps: list[tuple[float, float]]
) -> np.ndarray:
    """Return a weighted sum of the purchases expected by several times, of who is alive.

    They depend on frequency and age alone, so each pair is worked out once.
    """
    pairs, place = _pairs(histories)
    ask = partial(_module(model.kind).purchases_if_alive, model.parameters, *pairs)
    return sum(weight * ask(weeks) for weeks, weight in steps)[place]


def _pairs(histories: pd.DataFrame) -> tuple[Pairs, np.ndarray]:
    """Return the distinct pairs of frequency and age, and which of them each customer has."""
    days = np.rint(histories["age"].to_numpy(float) * 7).astype("int64")
    key = (histories["frequency"].to_numpy("int64") << DAYS) | days
    distinct, place = np.unique(key, return_inverse=True)
    return Pairs(distinct >> DAYS, (distinct & ((1 << DAYS) - 1)) / 7), place


def _module(kind: str) -> ModuleType:
    if kind not in KINDS:
        raise ValueError(f"there is no model {kind!r}: choose from {', '.join(KINDS)}")
    return KINDS[kind]
