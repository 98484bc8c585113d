import numpy as np
import pandas as pd

from helpers.workspace.contributions import contributions


def test_the_two_largest_amounts_of_each_group_are_those_that_sorting_finds():
    rng = np.random.default_rng(1)
    groups = pd.Series(rng.choice(list("abc"), size=200), name="group")
    amounts = pd.Series(rng.gamma(1, size=200))

    told = contributions(amounts, groups).set_index("group")

    for group, own in amounts.groupby(groups):
        best = sorted(own, reverse=True)
        assert np.allclose(told.loc[group], [own.sum(), best[0], best[1]])


def test_a_missing_amount_is_none_and_a_group_of_one_has_no_second():
    told = contributions(pd.Series([None, 4.0, 7.0]), pd.Series(["a", "a", "b"], name="group"))

    assert told.to_numpy().tolist() == [["a", 4, 4, 0], ["b", 7, 7, 0]]


def test_equal_amounts_are_two_contributions():
    told = contributions(pd.Series([5.0, 5.0]), pd.Series(["a", "a"], name="group"))

    assert told["second_largest"].tolist() == [5]
