"""Every number on chapter 04's page is that of its tables, worked out anew."""

import pytest
from pages.persona_sentences import EITHER, SENTENCES
from pages.persona_tables import PERSONA_TABLES as TABLES
from pages.reading import aligned, disagreements, misses, numbers

BY = {"personas.roll": "id", "personas_facts.prospects": "persona"}


@pytest.mark.parametrize("key", TABLES)
def test_each_table_shows_the_numbers_that_written_tables_give(tables, personas, key):
    by = [BY[key]] if key in BY else []

    pair = aligned(personas.tables[key], TABLES[key](tables), by=by)

    assert list(disagreements(key, *pair)) == []


@pytest.mark.parametrize("key", SENTENCES)
def test_each_sentence_tells_the_numbers_that_written_tables_give(tables, personas, key):
    if key not in personas.sentences and any(key in others for others in EITHER):
        pytest.skip("the page tells another sentence in its place")
    told = personas.sentences[key]

    expected = SENTENCES[key](tables)

    assert [misses(text, expected) for text in told] == [[]] * len(told)


def test_no_table_and_no_sentence_with_a_number_is_left_out(personas):
    telling = {key for key, texts in personas.sentences.items() if any(map(numbers, texts))}

    assert set(personas.tables) == set(TABLES)
    assert len(personas.soup.select("table[data-says]")) == len(TABLES)
    assert telling <= set(SENTENCES)
    assert all(len(others & telling) == 1 for others in EITHER)
