"""Beliefs: conjugate formulas by hand and by drawing, laws, and calibration."""

import numpy as np
import pytest

from helpers.experiments.bayesian import normal_belief, share_belief


def test_a_belief_can_be_worked_out_by_hand():
    # Prior and estimate are equally sure: half the estimate, and the root of half the variance.
    found = normal_belief(2.0, 1.0, prior_sd=1.0)

    assert found.mean == pytest.approx(1.0)
    assert found.upper - found.mean == pytest.approx(1.959964 * 0.5**0.5)
    assert found.chance_better == pytest.approx(0.921350)  # of the normal at the root of 2


def test_expected_loss_is_what_drawing_from_the_belief_gives():
    found = normal_belief(0.5, 1.0, prior_sd=2.0)
    drawn = np.random.default_rng(1).normal(0.4, np.sqrt(0.8), 1_000_000)

    assert found.mean == pytest.approx(0.4)
    assert found.expected_loss == pytest.approx(np.maximum(-drawn, 0).mean(), abs=0.002)


def test_the_less_such_changes_usually_do_the_less_is_believed():
    means = [normal_belief(2.0, 1.0, prior_sd=usual).mean for usual in (100.0, 1.0, 0.01)]

    assert means == pytest.approx([2.0, 1.0, 0.0], abs=1e-3)


def test_of_an_effect_without_doubt_the_sign_is_certain():
    found = normal_belief(np.array([-1.0, 0.0, 1.0]), 0.0, prior_sd=1.0)

    assert found.chance_better == pytest.approx([0.0, 0.5, 1.0])
    assert found.expected_loss == pytest.approx([1.0, 0.0, 0.0])


def test_a_prior_without_spread_is_refused():
    with pytest.raises(ValueError, match="prior_sd must be above 0, not 0"):
        normal_belief(1.0, 1.0, prior_sd=0.0)


def test_shares_are_believed_as_their_beta_distributions_say():
    rng = np.random.default_rng(2)
    first, second = rng.beta(31, 71, 1_000_000), rng.beta(21, 101, 1_000_000)
    apart = first - second

    found = share_belief(treatment=(30, 100), control=(20, 120))

    assert found.mean == pytest.approx(31 / 102 - 21 / 122)
    assert (found.lower, found.upper) == pytest.approx(np.quantile(apart, [0.025, 0.975]), abs=1e-3)
    assert found.chance_better == pytest.approx((apart > 0).mean(), abs=1e-3)
    assert found.expected_loss == pytest.approx(np.maximum(-apart, 0).mean(), abs=1e-5)


def test_the_same_counts_in_both_arms_leave_it_even():
    assert share_belief(treatment=(7, 50), control=(7, 50)).chance_better == pytest.approx(0.5)


def test_one_against_one_is_better_with_the_published_chance():
    # Beta(2, 1) against Beta(1, 2), of densities 2x and 2 - 2x: 5/6.
    found = share_belief(treatment=(1, 1), control=(0, 1))

    assert found.chance_better == pytest.approx(5 / 6, abs=1e-4)


def test_chances_hold_as_often_as_they_say_where_effects_are_as_usual():
    rng = np.random.default_rng(3)
    effects = rng.normal(0, 1, 20_000)
    found = normal_belief(rng.normal(effects, 1.5), 1.5, prior_sd=1.0)

    held = (found.lower <= effects) & (effects <= found.upper)
    assert held.mean() == pytest.approx(0.95, abs=0.006)
    for low in np.arange(0.1, 0.9, 0.1):
        told = (found.chance_better >= low) & (found.chance_better < low + 0.1)
        share = (effects[told] > 0).mean()
        assert share == pytest.approx(found.chance_better[told].mean(), abs=0.04)
