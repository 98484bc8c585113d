import json

import pytest

from helpers.personas.card.cards import make_cards, stories
from helpers.reporting import card_data, cards
from helpers.reporting.phrases import phrase
from helpers.reporting.wording import Wording

WORDING = Wording("en", "CNY", 10)


@pytest.fixture
def tables(personas, facts, economics, quotes, strip, quality):
    return {
        "personas": personas, "persona_facts": facts, "persona_economics": economics,
        "persona_quotes": quotes, "persona_strip": strip, "persona_quality": quality,
    }  # fmt: skip


@pytest.fixture
def made(tables, report):
    return make_cards(*tables.values(), report)


def text(said):
    return phrase(said, WORDING)["text"]


def html(card):
    return cards.to_html(card_data.card_data(card, WORDING), WORDING)


def test_there_is_a_card_for_each_persona_in_their_order(made, personas):
    assert [card.persona_id for card in made] == personas["persona_id"].tolist()


def test_a_persona_that_is_too_small_has_no_card(tables, report):
    tables["personas"].loc[1, ["customers", "share"]] = [7, 0.0016]

    told = make_cards(*tables.values(), report)

    assert [card.persona_id for card in told] == ["p-01bc", "p-90de"]


def test_every_number_on_every_card_is_that_of_its_cell(made, tables, card_cells):
    known = card_cells(tables)

    for card in made:
        assert known.wrong(html(card)) == []
    assert sum(known.count(html(card)) for card in made) > 120


def test_a_number_that_is_not_its_cells_is_found(made, tables, card_cells):
    tables["persona_facts"].loc[:, "value"] += 0.3

    assert len(card_cells(tables).wrong(html(made[0]))) > 5


def test_every_digit_of_a_story_is_marked_with_a_cell_or_is_the_name_of_a_part(made):
    for card in made:
        for said in card.story:
            told = phrase(said, WORDING)
            rest = told["text"]
            for cell in reversed(told["cells"]):
                rest = rest[: cell["at"]] + rest[cell["at"] + len(cell["said"]) :]
            assert not any(letter.isdigit() for letter in rest.replace("25-34", "")), rest


def test_the_table_of_stories_holds_every_sentence_on_the_cards(made):
    table = stories(made)

    assert table.groupby("persona_id").size().to_dict() == {
        card.persona_id: len(card.story) for card in made
    }


def test_what_is_not_known_of_a_persona_is_not_told(made):
    unknown = made[2]

    worth = [text(said) for said in unknown.worth]
    assert not any("after all costs" in one for one in worth)
    assert unknown.quotes == [] and unknown.strip.channels == []
    assert text(unknown.about[0]) == "320 customers, 7\N{NO-BREAK SPACE}% of all"


def test_three_quotes_are_enough(made):
    assert [quote["rating"] for quote in made[1].quotes] == [5.0, 4.0, 3.0]


def test_the_strip_has_parts_of_the_day_in_order_and_the_busiest_channel_first(made):
    told = made[1].strip

    assert told.parts == ["night", "morning", "afternoon", "evening"]
    assert told.channels == ["app", "web", "pos"]
    assert told.shares["app", "morning"].address == "persona_strip|p-7f3a|morning|app|share"


def test_cards_are_data_that_json_can_hold_and_the_same_each_time(made):
    once, again = (json.dumps(card_data.card_data(card, WORDING)) for card in (made[1], made[1]))

    assert once == again
    assert "NaN" not in once


def test_value_is_observed_and_never_forecast(made):
    told = " ".join(text(said) for said in made[1].worth)

    assert "¥316 (¥290 to ¥342)" in told or "¥316 (¥290 to ¥343)" in told
    assert "will" not in told
