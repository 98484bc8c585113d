import pytest

from helpers.workspace import InputError, privacy

from .conftest import FIXTURES, rejected, told

FEEL, WHERE, AGAIN, PAIRS, BETTER = (
    "Q1. I like to test my limits", "Where do you train?", "Would you buy again?",
    "How many pairs, on average?", "What should we do better?",
)  # fmt: skip
SURVEY = (FIXTURES / "survey.csv").read_text(encoding="utf-8")


@pytest.fixture
def answers(deliver, take_in):
    return take_in(deliver("survey.csv")).survey_answers.sort_values("line", kind="stable")


def test_each_answer_is_a_row_and_an_empty_one_none(answers):
    first = answers[answers["line"].eq(2)].set_index("question").loc[
        [FEEL, WHERE, AGAIN, PAIRS, BETTER]
    ]  # fmt: skip

    assert told(first, "kind", "answer", "value", "event_day") == [
        ("scale", "5", 5.0, "2026-05-21"), ("choice", "outdoors", None, "2026-05-21"),
        ("choice", "yes", None, "2026-05-21"), ("scale", "1.5", 1.5, "2026-05-21"),
        ("text", "Call me: [number] or [e-mail]", None, "2026-05-21"),
    ]  # fmt: skip
    assert answers["line"].value_counts().sort_index().tolist() == [5, 4, 3, 5, 5, 4]


def test_words_that_are_free_are_text_whatever_they_say(answers):
    words = answers[answers["question"].eq(BETTER)]

    assert told(words, "kind", "answer") == [
        ("text", "Call me: [number] or [e-mail]"), ("text", "物流太慢，[name] 说的"),
        ("text", "=1+1"), ("text", 'more, "better", colours'),
    ]  # fmt: skip


def test_a_respondent_is_the_customer_of_the_same_e_mail_or_phone(deliver, take_in):
    every = take_in(deliver("survey.csv"), deliver("survey_zh.csv")).survey_answers

    chinese = every[every["file"].str.endswith("survey_zh.csv")]
    answers = every.drop(chinese.index)
    assert told(answers.drop_duplicates("line").sort_values("line"), "customer_id")[:3] == [
        (privacy.pseudonym("email", "zebedee@example.org"),), (None,),
        (privacy.pseudonym("email", "ruoxi@example.org"),),
    ]  # fmt: skip
    known = chinese[chinese["line"].eq(2)]["customer_id"].unique().tolist()
    assert known == [privacy.pseudonym("phone", "+8613900000001")]


def test_a_respondent_who_answered_nothing_or_has_no_number_is_rejected(deliver, take_in):
    tables = take_in(deliver("survey.csv"))

    assert rejected(tables) == [
        (8, "row_tells_nothing", None), (9, "empty_needed_cell", "Respondent ID")
    ]  # fmt: skip
    assert told(tables.intake_ledger, "rows_in", "accepted", "continuation") == [(8, 6, 0)]


def test_a_respondent_who_changed_one_answer_is_a_new_version_as_a_whole(acme, deliver, take_in):
    entries = deliver("survey.csv"), deliver("survey.csv", "2026-08-06")
    acme.write("2026-08-06/survey.csv", SURVEY.replace("3,at home,yes", "2,at home,yes"))

    tables = take_in(*entries)

    assert tables.intake_ledger["accepted"].tolist() == [6, 1]
    changed = tables.survey_answers[tables.survey_answers["line"].eq(3)]
    scale = changed[changed["question"].eq(FEEL)].sort_values("delivery")
    assert told(scale, "value") == [(3.0,), (2.0,)] and len(changed) == 8


def test_respondents_of_two_surveys_share_no_id_though_they_share_numbers(acme, deliver, take_in):
    entries = deliver("survey.csv"), deliver("survey.csv", "2026-08-06")
    acme.write("2026-08-06/survey.csv", SURVEY.replace(AGAIN, "Would you come back?"))

    answers = take_in(*entries).survey_answers

    assert answers.groupby("delivery")["respondent_id"].nunique().tolist() == [6, 6]
    assert answers["respondent_id"].nunique() == 12


def test_numbers_as_long_as_a_phone_are_no_scale(acme, deliver, take_in):
    entry = deliver("survey_zh.csv")
    text = (FIXTURES / "survey_zh.csv").read_text(encoding="utf-8")
    for words in ("每天", "每周"):
        text = text.replace(words, "13900000001")
    acme.write("2026-07-06/survey_zh.csv", text)

    answers = take_in(entry).survey_answers

    assert set(answers["answer"]) == {"[number]", "多一些颜色", "微信 [number]"}


def test_a_scale_has_the_declared_decimal_sign(acme, deliver, take_in):
    entry = deliver("survey.csv", decimal=",")
    acme.write("2026-07-06/survey.csv",
               'Respondent ID,Submitted,How often?\n1,2026-05-21 23:30:00,"1,5"\n')  # fmt: skip

    assert told(take_in(entry).survey_answers, "kind", "value") == [("scale", 1.5)]


def test_a_survey_without_questions_is_refused(acme, deliver):
    entry = deliver("survey.csv")
    acme.write("2026-07-06/survey.csv", "Respondent ID,Submitted\n1,2026-05-21 23:30:00\n")

    with pytest.raises(InputError, match="has no question"):
        acme.take_in(entry)
