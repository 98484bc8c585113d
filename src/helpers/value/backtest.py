"""What each way to forecast would have said at earlier days, held against what happened."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.value.candidates import SEASON, Learned, candidates, learn, season_for
from helpers.value.histories import NotIdentified, histories
from helpers.value.plain_rules import orders_between
from helpers.value.season import Season

ReadDays = Callable[[date], pd.DataFrame]  # order days as known on a day

HORIZONS = (91, 182, 365)  # days
ORIGINS = 8  # as many quarters back, at most
LEAST_SEEN = 91  # days that must have been seen before an origin
MOST_CUSTOMERS = 10_000  # to learn from and to test on: evenly many of all


class Test(NamedTuple):
    """One forecast held against what happened: `table` is a row, `losses` are customers'."""

    row: dict[str, object]
    losses: pd.Series


class Backtest(NamedTuple):
    """`table` is `value_models`; `losses` hold each customer's squared errors.

    The columns of `losses` are origin, horizon and model; they are scaled by the mean square of
    the order days that happened, so that origins and horizons weigh alike.
    """

    table: pd.DataFrame
    losses: pd.DataFrame


def origins_before(order_days: pd.DataFrame, as_of: date, *, most: int = ORIGINS) -> list[date]:
    """Return the days, oldest first, a quarter of a year apart, at which forecasts are tested."""
    if order_days.empty:
        return []
    earliest = order_days["event_day"].min().date() + timedelta(days=LEAST_SEEN - 1)
    back = [as_of - timedelta(days=HORIZONS[0] * step) for step in range(1, most + 1)]
    return [day for day in reversed(back) if day >= earliest]


def backtest(
    read_days: ReadDays, as_of: date, *, origins: Sequence[date] | None = None,
    horizons: Sequence[int] = HORIZONS,
) -> Backtest:  # fmt: skip
    """Return what every way to forecast would have said at earlier days, and what came of it.

    At each origin everything is learned from what was known on that day only.

    Parameters
    ----------
    read_days : callable
        Gives the order days (`customer_id`, `event_day`, `spend`) as known on a day.
    as_of : date
        Until when it is known what happened.
    origins : sequence of date, optional
        Days to forecast from; by default `origins_before`.
    horizons : sequence of int
        Days ahead; those that end after `as_of` are left out.
    """
    happened = _known(read_days(as_of), as_of)
    days = origins_before(happened, as_of) if origins is None else origins
    tests = [
        test
        for origin in days
        for test in _tests_at(_known(read_days(origin), origin), happened, origin, [
            horizon for horizon in horizons if origin + timedelta(days=horizon) <= as_of
        ])
    ]  # fmt: skip
    losses = {(test.row["origin"], test.row["horizon_days"], test.row["model"]): test.losses
              for test in tests}  # fmt: skip
    return Backtest(pd.DataFrame([test.row for test in tests], columns=COLUMNS),
                    pd.DataFrame(losses))  # fmt: skip


def _tests_at(
    known: pd.DataFrame, happened: pd.DataFrame, origin: date, horizons: Sequence[int]
) -> list[Test]:
    """Return the tests of all ways to forecast from one day."""
    some = _some(known)
    customers = histories(some, origin)
    came = {
        days: orders_between(customers, happened, origin, origin + timedelta(days=days))
        for days in horizons
    }
    return [
        _test(learned, expected, came[days], days)
        for learned in (_learned(some, origin) if horizons else [])
        for days in horizons
        if np.isfinite(expected := learned.expected(customers, days)).all()
    ]


def _learned(known: pd.DataFrame, origin: date) -> Iterator[Learned]:
    """Give every way to forecast that can be learned from what was known; the season once."""
    seasons: dict[bool, Season] = {}
    for name in candidates(known, origin):
        seasonal = SEASON in name
        try:
            if seasonal not in seasons:
                seasons[seasonal] = season_for(name, known, origin)
            yield learn(name, known, origin, season=seasons[seasonal])
        except NotIdentified:
            continue


def _some(known: pd.DataFrame) -> pd.DataFrame:
    """Return the order days of evenly many of the customers, in place of all."""
    everybody = known["customer_id"].drop_duplicates().sort_values()
    every = -(-len(everybody) // MOST_CUSTOMERS)
    return known if every < 2 else known[known["customer_id"].isin(everybody[::every])]


def _test(learned: Learned, expected: pd.Series, came: pd.Series, days: int) -> Test:
    wrong = expected - came
    scale = max(float((came**2).mean()), 1e-9)
    return Test({
        "origin": pd.Timestamp(learned.as_of), "horizon_days": days, "model": learned.name,
        "customers": len(came), "orders_happened": float(came.sum()),
        "orders_expected": float(expected.sum()),
        "total_error": float(expected.sum() / max(came.sum(), 1) - 1),
        "mae": float(wrong.abs().mean()), "rmse": float(np.sqrt((wrong**2).mean())),
        "top_tenth_share": top_tenth_share(expected, came),
    }, wrong**2 / scale)  # fmt: skip


def top_tenth_share(expected: pd.Series, came: pd.Series) -> float:
    """Return which share of all orders came from the tenth of whom most was expected.

    Where customers tie at the edge, each counts for the mean of those who tie, so that the
    order of rows plays no part.

    Examples
    --------
    >>> came = pd.Series([4.0] + 9 * [1.0])
    >>> round(top_tenth_share(pd.Series([2.0] + 9 * [1.0]), came), 3)
    0.308
    """
    places = max(round(len(came) / 10), 1)
    edge = np.sort(expected.to_numpy())[-places]
    above, tied = expected.gt(edge), expected.eq(edge)
    left = (places - above.sum()) / tied.sum()
    return float((came[above].sum() + left * came[tied].sum()) / max(came.sum(), 1))


def _known(order_days: pd.DataFrame, day: date) -> pd.DataFrame:
    return order_days[order_days["event_day"].le(pd.Timestamp(day))]


COLUMNS = (
    "origin", "horizon_days", "model", "customers", "orders_happened", "orders_expected",
    "total_error", "mae", "rmse", "top_tenth_share",
)  # fmt: skip
