import numpy as np

from helpers.demo import groups, habits


def test_each_kind_has_habits_of_every_sort():
    kinds = len(groups.KINDS)

    assert len(habits.HABITS) == kinds
    assert habits.values("devices").shape == (kinds, len(habits.DEVICES))
    assert habits.values("sources").shape == (kinds, len(habits.SOURCES))
    assert habits.values("topics").shape == (kinds, len(habits.TOPICS))
    assert habits.values("attitudes").shape == (kinds, len(habits.ATTITUDES))


def test_probabilities_and_attitudes_stay_in_their_range():
    attitudes = habits.values("attitudes")

    assert ((attitudes >= 1) & (attitudes <= 5)).all()
    assert (habits.values("opening") * habits.values("topics").max(axis=1) < 1).all()
    assert np.unique(attitudes, axis=0).shape == attitudes.shape
