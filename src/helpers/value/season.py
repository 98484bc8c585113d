"""The calendar's season: time that runs faster in months in which everybody orders more.

A model of buying knows no calendar. So its clock is bent: a week of a month in which customers
order 1.4 times as often as in the mean of the year counts as 1.4 weeks. The model is fitted and
asked in such weeks, and what it expects of a quarter depends on the quarter.
"""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.value.models import PurchaseModel, fit, probability_alive

YEAR = 364  # days of orders that must have been seen, for every month to have been
PRIOR_ORDERS = 20.0  # as many orders at the usual rate are added to each month's
ROUNDS = 15
CLOSE = 0.002  # between two rounds, of every month's index
MOST_CUSTOMERS = 5_000  # to learn the season from: evenly many of all


class Season(NamedTuple):
    """How much faster time runs in each month of the calendar; 1 in the mean of a year.

    `index` holds twelve numbers, January first; `began` is the first order day of the company.
    """

    index: np.ndarray
    began: pd.Timestamp


def flat(began: pd.Timestamp) -> Season:
    """Return a season in which all months are alike."""
    return Season(np.ones(12), began)


def bent_weeks(season: Season, until: pd.Series | pd.DatetimeIndex) -> np.ndarray:
    """Return the weeks of the season's clock from the first order day to the end of each day."""
    number = (pd.DatetimeIndex(until) - season.began).days.to_numpy()
    return _clock(season, int(number.max()) + 1)[number]


def bent(season: Season, histories: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return histories whose recency and age are weeks of the season's clock."""
    if (season.index == 1).all():
        return histories
    first, last = first_and_last(histories, as_of)
    start = bent_weeks(season, first)
    end = bent_weeks(season, pd.DatetimeIndex([as_of]))[0]
    return histories.assign(recency=bent_weeks(season, last) - start, age=end - start)


def bent_ahead(season: Season, as_of: date, days: int) -> float:
    """Return how many weeks of the season's clock the next so many days hold."""
    ends = pd.DatetimeIndex([pd.Timestamp(as_of), pd.Timestamp(as_of) + pd.Timedelta(days=days)])
    return float(np.diff(bent_weeks(season, ends))[0])


def first_and_last(
    histories: pd.DataFrame, as_of: date
) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
    """Return the first and the last order day of each customer."""
    in_days = [np.rint(histories[name].to_numpy(float) * 7) for name in ("age", "recency")]
    first = pd.Timestamp(as_of) - pd.to_timedelta(in_days[0], unit="D")
    return pd.DatetimeIndex(first), pd.DatetimeIndex(first + pd.to_timedelta(in_days[1], unit="D"))


def learn_season(days: pd.DataFrame, histories: pd.DataFrame, as_of: date) -> Season:
    """Return the season that makes customers' repeat orders most likely, under BG/NBD.

    In turns the model is fitted on the season's clock, and each month's index set to the
    repeat orders of that month over those that the customers' own rates and chances to be
    still there make expected of a month like any other: the steps of an EM algorithm, so that
    a month is not called low because customers have left, nor high because they have come.

    Parameters
    ----------
    days : DataFrame
        `customer_id` and `event_day`, one row per order day up to `as_of`.
    histories : DataFrame
        As from `histories(days, as_of)`.

    References
    ----------
    Dempster, Laird and Rubin (1977), Journal of the Royal Statistical Society B 39.
    """
    some = histories.iloc[:: -(-len(histories) // MOST_CUSTOMERS)]
    began = pd.Timestamp(days["event_day"].min())
    orders = _repeat_orders(days, some, as_of)
    passed = _passed(began, as_of)
    season, model = flat(began), None
    for _ in range(ROUNDS):
        clock = bent(season, some, as_of)
        model = fit("bgnbd", clock, start=model and model.parameters)
        usual = _expected_of_usual_months(model, clock, some, as_of, passed)
        index = _mean_one((orders + PRIOR_ORDERS) / (usual + PRIOR_ORDERS), passed[-1])
        moved = np.abs(index - season.index).max()
        season = Season(index, began)
        if moved < CLOSE:
            break
    return season


def _expected_of_usual_months(
    model: PurchaseModel, clock: pd.DataFrame, some: pd.DataFrame, as_of: date, passed: np.ndarray
) -> np.ndarray:
    """Return the repeat orders by month that customers would have made at an index of one.

    Each customer's rate is the mean of what the model makes of it, until today by the chance
    to be still there, until the last order day by the chance to have stopped then.
    """
    began = pd.Timestamp(as_of) - pd.Timedelta(days=len(passed) - 2)
    first, last = (
        (day - began).days.to_numpy() + 1 for day in first_and_last(some, as_of)
    )  # fmt: skip
    alive = probability_alive(model, clock).to_numpy()
    r, alpha = model.parameters["r"], model.parameters["alpha"]
    orders = r + clock["frequency"].to_numpy(float)
    now = orders / (alpha + clock["age"].to_numpy()) * alive
    then = orders / (alpha + clock["recency"].to_numpy()) * (1 - alive)
    return now @ (passed[-1] - passed[first]) + then @ (passed[last] - passed[first])


def _repeat_orders(days: pd.DataFrame, some: pd.DataFrame, as_of: date) -> np.ndarray:
    """Return the order days after each customer's first, by month of the calendar."""
    known = days[days["customer_id"].isin(some.index) & days["event_day"].le(pd.Timestamp(as_of))]
    known = known.drop_duplicates(["customer_id", "event_day"])
    first = known.groupby("customer_id")["event_day"].transform("min")
    later = known.loc[known["event_day"].gt(first), "event_day"]
    return np.bincount(later.dt.month - 1, minlength=12).astype(float)


def _passed(began: pd.Timestamp, as_of: date) -> np.ndarray:
    """Return the weeks of each month that had passed before each day, and by the end of all."""
    every = pd.date_range(began, pd.Timestamp(as_of))
    share = np.zeros((len(every) + 1, 12))
    share[np.arange(1, len(every) + 1), every.month - 1] = 1 / 7
    return share.cumsum(axis=0)


def _mean_one(index: np.ndarray, weeks: np.ndarray) -> np.ndarray:
    """Return the index with a mean of one over the months that were seen; 1 in the others."""
    seen = weeks > 0
    mean = index[seen] @ _LENGTHS[seen] / _LENGTHS[seen].sum()
    return np.where(seen, index / mean, 1.0)


def _clock(season: Season, days: int) -> np.ndarray:
    every = pd.date_range(season.began, periods=days)
    return np.concatenate([[0.0], season.index[every.month - 1].cumsum() / 7])[1:]


_LENGTHS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
