"""What all customers together are to bring, how far that may be off, and what few of them bring."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from helpers.evidence import mean_interval
from helpers.evidence.concentration import gini, lorenz, top_share, top_share_interval
from helpers.value.known import Told, happened
from helpers.value.path_ahead import HORIZONS, horizon_day
from helpers.value.ranges import learn_spread, likely_range
from helpers.workspace import contracts

MOST = 20_000  # customers from whom an interval is drawn, by seed
YEAR = 365


def value_totals(value: pd.DataFrame, forecaster: Any, as_of: date) -> pd.DataFrame:
    """Return the table `value_totals`: orders and value of all customers at each horizon.

    The interval of orders is that of the back-test, and value moves with it: how far
    spend and margins per order may be off is left out.

    Parameters
    ----------
    value : DataFrame
        The table `customer_value`.
    forecaster : Forecaster
        The model in use.
    """
    rows = [_total(value, forecaster, as_of, days) for days in HORIZONS]
    return pd.DataFrame(rows, columns=[
        "horizon_days", "through", "customers", "orders_expected", "orders_lower",
        "orders_upper", "value_expected", "value_lower", "value_upper", "value_each",
    ])  # fmt: skip


def _total(value: pd.DataFrame, forecaster: Any, as_of: date, days: int) -> tuple:
    orders = float(value[f"expected_orders_{days}"].sum(min_count=1))
    worth = float(value[f"predicted_clv_{days}"].sum(min_count=1))
    ends = np.array(forecaster.total_interval(days)[:2])
    return (
        days, pd.Timestamp(horizon_day(as_of, days)), len(value), orders, *(orders * ends),
        worth, *sorted(worth * ends), worth / max(len(value), 1),
    )  # fmt: skip


def value_concentration(value: pd.DataFrame, *, smallest: int) -> pd.DataFrame:
    """Return the table `value_concentration`: the share of value that the best customers bring.

    Who costs more than it brings counts as nought.

    Parameters
    ----------
    value : DataFrame
        The table `customer_value`.
    smallest : int
        Customers that each step of the curve holds at least.
    """
    curves = [
        lorenz(of.clip(lower=0).to_numpy(), smallest=smallest).assign(measure=name)
        for name, of in _amounts(value).items() if len(of)
    ]
    if not curves:
        return contracts.empty("value_concentration")
    frame = pd.concat(curves, ignore_index=True)
    told = frame.rename(columns={"share_of_spend": "share_of_value"})
    return told[["measure", "share_of_customers", "share_of_value"]]


def _amounts(value: pd.DataFrame) -> dict[str, pd.Series]:
    """Return value so far and of the year ahead, as far as it is known."""
    named = {"historic": value["historic_clv"], "predicted": value["predicted_clv_365"]}
    return {name: of.dropna() for name, of in named.items()}


def value_measures(value: pd.DataFrame, held: tuple[float, int], *, seed: int) -> pd.DataFrame:
    """Return the table `value_measures`: what sentences tell; what is not known has no row.

    Parameters
    ----------
    value : DataFrame
        The table `customer_value`.
    held : tuple of float and int
        As from `range_held`.
    seed : int
        Of what is drawn by chance.
    """
    alone = (np.nan, np.nan)
    rows = [("range_held", held[0], *alone, held[1])]
    for name, of in _amounts(value).items():
        amounts, whole = of.to_numpy(), len(of)
        if whole == 0:
            continue
        rows += [
            (f"mean_{name}", *_mean(amounts), whole),
            (f"top_fifth_{name}", *_top_fifth(amounts.clip(min=0), seed), whole),
            (f"gini_{name}", gini(amounts.clip(min=0)), *alone, whole),
            (f"below_nought_{name}", amounts.clip(max=0).sum(), *alone, int((amounts < 0).sum())),
        ]
    frame = pd.DataFrame(rows, columns=["measure", "value", "lower", "upper", "n"])
    return frame.dropna(subset="value").reset_index(drop=True)


def _mean(amounts: np.ndarray) -> tuple[float, float, float]:
    return mean_interval(amounts) if len(amounts) > 1 else (np.nan,) * 3


def _top_fifth(amounts: np.ndarray, seed: int) -> tuple[float, float, float]:
    """Return what the best fifth bring; the interval from a part of many customers."""
    if len(amounts) < 2 or amounts.sum() <= 0:
        return (np.nan,) * 3
    some = np.random.default_rng(seed).permutation(len(amounts))[:MOST]
    drawn = top_share_interval(amounts[np.sort(some)], seed=seed)
    # A part of them leaves more open than all do.
    narrower = np.sqrt(len(some) / len(amounts))
    share = top_share(amounts)
    return share, *(share + narrower * (end - drawn.estimate) for end in drawn[1:])


def range_held(told: list[Told], days: pd.DataFrame, as_of: date) -> tuple[float, int]:
    """Return for which share of customers a range of a year ago held, and of how many.

    It is taken from the year before that; missing where the data do not reach so far back.
    """
    ripe = [one for one in told if (as_of - one.day).days >= YEAR]
    if not ripe:
        return np.nan, 0
    last = ripe[-1]
    older = [one for one in told if (last.day - one.day).days >= YEAR]
    if not older:
        return np.nan, 0
    first = older[-1]
    learnt = days[days["event_day"].le(pd.Timestamp(last.day))]
    spread = learn_spread(first.sales(YEAR), happened(first, learnt, YEAR)["sales"])
    if spread is None:
        return np.nan, 0
    span = likely_range(spread, last.sales(YEAR))
    came = happened(last, days, YEAR)["sales"]
    return float(came.between(span["lower"], span["upper"]).mean()), len(came)


