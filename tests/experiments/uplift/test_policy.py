"""Policies: values that can be counted, and the plain rule before learners that do not beat it."""

import numpy as np
import pandas as pd
import pytest

from helpers.evidence import mean_interval
from helpers.experiments.uplift.heterogeneity import Heterogeneity
from helpers.experiments.uplift.policy import Terms, choose_policy, treat

DIFFERS = Heterogeneity(4.0, 0.0001, True, pd.DataFrame())
SAME = Heterogeneity(0.1, 0.46, False, pd.DataFrame())


def effects(*, helped=1.0, harmed=-1.0, number=2_000, noise=1.0, seed=1):
    """Measured effects, of half of the customers `helped` and of the others `harmed`."""
    rng = np.random.default_rng(seed)
    likes = np.arange(number) % 2 == 0
    return likes, np.where(likes, helped, harmed) + noise * rng.normal(size=number)


def policies(choice):
    return choice.table.set_index("policy")


def test_values_can_be_counted_by_hand():
    measured = np.array([3.0, 1.0, -1.0, -3.0])
    expected = {"plain": np.array([1.0, 1.0, -1.0, -1.0])}

    told = policies(choose_policy(measured, expected, DIFFERS, Terms(cost=1.0, worth=2.0)))

    # Worth less cost: 5, 1, -3, -7. All: -1. The flag: 6 / 4; more than all by 10 / 4.
    assert told["treated"].to_dict() == {"all": 4, "none": 0, "plain": 2}
    assert told["value"].to_dict() == {"all": -1, "none": 0, "plain": 1.5}
    assert told["over_all"].to_dict() == {"all": 0, "none": 1, "plain": 2.5}


def test_a_value_has_students_interval():
    likes, measured = effects()
    told = policies(choose_policy(measured, {"plain": likes - 0.5}, DIFFERS, Terms()))

    expected = mean_interval(likes * measured)

    assert told.loc["plain", ["value", "value_lower", "value_upper"]].tolist() == pytest.approx(
        list(expected)
    )


def test_the_plain_flag_is_followed_where_no_learner_beats_it():
    likes, measured = effects()
    expected = {"plain": likes - 0.5, "x": likes - 0.5 + 0.01}

    choice = choose_policy(measured, expected, DIFFERS, Terms())

    assert (choice.policy, choice.why) == ("plain", "plain_pays")
    assert policies(choice)["is_chosen"].sum() == 1


def test_a_learner_that_beats_the_flag_is_followed():
    likes, measured = effects()
    half = np.where(np.arange(len(likes)) % 4 == 0, 1.0, -1.0)  # a flag that finds half of them

    choice = choose_policy(measured, {"plain": half, "t": likes - 0.5}, DIFFERS, Terms())

    assert (choice.policy, choice.why) == ("t", "learner_beats")
    assert policies(choice).loc["t", "beats_plain_p"] < 0.001


def test_where_no_difference_was_found_nobody_is_targeted():
    likes, measured = effects(helped=1.0, harmed=-0.2)

    choice = choose_policy(measured, {"plain": likes - 0.5}, SAME, Terms())

    assert (choice.policy, choice.why) == ("all", "no_difference")


def test_where_everybody_gains_all_get_it_though_effects_differ():
    likes, measured = effects(helped=1.0, harmed=0.2)

    choice = choose_policy(measured, {"plain": likes - 0.5}, DIFFERS, Terms())

    assert (choice.policy, choice.why) == ("all", "differs_all_gain")


def test_what_is_not_shown_to_pay_is_made_for_nobody():
    likes, measured = effects(helped=0.0, harmed=0.0)

    choice = choose_policy(measured, {"plain": likes - 0.5}, SAME, Terms())

    assert (choice.policy, choice.why) == ("none", "not_shown_to_pay")


def test_a_cost_turns_all_into_those_whom_it_helps_most():
    likes, measured = effects(helped=1.0, harmed=0.2)
    expected = {"plain": np.where(likes, 1.0, 0.2)}

    free = choose_policy(measured, expected, DIFFERS, Terms())
    dear = choose_policy(measured, expected, DIFFERS, Terms(cost=6.0, worth=10.0))
    dearer = choose_policy(measured, expected, DIFFERS, Terms(cost=12.0, worth=10.0))

    assert [free.policy, dear.policy, dearer.policy] == ["all", "plain", "none"]


def test_learners_are_asked_as_a_family_and_the_flag_by_itself():
    # Noise of 1 in 2,000 customers: a gain of 0.075 over half of them is 1.7 standard errors.
    likes, measured = effects(helped=1.0, harmed=0.0)
    measured = measured - measured[~likes].mean() * ~likes - 0.053 * ~likes
    one, all_four = {"x": likes - 0.5}, {name: likes - 0.5 for name in ("s", "t", "x", "class")}
    never = {"plain": np.ones(len(likes))}

    answers = [
        choose_policy(measured, expected, DIFFERS, Terms()).policy
        for expected in ({"plain": likes - 0.5}, never | one, never | all_four)
    ]  # fmt: skip

    assert answers == ["plain", "x", "all"]


def test_who_parts_a_handful_from_the_others_targets_nobody():
    _, measured = effects(helped=1.0, harmed=1.0, noise=0.5)
    handful = np.arange(len(measured)) < 40
    measured[handful] = -2.0

    choice = choose_policy(measured, {"plain": 0.5 - handful}, DIFFERS, Terms())

    assert policies(choice).loc["plain", "over_all_lower"] > 0
    assert choice.policy == "all"


def test_a_change_is_worth_making_above_its_cost():
    expected = np.array([0.4, 0.5, 0.6])

    assert treat(expected, Terms(cost=5.0, worth=10.0)).tolist() == [False, False, True]
