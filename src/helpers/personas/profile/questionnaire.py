"""The questionnaire that ships: questions that fill what cards do not know, and their answers."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from helpers.personas.profile.mapping import load_mapping, without_number

FILE = Path(__file__).with_name("questionnaire.toml")
# What an export of answers tells of the respondent, as the intake reads it by name.
ABOUT = {"en": ("Respondent ID", "Submitted", "Email"), "zh": ("序号", "提交答卷时间", "邮箱")}


class Question(NamedTuple):
    """One question of the questionnaire.

    Attributes
    ----------
    id, kind, subject : str
        Its name, *scale*, *choice* or *text*, and what it is about (see `card.toml`).
    en, zh : str
        Its words.
    answers : tuple of (str, str)
        Of a choice, each answer in English and in Chinese.
    scale : str
        The scale that it is a statement of; empty where it stands alone.
    reversed : bool
        Whether it is worded the other way round from its scale.
    """

    id: str
    kind: str
    subject: str
    en: str
    zh: str
    answers: tuple[tuple[str, str], ...] = ()
    scale: str = ""
    reversed: bool = False


@cache
def questionnaire() -> dict[str, Question]:
    """Return the questions by their ids, in the order in which they are asked.

    Raises
    ------
    ValueError
        If a question is about no subject of the card, or a choice has no answers.
    """
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["questions"]
    found = {}
    for one in told:
        one["answers"] = tuple(tuple(pair) for pair in one.get("answers", ()))
        question = Question(**one)
        if question.subject not in load_mapping().subjects:
            raise ValueError(f"{FILE.name}: {question.id!r} is about no subject of the card")
        if (question.kind == "choice") != bool(question.answers):
            raise ValueError(f"{FILE.name}: {question.id!r} is a choice if it has answers")
        found[question.id] = question
    return found


@cache
def _by_words() -> dict[str, Question]:
    return {words.casefold(): one for one in asked() for words in (one.en, one.zh)}


def question_of(text: str) -> Question | None:
    """Return the question of the questionnaire that a survey's column asks, or None."""
    return _by_words().get(without_number(text).casefold())


def answer_in_english(question: Question, answer: str) -> str:
    """Return an answer to a choice as it is kept, in whichever language it was given."""
    given = answer.strip().casefold()
    for english, chinese in question.answers:
        if given in (english.casefold(), chinese.casefold()):
            return english
    return answer


def header(language: str) -> list[str]:
    """Return the header of an export of answers: who answered and when, and every question."""
    return [*ABOUT[language], *(getattr(question, language) for question in asked())]


def asked() -> list[Question]:
    """Return all questions, in order."""
    return list(questionnaire().values())


def answer_words(subject: str, answer: str, language: str) -> str:
    """Return an answer to the questionnaire's choice about a subject, in a language."""
    for question in asked():
        if question.subject == subject and language == "zh":
            return dict(question.answers).get(answer, answer)
    return answer


def question_texts() -> dict[str, dict[str, str]]:
    """Return the words of each question in each language, by its id."""
    return {one.id: {"en": one.en, "zh": one.zh} for one in asked()}
