import pandas as pd
import pytest

from helpers.drivers.answer_rivals import answer_rivals
from helpers.drivers.asking import Found, answers, say_answers
from helpers.drivers.effects import find_prices
from helpers.drivers.goods import find_launches, find_products
from helpers.drivers.promotions import find_promotions
from helpers.reporting import catalogue
from helpers.workspace import contracts

ASKED = ["high_end", "regions", "rivals", "fastest", "launch", "mass_direct", "promotions",
         "reach_high_end", "channel_return", "loyalty"]  # fmt: skip


@pytest.fixture(scope="module")
def found(panel):
    groups = {"value_tier": pd.Series({str(n): "high" if n < 150 else "low" for n in range(400)})}
    prices = find_prices(panel, groups)
    return Found(
        prices, answer_rivals(panel, prices.effects, seed=1), find_products(panel),
        find_launches(panel, groups), find_promotions(panel), contracts.empty("driver_loyalty"),
        groups,
    )  # fmt: skip


def test_every_question_is_answered_in_its_place(found):
    assert [one.question for one in answers(found)] == ASKED


def test_every_answer_is_said_with_just_the_figures_of_its_sentence(found, spoken):
    say_answers(answers(found), spoken)

    assert len(spoken.said) == len(ASKED)
    for key, values in spoken.said:
        assert catalogue.places(key, "en") == set(values), key


def test_parts_are_told_by_their_names(found, spoken):
    say_answers(answers(found), spoken, {"shoes-0": "the first shoe", "tents-0": "a tent"})

    told = dict(spoken.said)
    fastest = told["drivers.answer.fastest_pays"]["part"]
    assert not fastest.startswith(("shoes-0", "tents-0"))


def test_what_nothing_is_known_of_says_what_it_needs(spoken):
    nothing = Found(
        find_prices_of_nothing(), *map(contracts.empty, (
            "driver_rivals", "driver_products", "driver_launches", "driver_promotions",
            "driver_loyalty")), {},
    )  # fmt: skip

    say_answers(answers(nothing), spoken)

    for key, values in spoken.said:
        assert key.endswith(("_unknown", "_none")) and not values
        assert "Cannot tell: needs" in spoken.words(key)


def find_prices_of_nothing():
    from helpers.drivers.effects import Prices

    return Prices(contracts.empty("driver_effects"), "prices", 0)


def test_every_verdict_of_the_code_has_a_sentence_in_both_languages():
    for language in ("en", "zh"):
        keys = [key for key in catalogue.messages(language) if key.startswith("drivers.answer.")]
        assert len(keys) >= 30
