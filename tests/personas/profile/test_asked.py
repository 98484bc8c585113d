import pandas as pd

from helpers.personas.profile.asked import answered

PEOPLE = pd.Index(["ann", "bob", "cat", "dan"])
ROWS = [
    ("ann", "Q3. I compare prices before I buy", "scale", "5", 5.0),
    ("bob", "Q3. I compare prices before I buy", "scale", "1", 1.0),
    ("ann", "您的年龄是？", "choice", "25岁以下", None),
    ("bob", "Age", "choice", "35-44", None),
    ("ann", "Anything else?", "text", "no", None),
    ("zed", "Age", "choice", "35-44", None),
]
NEWEST = pd.DataFrame(ROWS, columns=["customer_id", "question", "kind", "answer", "value"])


def items(rows=NEWEST):
    return {item.name: item for item in answered(rows, PEOPLE)}


def test_a_statement_stands_under_its_own_words_without_its_number():
    told = items()["q:I compare prices before I buy"]

    assert told.values["mean"].tolist()[:2] == [5, 1]
    assert (told.form, told.subject.card_item) == ("mean", "how_they_shop")


def test_what_people_are_is_one_item_in_whatever_words_and_survey_it_was_asked():
    told = items()["age"].values

    assert told.loc["ann", "under 25"] == 1
    assert told.loc["bob", "35-44"] == 1
    assert told.loc["bob", "under 25"] == 0
    assert told.loc["cat"].isna().all()


def test_free_words_are_no_item_and_whoever_answered_is_known_to_have():
    told = items()

    assert set(told) == {"answered", "age", "q:I compare prices before I buy"}
    assert told["answered"].values["yes"].tolist() == [1, 1, 0, 0]


def test_a_closed_answer_counts_though_too_few_gave_it_for_a_choice():
    few = NEWEST.assign(kind=NEWEST["kind"].replace("choice", "text"))

    assert items(few)["age"].values.loc["ann", "under 25"] == 1


def test_without_a_survey_there_is_nothing():
    assert answered(NEWEST.head(0), PEOPLE) == []
