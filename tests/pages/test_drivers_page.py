"""Every number on chapter 08's page is that of its tables, worked out anew."""

import re

import pytest
from pages.driver_tables import CONVENTIONS, DRIVER_TABLES, driver_sentences
from pages.media_tables import MEDIA_TABLES, media_sentences
from pages.reading import aligned, disagreements, misses, numbers

# Words are not numbers.
WORDS = ["part", "verdict", "promotion", "scope", "model", "formula", "factor", "check", "what",
         "span", "answer", "product_id", "category"]  # fmt: skip
ANSWERS = ("high_end", "regions", "rivals", "fastest", "mass_direct", "promotions",
           "reach_high_end", "channel_return", "loyalty")  # fmt: skip
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


@pytest.mark.parametrize("key", MEDIA_TABLES)
def test_each_table_on_advertising_shows_what_written_tables_give(tables, drivers, key):
    made, by = MEDIA_TABLES[key]

    pair = aligned(drivers.tables[key], made(tables), by=by, partly=True)

    assert len(drivers.tables[key]) > 1
    assert list(disagreements(key, *(part.reset_index(drop=True) for part in pair))) == []


def test_each_sentence_on_advertising_tells_the_numbers_of_written_tables(tables, drivers):
    known = media_sentences(tables)
    told = {key: texts for key, texts in drivers.sentences.items() if key in known}

    wrong = {key: [misses(text, known[key]) for text in texts] for key, texts in told.items()}

    assert "08_drivers-channel" in told
    assert {key: found for key, found in wrong.items() if any(found)} == {}


def test_no_table_is_left_out(drivers):
    assert set(drivers.tables) == set(DRIVER_TABLES) | set(MEDIA_TABLES)


def test_no_sentence_with_a_number_is_left_out(tables, drivers):
    # What is not known may name the chapter that would tell it.
    telling = {key for key, texts in drivers.sentences.items()
               if any(map(numbers, texts)) and not key.endswith("_unknown")}  # fmt: skip

    known = set(driver_sentences(tables)) | set(media_sentences(tables)) | CONVENTIONS
    assert telling <= known
