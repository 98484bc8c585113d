import numpy as np
import pandas as pd
import pytest

from helpers.personas.profile.facts import completeness, profile
from helpers.personas.profile.items import choice_item, number_item
from helpers.personas.profile.mapping import load_mapping
from helpers.workspace import contracts, engine
from helpers.workspace.tables import _typed

SUBJECTS = load_mapping().subjects
PEOPLE = pd.Index([f"c{number:03d}" for number in range(400)])
MAIN = pd.Series(["p-1"] * 250 + ["p-2"] * 150, index=PEOPLE)


@pytest.fixture
def items():
    rng = np.random.default_rng(11)
    spend = pd.Series(rng.gamma(2, 50, 400), index=PEOPLE) + 300 * MAIN.eq("p-2")
    age = pd.Series(rng.choice(["25-34", "35-44"], 400), index=PEOPLE)
    few = pd.Series(5.0, index=PEOPLE[:10])
    channel = pd.Series(np.where(MAIN.eq("p-1"), "app", "web"), index=PEOPLE)
    return [
        number_item("net_amount", SUBJECTS["net_amount"], "money", "features", spend, PEOPLE),
        choice_item("age", SUBJECTS["age"], "survey_answers", age, PEOPLE),
        number_item("rating", SUBJECTS["rating"], "mean", "features", few, PEOPLE),
        choice_item("channel", SUBJECTS["channel"], "acts", channel, PEOPLE),
    ]


@pytest.fixture
def facts(items):
    return profile(items, MAIN, frozenset({"channel"}))


def row(facts, persona, item, part):
    own = facts.set_index(["persona_id", "item", "part"])
    return own.loc[(persona, item, part)]


def test_the_table_keeps_its_contract(facts):
    contract = contracts.load("persona_facts")

    contracts.validate(_typed(facts, contract), contract)
    assert list(facts) == list(contract.columns)


def test_a_planted_difference_is_found_and_none_where_there_is_none(facts):
    spend, age = row(facts, "p-2", "net_amount", "mean"), row(facts, "p-2", "age", "25-34")

    assert spend["differs"] and spend["difference_lower"] < 300 < spend["difference_upper"]
    assert not age["differs"]
    assert age["of_people"] and not spend["of_people"]


def test_what_formed_the_personas_is_described_and_never_tested(facts):
    own = facts[facts["item"].eq("channel")]

    assert own["formed"].all() and not own["differs"].any()
    assert own["p_adjusted"].isna().all()
    assert row(facts, "p-1", "channel", "app")["value"] == 1


def test_known_of_fewer_than_twenty_is_told_without_a_value(facts):
    rating = row(facts, "p-1", "rating", "mean")

    assert (rating["status"], rating["n"]) == ("too_few", 10)
    assert np.isnan(rating["value"]) and np.isnan(rating["difference"])


def test_what_nobody_asked_is_a_row_with_the_question_that_would_fill_it(facts):
    trust = row(facts, "p-1", "trusts", "any")

    assert (trust["status"], trust["question"], trust["card_item"]) == (
        "not_asked", "trusts", "whom_they_trust",
    )  # fmt: skip
    assert not facts[facts["item"].eq("age")]["status"].eq("not_asked").any()


def test_a_card_knows_which_of_its_ten_questions_have_an_answer(facts):
    told = completeness(facts).set_index(["persona_id", "card_item"])["answered"]

    assert told["p-1"]["age_and_work"] and told["p-1"]["how_they_shop"]
    assert not told["p-1"]["whom_they_trust"]
    assert len(told) == 20


def test_labels_drawn_at_random_are_hardly_ever_called_different(items):
    rng, found = np.random.default_rng(2), 0
    for _ in range(30):
        mixed = pd.Series(rng.permutation(MAIN.to_numpy()), index=PEOPLE)
        found += profile(items, mixed, frozenset())["differs"].any()

    assert found <= 8  # one in ten on the average


def test_one_persona_alone_is_described_and_compared_with_nobody(items):
    told = profile(items, pd.Series("p-1", index=PEOPLE), frozenset())

    known = told[told["status"].eq("known")]
    assert known["value"].notna().all() and known["difference"].isna().all()
    assert not told["differs"].any()


def test_without_anything_known_there_are_only_questions():
    told = profile([], MAIN, frozenset())

    assert set(told["status"]) == {"not_asked"}
    assert engine.in_memory(told).count().to_pandas() == len(told)
