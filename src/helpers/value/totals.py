"""How far totals can be trusted: the level of forecasts, and by which factors they may miss.

Both are learned from what a way to forecast said at earlier days. Forecasts whose horizons
overlap tell nearly the same thing, so they count as one.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

PRIOR_ORIGINS = 3.0  # as many earlier forecasts are added, so that one or two are not all
PRIOR_MISS = 0.2  # by which these missed (standard deviation of the log of the ratio)
LEVEL_ORIGINS = 1.0  # as many forecasts that were right are added before a level is corrected
FURTHEST_BELOW = -0.999  # total_error of a forecast of no order at all, whose log is not told
FEWEST_LEVELED = 4  # earlier forecasts on which a level was tried, before it is used


class TotalInterval(NamedTuple):
    """By which factors the total of all customers may miss, at 95 %.

    `origins` is how many earlier forecasts, not overlapping one another, it was learned from:
    0 where none could be tested, so that the factors are what such forecasts usually miss by.
    """

    lower: float
    upper: float
    origins: int


def with_levels(table: pd.DataFrame) -> pd.DataFrame:
    """Return `value_models` with the level that was known at each origin.

    Adds `level`, the factor learned from forecasts whose outcome was known by the origin (1
    where there are none), and `corrected_error`, the total's error after it.
    """
    parts = [
        _through_time(group.sort_values("origin"), int(horizon))
        for (_, horizon), group in table.groupby(["model", "horizon_days"], sort=True)
    ]
    return pd.concat(parts).sort_index() if parts else table.assign(level=1.0, corrected_error=0.0)


def levels(table: pd.DataFrame, name: str) -> dict[int, float]:
    """Return today's factor for each horizon, where correcting the level has helped before.

    Empty where it was of no help, or was tried less than FEWEST_LEVELED times.
    """
    own = table[table["model"].eq(name)]
    tested = own[own["level"].ne(1)]
    before, after = (np.abs(log_miss(tested[column])).mean() for column in ERRORS)
    if len(tested) < FEWEST_LEVELED or not after < before:
        return {}
    return {
        int(horizon): _level(group, int(horizon))
        for horizon, group in own.groupby("horizon_days", sort=True)
    }


def total_interval(
    table: pd.DataFrame, name: str, days: int, *, leveled: bool
) -> TotalInterval:  # fmt: skip
    """Return by which factors a total may miss, at 95 %, from what earlier ones missed by.

    Misses are logs of ratios, taken as normal about zero with a variance that is learned
    (Student's t), the prior standing for PRIOR_ORIGINS forecasts. Where the horizon was never
    tested, those of the nearest are widened by the root of its length.

    References
    ----------
    Gelman et al. (2013), "Bayesian Data Analysis", 3rd edition, chapter 2.6.
    """
    from scipy.stats import t

    own = table[table["model"].eq(name)]
    misses, origins, wider = np.zeros(0), 0, 1.0
    if len(own):
        horizons = own["horizon_days"].unique()
        nearest = int(horizons[np.abs(np.log(horizons / days)).argmin()])
        group = own[own["horizon_days"].eq(nearest)]
        misses = log_miss(group[ERRORS[leveled]]).to_numpy(float)
        origins, wider = not_overlapping(group["origin"], nearest), max(days / nearest, 1) ** 0.5
    known = (misses**2).mean() * origins if origins else 0.0
    freedom = PRIOR_ORIGINS + origins
    spread = np.sqrt((PRIOR_ORIGINS * PRIOR_MISS**2 + known) / freedom) * wider
    reach = float(t.ppf(0.975, freedom) * spread)
    return TotalInterval(float(np.exp(-reach)), float(np.exp(reach)), origins)


def log_miss(errors: pd.Series) -> pd.Series:
    """Return the logs of expected over happened; a forecast of no order counts as far too low.

    Examples
    --------
    >>> log_miss(pd.Series([0.0, -1.0])).round(1).tolist()
    [0.0, -6.9]
    """
    return np.log1p(errors.astype(float).clip(lower=FURTHEST_BELOW))


def not_overlapping(origins: pd.Series, horizon: int) -> int:
    """Return how many forecasts that do not overlap lie between the first origin and the last.

    Examples
    --------
    >>> not_overlapping(pd.Series(pd.to_datetime(["2026-01-01", "2026-04-02", "2026-07-02"])), 182)
    2
    """
    return int((origins.max() - origins.min()).days // horizon) + 1 if len(origins) else 0


def _through_time(group: pd.DataFrame, horizon: int) -> pd.DataFrame:
    known_on = group["origin"] + pd.Timedelta(days=horizon)
    level = [_level(group[known_on.le(origin)], horizon) for origin in group["origin"]]
    corrected = (1 + group["total_error"]) * level - 1
    return group.assign(level=level, corrected_error=corrected)


def _level(known: pd.DataFrame, horizon: int) -> float:
    """Return the factor that forecasts were short by, drawn towards 1 where they are few."""
    if known.empty:
        return 1.0
    origins = not_overlapping(known["origin"], horizon)
    mean = -log_miss(known["total_error"]).mean()
    return float(np.exp(mean * origins / (origins + LEVEL_ORIGINS)))


ERRORS = ("total_error", "corrected_error")
