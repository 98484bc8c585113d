"""What policies do to the metric that must not fall: planted falls, and a count by hand."""

import numpy as np
import pytest

from helpers.experiments.uplift.guarded import guard_by_policy
from helpers.experiments.uplift.policy import Terms
from helpers.experiments.uplift.trial import Trial


def guarded(make, fall):
    """Customers of whom each spends 10, and `fall` less if treated and fond of sport."""
    trial = make(4_000)
    rng = np.random.default_rng(3)
    sporty = trial.known["sport"].to_numpy()
    spend = 10 - fall * sporty * trial.treated + rng.normal(size=4_000)
    return trial._replace(outcome=spend), {"plain": sporty - 0.5, "t": 0.5 - sporty}


def test_a_fall_among_those_who_are_treated_is_met(make):
    trial, expected = guarded(make, 2.0)

    found = guard_by_policy(trial, expected, Terms(), np.random.default_rng(1))

    # Half of the customers lose a fifth of what they spend: a tenth of all spend.
    assert found.loc["plain", "guard"] == pytest.approx(-0.1, abs=0.01)
    assert found.loc["all", "guard"] == pytest.approx(-0.1, abs=0.01)
    assert found.loc["t", "guard"] == pytest.approx(0.0, abs=0.01)
    assert found.loc["none", ["guard", "guard_lower", "guard_upper"]].tolist() == [0, 0, 0]
    assert found.loc["plain", "guard_lower"] < -0.1 < found.loc["plain", "guard_upper"]


def test_without_models_the_effect_is_the_difference_of_the_arms_by_hand(make):
    # What was known tells nothing, and both arms are of four: means of 3.5 and 5.5.
    trial = make(8)
    treated = np.arange(8) % 2 == 1
    spend = np.where(treated, [0, 4.5, 0, 6.5] * 2, [2.5, 0, 4.5, 0] * 2)
    own = Trial(trial.known * 0, treated, spend)

    found = guard_by_policy(own, {}, Terms(), np.random.default_rng(1))

    assert found.loc["all", "guard"] == pytest.approx(2 / 3.5, abs=0.1)


def test_where_the_guardrail_is_not_measured_or_nobody_spends_nothing_is_told(make):
    trial, expected = guarded(make, 0.0)
    rng = np.random.default_rng(1)

    assert guard_by_policy(None, expected, Terms(), rng).empty
    nobody = trial._replace(outcome=np.zeros(4_000))
    assert guard_by_policy(nobody, expected, Terms(), rng).empty
