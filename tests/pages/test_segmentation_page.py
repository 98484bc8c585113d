"""Every number on chapter 05's page is that of its tables, worked out anew."""

import pytest
from pages.reading import aligned, disagreements, misses, numbers
from pages.segment_sentences import SENTENCES
from pages.segment_tables import SEGMENT_TABLES
from pages.way_tables import WAY_TABLES

TABLES = SEGMENT_TABLES | WAY_TABLES
# How rows are matched where the page has an order of its own, or leaves small groups out.
ROWS = {
    "segmentation.cuts": {"sort": ["customers", "mean_spend"]},
    "segmentation.flows": {"by": ["segment_before", "segment"], "partly": True},
    "segmentation.tactical_overlap": {"by": ["tactical", "segment"], "partly": True},
    "segmentation.tactical_personas": {"by": ["tactical", "segment"], "partly": True},
    "segmentation.segment_personas": {"by": ["segment", "persona"], "partly": True},
    "segmentation_way.states": {"sort": ["customers"]},
    "segmentation_way.ends": {"sort": ["visits", "rate"]},
    "segmentation_way.stops": {"sort": ["visits", "rate"]},
    "segmentation_way.times": {"sort": ["visits", "median_seconds", "visiting"]},
}  # fmt: skip
AFTER_A_QUARTER = {
    "segmentation.flows", "segmentation.reasons", "segmentation.moved", "05_segmentation-moved",
}  # fmt: skip
EITHER = {"segmentation.gain_cut", "segmentation.gain_several"}


def shown(page, key):
    """Skip what the page cannot show before there is a quarter to compare with."""
    if key not in page and key in AFTER_A_QUARTER | EITHER:
        pytest.skip("there is no quarter before, or another sentence in its place")
    return page[key]


@pytest.mark.parametrize("key", TABLES)
def test_each_table_shows_the_numbers_that_written_tables_give(tables, segmentation, key):
    told = shown(segmentation.tables, key)

    pair = aligned(told, TABLES[key](tables), **ROWS.get(key, {}))

    assert list(disagreements(key, *pair)) == []


@pytest.mark.parametrize("key", SENTENCES)
def test_each_sentence_tells_the_numbers_that_written_tables_give(tables, segmentation, key):
    told = shown(segmentation.sentences, key)

    expected = SENTENCES[key](tables)

    assert [misses(text, expected) for text in told] == [[]] * len(told)


def test_no_table_is_left_out(segmentation):
    shown = set(segmentation.tables)

    assert shown <= set(TABLES) and set(TABLES) - shown <= AFTER_A_QUARTER
    assert len(segmentation.soup.select("table[data-says]")) == len(shown)


def test_no_sentence_with_a_number_is_left_out(segmentation):
    telling = {
        key for key, texts in segmentation.sentences.items() if any(map(numbers, texts))
    }

    assert telling <= set(SENTENCES)
