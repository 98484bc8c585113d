"""Every number on chapter 07's page is that of its tables, worked out anew."""

import pytest
from pages.experiment_sentences import EXPERIMENT_SENTENCES
from pages.experiment_tables import EXPERIMENT_TABLES, ROWS
from pages.reading import aligned, disagreements, misses, numbers


@pytest.mark.parametrize("key", EXPERIMENT_TABLES)
def test_each_table_shows_the_numbers_that_written_tables_give(tables, experiments, key):
    pair = aligned(experiments.tables[key], EXPERIMENT_TABLES[key](tables), by=ROWS.get(key, ()))

    assert list(disagreements(key, *pair)) == []


@pytest.mark.parametrize("key", EXPERIMENT_SENTENCES)
def test_each_sentence_tells_the_numbers_that_written_tables_give(tables, experiments, key):
    told = experiments.sentences.get(key, [])
    if not told:
        return  # another verdict, or another doubt, has its own sentence

    expected = EXPERIMENT_SENTENCES[key](tables)

    assert len(told) == len(expected)
    assert [misses(*pair) for pair in zip(told, expected, strict=True)] == [[]] * len(told)


def test_no_table_is_left_out(experiments):
    assert set(experiments.tables) == set(EXPERIMENT_TABLES)
    assert len(experiments.soup.select("table[data-says]")) == len(experiments.tables)


def test_no_sentence_with_a_number_is_left_out(experiments):
    telling = {key for key, texts in experiments.sentences.items() if any(map(numbers, texts))}

    assert telling <= set(EXPERIMENT_SENTENCES)


def test_of_a_broken_split_no_effect_is_told(experiments):
    told = " ".join(experiments.tables["experiments.relative"]["experiment"])

    assert "wish_list_reminder" not in told
    assert len(experiments.sentences["experiments.reason_broken_split"]) == 1
