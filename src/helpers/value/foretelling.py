"""What foretells: the way chosen for order days, its word on earlier days, spend and margins."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.value.choosing import Forecaster, TotalInterval, choose
from helpers.value.held_out import newest_before
from helpers.value.histories import NotIdentified, histories, refuse_too_few
from helpers.value.known import Told, happened, order_values
from helpers.value.margins import Margins
from helpers.value.ranges import learn_spread
from helpers.value.worth import Forecast

YEAR = 365
ReadDays = Callable[[date], pd.DataFrame]


class Unknown(NamedTuple):
    """What stands in a forecaster's place where too little is known to have one.

    `missing`, `found` and `needed` say of what, as in `NotIdentified`.
    """

    missing: str
    found: int
    needed: int
    evidence: pd.DataFrame
    name: str = "none"

    def expected(self, histories: pd.DataFrame, days: int) -> pd.Series:
        """Return that nothing is known of any customer."""
        return pd.Series(np.nan, index=histories.index)

    def alive(self, histories: pd.DataFrame) -> pd.Series:
        """Return that nothing is known of any customer."""
        return pd.Series(np.nan, index=histories.index)

    def total_interval(self, days: int) -> TotalInterval:
        """Return that no total is known."""
        return TotalInterval(np.nan, np.nan, 0)


def choose_forecaster(read_days: ReadDays, as_of: date) -> Forecaster | Unknown:
    """Return the way to forecast that did best at earlier days, or what is missing for one."""
    from helpers.workspace import contracts

    try:
        # Plain rules need no such number, and would say of everybody that nothing comes.
        refuse_too_few(histories(read_days(as_of), as_of))
        return choose(read_days, as_of)
    except NotIdentified as refused:
        evidence = contracts.empty("value_models")
        return Unknown(refused.missing, refused.found, refused.needed, evidence)


def tell(
    forecaster: Forecaster | Unknown, read_days: ReadDays, days: list[date]
) -> list[Told]:  # fmt: skip
    """Return what each day foretold, learnt from what was known on it; days that tell nothing out.

    Parameters
    ----------
    forecaster : Forecaster or Unknown
        The way to forecast in use.
    read_days : callable
        Gives the order days as known on a day.
    days : list of date
        Snapshot days, oldest first.
    """
    told = [] if isinstance(forecaster, Unknown) else [
        _told(forecaster, read_days(day), day) for day in days
    ]  # fmt: skip
    return [one for one in told if one is not None]


def _told(forecaster: Forecaster, days: pd.DataFrame, day: date) -> Told | None:
    try:
        then = forecaster.at(days, day)
    except NotIdentified:
        return None
    seen = histories(days, day)
    return Told(day, seen, then, order_values(seen))


def foretell(
    forecaster: Forecaster | Unknown, told: list[Told], days: pd.DataFrame, as_of: date, *,
    margins: Margins | None, yearly_rate: float,
) -> Forecast:  # fmt: skip
    """Return all that foretells value on the as-of day.

    Parameters
    ----------
    forecaster : Forecaster or Unknown
        The way to forecast in use.
    told : list of Told
        What earlier days foretold: from one a year old follow the ranges.
    days : DataFrame
        Order days as known now.
    margins : Margins or None
        What orders bring after their costs.
    yearly_rate : float
        What money that comes a year later is worth less (proportion).
    """
    old = newest_before(told, as_of, YEAR)
    spread = None
    if old is not None:
        spread = learn_spread(old.sales(YEAR), happened(old, days, YEAR)["sales"])
    value = order_values(histories(days, as_of))
    return Forecast(forecaster, value, margins, spread, yearly_rate)


def why_unknown(forecaster: Forecaster | Unknown) -> str | None:
    """Return the key of the sentence on what a forecast lacks; None where there is one."""
    return f"value.few_{forecaster.missing}" if isinstance(forecaster, Unknown) else None


def no_forecast(forecaster: Forecaster | Unknown) -> str | None:
    """Return the key of the short word on that, for all that rests on a forecast; or None."""
    return "value.nothing_ahead" if isinstance(forecaster, Unknown) else None


def lacking(forecaster: Forecaster | Unknown) -> dict[str, int]:
    """Return the values of that sentence."""
    if not isinstance(forecaster, Unknown):
        return {}
    return {"found": forecaster.found, "needed": forecaster.needed}
