"""Every number on chapter 06's page is that of its tables, worked out anew."""

import pytest
from pages.reading import aligned, disagreements, misses, numbers
from pages.value_sentences import VALUE_SENTENCES
from pages.value_tables import VALUE_TABLES

# How rows are matched where the page puts withheld ones last.
ROWS = {
    "value.cross": {"by": ["historic_tier", "value_tier"]},
    "value.by_group": {"by": ["cut", "part"]},
}  # fmt: skip


@pytest.mark.parametrize("key", VALUE_TABLES)
def test_each_table_shows_the_numbers_that_written_tables_give(tables, value, key):
    pair = aligned(value.tables[key], VALUE_TABLES[key](tables), **ROWS.get(key, {}))

    assert list(disagreements(key, *pair)) == []


@pytest.mark.parametrize("key", VALUE_SENTENCES)
def test_each_sentence_tells_the_numbers_that_written_tables_give(tables, value, key):
    told = value.sentences[key]

    expected = VALUE_SENTENCES[key](tables)

    # A sentence tells a caption twice where a figure bears it.
    assert [misses(text, expected) for text in told] == [[]] * len(told)


def test_no_table_is_left_out(value):
    assert set(value.tables) == set(VALUE_TABLES)
    assert len(value.soup.select("table[data-says]")) == len(value.tables)


def test_no_sentence_with_a_number_is_left_out(value):
    telling = {key for key, texts in value.sentences.items() if any(map(numbers, texts))}

    assert telling <= set(VALUE_SENTENCES)
