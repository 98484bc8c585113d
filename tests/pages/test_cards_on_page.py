"""Every number on every card is that of the cell that it names, and none stands beside a cell."""

import json
import re
from copy import copy

import pytest
from pages.reading import agrees, value


@pytest.fixture(scope="module")
def cards(personas):
    """The cards of chapter 04's page, by persona."""
    own = {card["id"].removeprefix("persona-"): card
           for card in personas.soup.select("article.persona-card")}  # fmt: skip
    assert len(own) > 1
    return own


@pytest.fixture(scope="module")
def published(folder):
    """The cards as they are published beside the page, by persona."""
    told = json.loads((folder / "personas.json").read_text("utf-8"))
    return {card["id"]: card for card in told["cards"]}


def cells(piece):
    """Cell and text of every number in some part of a card, in order."""
    return [(span["data-cell"], span.get_text()) for span in piece.select("[data-cell]")]


def phrases(told):
    """Every phrase of some published data, each by language."""
    if isinstance(told, list):
        return [one for part in told for one in phrases(part)]
    if not isinstance(told, dict):
        return []
    own = told.get("en")
    if isinstance(own, dict) and "cells" in own:
        return [told]
    return [one for part in told.values() for one in phrases(part)]


def test_every_number_is_that_of_its_cell(cards, tables, card_cells):
    known = card_cells(tables)

    for card in cards.values():
        html = str(card)
        assert known.wrong(html) == []
        assert known.count(html) == len(card.select("[data-cell]")) > 60


def test_what_scripts_and_pointers_read_is_what_is_shown(cards):
    for card in cards.values():
        for span in card.select("[data-cell]"):
            exact = float(span["data-value"])
            shown = span.get("title") or span.get_text()
            assert agrees(shown, exact), span


def test_no_number_stands_outside_a_cell(cards, tables):
    # Names of parts, such as an age, quarters, and what people wrote or were asked have digits.
    parts = [part for part in tables["persona_facts"]["part"].unique() if re.search(r"\d", part)]
    quarters = [r"\b20\d\dQ[1-4]\b", r"“[^”]*”"]
    named = re.compile("|".join([*map(re.escape, sorted(parts, key=len, reverse=True)), *quarters]))

    for card in cards.values():
        rest = copy(card)
        for piece in rest.select("[data-cell], .card-quotes blockquote, svg"):
            piece.decompose()
        words = [*rest.stripped_strings, *(tag.get("title", "") for tag in rest.select("[title]"))]
        assert [one for one in words if re.search(r"\d", named.sub("", one))] == []


def test_the_numbers_of_each_story_are_those_of_its_table(cards, tables):
    told = tables["persona_story"].sort_values(["persona_id", "place"])
    told = told.assign(cells=told["cells"].map(json.loads))

    for name, card in cards.items():
        shown = cells(card.select_one(".card-story"))
        addresses = [address for address, _ in shown]
        own = told.loc[told["persona_id"].eq(name), "cells"]
        # A sentence may compare two cells and tell neither: then it has none on the card.
        written = [cell for sentence in own if {*sentence} & {*addresses} for cell in sentence]
        assert addresses == written


def test_there_is_a_card_for_each_persona(cards, published, tables):
    assert set(cards) == set(published) == set(tables["personas"]["persona_id"])


def test_what_is_published_beside_the_page_tells_the_same_cells_and_numbers(cards, published):
    for name, card in cards.items():
        said = [cell for phrase in phrases(published[name]) for cell in phrase["en"]["cells"]]
        told = [(cell["cell"], cell["said"]) for cell in said]
        assert sorted(told) == sorted(cells(card))


def test_both_languages_tell_the_same_numbers(published):
    for card in published.values():
        for phrase in phrases(card):
            pair = [{cell["cell"]: cell for cell in phrase[language]["cells"]}
                    for language in ("en", "zh")]  # fmt: skip
            assert pair[0].keys() == pair[1].keys()
            for address, cell in pair[0].items():
                assert cell["value"] == pair[1][address]["value"]
                if cell["form"] != "about":
                    assert value(cell["said"]) == value(pair[1][address]["said"])
