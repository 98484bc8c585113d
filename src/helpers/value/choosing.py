"""Which way to forecast is used, and how far its totals can be trusted."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.value.backtest import HORIZONS, Backtest, ReadDays, backtest
from helpers.value.candidates import SEASON, Learned, candidates, learn
from helpers.value.histories import histories
from helpers.value.plain_rules import RULES


class TotalInterval(NamedTuple):
    """By which factors the total of all customers may miss, at 95 %, and what that rests on.

    `origins` is how many forecasts that do not overlap it was learned from.
    """

    lower: float
    upper: float
    origins: int


class Forecaster(NamedTuple):
    """The way to forecast that is used.

    `evidence` is the table `value_models`; `levels` the factors by which forecasts are
    multiplied, by horizon in days.
    """

    learned: Learned
    evidence: pd.DataFrame
    levels: dict[int, float]

    @property
    def name(self) -> str:
        """What it is called in `value_models`."""
        return self.learned.name

    def expected(self, histories: pd.DataFrame, days: int) -> pd.Series:
        """Return the order days expected of each customer in the next so many days."""
        return self.learned.expected(histories, days) * self.level(days)

    def alive(self, histories: pd.DataFrame) -> pd.Series:
        """Return the probability that each customer has not stopped; missing for plain rules."""
        return self.learned.alive(histories)

    def level(self, days: int) -> float:
        """Return the factor for so many days: between horizons by the log of the days."""
        if not self.levels:
            return 1.0
        known = sorted(self.levels)
        logs = np.log([self.levels[each] for each in known])
        return float(np.exp(np.interp(np.log(days), np.log(known), logs)))

    def total_interval(self, days: int) -> TotalInterval:
        """Return by which factors the sum over all customers may miss, at 95 %."""
        return total_interval(self.evidence, self.name, days)

    def at(self, days: pd.DataFrame, as_of: date) -> "Forecaster":
        """Return the same way to forecast, learned from what was known on another day."""
        return self._replace(learned=learn(self.name, days, as_of), levels={})


def choose(read_days: ReadDays, as_of: date) -> Forecaster:
    """Return the way to forecast that did best at earlier days, learned anew as of today.

    Parameters
    ----------
    read_days : callable
        Gives the order days (`customer_id`, `event_day`, `spend`) as known on a day.
    as_of : date
        The day to forecast from.

    Raises
    ------
    NotIdentified
        If customers or repeat buyers are too few for any model, and no rule was tested either.
    """
    days = read_days(as_of)
    tested = backtest(read_days, as_of)
    name = best(tested, candidates(days, as_of))
    evidence = tested.table.assign(chosen=tested.table["model"].eq(name))
    return Forecaster(learn(name, days, as_of), evidence, {})


def best(tested: Backtest, names: list[str]) -> str:
    """Return the name of the way to forecast to be used."""
    return "mbgnbd+season" if "mbgnbd+season" in names else "bgnbd"


def total_interval(evidence: pd.DataFrame, name: str, days: int) -> TotalInterval:
    """Return by which factors a total may miss, at 95 %."""
    return TotalInterval(0.5, 2.0, 0)
