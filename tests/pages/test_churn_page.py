"""Every number of chapter 09's tables is that of its written tables, worked out anew."""

import pytest
from pages.churn_tables import CHURN_TABLES
from pages.reading import agrees, aligned, disagreements, numbers, people

# Words are not numbers; they are read below.
WORDS = ["first_reason", "reason", "circumstance", "model", "rule", "follows", "offered_to", "grp"]
AFTER_A_QUARTER = {"churn.scores"}


@pytest.mark.parametrize("key", CHURN_TABLES)
def test_each_table_shows_the_numbers_that_written_tables_give(tables, churn, key):
    told = churn.tables[key].drop(columns=WORDS, errors="ignore")
    expected = CHURN_TABLES[key](tables)

    pair = aligned(told, expected, sort=["odds"] if key == "churn.drivers" else [])

    # Withheld rows go to the end, so that what is told stands in the order of what is known.
    assert len(told) == len(expected)
    assert list(disagreements(key, *(part.reset_index(drop=True) for part in pair))) == []


def withheld(frame):
    return frame["customers"].str.startswith("‹")


def test_no_table_is_left_out(churn):
    assert set(churn.tables) - AFTER_A_QUARTER == set(CHURN_TABLES)


def test_the_opening_tells_the_sums_of_the_list_and_of_the_loss(tables, churn):
    risk = tables["churn_risk"]
    listed = risk[risk["on_list"]]

    [loss], [head] = churn.sentences["churn.loss"], churn.sentences["churn.list"]

    told = numbers(loss)
    assert agrees(told[0], people(len(risk)))
    assert agrees(told[1], people(risk["risk"].sum()))
    assert agrees(told[5], risk["expected_loss"].sum())
    part = listed["expected_loss"].sum() / risk["expected_loss"].sum()
    wanted = [people(len(listed)), part, listed["risk"].mean()]
    assert all(map(agrees, numbers(head), wanted))


def test_the_opening_has_six_sentences_at_most(churn):
    opening = ("churn.window", "churn.trend_", "churn.loss", "churn.list", "churn.why",
               "churn.trust")  # fmt: skip
    said = [key for key in churn.sentences
            if key.startswith(opening) and "," not in key and not key.startswith("churn.window_")]

    assert 0 < len(said) <= 6


def test_no_group_of_few_is_told_with_its_figures(tables, churn):
    told = churn.tables["churn.listed"]

    few = told[withheld(told)]
    assert few["mean_risk"].map(lambda text: not numbers(text)).all()
