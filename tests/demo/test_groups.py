import numpy as np
import pytest

from helpers.demo import company, groups, products


def test_the_groups_shares_sum_to_one_and_names_are_unique():
    assert groups.values("share").sum() == pytest.approx(1)
    assert len(set(groups.NAMES)) == len(groups.KINDS) == len(groups.GROUPS) + 1 == 7


def test_each_group_has_a_taste_for_each_category():
    assert groups.values("tastes").shape == (len(groups.KINDS), len(products.CATEGORIES))


def test_the_pace_of_a_group_without_growth_is_one_in_the_mean():
    still = groups.values("rate_growth") == 0

    pace = groups.pace()

    assert pace.shape == (len(groups.KINDS), company.DAYS)
    assert pace[still].mean(axis=1) == pytest.approx(1)
    assert (pace > 0).all()


def test_a_trend_slows_every_group_down():
    steady, slowing = groups.pace(), groups.pace(-0.05)

    assert (slowing[:, -90:].sum(axis=1) < 0.7 * steady[:, -90:].sum(axis=1)).all()


def test_the_branch_behaves_as_its_parent_until_the_split_and_then_by_itself():
    pace, split = groups.pace(), groups.SPLIT_DAY

    same = pace[groups.BRANCHED] == pace[groups.PARENT]

    assert same[:split].all() and not same[split:].any()
    days = np.array([split - 1, split])
    kind = np.full(2, groups.BRANCHED)
    assert groups.acting(kind, days).tolist() == [groups.PARENT, groups.BRANCHED]


def test_only_the_growing_group_has_a_growing_share_of_those_who_join():
    weights = groups.joining_weights()
    growing = groups.NAMES.index(groups.GROWING)

    assert weights.sum(axis=1) == pytest.approx(1)
    assert weights[-1, growing] > 2 * weights[0, growing]
    assert (np.delete(weights[-1] < weights[0], growing)).all()


def test_each_group_has_hours_of_its_own_and_none_is_shut():
    weights = groups.hour_weights((1.0,) * 24)

    assert weights.shape == (len(groups.KINDS), 24)
    assert (weights > 0).all()
