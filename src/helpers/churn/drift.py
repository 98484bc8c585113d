"""The level of a forecast: what share of all at risk will leave, as far as it can be foreseen.

The share that leaves moves from snapshot to snapshot. Part of that is foreseen by the orders
that are expected of those at risk; the rest returns with the season, or does not.
"""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.churn.snapshot_features import silence_expected

FEWEST_MISSED = 3  # snapshots, beside the first, by which two ways can be compared
SAME_SEASON = 20  # days by which the same time of another year may lie off


class Level(NamedTuple):
    """A forecast share of customers who leave, and what it follows.

    `follows` is ``season`` (the same time of the year before), ``latest`` (all snapshots known)
    or ``nothing`` (no outcome known: expected orders alone). `leans_on` is ``orders`` where
    what expected orders foretell moves the share, and ``shares`` where past shares alone do.
    """

    share: float
    follows: str
    leans_on: str


def base_rates(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what share of those at risk left after each snapshot, beside what orders foretold.

    Parameters
    ----------
    rows : DataFrame
        Labelled rows with the features of `known_then`.

    Returns
    -------
    DataFrame
        One row per snapshot day, oldest first: `customers`, `left`, `base_rate`, `foretold`
        (mean chance of silence by the expected orders alone), `excess` (how far the log odds
        of the first lie above those of the second) and its standard error `excess_error`.
    """
    told = pd.DataFrame({
        "snapshot_day": rows["snapshot_day"].to_numpy(), "left": rows["left"].to_numpy(bool),
        "foretold": silence_expected(rows),
    })  # fmt: skip
    by = told.groupby("snapshot_day")
    table = by.agg(customers=("left", "size"), left=("left", "sum"), foretold=("foretold", "mean"))
    # Half a customer on either side, so that log odds exist where all or none left.
    share = (table["left"] + 0.5) / (table["customers"] + 1)
    table.insert(2, "base_rate", table["left"] / table["customers"])
    table["excess"] = log_odds(share) - log_odds(table["foretold"])
    table["excess_error"] = 1 / np.sqrt(table["customers"] * share * (1 - share))
    return table.reset_index()


def foresee(known: pd.DataFrame, foretold: float, day: date) -> Level:
    """Return the share expected to leave after a day, by the outcomes known on it.

    Either the excess over what expected orders foretell is carried forward, or the share
    itself: whichever would have missed less on the snapshots known so far. It is that of the
    same season when it was last seen, drawn towards the mean of all snapshots the more, the
    less snapshots differ beyond chance. Years before that one are left out: as a company grows
    older fewer leave in each season, and their mean would lag behind.

    Parameters
    ----------
    known : DataFrame
        As from `base_rates`: snapshots whose outcome is known on the day.
    foretold : float
        Mean chance of silence by the expected orders alone, of those at risk on the day.
    day : date
        The snapshot that is forecast.

    References
    ----------
    Hyndman and Athanasopoulos (2021), "Forecasting: principles and practice", section 5.2, for
    the season last seen; DerSimonian and Laird (1986), "Meta-analysis in clinical trials",
    Controlled Clinical Trials 7, for how far snapshots differ; Efron and Morris (1975), Journal
    of the American Statistical Association 70, for drawing them together.
    """
    if known.empty:
        return Level(foretold, "nothing", "orders")
    own = log_odds(known["foretold"].to_numpy())
    past = {"orders": known, "shares": known.assign(excess=known["excess"] + own)}
    missed = {way: _missed(table) for way, table in past.items()}
    way = "shares" if missed["shares"] < missed["orders"] else "orders"
    drawn, follows = _carried(past[way], day)
    start = log_odds(foretold) if way == "orders" else 0.0
    return Level(float(probability(start + drawn)), follows, way)


def _carried(known: pd.DataFrame, day: date) -> tuple[float, str]:
    """Return the excess that is carried forward to a day, and what it follows."""
    excess, error = known["excess"].to_numpy(), known["excess_error"].to_numpy()
    mean, between = _pooled(excess, error)
    same = np.flatnonzero(same_season(known["snapshot_day"], day))
    if not len(same):
        return mean, "latest"
    own = between + error[same[-1]] ** 2
    trust = between / own if own > 0 else 0.0
    return trust * float(excess[same[-1]]) + (1 - trust) * mean, "season"


def _missed(known: pd.DataFrame) -> float:
    """Return by how much a way would have missed the snapshots known so far, each by those before.

    Too few snapshots say nothing.
    """
    if len(known) <= FEWEST_MISSED:
        return 0.0
    days, excess = pd.to_datetime(known["snapshot_day"]).dt.date, known["excess"].to_numpy()
    misses = [
        abs(excess[n] - _carried(known.iloc[:n], days.iloc[n])[0]) for n in range(1, len(known))
    ]
    return float(np.mean(misses))


def same_season(days: pd.Series, day: date) -> np.ndarray:
    """Return which days lie at the same time of another year as a day."""
    apart = (pd.Timestamp(day) - pd.to_datetime(days)).dt.days.to_numpy()
    off = np.abs((apart + 182.625) % 365.25 - 182.625)
    return (np.abs(apart) > 180) & (off <= SAME_SEASON)


def _pooled(excess: np.ndarray, error: np.ndarray) -> tuple[float, float]:
    """Return the mean over snapshots, and the variance between them that chance leaves over."""
    weight = 1 / error**2
    mean = float(np.sum(weight * excess) / weight.sum())
    spare = weight.sum() - np.sum(weight**2) / weight.sum()
    beyond = np.sum(weight * (excess - mean) ** 2) - (len(excess) - 1)
    return mean, float(max(0.0, beyond / spare)) if spare > 0 else 0.0


def at_level(odds: np.ndarray, share: float) -> np.ndarray:
    """Return probabilities whose mean is a given share, from log odds up to their level.

    Raises
    ------
    ValueError
        If the share is not between 0 and 1.
    """
    from scipy.optimize import brentq

    if not 0 < share < 1:
        raise ValueError(f"the share that leaves must lie between 0 and 1, not at {share}")
    middle = log_odds(share)
    low, high = middle - odds.max() - 1, middle - odds.min() + 1
    shift = brentq(lambda one: float(probability(odds + one).mean() - share), low, high)
    return probability(odds + shift)


def log_odds(share):
    """Return the log odds of a probability."""
    return np.log(share / (1 - share))


def probability(odds):
    """Return the probability that log odds stand for."""
    from scipy.special import expit

    return expit(odds)
