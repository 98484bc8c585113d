"""What other choices would have made of the same customers' value."""

import pandas as pd

from helpers.value.margins import value_of_orders
from helpers.value.path_ahead import discounted, path_ahead
from helpers.value.tiers import value_tiers
from helpers.value.worth import Forecast


def other_choices(
    forecast: Forecast, histories: pd.DataFrame, value: pd.DataFrame
) -> pd.DataFrame:
    """Return the table `value_choices`: mean value, and who stays in the best tier, by choice.

    Parameters
    ----------
    forecast : Forecast
        What the chapter uses.
    histories : DataFrame
        As from `histories`, on the as-of day.
    value : DataFrame
        The table `customer_value`.
    """
    path = path_ahead(forecast.forecaster, histories)
    high = value.set_index("customer_id")["value_tier"].eq("high")
    others = {
        "not_discounted": forecast._replace(yearly_rate=0.0),
        "discounted_more": forecast._replace(yearly_rate=2 * forecast.yearly_rate),
        "sales": forecast._replace(margins=None),
        "one_order_value": forecast._replace(order_value=_same(forecast.order_value)),
    }
    rows = [(name, *_told(path, other, high)) for name, other in others.items()]
    return pd.DataFrame(rows, columns=["choice", "mean_predicted", "same_high", "high"])


def _same(order_value: pd.Series) -> pd.Series:
    return pd.Series(order_value.mean(), index=order_value.index)


def _told(path: pd.DataFrame, other: Forecast, high: pd.Series) -> tuple[float, float, int]:
    """Return the mean value of a year, and which share of the best tier stays in it."""
    each = other.order_value.reindex(path.index)
    coming = discounted(path, 365, yearly_rate=other.yearly_rate)
    worth = value_of_orders(other.margins, coming, coming * each)
    stays = value_tiers(worth, path[365]).eq("high")[high[high].index]
    return round(float(worth.mean()), 2), float(stays.mean()), int(high.sum())
