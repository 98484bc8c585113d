"""Groups found by K-means, and the evidence for how many there are."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, calinski_harabasz_score

from helpers.evidence.knowledge import sample_rows
from helpers.evidence.silhouette import silhouette
from helpers.evidence.threads import one_thread

EXCELLENT = 0.90  # adjusted Rand index of refits from which recovery counts as excellent
SILHOUETTE_ROWS = 3_000  # the silhouette is worked out on a sample of so many customers
STARTS, STARTS_OF_REFITS = 10, 3
MOST_LEARNT_FROM = 10_000  # customers; of more, so many are drawn, and the others are placed
MOST_DRAWN = 5_000  # customers that each refit sees where not all are learnt from
MOST_REFITS = 10  # there: they tell a number that is stable from one that is not as surely
FEWEST_EACH = 10  # customers for each group, below which so many groups are not looked at


class Choice(NamedTuple):
    """How many groups there are: the evidence for each number, the choice, and its labels.

    `groups` is 1, and `labels` all zero, where no number of groups is stable.
    """

    evidence: pd.DataFrame
    groups: int
    labels: np.ndarray


class Scale(NamedTuple):
    """What standardising learnt: mean and spread of each feature's log; spread 0 for a constant."""

    mean: np.ndarray
    spread: np.ndarray


def learn_scale(features: pd.DataFrame) -> Scale:
    """Return mean and spread of the signed log(1 + x) of each feature, missing values left out."""
    logs = signed_logs(features)
    if not len(logs):
        return Scale(np.zeros(logs.shape[1]), np.zeros(logs.shape[1]))
    spread = np.nanstd(logs, axis=0)
    return Scale(np.nanmean(logs, axis=0), np.where(spread > 1e-12, spread, 0.0))


def standardised(features: pd.DataFrame, scale: Scale | None = None) -> np.ndarray:
    """Return signed log(1 + x) of each feature with mean 0 and variance 1, constant ones as 0.

    A missing value becomes the mean, which is 0: it speaks neither for nor against a group.

    Parameters
    ----------
    features : DataFrame
        One row per customer, numbers only.
    scale : Scale, optional
        What was learnt from other customers; by default from these.

    Returns
    -------
    ndarray of float, shape (customers, features)
    """
    mean, spread = scale or learn_scale(features)
    scaled = (signed_logs(features) - mean) / np.where(spread > 0, spread, np.inf)
    return np.nan_to_num(scaled, nan=0.0)


def signed_logs(features: pd.DataFrame) -> np.ndarray:
    """Return log(1 + x) of each value, that of its distance from 0 where it is below."""
    values = features.to_numpy(dtype=float, na_value=np.nan)
    return np.sign(values) * np.log1p(np.abs(values))


def fit_centres(points: np.ndarray, groups: int, *, seed: int) -> np.ndarray:
    """Return the centres of K-means, of the largest group first.

    Of very many customers some are drawn and learnt from.

    Returns
    -------
    ndarray of float, shape (groups, features)
    """
    if groups == 1:
        return points.mean(axis=0, keepdims=True)
    points = points[sample_rows(len(points), MOST_LEARNT_FROM, seed=seed)]
    with one_thread():  # the number of threads changes the last digits of centres
        fitted = KMeans(groups, n_init=STARTS, random_state=seed).fit(points)
    size = np.bincount(fitted.labels_, minlength=groups)
    order = sorted(range(groups), key=lambda g: (-size[g], fitted.cluster_centers_[g].tolist()))
    return fitted.cluster_centers_[order]


def nearest(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return the nearest centre of each row, the first where two are as near."""
    return cdist(points, centres).argmin(axis=1)


def stability(
    points: np.ndarray, labels: np.ndarray, groups: int, *, refits: int, rng: np.random.Generator
) -> np.ndarray:
    """Return the adjusted Rand index of each bootstrap refit to the labels of all customers.

    Each refit sees customers drawn with replacement, as many as there are but of very many
    some, and then places everybody.

    References
    ----------
    Hubert and Arabie (1985), "Comparing partitions", Journal of Classification 2.
    """
    found = np.empty(refits)
    size = len(points) if len(points) < MOST_LEARNT_FROM else MOST_DRAWN
    for refit in range(refits):
        drawn = points[rng.integers(len(points), size=size)]
        with one_thread():
            start = int(rng.integers(2**31))
            fitted = KMeans(groups, n_init=STARTS_OF_REFITS, random_state=start).fit(drawn)
        found[refit] = adjusted_rand_score(labels, fitted.predict(points))
    return found


@one_thread()
def choose_groups(
    points: np.ndarray,
    *,
    seed: int,
    most: int = 8,
    refits: int = 30,
    smallest_share: float = 0.03,
) -> Choice:
    """Return the number of groups that the evidence speaks for, with that evidence.

    A number of groups is *stable* where the mean adjusted Rand index of bootstrap
    refits is at least 0.90, which Steinley calls excellent recovery, with the lower
    bound of its 95 % interval, so that no lucky refit decides; and *useful*
    where the smallest group holds at least `smallest_share` of the customers.
    Of those that are both, the one whose groups stand furthest apart (silhouette)
    is chosen; two groups, which are one cut, only where nothing finer is both.
    Of very many customers some are drawn and looked at; then everybody is placed.

    Parameters
    ----------
    points : ndarray, shape (customers, features)
        As from `standardised`, or places from `mix.places`.
    most : int
        Largest number of groups looked at.
    refits : int
        Bootstrap refits for each number; where not all are learnt from, MOST_REFITS at most.

    Returns
    -------
    Choice
        `evidence` has, for each number of groups, `silhouette`,
        `calinski_harabasz`, `stability` (mean), `stability_lower`,
        `worst_stability`, `smallest_share` and `chosen`.

    References
    ----------
    Steinley (2004), "Properties of the Hubert-Arabie adjusted Rand index",
    Psychological Methods 9. Rousseeuw (1987), "Silhouettes". Calinski and
    Harabasz (1974), "A dendrite method for cluster analysis".
    """
    every, points = points, points[sample_rows(len(points), MOST_LEARNT_FROM, seed=seed)]
    refits = refits if len(every) <= MOST_LEARNT_FROM else min(refits, MOST_REFITS)
    rng = np.random.default_rng(seed)
    distinct = len(np.unique(points, axis=0)) if points.size else 0
    rows, centres = [], {1: points.mean(axis=0, keepdims=True)} if len(points) else {}
    for groups in range(2, min(most, distinct - 1, len(points) // FEWEST_EACH) + 1):
        centres[groups] = fit_centres(points, groups, seed=seed)
        labels = nearest(points, centres[groups])
        again = stability(points, labels, groups, refits=refits, rng=rng)
        rows.append(_evidence(points, labels, groups, again, seed))
    evidence = pd.DataFrame(rows, columns=EVIDENCE)
    good = evidence["stability_lower"].ge(EXCELLENT) & evidence["smallest_share"].ge(smallest_share)
    chosen = _furthest_apart(evidence[good])
    placed = nearest(every, centres[chosen]) if len(every) else np.zeros(0, dtype=int)
    return Choice(evidence.assign(chosen=evidence["groups"].eq(chosen)), chosen, placed)


def _furthest_apart(good: pd.DataFrame) -> int:
    """Return the number of groups with the widest silhouette, of three or more where there are."""
    finer = good[good["groups"] > 2]
    candidates = finer if len(finer) else good
    return int(candidates.loc[candidates["silhouette"].idxmax(), "groups"]) if len(good) else 1


EVIDENCE = [
    "groups", "silhouette", "calinski_harabasz", "stability", "stability_lower", "worst_stability",
    "smallest_share",
]  # fmt: skip


def _evidence(
    points: np.ndarray, labels: np.ndarray, groups: int, again: np.ndarray, seed: int
) -> tuple:
    some = _sample(labels, SILHOUETTE_ROWS, seed)
    return (
        groups,
        silhouette(points[some], labels[some]),
        calinski_harabasz_score(points, labels),
        again.mean(),
        again.mean() - 1.96 * again.std(ddof=1) / np.sqrt(len(again)),
        again.min(),
        np.bincount(labels).min() / len(labels),
    )


def _sample(labels: np.ndarray, rows: int, seed: int) -> np.ndarray:
    """Return which rows to look at: about so many, drawn from every group, however small it is."""
    if len(labels) <= rows:
        return np.arange(len(labels))
    rng = np.random.default_rng(seed)
    members = [rng.permutation(np.flatnonzero(labels == group)) for group in np.unique(labels)]
    share = rows / len(labels)
    return np.concatenate([own[: max(2, round(share * len(own)))] for own in members])


def levels(features: pd.DataFrame, labels: np.ndarray) -> pd.DataFrame:
    """Return how each group's median compares with all customers: low, middle or high.

    Returns
    -------
    DataFrame
        One row per group: `cluster`, and a column for each feature, by thirds of
        the customers.
    """
    third, two_thirds = features.quantile(1 / 3), features.quantile(2 / 3)
    median = features.groupby(labels).median()
    words = np.select([median <= third, median > two_thirds], ["low", "high"], "middle")
    frame = pd.DataFrame(words, columns=features.columns)
    frame.insert(0, "cluster", group_names(median.index))
    return frame


def group_names(numbers: Iterable[int]) -> list[str]:
    """Return letters for groups, A for the largest."""
    return [chr(ord("A") + int(number)) for number in numbers]
