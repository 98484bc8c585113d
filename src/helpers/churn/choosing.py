"""Which way to tell who leaves is kept: the simplest that later outcomes do not speak against.

Every candidate is learned from snapshots whose outcome was known, and tested on a later one.
All share the level, which is forecast apart; so they are compared by how they tell customers
of one day apart, each at the level that came true.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.churn.candidates import CANDIDATES, RiskModel, fit_candidate
from helpers.churn.drift import at_level, base_rates, foresee, probability
from helpers.churn.snapshot_features import silence_expected
from helpers.evidence.splits import Split, split_rows

LEARNED = 4  # snapshots, a year of quarters
FEWEST = 10  # who left, and who stayed, in a snapshot that can be tested


class Trial(NamedTuple):
    """One candidate on one later snapshot.

    `chance` is its forecast made with what was known then, at the level foreseen then; `odds`
    its log odds up to that level; `loss` each customer's log loss at the level that came true;
    `learned` the number of snapshots that it learned from.
    """

    name: str
    day: date
    model: RiskModel
    rows: pd.DataFrame
    odds: np.ndarray
    chance: np.ndarray
    loss: np.ndarray
    follows: str
    learned: int


def later_splits(rows: pd.DataFrame) -> list[Split]:
    """Return a split for each snapshot before which an outcome was known, oldest first.

    Parameters
    ----------
    rows : DataFrame
        `snapshot_day`, `left` and `known_on`.
    """
    by = rows.groupby("snapshot_day").agg(known_on=("known_on", "max"), left=("left", "sum"),
                                          customers=("left", "size"))  # fmt: skip
    both = by["left"].ge(FEWEST) & (by["customers"] - by["left"]).ge(FEWEST)
    splits = []
    for day in by.index[both]:
        train = by.index[by["known_on"].le(day) & both]
        if len(train):
            splits.append(Split(tuple(one.date() for one in train), day.date()))
    return splits


def trials(
    rows: pd.DataFrame, splits: list[Split], *, names: tuple[str, ...] = CANDIDATES
) -> list[Trial]:  # fmt: skip
    """Return each candidate's forecast of each later snapshot, from what was known before."""
    return [trial for split in splits for trial in _on(rows, split, names)]


def _on(rows: pd.DataFrame, split: Split, names: tuple[str, ...]) -> Iterator[Trial]:
    train, test = split_rows(rows, split, day="snapshot_day", known_on="known_on")
    left = test["left"].to_numpy(bool)
    level = foresee(base_rates(train), float(silence_expected(test).mean()), split.test)
    for name in names:
        model = fit_candidate(name, train, train["left"].to_numpy(bool))
        odds = model.log_odds(test)
        if name == "expected":
            chance = settled = probability(odds)
        else:
            chance, settled = at_level(odds, level.share), at_level(odds, left.mean())
        loss = log_loss(settled, left)
        yield Trial(name, split.test, model, test, odds, chance, loss, level.follows,
                    len(split.train))  # fmt: skip


def across_customers(rows: pd.DataFrame, *, folds: int = 5) -> list[Trial]:
    """Return each candidate tried on customers that it did not learn from, on the same snapshots.

    For a company too young for a later snapshot: it says how customers are told apart, and
    nothing of how that lasts.
    """
    names, place = np.unique(rows["customer_id"].to_numpy(str), return_inverse=True)
    fold = np.random.default_rng(0).permutation(len(names))[place] % folds
    return [
        _on_others(name, rows[fold != one], rows[fold == one])
        for one in range(folds)
        for name in CANDIDATES
    ]


def _on_others(name: str, train: pd.DataFrame, test: pd.DataFrame) -> Trial:
    model, left = fit_candidate(name, train, train["left"].to_numpy(bool)), test["left"]
    odds = pd.Series(model.log_odds(test), index=test.index)
    if name == "expected":
        chance = probability(odds)
    else:
        # Half a customer on either side, so that a level exists where all or none left.
        counted = left.astype(float).groupby(test["snapshot_day"]).agg(["sum", "size"])
        share = (counted["sum"] + 0.5) / (counted["size"] + 1)
        by = odds.groupby(test["snapshot_day"].to_numpy())
        chance = by.transform(lambda one: at_level(one.to_numpy(), share[one.name]))
    loss = log_loss(chance.to_numpy(), left.to_numpy(bool))
    day = test["snapshot_day"].max().date()
    return Trial(name, day, model, test, odds.to_numpy(), chance.to_numpy(), loss, "nothing", 0)


def log_loss(chance: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Return each customer's loss: minus the log of the probability of what came true."""
    inside = np.clip(chance, 1e-9, 1 - 1e-9)
    return -np.log(np.where(left, inside, 1 - inside))


def simplest(found: list[Trial]) -> str:
    """Return the simplest candidate within one standard error of the best.

    The standard error is that of the mean difference between two candidates' losses on the
    same customers, with customers who stand in several snapshots counted as one.

    References
    ----------
    Breiman, Friedman, Olshen and Stone (1984), "Classification and Regression Trees", 3.4.3,
    for the rule; Liang and Zeger (1986), Biometrika 73, for errors by customer.
    """
    names = [name for name in CANDIDATES if any(one.name == name for one in found)]
    losses = {name: _losses(found, name) for name in names}
    best = min(names, key=lambda name: losses[name].mean())
    for name in names:
        gap, error = paired_difference(losses[name] - losses[best])
        if gap <= error:
            return name
    return best


def _losses(found: list[Trial], name: str) -> pd.Series:
    """Return a candidate's losses by customer, over all snapshots that it was tested on."""
    own = [one for one in found if one.name == name]
    customers = np.concatenate([one.rows["customer_id"].to_numpy() for one in own])
    return pd.Series(np.concatenate([one.loss for one in own]), index=customers)


def paired_difference(difference: pd.Series) -> tuple[float, float]:
    """Return the mean of differences and its standard error, rows of one index hanging together.

    Examples
    --------
    >>> gap, error = paired_difference(pd.Series([1.0, 1.0, 3.0, 3.0], index=list("aabb")))
    >>> gap, round(error, 3)
    (2.0, 1.0)
    """
    mean = float(difference.mean())
    own = (difference - mean).groupby(level=0).sum()
    groups = len(own)
    if groups < 2:
        return mean, np.inf
    return mean, float(np.sqrt(np.sum(own**2) * groups / (groups - 1)) / len(difference))


def slope_through_time(found: list[Trial]) -> float:
    """Return by how much differences were to be stretched, going by forecasts of several days.

    A logistic curve over the log odds, one per tested snapshot that at least LEARNED snapshots
    came before: who learns from fewer is more extreme than the model that is used. Their mean
    is drawn towards 1: all the way where it lies within two standard errors of it.

    References
    ----------
    Cox (1958), "Two further applications of a model for binary regression", Biometrika 45.
    """
    slopes = [
        calibration_slope(one.odds, one.rows["left"].to_numpy(bool))
        for one in found
        if one.learned >= LEARNED
    ]
    if len(slopes) < 3:
        return 1.0
    away = float(np.mean(slopes)) - 1
    doubt = 4 * float(np.var(slopes, ddof=1)) / len(slopes)
    return 1 + away * max(0.0, 1 - doubt / away**2) if away else 1.0


def calibration_slope(odds: np.ndarray, left: np.ndarray) -> float:
    """Return the slope of outcomes over log odds: below 1, forecasts are too extreme."""
    from sklearn.linear_model import LogisticRegression

    curve = LogisticRegression(C=1e6, max_iter=1_000)
    return float(curve.fit(odds[:, np.newaxis], left.astype(int)).coef_[0, 0])
