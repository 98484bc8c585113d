"""Learners find a planted effect, by library parts, laws and counts that can be checked by hand."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from helpers.experiments.uplift import learners
from helpers.experiments.uplift.learners import (
    LEARNERS,
    PLAIN,
    effect_model,
    flag_limit,
    learn,
    outcome_model,
    plain_flag,
)
from helpers.experiments.uplift.trial import Trial


@pytest.mark.parametrize("name", [PLAIN, *LEARNERS])
@pytest.mark.parametrize("kind", ["amount", "count", "yes_or_no"])
def test_every_learner_puts_first_whom_the_change_helps(make, name, kind):
    trial = make(3_000, helps=1.0, harms=1.0, kind=kind)

    expected = learn(name, trial).expected(trial.known)

    likes = trial.known["sport"].eq(1).to_numpy()
    assert expected[likes].mean() > 0 > expected[~likes].mean()


@pytest.mark.parametrize("name", [PLAIN, "s", "t", "x", "class"])
def test_the_planted_effect_of_an_amount_is_recovered(make, name):
    trial = make(20_000, helps=1.0, harms=0.5)

    expected = learn(name, trial).expected(trial.known)

    likes = trial.known["sport"].eq(1).to_numpy()
    # The standard error of a side's effect is 0.032.
    assert expected[likes].mean() == pytest.approx(1.0, abs=0.12)
    assert expected[~likes].mean() == pytest.approx(-0.5, abs=0.12)


@pytest.mark.parametrize("name", ["s", "t", "x", "class"])
def test_boosted_trees_may_take_the_place_of_regressions(make, name):
    trial = make(3_000, helps=1.5, harms=1.5)

    expected = learn(name, trial, trees=True).expected(trial.known)

    likes = trial.known["sport"].eq(1).to_numpy()
    assert expected[likes].mean() - expected[~likes].mean() > 1.5


@pytest.mark.parametrize("name", ["s", "t", "x", "class"])
def test_arms_of_unequal_size_do_not_shift_what_is_expected(make, name):
    trial = make(20_000, same=0.6, share=0.2, kind="yes_or_no")

    expected = learn(name, trial).expected(trial.known)

    told = trial.outcome[trial.treated].mean() - trial.outcome[~trial.treated].mean()
    assert expected.mean() == pytest.approx(told, abs=0.02)


def test_crossed_models_weigh_each_arm_by_the_share_of_the_other(make, monkeypatch):
    # The model of the smaller arm's effects rests on the larger arm's outcomes.
    trial, told = make(1_000, share=0.2), iter([10.0, 20.0])  # of the treated, of the others

    def constant(known, effect, *, trees):
        value = next(told)
        return lambda rows: np.full(len(rows), value)

    monkeypatch.setattr(learners, "effect_model", constant)

    expected = learn("x", trial).expected(trial.known[:1])

    assert expected[0] == pytest.approx(10 * (1 - trial.share) + 20 * trial.share)


def test_two_models_of_a_yes_or_no_are_those_of_the_library(make):
    trial = make(kind="yes_or_no", helps=1.0)
    chance = []
    for arm in (False, True):
        own = trial.treated == arm
        scaler = StandardScaler().fit(trial.known[own].to_numpy())
        model = LogisticRegression(max_iter=1_000, tol=1e-8)
        model.fit(scaler.transform(trial.known[own].to_numpy()), trial.outcome[own])
        chance.append(model.predict_proba(scaler.transform(trial.known.to_numpy()))[:, 1])

    expected = learn("t", trial).expected(trial.known)

    assert expected == pytest.approx(chance[1] - chance[0], abs=1e-4)


def test_the_plain_flag_can_be_counted_by_hand():
    # Of sport: treated 2, 4, others 0, 2: +2. Of no sport: treated 0, 2, others 3, 5: -3.
    known = pd.DataFrame({"sport": [1.0] * 4 + [0.0] * 4, "other": [0.0, 1.0] * 4})
    treated = np.array([True, True, False, False] * 2)
    trial = Trial(known, treated, np.array([2.0, 4.0, 0.0, 2.0, 0.0, 2.0, 3.0, 5.0]))

    flag = plain_flag(trial)

    assert flag.rule == ("sport", 0.5, True)
    assert flag.expected(known).tolist() == [2.0] * 4 + [-3.0] * 4


def test_without_anything_to_part_by_the_plain_flag_expects_the_same_of_all():
    known = pd.DataFrame({"same": np.ones(8)})
    trial = Trial(known, np.array([True, False] * 4), np.array([3.0, 1.0] * 4))

    flag = plain_flag(trial)

    assert flag.rule is None
    assert flag.expected(known).tolist() == [2.0] * 8


def test_a_column_of_two_values_is_cut_between_them_and_any_other_at_its_median():
    assert flag_limit(pd.Series([0.0, 1.0, 1.0, 1.0])) == 0.5
    assert flag_limit(pd.Series([1.0, 2.0, 10.0])) == 2.0


def test_an_outcome_that_is_alike_for_all_is_foretold_as_that():
    known = pd.DataFrame({"age": [1.0, 2.0, 3.0]})

    assert outcome_model(known, np.zeros(3))(known).tolist() == [0.0] * 3


def test_effects_that_are_chance_alone_are_shrunk_towards_their_mean():
    rng = np.random.default_rng(2)
    known = pd.DataFrame(rng.normal(size=(500, 8))).add_prefix("x")
    noise = 1 + rng.normal(size=500)

    expected = effect_model(known, noise)(known)

    assert expected.mean() == pytest.approx(noise.mean())
    assert expected.std() < 0.1


def test_a_learner_that_is_not_known_is_named(make):
    with pytest.raises(ValueError, match="learner 'jungle' is none of plain, s, t, x"):
        learn("jungle", make(100))
