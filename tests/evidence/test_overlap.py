import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score, jaccard_score

from helpers.evidence.overlap import likeness, overlap

# Of 400 customers 100 are in a group now, and 100 in one before; 60 are in both.
NOW = pd.Series([1] * 100 + [0] * 300)
BEFORE = pd.Series([1] * 60 + [0] * 40 + [1] * 40 + [0] * 260)


def test_three_customers_of_five_are_counted_by_hand():
    now = pd.Series({"a": 1, "b": 1, "c": 1, "d": 2, "new": 1})
    before = pd.Series({"a": "x", "b": "x", "c": "y", "d": "y", "gone": "x"})

    found = overlap(now, before, [1, 2], ["x", "y"])

    assert found.shared.tolist() == [[2, 1], [0, 1]]
    assert found.jaccard.tolist() == [[pytest.approx(2 / 3), 0.25], [0, 0.5]]
    # Of the two customers of x, 1.5 would be in group 1 by chance, and both are.
    assert found.h[0, 0] == 1
    assert found.h[0, 1] == pytest.approx((1 - 1.5) / (2 - 1.5))


def test_the_share_that_is_in_both_is_that_of_another_library():
    assert overlap(NOW, BEFORE, [0, 1], [0, 1]).jaccard[1, 1] == pytest.approx(
        jaccard_score(NOW, BEFORE)
    )


def test_between_groups_of_one_size_h_is_cohens_kappa():
    assert overlap(NOW, BEFORE, [0, 1], [0, 1]).h[1, 1] == pytest.approx(
        cohen_kappa_score(NOW, BEFORE)
    )


def test_groups_made_at_random_have_nothing_in_common_beyond_chance():
    rng = np.random.default_rng(1)
    now, before = (pd.Series(rng.integers(0, 2, 20_000)) for _ in range(2))

    found = overlap(now, before, [0, 1], [0, 1])

    assert np.abs(found.h).max() < 0.05
    assert found.jaccard.max() > 0.3


def test_a_group_that_holds_everybody_holds_every_other_one():
    found = overlap(NOW, NOW * 0, [0, 1], [0])

    assert found.h.tolist() == [[1], [1]]


def test_who_vanishes_or_appears_changes_nothing():
    gone, new = pd.Series(1, index=range(1000, 1500)), pd.Series(0, index=range(2000, 2900))

    usual = overlap(NOW, BEFORE, [0, 1], [0, 1])
    other = overlap(pd.concat([NOW, new]), pd.concat([BEFORE, gone]), [0, 1], [0, 1])

    assert all((a == b).all() for a, b in zip(usual, other, strict=True))


def profiles(**features):
    return pd.DataFrame(features, dtype=float)


def test_the_same_profile_is_wholly_alike_and_one_as_far_as_groups_usually_are_not_at_all():
    before = profiles(tea=[0, 3], milk=[0, 4])  # 5 apart
    now = profiles(tea=[0, 0], milk=[0, 5], beer=[9, 8])  # 5 apart, beer is new

    found = likeness(now, before)

    assert found[0].tolist() == [1, 0]
    assert found[1, 1] == pytest.approx(1 - np.hypot(3, 1) / 5)


def test_profiles_that_say_nothing_are_not_compared():
    one = profiles(tea=[1, 1])
    unknown = profiles(tea=[np.nan, 2, 3])

    assert np.isnan(likeness(one, one)).all()
    assert np.isnan(likeness(one, profiles(milk=[1, 2]))).all()
    assert np.isnan(likeness(unknown, unknown)[0]).all()
    assert likeness(unknown, unknown)[1].tolist()[1:] == [1, 0]


def test_a_single_group_is_everybody_as_it_was_before():
    assert likeness(profiles(tea=[1]), profiles(tea=[2])).tolist() == [[1]]
