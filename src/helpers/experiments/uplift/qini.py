"""How well a ranking puts those first whom a change helps: Qini and uplift curves, and areas.

Units are ranked by the effect that is expected of them, the highest first. A curve tells, for
each number of units from the top, how much more outcome the treated among them brought than
their share of the untreated would have. A score is the area between the curve and the straight
line of a ranking by chance, over the same area of the best ranking that outcomes allow: 0 for
chance, 1 for the impossible. The definitions are those of scikit-uplift.

References
----------
Radcliffe (2007), "Using control groups to target on predicted lift", Direct Marketing Analytics
Journal 1. Devriendt, Moldovan and Verbeke (2018), "A literature survey and experimental
evaluation of the state-of-the-art in uplift modeling", Big Data 6.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from helpers.evidence import Interval, bootstrap_blocks, percentile_interval

RESAMPLES = 499


class Curve(NamedTuple):
    """Points of a curve: units from the top (0 first), and the outcome gained by treating them."""

    units: np.ndarray
    gain: np.ndarray


class _Sums(NamedTuple):
    """Running sums from the top of a ranking, one row per resample."""

    treated: np.ndarray
    others: np.ndarray
    of_treated: np.ndarray
    of_others: np.ndarray


def qini_curve(outcome: np.ndarray, expected: np.ndarray, treated: np.ndarray) -> Curve:
    """Return the Qini curve: outcome of the treated, less that of as many untreated.

    Parameters
    ----------
    outcome : ndarray of float
    expected : ndarray of float
        What units are ranked by; ties are taken in together.
    treated : ndarray of bool

    Examples
    --------
    >>> qini_curve(np.array([1, 0, 1, 0]), np.array([4, 3, 2, 1]),
    ...            np.array([True, False, False, True])).gain.tolist()
    [0.0, 1.0, 1.0, 0.5, 0.0]
    """
    return _curve(_qini_gain, outcome, expected, treated)


def uplift_curve(outcome: np.ndarray, expected: np.ndarray, treated: np.ndarray) -> Curve:
    """Return the uplift curve: the difference of the arms' means, times the units so far."""
    return _curve(_uplift_gain, outcome, expected, treated)


def qini_score(
    outcome: np.ndarray, expected: np.ndarray, treated: np.ndarray, *,
    rng: np.random.Generator | None = None, resamples: int = RESAMPLES,
) -> Interval:  # fmt: skip
    """Return the Qini score, with its bootstrap interval where chance is given.

    Parameters
    ----------
    outcome, expected, treated
        As in `qini_curve`; nothing expected may have been learnt from these outcomes.
    rng : numpy.random.Generator, optional
        Where resamples come from; without it the interval is missing.

    Raises
    ------
    ValueError
        If an arm is empty, or no outcome is above nought: there is nothing to rank.
    """
    best = np.where(treated, outcome, -np.asarray(outcome, dtype=float))
    return _score(_qini_gain, outcome, (expected, best), treated, rng, resamples)


def auuc_score(
    outcome: np.ndarray, expected: np.ndarray, treated: np.ndarray, *,
    rng: np.random.Generator | None = None, resamples: int = RESAMPLES,
) -> Interval:  # fmt: skip
    """Return the area under the uplift curve as a score, with its interval as in `qini_score`."""
    best = _best_uplift(np.asarray(outcome, dtype=float), np.asarray(treated, dtype=bool))
    return _score(_uplift_gain, outcome, (expected, best), treated, rng, resamples)


def _best_uplift(outcome: np.ndarray, treated: np.ndarray) -> np.ndarray:
    """Return what ranks best: of yes and no, who did as their arm should, the sure ones first."""
    if not np.isin(outcome, (0, 1)).all():
        return np.where(treated, outcome, -outcome)
    yes_untreated = ((outcome == 1) & ~treated).sum()
    no_treated = ((outcome == 0) & treated).sum()
    second = outcome if yes_untreated > no_treated else treated
    return 2.0 * (outcome == treated) + second


def _curve(gain: Callable, outcome, expected, treated) -> Curve:
    outcome, expected, treated = _checked(outcome, expected, treated)
    sums = _sums(outcome, expected, treated, np.ones((1, len(outcome))))
    return Curve((sums.treated + sums.others)[0], gain(sums)[0])


def _score(gain, outcome, rankings, treated, rng, resamples) -> Interval:
    own, best = (_checked(outcome, ranking, treated) for ranking in rankings)
    found = float(_scores(gain, own, best, np.ones((1, len(own[0]))))[0])
    if not np.isfinite(found):
        raise ValueError("no outcome is above nought: there is nothing to rank")
    if rng is None:
        return Interval(found, np.nan, np.nan)
    drawn = bootstrap_blocks(len(own[0]), resamples=resamples, rng=rng)
    return percentile_interval(found, np.concatenate([
        _scores(gain, own, best, weights) for weights in drawn
    ]))  # fmt: skip


def _checked(outcome, expected, treated) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    outcome, expected = (np.asarray(one, dtype=float) for one in (outcome, expected))
    treated = np.asarray(treated, dtype=bool)
    if not len(outcome) == len(expected) == len(treated):
        raise ValueError(f"{len(outcome)} outcomes, {len(expected)} expected effects and "
                         f"{len(treated)} arms are not of the same units")  # fmt: skip
    if treated.all() or not treated.any():
        raise ValueError("an arm is empty: a ranking is judged by both arms")
    return outcome, expected, treated


def _scores(gain: Callable, own: tuple, best: tuple, weights: np.ndarray) -> np.ndarray:
    """Return the score of each resample: how far above chance, in units of the best."""
    above = [_above_chance(gain, _sums(*ranking, weights)) for ranking in (own, best)]
    with np.errstate(divide="ignore", invalid="ignore"):
        return above[0] / above[1]


def _above_chance(gain: Callable, sums: _Sums) -> np.ndarray:
    """Return the area between a curve and the straight line to its end."""
    units, height = sums.treated + sums.others, gain(sums)
    area = (np.diff(units) * (height[:, 1:] + height[:, :-1]) / 2).sum(axis=1)
    return area - units[:, -1] * height[:, -1] / 2


def _sums(outcome, expected, treated, weights: np.ndarray) -> _Sums:
    """Return running sums at the ends of ties, nought first; `weights` has a row per resample."""
    order = np.argsort(-expected, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(expected[order]) != 0])
    weights = weights[:, order].astype(float)
    arm, value = treated[order].astype(float), outcome[order]
    parts = (arm, 1 - arm, arm * value, (1 - arm) * value)
    return _Sums(*(_running(weights * part, starts) for part in parts))


def _running(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    summed = np.add.reduceat(values, starts, axis=1).cumsum(axis=1)
    return np.hstack([np.zeros((len(values), 1)), summed])


def _qini_gain(sums: _Sums) -> np.ndarray:
    return sums.of_treated - sums.of_others * _ratio(sums.treated, sums.others)


def _uplift_gain(sums: _Sums) -> np.ndarray:
    means = _ratio(sums.of_treated, sums.treated) - _ratio(sums.of_others, sums.others)
    return means * (sums.treated + sums.others)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Return a ratio, nought where there is nothing below."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)
