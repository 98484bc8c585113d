import ibis
import pandas as pd
import pytest

from helpers.evidence.answers import COLUMNS, answer_parts, attitudes, newest_answers
from helpers.workspace import contracts

ROWS = [
    # respondent, question, day, customer, contact, kind, answer, value
    ("r1", "Q1", "2026-05-01", "ann", None, "scale", "2", 2.0),
    ("r2", "Q1", "2026-09-01", "ann", None, "scale", "5", 5.0),
    ("r3", "Q1", "2026-09-01", "bob", "k-bob", "scale", "1", 1.0),
    ("r3", "Age", "2026-09-01", "bob", "k-bob", "choice", "25-34", None),
    ("r2", "Age", "2026-09-01", "ann", None, "choice", "35-44", None),
    ("r2", "Words", "2026-09-01", "ann", None, "text", "fine", None),
    ("r4", "Q1", "2026-09-01", None, None, "scale", "3", 3.0),
]


@pytest.fixture
def newest():
    frame = pd.DataFrame(
        ROWS, columns=["respondent_id", "question", "event_day", "customer_id", "contact_id",
                       "kind", "answer", "value"],
    )  # fmt: skip
    table = ibis.memtable(frame.assign(delivery=frame["event_day"]))
    return newest_answers(table)


def test_the_newest_answer_counts_and_words_and_strangers_do_not(newest):
    told = newest.set_index(["customer_id", "question"])

    assert told.loc[("ann", "Q1"), "value"] == 5
    assert set(newest["question"]) == {"Q1", "Age"}
    assert set(newest["customer_id"]) == {"ann", "bob"}


def test_attitudes_are_missing_for_who_was_not_asked(newest):
    told = attitudes(newest, pd.Series(["cat", "bob", "ann"]))

    assert told["Q1"].tolist()[1:] == [1, 5] and pd.isna(told["Q1"].iloc[0])
    assert told["Age=35-44"].tolist()[1:] == [0, 1] and pd.isna(told["Age=35-44"].iloc[0])


def test_answers_part_customers_by_the_middle_of_the_scale_or_by_choice(newest):
    parts = answer_parts(newest)

    assert parts["Q1"].to_dict() == {"ann": "high", "bob": "low"}
    assert parts["Age"].to_dict() == {"ann": "35-44", "bob": "25-34"}


def test_without_a_survey_there_is_nothing_and_no_error():
    answers = contracts.load("survey_answers").schema.to_pyarrow().empty_table()

    nothing = newest_answers(ibis.memtable(answers))

    assert list(nothing) == COLUMNS and nothing.empty
    assert attitudes(nothing, pd.Series(["ann"])).shape == (1, 0)
    assert answer_parts(nothing) == {}
