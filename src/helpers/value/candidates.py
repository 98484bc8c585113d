"""The ways to forecast that compete: models of buying with and without season, and plain rules."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.value import models
from helpers.value.histories import NotIdentified
from helpers.value.histories import histories as histories_on
from helpers.value.models import PurchaseModel, expected_purchases, fit, probability_alive
from helpers.value.plain_rules import RULES, expected_by_rule, rules_for
from helpers.value.season import YEAR, Season, bent, bent_ahead, flat, learn_season

SEASON = "season"


class Learned(NamedTuple):
    """A way to forecast, as learned from what was known on a day.

    `name` is a plain rule, or a kind of model and what was added to it, as in
    ``bgnbd+season``. `model` is None for plain rules; `days` are the order days up to
    `as_of`.
    """

    name: str
    as_of: date
    days: pd.DataFrame
    season: Season
    model: PurchaseModel | None

    def expected(self, histories: pd.DataFrame, days: int) -> pd.Series:
        """Return the order days expected of each customer in the days after `as_of`.

        Parameters
        ----------
        histories : DataFrame
            As from `histories(…, as_of)`.
        days : int
            How far ahead.
        """
        if self.model is None:
            return expected_by_rule(self.name, histories, self.days, self.as_of, days)
        clock = bent(self.season, histories, self.as_of)
        return expected_purchases(self.model, clock, bent_ahead(self.season, self.as_of, days))

    def alive(self, histories: pd.DataFrame) -> pd.Series:
        """Return the probability that each customer has not stopped; missing for plain rules."""
        if self.model is None:
            return pd.Series(np.nan, index=histories.index)
        return probability_alive(self.model, bent(self.season, histories, self.as_of))


def candidates(days: pd.DataFrame, as_of: date) -> list[str]:
    """Return the names of all ways to forecast that what was seen by a day suffices for.

    Season needs a whole year of orders. Whether it helps is tried with BG/NBD; the other kinds
    compete with season where it is known, else without.
    """
    known = days[days["event_day"].le(pd.Timestamp(as_of))]
    if known.empty:
        return []
    first, *others = models.KINDS
    if (pd.Timestamp(as_of) - known["event_day"].min()).days < YEAR:
        return [first, *others, *rules_for(known, as_of)]
    seasonal = [f"{kind}+{SEASON}" for kind in (first, *others)]
    return [first, *seasonal, *rules_for(known, as_of)]


def available(name: str, days: pd.DataFrame, as_of: date) -> str:
    """Return the nearest to a way to forecast that what was seen by a day suffices for."""
    return name if name in candidates(days, as_of) else name.partition("+")[0]


def learn(
    name: str, days: pd.DataFrame, as_of: date, *, season: Season | None = None
) -> Learned:  # fmt: skip
    """Return a way to forecast, learned from the order days up to a day.

    Parameters
    ----------
    name : str
        One of `candidates`.
    days : DataFrame
        `customer_id`, `event_day` and `spend`, as from `workspace.order_days`.
    as_of : date
        Rows of later days are left out.
    season : Season, optional
        Learned before from the same days, to save time.

    Raises
    ------
    NotIdentified
        If customers or repeat buyers are too few for a model.
    ValueError
        If the name is not known.
    """
    known = days[days["event_day"].le(pd.Timestamp(as_of))]
    kind = name.partition("+")[0]
    if kind not in models.KINDS and name not in RULES:
        raise ValueError(f"there is no way to forecast called {name!r}")
    if known.empty:
        raise NotIdentified("customers", found=0)
    season = season or season_for(name, known, as_of)
    if name in RULES:
        return Learned(name, as_of, known, season, None)
    used = histories_on(known, as_of)
    return Learned(name, as_of, known, season, fit(kind, bent(season, used, as_of)))


def season_for(name: str, known: pd.DataFrame, as_of: date) -> Season:
    """Return the season that a way to forecast needs: flat where none is named."""
    if not name.endswith(SEASON):
        return flat(known["event_day"].min())
    return learn_season(known, histories_on(known, as_of), as_of)
