import math

import pandas as pd
import pytest

from helpers.single_view.quality import cluster_quality, pair_quality, whole_clusters

# Two people: one in three records, one in two.
TRUTH = pd.Series({"a1": "a", "a2": "a", "a3": "a", "b1": "b", "b2": "b"})


def test_pairs_are_held_against_all_true_pairs():
    called = pd.DataFrame({"record_l": ["a1", "a1", "a3"], "record_r": ["a2", "b1", "a2"]})

    found = pair_quality(called, TRUTH)

    assert found == pytest.approx((2 / 3, 2 / 4, 2 * 2 / (3 + 4)))


def test_clusters_are_held_against_the_truth_by_the_pairs_that_they_imply():
    people = pd.Series({"a1": 1, "a2": 1, "a3": 2, "b1": 2, "b2": 2})

    found = cluster_quality(people, TRUTH)

    # Implied: a1-a2, a3-b1, a3-b2, b1-b2; true: three of a, one of b.
    assert found == pytest.approx((2 / 4, 2 / 4, 2 / 4))


def test_a_cluster_is_whole_where_it_is_all_of_one_person_and_nobody_else():
    people = pd.Series({"a1": 1, "a2": 1, "a3": 2, "b1": 3, "b2": 3})

    assert whole_clusters(people, TRUTH) == pytest.approx((1 / 3, 1 / 2, 2 / 5))


def test_without_any_pair_there_is_no_precision():
    alone = pd.Series({"a": 1, "b": 2})

    found = cluster_quality(alone, alone)

    assert all(math.isnan(value) for value in found)
