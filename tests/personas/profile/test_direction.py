import numpy as np
import pandas as pd
import pytest

from helpers.personas.profile.direction import alpha_either_way, directions
from helpers.personas.profile.items import number_item
from helpers.personas.profile.mapping import load_mapping

PEOPLE = pd.Index([f"c{number:03d}" for number in range(200)])
QUICK, SLOW = "Shopping should be done quickly", "I like to take my time when I choose"
SATISFIED = load_mapping().subjects["satisfied"]


def answers(weights, seed=1, noise=0.7):
    """Answers from 1 to 5 to statements that all measure one thing, some the other way round."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(0, 1, 200)
    return {
        name: pd.Series(np.clip(np.rint(3 + way * mood + rng.normal(0, noise, 200)), 1, 5), PEOPLE)
        for name, way in weights.items()
    }


def items(weights, subject=SATISFIED, **kwargs):
    return [number_item(f"q:{name}", subject, "mean", "survey_answers", own, PEOPLE)
            for name, own in answers(weights, **kwargs).items()]  # fmt: skip


def verdicts(told):
    return told.set_index("item")["verdict"].to_dict()


def test_a_statement_worded_the_other_way_round_is_found_in_any_survey():
    told = directions(items({"happy": 1, "content": 1, "pleased": 1, "cross": -1}))

    assert verdicts(told) == {"q:happy": "agrees", "q:content": "agrees", "q:pleased": "agrees",
                              "q:cross": "other_way_round"}  # fmt: skip
    assert not told["declared_reversed"].any()


def test_one_that_the_questionnaire_declares_is_turned_and_then_agrees():
    own = answers({QUICK: 1, SLOW: -1})
    hurry = load_mapping().subjects["hurry"]
    asked = [number_item(f"q:{name}", hurry, "mean", "survey_answers", column, PEOPLE)
             for name, column in own.items()]  # fmt: skip

    told = directions(asked).set_index("item")

    assert told["verdict"].eq("agrees").all()
    assert told["declared_reversed"].tolist() == [True, False]
    # The values themselves are never turned.
    assert asked[1].values["mean"].corr(asked[0].values["mean"]) < -0.3


def test_a_declared_one_that_was_answered_straight_is_said_to_point_the_other_way():
    own = answers({QUICK: 1, SLOW: 1})
    hurry = load_mapping().subjects["hurry"]
    asked = [number_item(f"q:{name}", hurry, "mean", "survey_answers", column, PEOPLE)
             for name, column in own.items()]  # fmt: skip

    assert directions(asked)["verdict"].eq("other_way_round").all()


def test_statements_that_do_not_hang_together_are_no_scale_and_one_alone_stands_alone():
    apart = items({"one": 0, "two": 0, "three": 0})

    assert set(verdicts(directions(apart)).values()) == {"no_scale"}
    assert set(verdicts(directions(apart[:1])).values()) == {"stands_alone"}
    assert directions([]).empty


def test_alpha_is_cronbach_s_of_a_case_counted_by_hand():
    rng = np.random.default_rng(0)
    mood = rng.normal(0, 1, 5000)
    frame = pd.DataFrame({name: mood + rng.normal(0, 1, 5000) for name in "abc"})

    # Each pair correlates by a half: alpha = 3 * 0.5 / (1 + 2 * 0.5).
    assert alpha_either_way(frame) == pytest.approx(0.75, abs=0.02)
    assert alpha_either_way(frame.assign(c=-frame["c"])) == pytest.approx(
        alpha_either_way(frame)
    )


def test_statements_without_any_common_cause_are_hardly_ever_called_reversed():
    found = [directions(items({"one": 0, "two": 0, "three": 0}, seed=seed)) for seed in range(40)]

    assert sum(told["verdict"].eq("other_way_round").any() for told in found) == 0
