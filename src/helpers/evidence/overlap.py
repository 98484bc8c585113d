"""What groups of two quarters have in common: customers, beyond chance, and profiles.

References
----------
Loevinger (1948), "The technic of homogeneous tests", Psychological Bulletin 45 (the
coefficient H). Jaccard (1912), "The distribution of the flora in the alpine zone".
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist, pdist


class Overlap(NamedTuple):
    """Groups now (rows) against groups before (columns), among customers who are in both.

    Attributes
    ----------
    shared : ndarray of float
        Customers in both groups.
    jaccard : ndarray of float
        Of the customers of the two, the share that is in both.
    h : ndarray of float
        Loevinger's H: 1 where the smaller group lies wholly in the larger one, 0 where
        no more of it does than by chance.
    smaller : ndarray of float
        Customers of the smaller of the two groups.
    """

    shared: np.ndarray
    jaccard: np.ndarray
    h: np.ndarray
    smaller: np.ndarray


def overlap(now: pd.Series, before: pd.Series, labels: list, ids: list) -> Overlap:
    """Return what each group now and each group before have in common."""
    both = pd.DataFrame({"now": now, "before": before.reindex(now.index)}).dropna()
    shared = np.zeros((len(labels), len(ids)))
    at = pd.Index(labels).get_indexer(both["now"]), pd.Index(ids).get_indexer(both["before"])
    np.add.at(shared, at, 1)
    rows, columns = shared.sum(axis=1)[:, None], shared.sum(axis=0)[None, :]
    smaller, chance = np.minimum(rows, columns), rows * columns / max(len(both), 1)
    return Overlap(
        shared, _divided(shared, rows + columns - shared, 0.0),
        beyond_chance(shared, chance, smaller), smaller,
    )  # fmt: skip


def _divided(part: np.ndarray, whole: np.ndarray, otherwise: float) -> np.ndarray:
    return np.divide(part, whole, out=np.full(part.shape, otherwise), where=whole > 1e-9)


def beyond_chance(shared: np.ndarray, chance: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Return how much of `most` is shared, 0 by chance and 1 at best; of everybody, all is."""
    room = np.broadcast_to(most - chance, shared.shape)
    everybody = (room <= 1e-9) & (most > 0)
    return np.where(everybody, 1.0, _divided(shared - chance, room, 0.0))


def likeness(now: pd.DataFrame, before: pd.DataFrame) -> np.ndarray:
    """Return how alike profiles are: 1 for the same, 0 for as far apart as two groups usually are.

    Returns
    -------
    ndarray of float, shape (groups now, groups before)
        nan where nothing can be compared.
    """
    features = sorted(set(now.columns) & set(before.columns))
    told = pd.concat([now[features], before[features]]).astype(float)
    known = told.notna().any(axis=1).to_numpy()
    values = told.fillna(told.mean()).fillna(0).to_numpy()
    of_now = np.arange(len(told)) < len(now)
    sides = [values[side & known] for side in (of_now, ~of_now)]
    apart = np.concatenate([pdist(side) for side in sides if len(side)] or [[]])
    if len(apart):
        usual = apart.mean()
        if usual <= 0:
            return np.full((len(now), len(before)), np.nan)
        alike = np.clip(1 - cdist(values[of_now], values[~of_now]) / usual, 0, 1)
    else:  # one group is everybody, in both quarters
        alike = np.ones((len(now), len(before)))
    return np.where(np.outer(known[of_now], known[~of_now]), alike, np.nan)
