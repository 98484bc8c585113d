"""No number of a page escapes: what is repeated repeats a finding, and nothing else is computed."""

import re
from copy import copy

import pytest

KNOWN = (
    "style, script, svg, pre, table[data-says], p[data-says], div.finding, figure, .table-note, "
    "article.persona-card, .in-short, .prose, .page-head, .page-foot, .contents, details.code"
)  # every place in which numbers are held against tables, and what nobody computes


@pytest.fixture(params=["personas", "segmentation", "value", "experiments"])
def page(request):
    return request.getfixturevalue(request.param)


def test_no_number_stands_where_nothing_is_held_against_tables(page):

    main = copy(page.soup.select_one("main"))
    for piece in main.select(KNOWN):
        piece.decompose()

    assert [text for text in main.stripped_strings if re.search(r"\d", text)] == []


def test_what_the_page_says_in_short_are_sentences_of_its_findings(page):
    findings = {one["id"]: one.get_text(" ", strip=True) for one in page.soup.select("div.finding")}

    told = page.soup.select(".in-short a")

    assert told
    assert [one for one in told if one.get_text() not in findings[one["href"][1:]]] == []


def test_notes_under_tables_tell_conventions_alone(page):
    notes = {note.get_text() for note in page.soup.select(".table-note")}

    assert {number for note in notes for number in re.findall(r"\d+", note)} <= {"5", "10"}
