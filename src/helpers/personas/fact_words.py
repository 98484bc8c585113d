"""What readers call an item, its parts and its figures, in the report's language."""

from typing import Any

from helpers.personas.profile.circumstances import LISTED
from helpers.personas.profile.items import MEAN
from helpers.personas.profile.mapping import QUESTION, load_mapping
from helpers.personas.profile.questionnaire import answer_words, question_of, questionnaire

PLACE = "place:"
YES = "yes"
LARGE = 20  # from which on a number is told without decimals


def item_words(item: str, part: str, source: str, report: Any) -> str:
    """Return what a reader calls an item and its part, such as "age: 25-34"."""
    if source == "acts":
        return report.feature(f"{item}={part}")
    name, language = _name(item, report), report.wording.language
    if part in (MEAN, YES):
        return name
    subject = question_of(item[len(QUESTION) :]).subject if _asked(item) else item
    mark = answer_words(subject, part, language)
    return report.words("personas_facts.item_part", item=name, part=mark)


def _asked(item: str) -> bool:
    return item.startswith(QUESTION) and question_of(item[len(QUESTION) :]) is not None


def _name(item: str, report: Any) -> str:
    if _asked(item):
        return getattr(question_of(item[len(QUESTION) :]), report.wording.language, None) or item
    if item.startswith(QUESTION):
        return report.words("personas_facts.statement", words=item[len(QUESTION) :])
    if item.startswith(LISTED):
        return item[len(LISTED) :].replace("_", " ")
    if item.startswith(PLACE):
        return report.words("personas_facts.place", figure=item[len(PLACE) :])
    return report.words("personas_facts.one_item", item=f"item_{item}")


def question_words(question: str, report: Any) -> str:
    """Return a question of the questionnaire in the report's language."""
    return getattr(questionnaire()[question], report.wording.language)


def figure_words(row: dict, report: Any, *, elsewhere: bool = False) -> str:
    """Return a fact's value as readers expect it, with its interval, unless it tells of few.

    Parameters
    ----------
    row : dict
        A row of `persona_facts`.
    elsewhere : bool
        Whether everybody else's value is meant, which has no interval.
    """
    value = row["elsewhere"] if elsewhere else row["value"]
    if value != value:
        return report.words("personas_facts.unknown")
    form = row["form"]
    if row["of_people"]:
        whole = row["n_elsewhere"] if elsewhere else row["n"]
        pair = (round(value * whole), whole)
        alone = "personas_facts.figure.people"
        if elsewhere or report.wording.rests_on_few(alone, {"value": pair}):
            return report.words(alone, value=pair)
        return report.words("personas_facts.between.people", value=pair, **_bounds(row))
    form = "large" if form == "number" and abs(value) >= LARGE else form
    if elsewhere:
        return report.words(f"personas_facts.figure.{form}", value=float(value))
    return report.words(f"personas_facts.between.{form}", value=float(value), **_bounds(row))


def _bounds(row: dict) -> dict[str, float]:
    return {"lower": float(row["lower"]), "upper": float(row["upper"])}


def kinds() -> tuple[str, ...]:
    """Return the four kinds of profile, in order."""
    return load_mapping().kinds


def conclusions() -> tuple[str, ...]:
    """Return the five conclusions, in order."""
    return load_mapping().conclusions
