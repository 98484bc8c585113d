import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from helpers.evidence.silhouette import silhouette


@pytest.mark.parametrize("groups", [2, 5])
def test_it_is_that_of_scikit_learn(groups):
    rng = np.random.default_rng(groups)
    points, labels = rng.normal(size=(200, 3)), rng.integers(0, groups, 200)
    points[labels == 1] += 2

    assert silhouette(points, labels) == pytest.approx(silhouette_score(points, labels), abs=1e-9)


def test_it_can_be_counted_by_hand():
    # Of 0: 1 to the other of its group, 4.5 to the others; of 1: 1 and 3.5; of 4: 1 and 3.5 ...
    points = np.array([[0.0], [1.0], [4.0], [5.0]])

    found = silhouette(points, np.array([0, 0, 1, 1]))

    assert found == pytest.approx((2 * (3.5 / 4.5) + 2 * (2.5 / 3.5)) / 4)


def test_who_is_alone_in_a_group_counts_nothing_and_where_all_is_one_point_nothing_is_apart():
    alone = silhouette(np.array([[0.0], [1.0], [9.0]]), np.array([0, 0, 1]))

    assert alone == pytest.approx((8 / 9 + 7 / 8 + 0) / 3)
    assert silhouette(np.zeros((4, 2)), np.array([0, 0, 1, 1])) == 0


def test_groups_move_apart_with_their_distance_whatever_the_scale():
    rng = np.random.default_rng(1)
    points, labels = rng.normal(size=(90, 2)), np.repeat([0, 1, 2], 30)

    apart = [silhouette(points + step * labels[:, None], labels) for step in (0, 3, 30)]

    assert apart[0] < apart[1] < apart[2] < 1
    assert silhouette(7 * points, labels) == pytest.approx(silhouette(points, labels))
