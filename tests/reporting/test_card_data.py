import json
from types import SimpleNamespace

import pytest

from helpers.reporting import card_data
from helpers.reporting.wording import Wording
from helpers.workspace.cells import Cell, Said

WORDING = Wording("en", "GBP", 10)


def size(customers, share):
    row = ("p-1",)
    return Said("personas.card.size", {
        "customers": Cell(customers, "personas", row, "customers"),
        "share": Cell(share, "personas", row, "share", 4000),
    })  # fmt: skip


@pytest.fixture
def card():
    few = Said("personas.worth.lapsed", {
        "value": Cell(0.01, "persona_facts", ("p-1", "lapsed", "yes"), "value", 400)
    })  # fmt: skip
    ask = Said("personas.card.ask", {"question": {"en": "Why?", "zh": "为什么？"}})
    known = SimpleNamespace(
        says=Said("personas.answer.share", {"what": "Kim", "value": few.values["value"]}),
        evidence=Said("personas.evidence.people", {"n": 400}), compared="plain",
    )  # fmt: skip
    strip = SimpleNamespace(
        parts=["morning"], channels=["app", "web"],
        shares={("app", "morning"): Cell(0.9, "persona_strip", ("p-1", "morning", "app"), "share")},
    )  # fmt: skip
    return SimpleNamespace(
        persona_id="p-1", names={"en": "Kim", "zh": "金"}, title=Said("personas.title.nothing"),
        role="serve", face="<svg ></svg>", why=[], about=[size(400, 0.1)], story=[size(400, 0.1)],
        worth=[few], say=[], avoid=[], quality=[], quotes=[{"text": "<b>", "rating": None}],
        answers=[
            SimpleNamespace(item="places", known=[], ask=ask),
            SimpleNamespace(item="age_and_work", known=[known], ask=None),
        ],
        strip=strip,
    )  # fmt: skip


def test_a_card_tells_its_sentences_in_every_language(card):
    told = card_data.card_data(card, WORDING)

    assert told["about"][0]["en"]["text"] == "400 customers, 10\N{NO-BREAK SPACE}% of all"
    assert told["about"][0]["zh"]["text"] == "400 位客户，占 10%"
    assert told["names"] == {"en": "Kim", "zh": "金"}


def test_a_sentence_that_tells_of_few_is_left_out(card):
    assert card_data.card_data(card, WORDING)["worth"] == []


def test_an_answer_that_tells_of_few_is_not_known(card):
    told = card_data.card_data(card, WORDING)["questions"][1]

    assert told["known"] == []
    assert told["ask"]["en"]["text"] == "Not known yet."


def test_what_is_not_known_says_what_to_ask(card):
    told = card_data.card_data(card, WORDING)["questions"][0]

    assert "“为什么？”" in told["ask"]["zh"]["text"]


def test_a_channel_without_cases_in_a_part_of_the_day_has_no_share(card):
    told = card_data.card_data(card, WORDING)["strip"]

    assert [[share and share["en"]["text"] for share in row] for row in told["shares"]] == [
        ["90\N{NO-BREAK SPACE}%"], [None]
    ]  # fmt: skip


def test_the_document_says_whose_cards_these_are_and_is_written_alike_each_time(
    card, desk, tmp_path
):
    told = card_data.document([card_data.card_data(card, WORDING)], desk)

    for name in ("one", "two"):
        card_data.write(tmp_path / f"{name}.json", told)

    read = json.loads((tmp_path / "one.json").read_text("utf-8"))
    assert (read["company"], read["period"], read["currency"]) == ("demo", "2026Q3", "GBP")
    assert [one["id"] for one in read["cards"]] == ["p-1"]
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
