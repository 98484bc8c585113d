"""Every number on chapter 08's page is that of its tables, worked out anew."""

import re

import pytest
from pages.driver_tables import CONVENTIONS, DRIVER_TABLES, driver_sentences
from pages.reading import disagreements, misses, numbers

# Words are not numbers.
WORDS = ["part", "verdict", "promotion", "scope", "model", "formula", "factor", "check", "what",
         "span", "answer", "product_id", "category"]  # fmt: skip
ANSWERS = ("high_end", "regions", "rivals", "fastest", "promotions", "loyalty")
SENTENCES = [*(f"drivers.answer.{name}" for name in ANSWERS), "drivers.panel",
             "08_drivers-prices", "08_drivers-promotions"]  # fmt: skip
NAMES = re.compile(r"NB-[A-Z]+-\d\d[^:]*|\d+\.\d+ \w+ festival")


@pytest.mark.parametrize("key", DRIVER_TABLES)
def test_each_table_shows_the_numbers_that_written_tables_give(tables, drivers, key):
    told = drivers.tables[key].drop(columns=WORDS, errors="ignore")

    expected = DRIVER_TABLES[key](tables).reset_index(drop=True)

    assert list(disagreements(key, told.reset_index(drop=True), expected)) == []


@pytest.mark.parametrize("key", SENTENCES)
def test_each_sentence_tells_the_numbers_that_written_tables_give(tables, drivers, key):
    [(own, expected)] = [
        (name, values) for name, values in driver_sentences(tables).items() if name.startswith(key)
    ]

    [told] = drivers.sentences[own]

    assert misses(NAMES.sub("", told), expected) == []


def test_no_table_is_left_out(drivers):
    assert set(drivers.tables) == set(DRIVER_TABLES)


def test_no_sentence_with_a_number_is_left_out(tables, drivers):
    telling = {key for key, texts in drivers.sentences.items() if any(map(numbers, texts))}

    assert telling <= set(driver_sentences(tables)) | CONVENTIONS
