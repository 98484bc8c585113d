import json

import pytest

from helpers.personas.card.story import story, story_table
from helpers.workspace.cells import Cell, Said

OPENING = Said("personas.story.opening", {
    "name": "Kim", "customers": Cell(583, "personas", ("p-7f3a",), "customers"),
    "share": Cell(0.13, "personas", ("p-7f3a",), "share", 4430),
})  # fmt: skip
CLOSING = [Said("personas.story.margin", {
    "name": "Kim", "margin": Cell(316.2, "persona_economics", ("p-7f3a",), "margin")
})]  # fmt: skip


def keys(told):
    return [said.key.removeprefix("personas.story.") for said in told]


@pytest.mark.parametrize("persona", ["p-7f3a", "p-01bc", "p-90de"])
def test_a_story_has_six_to_ten_sentences_where_enough_is_known(known, persona):
    facts = known(persona)

    told = story(facts, OPENING, CLOSING)

    assert 6 <= len(told) <= 10


def test_a_story_begins_with_whom_and_ends_with_what_it_is_worth(known):
    told = keys(story(known("p-7f3a"), OPENING, CLOSING))

    assert (told[0], told[-1]) == ("opening", "margin")


def test_the_clearest_tested_differences_are_told_first_of_all(known):
    told = keys(story(known("p-7f3a"), OPENING, CLOSING))

    assert {"attitude_more", "member_more", "category_more"} <= set(told)
    assert "rating_plain" not in told  # nothing known to differ, and no room


def test_what_a_persona_is_called_after_is_told(known):
    told = keys(story(known("p-01bc"), OPENING, CLOSING, named=["code", "returned"]))

    assert {"code_more", "returned_more"} <= set(told)


def test_nothing_is_compared_that_is_not_known_to_differ(known):
    facts = [fact._replace(differs=False, formed=False) for fact in known("p-7f3a")]

    told = keys(story(facts, OPENING))

    assert all(key == "opening" or key.endswith("_plain") for key in told)


def test_a_persona_of_which_nothing_is_known_has_a_story_of_one_sentence():
    assert keys(story([], OPENING)) == ["opening"]


def test_every_sentence_names_its_cells(known):
    told = story(known("p-7f3a"), OPENING, CLOSING)

    table = story_table({"p-7f3a": told})

    cells = [json.loads(one) for one in table["cells"]]
    assert all(cells)
    assert cells[0] == ["personas|p-7f3a|customers", "personas|p-7f3a|share"]
    assert table["place"].tolist() == list(range(1, len(told) + 1))


def test_each_fact_stands_in_at_most_one_sentence(known):
    told = story(known("p-7f3a"), OPENING, CLOSING)

    addresses = [cell.address for said in told for cell in said.cells()]
    assert len(addresses) == len(set(addresses))


def test_the_story_does_not_hang_on_the_order_of_facts(known):
    facts = known("p-7f3a")

    assert story(facts, OPENING) == story(facts[::-1], OPENING)


def test_no_stories_are_a_table_without_rows():
    assert list(story_table({}).columns) == ["persona_id", "place", "key", "cells"]
