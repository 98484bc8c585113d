"""Whether effects differ: found where planted, rarely where not."""

import numpy as np
import pytest
from scipy.stats import binomtest

from helpers.experiments.uplift.cross_fitting import BLOCKS, FIRST
from helpers.experiments.uplift.heterogeneity import (
    GROUPS,
    agreed,
    order_statistic,
    sorted_groups,
    test_heterogeneity,
)


def ordered(blocks=BLOCKS, each=4):
    return np.repeat(np.arange(blocks), each)


def test_a_planted_difference_is_found_and_its_fifths_rise(make):
    trial = make(3_000, helps=0.5, harms=0.3)

    found = test_heterogeneity(trial, rng=np.random.default_rng(1), orders=2)

    assert found.found and found.p_value < 0.001
    assert found.groups["place"].tolist() == list(range(1, GROUPS + 1))
    effect = found.groups.set_index("place")["effect"]
    assert effect[5] == pytest.approx(0.5, abs=0.2)
    assert effect[1] == pytest.approx(-0.3, abs=0.2)


def test_of_several_arms_each_is_held_to_the_smaller_level(make):
    trial = make(600, helps=0.3, harms=0.1)

    usual, strict = (test_heterogeneity(trial, rng=np.random.default_rng(1), orders=1, level=level)
                     for level in (1.0, 0.0))  # fmt: skip

    assert usual.p_value == strict.p_value
    assert (usual.found, strict.found) == (True, False)



def test_one_effect_for_all_is_no_difference(make):
    found = test_heterogeneity(make(2_000, same=1.0), rng=np.random.default_rng(1), orders=2)

    assert not found.found


def test_the_statistic_can_be_counted_by_hand():
    # In each block expected is -1, -1, 1, 1 and measured 0, 2, 2, 4 with mean 2: the products
    # are 2, 0, 0, 2, so 4 over the root of 8; four blocks over the root of four.
    block = ordered()
    expected = np.where(block < FIRST, np.nan, np.tile([-1.0, -1.0, 1.0, 1.0], BLOCKS))
    measured = np.tile([0.0, 2.0, 2.0, 4.0], BLOCKS)

    found = order_statistic(measured, expected, block)

    assert found == pytest.approx(4 / np.sqrt(8) * 4 / 2)


def test_the_statistic_turns_with_the_expectation_and_ignores_its_unit():
    rng = np.random.default_rng(2)
    block = ordered(each=50)
    measured, expected = rng.normal(size=(2, len(block)))

    found = order_statistic(measured, expected, block)

    assert order_statistic(measured, -expected, block) == pytest.approx(-found)
    assert order_statistic(measured, 7 * expected + 3, block) == pytest.approx(found)
    assert order_statistic(measured, np.ones(len(block)), block) == 0


def test_learners_agree_each_by_its_own_measure():
    # In every block: -1, 1 and ten times as much; together once as much. One that expects the
    # same of all says nothing.
    block = ordered(each=2)
    one = np.tile([-1.0, 1.0], BLOCKS)

    assert agreed(np.array([one, 10 * one + 5]), block)[2 * FIRST :] == pytest.approx(
        one[2 * FIRST :]
    )
    assert agreed(np.array([one, np.ones(len(one))]), block)[2 * FIRST :] == pytest.approx(
        one[2 * FIRST :] / 2
    )


def test_fifths_are_of_equal_size_and_sorted_within_each_block():
    block = ordered(each=10)
    expected = np.tile(np.arange(10.0), BLOCKS)

    groups = sorted_groups(expected * 2, expected, block).set_index("place")

    assert groups["customers"].tolist() == [2 * (BLOCKS - FIRST)] * 5
    assert groups["expected"].tolist() == [0.5, 2.5, 4.5, 6.5, 8.5]
    assert groups["effect"].tolist() == [1, 5, 9, 13, 17]


@pytest.mark.trial
def test_without_differences_hardly_any_experiment_shows_one(make):
    # Counts, as orders are, that a change does not touch; many small experiments.
    runs = [
        test_heterogeneity(
            make(800, kind="count", seed=seed), rng=np.random.default_rng(seed), orders=1
        ) for seed in range(300)
    ]  # fmt: skip

    wrong = sum(one.found for one in runs)

    assert binomtest(wrong, len(runs), 0.05, alternative="greater").pvalue > 0.01
