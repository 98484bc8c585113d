import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from helpers.evidence import clusters
from helpers.evidence.clusters import choose_groups, fit_centres, nearest, standardised


def blobs(rng, centres, rows=150, spread=0.3):
    """Customers around some centres, and whose centre each has."""
    labels = np.repeat(range(len(centres)), rows)
    return np.asarray(centres)[labels] + rng.normal(scale=spread, size=(len(labels), 2)), labels


def test_standardised_features_have_mean_zero_and_variance_one():
    frame = pd.DataFrame({"a": [0, 1, 10, 100], "b": [5, 4, 3, 2]})

    points = standardised(frame)

    assert points.mean(axis=0) == pytest.approx([0, 0])
    assert points.std(axis=0) == pytest.approx([1, 1])
    assert points[1, 0] == pytest.approx((np.log(2) - np.log1p(frame["a"]).mean())
                                         / np.log1p(frame["a"]).std(ddof=0))  # fmt: skip


def test_a_constant_or_missing_feature_says_nothing():
    frame = pd.DataFrame({"same": [7, 7, 7], "some": [1, None, 3]}).astype(float)

    points = standardised(frame)

    assert (points[:, 0] == 0).all()
    assert points[1, 1] == 0


def test_others_are_put_on_the_scale_that_was_learnt():
    scale = clusters.learn_scale(pd.DataFrame({"a": [0.0, np.e - 1]}))

    assert standardised(pd.DataFrame({"a": [np.e**2 - 1]}), scale) == pytest.approx(3)


def test_planted_groups_are_found_whatever_the_order_of_customers():
    rng = np.random.default_rng(1)
    points, planted = blobs(rng, [(0, 0), (4, 0), (0, 4), (4, 4)])
    shuffled = rng.permutation(len(points))

    choice = choose_groups(points[shuffled], seed=2, most=6)

    assert choice.groups == 4
    assert adjusted_rand_score(planted[shuffled], choice.labels) > 0.99


def test_groups_are_numbered_by_size():
    rng = np.random.default_rng(3)
    points = np.concatenate([rng.normal(0, 0.2, (20, 2)), rng.normal(5, 0.2, (80, 2))])

    labels = nearest(points, fit_centres(points, 2, seed=1))

    assert np.bincount(labels).tolist() == [80, 20]


def test_the_evidence_lists_each_number_and_marks_the_chosen_one():
    points, _ = blobs(np.random.default_rng(4), [(0, 0), (5, 5), (0, 9)])

    evidence = choose_groups(points, seed=1, most=5, refits=10).evidence

    assert evidence["groups"].tolist() == [2, 3, 4, 5]
    assert evidence.loc[evidence["chosen"], "groups"].tolist() == [3]
    assert evidence["silhouette"].idxmax() == 1


def test_a_group_too_small_to_be_useful_is_not_made():
    rng = np.random.default_rng(5)
    points = np.concatenate([blobs(rng, [(0, 0), (5, 5)])[0], rng.normal(50, 0.1, (3, 2))])

    assert choose_groups(points, seed=1, most=3, refits=10).groups == 1


@pytest.mark.parametrize("rows", [0, 1, 2, 5])
def test_customers_who_are_all_alike_are_one_group(rows):
    choice = choose_groups(np.zeros((rows, 3)), seed=1)

    assert choice.groups == 1
    assert choice.labels.tolist() == [0] * rows
    assert choice.evidence.empty


def test_the_choice_repeats_itself():
    points, _ = blobs(np.random.default_rng(6), [(0, 0), (3, 3)])

    first, again = (choose_groups(points, seed=9, most=4, refits=10) for _ in range(2))

    pd.testing.assert_frame_equal(first.evidence, again.evidence)


def test_levels_compare_medians_with_thirds_of_all_customers():
    features = pd.DataFrame({"spend": [1, 2, 3, 50, 60, 70, 800, 900, 999]})

    told = clusters.levels(features, np.repeat([0, 1, 2], 3))

    assert told.to_dict("list") == {
        "cluster": ["A", "B", "C"], "spend": ["low", "middle", "high"],
    }  # fmt: skip



def test_three_customers_among_thousands_do_not_fall_out_of_the_sample():
    labels = np.repeat([0, 1], [99_997, 3])

    drawn = clusters._sample(labels, 3_000, seed=1)

    assert np.bincount(labels[drawn])[1] == 2


def test_a_sample_keeps_the_shares_of_the_groups():
    labels = np.repeat([0, 1], [8_000, 2_000])

    drawn = clusters._sample(labels, 1_000, seed=1)

    assert np.bincount(labels[drawn]).tolist() == [800, 200]
    assert len(set(drawn)) == 1_000


def test_of_stable_numbers_the_one_furthest_apart_is_taken_and_two_only_if_nothing_finer_is():
    evidence = pd.DataFrame({"groups": [2, 3, 4], "silhouette": [0.9, 0.4, 0.5]})

    assert clusters._furthest_apart(evidence) == 4
    assert clusters._furthest_apart(evidence[:1]) == 2
    assert clusters._furthest_apart(evidence[:0]) == 1


def test_a_dozen_customers_are_not_cut():
    points = blobs(np.random.default_rng(8), [(0, 0), (9, 9)], rows=6)[0]

    assert choose_groups(points, seed=1).groups == 1


def test_of_very_many_customers_some_are_learnt_from_and_everybody_is_placed(monkeypatch):
    points, planted = blobs(np.random.default_rng(9), [(0, 0), (4, 0), (0, 4)], rows=400)
    monkeypatch.setattr(clusters, "MOST_LEARNT_FROM", 300)
    monkeypatch.setattr(clusters, "MOST_DRAWN", 100)

    choice = choose_groups(points, seed=2, most=5, refits=10)

    assert choice.groups == 3 and len(choice.labels) == 1_200
    assert adjusted_rand_score(planted, choice.labels) > 0.99


def test_of_very_many_customers_fewer_refits_are_made(monkeypatch):
    points = blobs(np.random.default_rng(9), [(0, 0), (4, 0), (0, 4)], rows=100)[0]
    seen = []
    monkeypatch.setattr(clusters, "stability",
                        lambda *_, refits, **__: seen.append(refits) or np.ones(3))  # fmt: skip

    choose_groups(points, seed=1, most=2)
    monkeypatch.setattr(clusters, "MOST_LEARNT_FROM", 299)
    choose_groups(points, seed=1, most=2)
    choose_groups(points, seed=1, most=2, refits=4)

    assert seen == [30, clusters.MOST_REFITS, 4]


def test_a_company_below_the_bound_is_learnt_from_whole(monkeypatch):
    points = blobs(np.random.default_rng(4), [(0, 0), (5, 5), (0, 9)])[0]
    usual = choose_groups(points, seed=1, most=4, refits=5)

    monkeypatch.setattr(clusters, "MOST_DRAWN", 10)

    pd.testing.assert_frame_equal(
        choose_groups(points, seed=1, most=4, refits=5).evidence, usual.evidence
    )
