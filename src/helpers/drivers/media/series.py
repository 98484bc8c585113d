"""Sales, advertising and all else that moves sales, period by period: what a media model reads."""

from typing import NamedTuple

import numpy as np
import pandas as pd

DAYS_PER_YEAR = 365.25


class Series(NamedTuple):
    """What a company sold, spent and did, one row per period (a day or a week), oldest first.

    Attributes
    ----------
    sales : Series of float
        Orders, or money where orders are not known; by the first day of the period.
    expected : Series of float
        Sales that the customers of each period would make on average, by how long they have
        been customers, and usual first orders; all the same where customers are not known.
    newcomers : Series of float
        Which share of these are first orders (proportion); 0 where customers are not known.
    spend : DataFrame
        Spend by channel, one column per channel (company currency).
    controls : DataFrame
        What else moves sales, such as price levels, as logarithms; may have no columns.
    shocks : DataFrame
        Own messages and experiments, one column each, 1 while they may act: their effects are
        thought to be small unless the data say otherwise; may have no columns.
    value_each : float
        What one unit of sales leaves (company currency): margin where costs are known.
    basis : str
        Whether that is `margin` or `revenue`.
    """

    sales: pd.Series
    expected: pd.Series
    newcomers: pd.Series
    spend: pd.DataFrame
    controls: pd.DataFrame
    shocks: pd.DataFrame
    value_each: float = 1.0
    basis: str = "revenue"

    @property
    def step_days(self) -> int:
        """Days in a period."""
        days = self.sales.index
        return int((days[1] - days[0]).days) if len(days) > 1 else 1

    @property
    def year(self) -> int:
        """Periods in the last year, or all where there are fewer."""
        return min(len(self.sales), round(DAYS_PER_YEAR / self.step_days))

    def until(self, periods: int) -> "Series":
        """Return the first so many periods."""
        return Series(*(part.iloc[:periods] for part in self[:6]), self.value_each, self.basis)


def plain_series(
    sales: pd.Series, spend: pd.DataFrame, *, controls: pd.DataFrame | None = None,
    value_each: float = 1.0, basis: str = "revenue",
) -> Series:  # fmt: skip
    """Return a series of sales of which no customers are known, such as money by week.

    Raises
    ------
    ValueError
        If the periods of the parts differ, are not evenly spaced, or sales lie below nought.
    """
    controls = pd.DataFrame(index=sales.index) if controls is None else controls
    for name, part in {"spend": spend, "controls": controls}.items():
        if not part.index.equals(sales.index):
            raise ValueError(f"{name} and sales are not of the same periods")
    steps = np.diff(sales.index.to_numpy())
    if len(steps) and (steps != steps[0]).any():
        raise ValueError("periods must be evenly spaced: one is missing or stands twice")
    if (sales < 0).any():
        raise ValueError("sales below nought: net what was taken back on the day of its sale")
    even = pd.Series(1.0, index=sales.index)
    return Series(
        sales.astype(float), even, even * 0, spend.astype(float), controls.astype(float),
        pd.DataFrame(index=sales.index), value_each, basis,
    )  # fmt: skip
