"""Every number on chapter 07's page is that of its tables, worked out anew."""

import pytest
from pages.experiment_sentences import EXPERIMENT_SENTENCES
from pages.experiment_tables import EXPERIMENT_TABLES, ROWS
from pages.reading import aligned, disagreements, misses, numbers
from pages.uplift_tables import UPLIFT_ROWS, UPLIFT_SENTENCES, UPLIFT_TABLES

TABLES = EXPERIMENT_TABLES | UPLIFT_TABLES
SENTENCES = EXPERIMENT_SENTENCES | UPLIFT_SENTENCES
BY = ROWS | UPLIFT_ROWS


@pytest.mark.parametrize("key", TABLES)
def test_each_table_shows_the_numbers_that_written_tables_give(tables, experiments, key):
    pair = aligned(experiments.tables[key], TABLES[key](tables), by=BY.get(key, ()),
                   partly=key == "experiments_uplift.policies")  # fmt: skip

    assert list(disagreements(key, *pair)) == []


@pytest.mark.parametrize("key", SENTENCES)
def test_each_sentence_tells_the_numbers_that_written_tables_give(tables, experiments, key):
    told = experiments.sentences.get(key, [])
    if not told:
        return  # another verdict, or another doubt, has its own sentence

    expected = SENTENCES[key](tables)

    assert len(told) == len(expected)
    assert [misses(*pair) for pair in zip(told, expected, strict=True)] == [[]] * len(told)


def test_no_table_is_left_out(experiments):
    assert set(experiments.tables) == set(TABLES)
    assert len(experiments.soup.select("table[data-says]")) == len(experiments.tables)


def test_no_sentence_with_a_number_is_left_out(experiments):
    telling = {key for key, texts in experiments.sentences.items() if any(map(numbers, texts))}

    assert telling <= set(SENTENCES)


def test_of_a_broken_split_no_effect_is_told(experiments):
    told = " ".join(experiments.tables["experiments.relative"]["experiment"])

    assert "wish_list_reminder" not in told
    assert len(experiments.sentences["experiments.reason_broken_split"]) == 1


def test_one_change_is_for_some_and_its_rule_is_told(experiments):
    (told,) = experiments.sentences["experiments_uplift.targeted"]

    assert told.startswith("Training plans")
    assert len(experiments.sentences["experiments_uplift.guard"]) == 1
