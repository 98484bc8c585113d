"""How good a linkage is, where the truth is known."""

from typing import NamedTuple

import pandas as pd


class Quality(NamedTuple):
    """Precision and recall of pairs (proportions), and their harmonic mean; nan without pairs."""

    precision: float
    recall: float
    f1: float


def pair_quality(pairs: pd.DataFrame, truth: pd.Series) -> Quality:
    """Return how good pairs are, against all true pairs.

    Parameters
    ----------
    pairs : DataFrame
        `record_l`, `record_r`: the pairs that were called one person, each once.
    truth : Series
        Who each record really is, by record id.
    """
    same = pairs["record_l"].map(truth).eq(pairs["record_r"].map(truth)).sum()
    return _quality(same, len(pairs), _pairs_within(truth))


def cluster_quality(people: pd.Series, truth: pd.Series) -> Quality:
    """Return how good the pairs are that clusters imply: every two records of one cluster.

    Parameters
    ----------
    people : Series
        The cluster of each record, by record id.
    truth : Series
        Who each record really is, by record id.
    """
    both = pd.DataFrame({"cluster": people, "truth": truth.reindex(people.index)})
    same = _pairs_of(both.groupby(["cluster", "truth"]).size())
    return _quality(same, _pairs_within(people), _pairs_within(truth))


def whole_clusters(people: pd.Series, truth: pd.Series) -> Quality:
    """Return how many clusters are exactly one person's records, and how many people whole."""
    both = pd.DataFrame({"cluster": people, "truth": truth.reindex(people.index)})
    crossed = both.groupby(["cluster", "truth"]).size().rename("shared").reset_index()
    cluster_size = crossed["cluster"].map(people.value_counts())
    person_size = crossed["truth"].map(truth.value_counts())
    exact = (crossed["shared"].eq(cluster_size) & crossed["shared"].eq(person_size)).sum()
    return _quality(exact, people.nunique(), truth.nunique())


def _pairs_within(groups: pd.Series) -> int:
    return _pairs_of(groups.value_counts())


def _pairs_of(sizes: pd.Series) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def _quality(right: int, called: int, true: int) -> Quality:
    precision = right / called if called else float("nan")
    recall = right / true if true else float("nan")
    return Quality(
        precision, recall, 2 * right / (called + true) if called + true else float("nan")
    )
