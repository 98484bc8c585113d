import numpy as np
import pandas as pd
import pytest

from helpers.personas import sections
from helpers.personas.profile.facts import profile
from helpers.personas.profile.items import choice_item, number_item
from helpers.personas.profile.mapping import load_mapping
from helpers.reporting.speaking import Speaker
from helpers.reporting.wording import Wording

SUBJECTS = load_mapping().subjects
PEOPLE = pd.Index([f"c{number:03d}" for number in range(300)])
MAIN = pd.Series(["p-1"] * 200 + ["p-2"] * 100, index=PEOPLE)
NAMED = pd.Series({"p-2": "Two", "p-1": "One"})
REPORT = Speaker(Wording("en", "CNY"))


@pytest.fixture(scope="module")
def facts():
    rng = np.random.default_rng(1)
    noise = pd.Series(rng.normal(0, 1, 300), PEOPLE)
    town = pd.Series(np.where(MAIN.eq("p-1"), "oslo", "rome"), PEOPLE)
    code = pd.Series(np.where(MAIN.eq("p-1"), "yes", "no"), PEOPLE)
    return profile([
        choice_item("city", SUBJECTS["city"], "customers", town, PEOPLE),
        number_item("net_amount", SUBJECTS["net_amount"], "money", "features", noise + 5, PEOPLE),
        choice_item("code", SUBJECTS["code"], "acts", code, PEOPLE),
        number_item("orders_365", SUBJECTS["orders_365"], "number", "features",
                    noise + 4 * MAIN.eq("p-2"), PEOPLE),
    ], MAIN, frozenset({"code"}))  # fmt: skip


def test_what_differs_comes_first_and_personas_in_the_order_of_their_names(facts):
    told = sections.section(facts, NAMED, REPORT, by="kind", of="behavioural")

    assert told["persona"].drop_duplicates().tolist() == ["Two", "One"]
    own = told[told["persona"].eq("Two")]
    assert own["known_to_differ"].tolist() == ["differs", "formed_it", "cannot_tell"]
    assert own["customers"].eq(100).all()


def test_one_persona_alone_is_described_though_there_is_nobody_else(facts):
    alone = facts.assign(elsewhere=np.nan, difference=np.nan, differs=False)

    told = sections.section(alone, NAMED, REPORT, by="kind", of="behavioural")

    assert told["elsewhere"].eq("not known").all() and len(told) > 0


def test_a_conclusion_is_served_by_its_own_facts_alone(facts):
    told = sections.section(facts, NAMED, REPORT, by="conclusion", of="who", most=1)

    assert len(told) == 2
    assert told["feature"].str.contains("oslo|rome").all()


def test_strength_is_the_difference_over_what_chance_leaves():
    frame = pd.DataFrame({"difference": [2.0, -2.0, 1.0], "difference_lower": [1.0, -4.0, 1.0],
                          "difference_upper": [3.0, 0.0, 1.0]})  # fmt: skip

    assert sections.strength(frame).tolist() == [2, 1, 0]


def test_what_is_to_be_asked_stands_once_in_the_order_of_the_card(facts):
    told = sections.to_ask(facts, REPORT)

    assert told["card_item"].iloc[0] == "age_and_work"
    assert told["question"].is_unique
    assert "How old are you?" in told["question"].tolist()


@pytest.fixture
def economics():
    frame = pd.DataFrame({
        "persona_id": ["p-1", "p-2"], "customers": [200, 100], "place": [2, 1],
        "role": ["serve", "ideal"], "reason": "reason_spends_less", "what_to_do": "do_serve_as_now",
    })  # fmt: skip
    money = ["revenue", "goods", "parcels", "returns", "payment", "service", "margin", "lower",
             "upper", "discounts", "discount_share", "return_share", "tickets_per_year"]
    return frame.assign(**dict.fromkeys(money, 1.0))


def test_roles_and_parts_begin_with_the_best(economics):
    assert sections.roles(economics, NAMED)["persona"].tolist() == ["Two", "One"]
    assert sections.parts(economics, NAMED)["persona"].tolist() == ["Two", "One"]
    without = sections.parts(economics.assign(role="cannot_tell"), NAMED)
    assert "margin" not in without and "revenue" in without


def test_prospects_are_counted_by_persona_and_by_what_cannot_be_said():
    frame = pd.DataFrame({"persona_id": ["p-1", "p-1", "p-2", None], "verdict": [
        "like_persona", "like_persona", "unlike_any", "too_little_known"]})  # fmt: skip

    told = sections.placed(frame, NAMED)

    assert told.to_numpy().tolist() == [["One", 2], ["unlike_any", 1], ["too_little_known", 1]]


def test_measures_of_all_together_come_before_those_of_each():
    frame = pd.DataFrame({"measure": "coverage", "persona_id": ["p-1", "", "p-2"], "value": [
        1.0, 2.0, 3.0], "lower": np.nan, "upper": np.nan})  # fmt: skip

    told = sections.qualities(frame, NAMED)

    assert told["persona"].tolist() == ["all_together", "Two", "One"]
    assert told["value"].tolist() == [2, 3, 1]


def test_every_word_of_the_tables_is_in_every_catalogue():
    from helpers.reporting import catalogue

    words = [*sections.perceived().to_numpy().ravel(), "differs", "formed_it", "unlike_any",
             "too_little_known", "none_of_them", *load_mapping().card_items]  # fmt: skip
    for language in catalogue.languages():
        assert all(catalogue.has(f"terms.{word}", language) for word in words)
