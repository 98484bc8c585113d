"""Expectation maximisation: how true pairs and others agree, learnt without knowing which is which.

Splink has this too, and stops with an error where the records are so clear that a
probability vanishes; here no level ever becomes impossible.
"""

from typing import NamedTuple

import numpy as np

ROUNDS = 500
CONVERGED = 1e-6  # largest change of a parameter in the last round
LEAST = 1e-12  # a share is never quite none nor all
PSEUDO_PAIRS = 0.1  # added to each level, so that none becomes impossible


class Learnt(NamedTuple):
    """Share of pairs that are one person, and m and u of each level of each comparison."""

    share: float
    m: list[np.ndarray]
    u: list[np.ndarray]


def maximise(
    patterns: np.ndarray, pairs: np.ndarray, start: Learnt, *, u_is_known: bool = False
) -> Learnt:
    """Return the parameters under which these agreement patterns are most likely.

    Parameters
    ----------
    patterns : ndarray of int, shape (patterns, comparisons)
        Level of each comparison; -1 where a value is missing, which tells nothing.
    pairs : ndarray, shape (patterns,)
        Number of pairs that show each pattern.
    start : Learnt
        Where to begin: m and u by level, 0 (different) first.
    u_is_known : bool
        Whether u stays as it is: pairs that share a key tell of two people as others do not.

    References
    ----------
    Dempster, Laird and Rubin (1977), "Maximum likelihood from incomplete data via the EM
    algorithm", Journal of the Royal Statistical Society B 39.
    """
    known = start
    for _ in range(ROUNDS):
        before, same = known, pairs * probabilities(patterns, known)
        known = Learnt(
            float(same.sum() / pairs.sum()),
            _by_level(patterns, same, known.m),
            known.u if u_is_known else _by_level(patterns, pairs - same, known.u),
        )
        if _change(before, known) < CONVERGED:
            break
    return known


def probabilities(patterns: np.ndarray, known: Learnt) -> np.ndarray:
    """Return how likely the pairs of each pattern are one person, by Bayes' rule."""
    share = np.clip(known.share, LEAST, 1 - LEAST)
    odds = np.full(len(patterns), np.log(share / (1 - share)))
    for column, m, u in zip(patterns.T, known.m, known.u, strict=True):
        odds += np.where(column < 0, 0.0, np.log(m / u)[column])
    return 1 / (1 + np.exp(-odds))


def _by_level(patterns: np.ndarray, weight: np.ndarray, like: list[np.ndarray]) -> list[np.ndarray]:
    """Return the share of the weight that each level has, of each comparison."""
    shares = []
    for column, levels in zip(patterns.T, like, strict=True):
        told = column >= 0
        sums = np.bincount(column[told], weight[told], minlength=len(levels)) + PSEUDO_PAIRS
        shares.append(sums / sums.sum())
    return shares


def _change(before: Learnt, after: Learnt) -> float:
    parts = zip([*before.m, *before.u], [*after.m, *after.u], strict=True)
    return max(abs(before.share - after.share), *(np.abs(a - b).max() for a, b in parts))
