import pandas as pd
import pytest

from helpers.personas.card.card_facts import choose, known_facts, part_words, question_words


def everybody(part, whole):
    return False


def few(part, whole):
    return 0 < part < 10 or 0 < whole - part < 10


def one_of(facts, item, part):
    return next(fact for fact in facts if (fact.item, fact.part) == (item, part))


def test_what_is_not_known_is_left_out(facts):
    told = known_facts(facts, "p-7f3a", tells_of_few=everybody)

    assert {fact.status for fact in told} == {"known"}
    assert "main_reason" not in {fact.item for fact in told}


def test_a_share_of_people_that_tells_of_few_is_left_out_and_one_of_orders_stays(facts):
    facts.loc[facts["item"].eq("work") & facts["part"].eq("student"), "value"] = 0.05

    told = known_facts(facts, "p-7f3a", tells_of_few=few)

    assert {fact.part for fact in told if fact.item == "work"} == {"employed"}
    assert {"app", "web", "pos"} == {fact.part for fact in told if fact.item == "channel"}


def test_a_cell_knows_how_many_people_its_share_is_of(known):
    facts = known("p-7f3a")

    of = [one_of(facts, "age", "25-34").cell(column).of for column in ("value", "elsewhere", "n")]

    assert of == [96, 3840, None]
    assert one_of(facts, "channel", "app").cell().of is None


@pytest.mark.parametrize(
    ("item", "part", "compared"),
    [
        ("channel", "app", "more"),  # formed the personas: described
        ("channel", "web", "less"),
        ("member", "yes", "more"),  # tested, and known to differ
        ("age", "25-34", "plain"),  # further away than its interval, but not found to differ
        ("rating", "mean", "plain"),
    ],
)
def test_only_what_was_tested_or_formed_the_personas_is_compared(known, item, part, compared):
    assert one_of(known("p-7f3a"), item, part).compared == compared


def test_tested_differences_come_before_those_that_formed_the_personas(known):
    facts = known("p-7f3a")

    tested, formed = one_of(facts, "member", "yes"), one_of(facts, "category", "fitness")

    assert abs(formed.difference) > abs(tested.difference)
    assert tested.strength > formed.strength


def test_the_largest_part_is_chosen_and_never_all_that_is_rare(known):
    assert choose(known("p-7f3a"), "category").part == "fitness"


def test_of_several_items_the_first_that_is_known_is_chosen(known):
    facts = known("p-90de")

    assert choose(facts, "province", "country").item == "country"
    assert choose(facts, "province", "city") is None


def test_of_a_surveys_questions_the_clearest_difference_is_chosen(known):
    assert choose(known("p-7f3a"), "q:").item == "q:I train several times a week"


def test_a_question_that_only_asks_for_a_category_is_not_chosen(facts):
    row = facts[facts["item"].eq("q:I train several times a week")].iloc[0].to_dict()
    echo = pd.DataFrame([row | {"item": "q:Interest: fitness", "difference": 3.0}])

    told = known_facts(pd.concat([facts, echo]), "p-7f3a", tells_of_few=everybody)

    assert choose(told, "q:").item == "q:I train several times a week"


def test_a_question_of_the_questionnaire_has_words_in_every_language(facts, questions):
    told = known_facts(facts, "p-7f3a", tells_of_few=everybody, questions=questions)

    words = {fact.item: fact.words for fact in told}
    assert words["q:I train several times a week"]["zh"] == "我每周锻炼好几次"
    assert words["q:I compare prices before I buy"] == "I compare prices before I buy"


def test_a_province_is_told_with_its_country(known):
    facts = known("p-7f3a")

    assert part_words(one_of(facts, "province", "GD"), facts) == "CN/GD"
    assert part_words(one_of(facts, "channel", "app"), facts) == "app"


def test_an_answer_of_the_questionnaire_is_told_in_every_language(known):
    facts = known("p-7f3a")

    assert part_words(one_of(facts, "age", "25-34"), facts) == {"en": "25-34", "zh": "25-34岁"}


def test_the_questions_of_the_questionnaire_have_words_in_every_language():
    assert all(words["en"] and words["zh"] for words in question_words().values())
