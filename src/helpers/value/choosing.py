"""Which way to forecast is used: the one that did best at earlier days, alone and in total."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.value.backtest import Backtest, ReadDays, backtest
from helpers.value.candidates import SEASON, Learned, available, candidates, learn
from helpers.value.totals import TotalInterval, levels, log_miss, total_interval, with_levels


class Forecaster(NamedTuple):
    """The way to forecast that is used.

    `evidence` is the table `value_models`; `levels` the factors by which forecasts are
    multiplied, by horizon in days; `tested` whether it could be tested at any earlier day.
    """

    learned: Learned
    evidence: pd.DataFrame
    levels: dict[int, float]
    tested: bool

    @property
    def name(self) -> str:
        """What it is called in `value_models`."""
        return self.learned.name

    def expected(self, histories: pd.DataFrame, days: int) -> pd.Series:
        """Return the order days expected of each customer in the next so many days.

        Parameters
        ----------
        histories : DataFrame
            As from `histories(…, as_of)`, of the day that the forecaster was chosen on.
        days : int
            How far ahead.
        """
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
        return total_interval(self.evidence, self.name, days, leveled=bool(self.levels))

    def at(self, order_days: pd.DataFrame, as_of: date) -> "Forecaster":
        """Return the same way to forecast, learned from what was known on an earlier day.

        Without a level, which was learned later; and without season where no whole year had
        been seen yet.
        """
        name = available(self.name, order_days, as_of)
        return self._replace(learned=learn(name, order_days, as_of), levels={})


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
        If customers or repeat buyers are too few for a model.
    """
    days = read_days(as_of)
    tested = backtest(read_days, as_of)
    table = with_levels(tested.table)
    name = best(tested, candidates(days, as_of))
    learned = learn(name, days, as_of)
    evidence = table.assign(chosen=table["model"].eq(name))
    known = bool(evidence["chosen"].any())
    return Forecaster(learned, evidence, levels(evidence, name) if known else {}, known)


def best(tested: Backtest, names: list[str]) -> str:
    """Return the name of the way to forecast to be used.

    Of those whose loss on single customers is within one paired standard error of the least,
    the one whose totals missed least; one that another beats in loss, total and ranking alike
    is never used, and of equals the first of `names`. Compared are the origins and horizons
    that most of the ways to forecast were tested at. Season that no earlier day could test,
    because no more than a year is known, is added to the model that was best without: a year
    whose months differ is a better guess of the next than twelve months that are alike.

    Parameters
    ----------
    tested : Backtest
        As from `backtest`.
    names : list of str
        As from `candidates` today.
    """
    scores = _scores(tested)
    scores = scores[scores.index.isin(names)].reindex([n for n in names if n in scores.index])
    if scores.empty:
        return next((name for name in names if SEASON in name), names[0])
    close = scores[scores["loss"] <= scores["loss"].min() + scores["doubt"]]
    name = str(close.loc[[n for n in close.index if not _beaten(scores, n)], "miss"].idxmin())
    seasonal = f"{name}+{SEASON}"
    return seasonal if seasonal in names and seasonal not in scores.index else name


def _scores(tested: Backtest) -> pd.DataFrame:
    """Return for each way to forecast `loss`, `doubt`, `miss` and `top`.

    Mean loss over customers, origins and horizons; the standard error of its difference to the
    least, customers being drawn; mean distance of the log of the total from the truth; and the
    share of orders in the predicted top tenth.
    """
    table = tested.table.set_index(["origin", "horizon_days", "model"])
    if table.empty:
        return pd.DataFrame(columns=["loss", "doubt", "miss", "top"])
    pairs = table.groupby(level=[0, 1]).size()
    pairs = pairs[pairs.eq(pairs.max())].index
    inside = table[table.index.droplevel(2).isin(pairs)]
    losses = tested.losses[[key for key in tested.losses.columns if key[:2] in pairs]]
    mean = losses.T.groupby(level=2).mean().T.dropna()
    loss = mean.mean()
    apart = mean.sub(mean[loss.idxmin()], axis=0)
    miss = np.abs(log_miss(inside["total_error"]))
    return pd.DataFrame({
        "loss": loss, "doubt": apart.std() / np.sqrt(len(mean)),
        "miss": miss.groupby(level=2).mean(),
        "top": inside["top_tenth_share"].groupby(level=2).mean(),
    })  # fmt: skip


def _beaten(scores: pd.DataFrame, name: str) -> bool:
    own = scores.loc[name]
    better = (scores["loss"].lt(own["loss"]) & scores["miss"].lt(own["miss"])
              & scores["top"].gt(own["top"]))  # fmt: skip
    return bool(better.any())
