import pytest

from helpers.personas.fact_words import conclusions, figure_words, item_words, kinds, question_words
from helpers.reporting.speaking import Speaker
from helpers.reporting.wording import Wording

SPACE = "\N{NO-BREAK SPACE}"
ROW = {"value": 0.4, "lower": 0.3, "upper": 0.5, "n": 200, "n_elsewhere": 400, "elsewhere": 0.2,
       "form": "share", "of_people": True}  # fmt: skip


def speaker(language="en"):
    return Speaker(Wording(language, "CNY"))


@pytest.mark.parametrize(("item", "part", "source", "said"), [
    ("category", "fitness", "acts", "products bought or looked at: fitness"),
    ("place:income", "mean", "enrichment", "income, where they live"),
    ("column:Response", "yes", "traits", "Response"),
    ("q:I compare prices before I buy", "mean", "survey_answers", "I compare prices before I buy"),
    ("q:I like kites", "mean", "survey_answers", "“I like kites”"),
])  # fmt: skip
def test_an_item_is_called_as_readers_know_it(item, part, source, said):
    assert item_words(item, part, source, speaker()) == said


def test_the_questionnaire_is_said_in_the_reader_s_language():
    told = item_words("q:What is your main reason to buy from us?", "price", "x", speaker("zh"))

    assert told == "您选择我们的主要原因是？：价格"
    assert question_words("age", speaker("zh")) == "您的年龄是？"


def test_a_share_of_people_comes_from_rounded_numbers_with_its_interval():
    assert figure_words(ROW, speaker()) == f"40{SPACE}% (30{SPACE}% to 50{SPACE}%)"
    assert figure_words(ROW, speaker(), elsewhere=True) == f"20{SPACE}%"


def test_a_share_that_tells_of_few_is_withheld_with_its_interval():
    few = ROW | {"value": 0.02, "lower": 0.01, "upper": 0.05}
    nearly_all = ROW | {"value": 0.98, "lower": 0.95, "upper": 0.99}

    for row in (few, nearly_all):
        assert figure_words(row, speaker()) == "withheld"


def test_other_figures_stand_in_their_own_form():
    plain = ROW | {"of_people": False}

    assert figure_words(plain | {"form": "money", "value": 1234.4}, speaker()).startswith("¥1,234")
    assert figure_words(plain | {"form": "number", "value": 243.5}, speaker()).startswith("244")
    assert figure_words(plain | {"form": "number", "value": 0.13}, speaker()).startswith("0.13")
    assert figure_words(plain | {"value": float("nan")}, speaker()) == "not known"


def test_there_are_four_kinds_of_profile_and_five_conclusions():
    assert (len(kinds()), len(conclusions())) == (4, 5)
