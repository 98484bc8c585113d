from helpers.personas.card.answers import ITEMS, answered, answers


def by_item(facts, known, persona, questions=None):
    own = facts[facts["persona_id"].eq(persona)]
    return {one.item: one for one in answers(own, known(persona), questions)}


def test_all_ten_questions_are_answered_or_asked(facts, known):
    assert tuple(by_item(facts, known, "p-7f3a")) == ITEMS
    assert len(ITEMS) == 10


def test_what_is_known_comes_with_interval_and_number(facts, known):
    answer = by_item(facts, known, "p-7f3a")["age_and_work"]

    age = answer.known[0]
    assert [cell.column for cell in (*age.says.cells(), *age.evidence.cells())] == [
        "value", "lower", "upper", "n"
    ]  # fmt: skip
    assert answer.ask is None


def test_what_differs_stands_first_and_two_facts_are_enough(facts, known):
    answer = by_item(facts, known, "p-01bc")["what_disappoints"]

    items = [one.says.values["what"].values["item"] for one in answer.known]
    assert items[0] == "tickets"
    assert [one.compared for one in answer.known] == ["more", "less"]


def test_what_was_never_asked_says_what_to_ask(facts, known, questions):
    told = by_item(facts, known, "p-7f3a", questions)

    assert told["main_reason"].ask.values["question"] == questions["main_reason"]
    assert told["what_is_fun"].ask.values["question"] == questions["enjoys"]


def test_without_a_question_for_it_nothing_is_known(facts, known):
    answer = by_item(facts, known, "p-90de")["what_is_fun"]

    assert answer.known == []
    assert answer.ask.key == "personas.card.not_known"


def test_of_places_the_nearest_is_told(facts, known):
    told = by_item(facts, known, "p-7f3a")["places"].known

    assert [one.says.values["what"].values["part"] for one in told] == ["CN/GD"]


def test_a_mean_of_logarithms_is_told_in_words(facts, known):
    told = by_item(facts, known, "p-7f3a")["splurge_and_save"].known

    assert "personas.answer.price_less" in [one.says.key for one in told]


def test_an_answer_of_the_questionnaire_is_told_in_every_language(facts, known):
    told = by_item(facts, known, "p-7f3a")["age_and_work"].known

    parts = [one.says.values["what"].values["part"] for one in told]
    assert {"en": "25-34", "zh": "25-34岁"} in parts
    assert {"en": "employed", "zh": "受雇"} in parts


def test_a_small_number_keeps_its_decimals(facts, known):
    told = by_item(facts, known, "p-01bc")["what_disappoints"].known

    assert told[0].says.key == "personas.answer.small"


def test_figures_of_places_are_too_far_from_people(facts, known):
    facts = [fact._replace(item="place:income") for fact in known("p-7f3a")
             if fact.item == "province"]  # fmt: skip

    assert answered(answers(facts_frame(), facts)) == 0


def facts_frame():
    import pandas as pd

    return pd.DataFrame({"card_item": [], "status": [], "question": []})


def test_the_answered_questions_are_counted(facts, known):
    told = by_item(facts, known, "p-7f3a").values()

    assert answered(told) == sum(bool(one.known) for one in told) == 8
