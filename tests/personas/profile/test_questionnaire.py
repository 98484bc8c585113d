import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers import intake
from helpers.evidence.answers import newest_answers
from helpers.personas.profile.asked import KINDS, answered
from helpers.personas.profile.facts import completeness, profile
from helpers.personas.profile.mapping import load_mapping
from helpers.personas.profile.questionnaire import (
    answer_in_english,
    answer_words,
    asked,
    header,
    question_of,
    question_texts,
    questionnaire,
)
from helpers.workspace import engine, paths, privacy, settings
from helpers.workspace.source import load_source

DOCS = Path(__file__).parents[3] / "docs"
FILES = {"en": "questionnaire.csv", "zh": "questionnaire.zh.csv"}
DECLARED = """
title = "Acme"
currency = "CNY"
time_zone = "Asia/Shanghai"
data_through = 2026-09-30
[[files]]
path = "survey.csv"
format = "survey"
received = 2026-10-05
data_through = 2026-09-30
encoding = "utf-8"
date_format = { "%s" = "%%Y-%%m-%%d" }
"""


def test_some_question_fills_each_question_of_the_card_and_each_conclusion():
    subjects = [load_mapping().subjects[one.subject] for one in asked()]

    assert {one.card_item for one in subjects} >= set(load_mapping().card_items)
    assert {one.conclusion for one in subjects} == set(load_mapping().conclusions)
    assert 18 <= len(asked()) <= 25


def test_each_question_of_a_subject_is_one_of_the_questionnaire():
    named = {one.question for one in load_mapping().subjects.values()} - {""}

    assert named <= set(questionnaire())


@pytest.mark.parametrize("language", FILES)
def test_the_form_in_the_documentation_is_the_questionnaire(language):
    with (DOCS / FILES[language]).open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == header(language)


def test_a_question_is_known_with_and_without_a_number_in_either_language():
    assert question_of("Q14. I compare prices before I buy").id == "compares"
    assert question_of("3、购物应该速战速决").id == "quick"
    assert question_of("What is this?") is None


def test_an_answer_is_kept_in_english_and_said_in_the_reader_s_language():
    work = questionnaire()["work"]

    assert answer_in_english(work, " 受雇 ") == "employed"
    assert answer_in_english(work, "something else") == "something else"
    assert answer_words("work", "employed", "zh") == "受雇"
    assert answer_words("work", "employed", "en") == "employed"


def test_the_words_of_a_question_are_told_by_its_id_in_each_language():
    assert question_texts()["age"] == {"en": "How old are you?", "zh": "您的年龄是？"}
    assert list(question_texts()) == list(questionnaire())


def made_up(language, rows, rng):
    """Answers of so many people, as a survey tool exports them."""
    told = []
    for row in range(rows):
        cells = [str(row + 1), "2026-09-01", f"p{row}@example.org"]
        for question in asked():
            if question.kind == "scale":
                cells.append(str(rng.integers(1, 6)))
            elif question.kind == "choice":
                pair = question.answers[rng.integers(len(question.answers))]
                cells.append(pair[language == "zh"])
            else:
                cells.append("")
        told.append(cells)
    return told


@pytest.mark.parametrize("language", FILES)
def test_answers_to_the_form_fill_the_whole_card(own_root, monkeypatch, language):
    monkeypatch.setenv("HELPERS_KEY", "a key that is only for tests, and long enough")
    folder = paths.raw("acme")
    folder.mkdir(parents=True)
    with (folder / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        rows = made_up(language, 60, np.random.default_rng(1))
        csv.writer(file).writerows([header(language), *rows])
    day = header(language)[1]
    (folder / "source.toml").write_text(DECLARED % day, encoding="utf-8")
    settings.settings.cache_clear()
    table = intake.take_in("acme", load_source("acme"))["survey_answers"]
    customers = pd.Index(sorted(privacy.pseudonym("email", f"p{n}@example.org") for n in range(60)))
    main = pd.Series(["p-1", "p-2"] * 30, index=customers)

    newest = newest_answers(engine.in_memory(table), kinds=KINDS)
    facts = profile(answered(newest, customers), main, frozenset())

    told = completeness(facts)
    assert told["answered"].all(), told[~told["answered"]]
    known = set(facts.loc[facts["status"].eq("known"), "item"])
    assert {"age", "work", "q:I compare prices before I buy"} <= known
    assert set(facts["status"]) == {"known"}
