import math

import pytest

from helpers.reporting import catalogue
from helpers.reporting.people import Told
from helpers.reporting.phrases import in_every_language, may_be_said, phrase, published
from helpers.reporting.wording import Wording
from helpers.workspace.cells import Cell, Said

WORDING = Wording("en", "GBP", 10)
TEMPLATES = {
    "trial.size": "{customers:people} customers, {share:share0} of all",
    "trial.spend": "{customers:people} spend {spend:money}",
    "trial.about": "It is {share:about} of {what:text}.",
    "trial.listed": "They {things:list|text}.",
    "trial.thing": "like {name:term}",
}


@pytest.fixture(autouse=True)
def templates(monkeypatch):
    for language in catalogue.languages():
        for key, template in TEMPLATES.items():
            monkeypatch.setitem(catalogue.messages(language), key, template)


def cell(value, column="value", of=None):
    return Cell(value, "persona_facts", ("p-1", "age", "25-34"), column, of)


def test_each_number_knows_where_it_stands_and_which_cell_it_is():
    said = Said("trial.size", {"customers": cell(583, "customers"), "share": cell(0.13, of=4430)})

    told = phrase(said, WORDING)

    assert told["text"] == "585 customers, 13\N{NO-BREAK SPACE}% of all"
    assert [told["text"][one["at"] :][: len(one["said"])] for one in told["cells"]] == [
        "585", "13\N{NO-BREAK SPACE}%"
    ]  # fmt: skip
    assert told["cells"][0] == {
        "at": 0, "said": "585", "form": "people", "value": 585,
        "cell": "persona_facts|p-1|age|25-34|customers",
    }  # fmt: skip


def test_sentences_within_sentences_keep_their_cells():
    inner = Said("trial.about", {"share": cell(0.41), "what": "all"})

    told = phrase(Said("trial.about", {"share": cell(0.1), "what": inner}), WORDING)

    assert told["text"] == "It is about one in ten of It is about four in ten of all.."
    assert [one["at"] for one in told["cells"]] == [6, 32]


def test_lists_of_sentences_are_joined_as_the_language_joins():
    things = [Said("trial.thing", {"name": name}) for name in ("a", "b", "c")]

    assert phrase(Said("trial.listed", {"things": things}), WORDING)["text"] == (
        "They like a, like b and like c."
    )


def test_words_by_language_are_taken_in_each():
    said = Said("trial.about", {"share": cell(0.5), "what": {"en": "all", "zh": "全部"}})

    told = in_every_language(said, WORDING)

    assert told["en"]["text"] == "It is about half of all."
    assert told["zh"]["text"] == "It is 约一半 of 全部."


@pytest.mark.parametrize(
    ("value", "form", "of", "expected"),
    [
        (583, "people", None, 585),
        (11, "people", None, 10),
        (0.4123, "percent0", None, 0.41),
        (0.4123, "percent1", None, 0.412),
        (0.4375, "share0", 96, 0.4211),  # 42 of 96: 40 of 95
        (0.4375, "about", 96, 0.4211),
        (0.4375, "about", None, 0.44),
        (316.24, "money", None, 316),
        (4.449, "number1", None, 4.4),
        (None, "number1", None, None),
        (math.nan, "money", None, None),
    ],
)
def test_a_value_is_published_as_exactly_as_it_is_told(value, form, of, expected):
    assert published(cell(value, of=of), form, 10) == expected


def test_a_share_of_few_people_may_not_be_said_and_one_of_orders_may():
    few = {"share": cell(0.05, of=96), "what": "all"}

    assert not may_be_said(Said("trial.about", few), WORDING)
    assert may_be_said(Said("trial.about", few | {"share": cell(0.05)}), WORDING)


def test_a_figure_beside_few_people_may_not_be_said():
    values = {"customers": cell(7, "customers"), "spend": cell(800.0)}

    assert not may_be_said(Said("trial.spend", values), WORDING)
    assert Told.WITHHELD.value == "reporting.withheld"
    assert "800" not in phrase(Said("trial.spend", values), WORDING)["text"]


def test_what_a_sentence_within_may_not_say_the_whole_may_not():
    inner = Said("trial.about", {"share": cell(0.05, of=96), "what": "all"})

    assert not may_be_said(Said("trial.about", {"share": cell(0.5), "what": inner}), WORDING)


def test_a_cell_may_stand_behind_a_sentence_without_standing_in_it():
    said = Said("trial.thing", {"name": "a", "value": cell(0.3)})

    assert phrase(said, WORDING)["cells"] == []
    assert len(said.cells()) == 1


def test_a_place_without_a_value_is_named():
    with pytest.raises(catalogue.MessageError, match="trial.thing .en. needs a value for 'name'"):
        phrase(Said("trial.thing"), WORDING)
