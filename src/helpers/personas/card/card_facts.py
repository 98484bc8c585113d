"""What is known of one persona, fact by fact, and how each compares with everybody else."""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pandas as pd

from helpers.personas.profile.questionnaire import answer_words, question_of, questionnaire
from helpers.workspace.cells import Cell

TABLE = "persona_facts"
MORE, LESS, PLAIN = "more", "less", "plain"
NAMELESS = ("other", "(direct)", "(none)")  # parts that name nothing: all that is rare, or no place
QUESTION = "q:"  # how the item of a survey's question begins
Words = dict[str, str]  # what a question asks, by language


class Fact(NamedTuple):
    """One row of `persona_facts`; its fields are columns of the table."""

    persona_id: str
    item: str
    part: str
    card_item: str
    conclusion: str
    form: str
    value: float
    lower: float
    upper: float
    n: int
    n_elsewhere: int
    elsewhere: float
    difference: float
    difference_lower: float
    difference_upper: float
    of_people: bool
    formed: bool
    differs: bool
    status: str
    question: str
    words: Any = ""  # what a survey's question says, by language where that is known
    echoes: bool = False  # whether a question only asks for a category, which purchases tell

    def cell(self, column: str = "value") -> Cell:
        """Return one of its figures with the cell that it comes from."""
        row = (self.persona_id, self.item, self.part)
        counted = {"value": self.n, "elsewhere": self.n_elsewhere}
        of = counted.get(column) if self.of_people else None
        return Cell(getattr(self, column), TABLE, row, column, of)

    @property
    def compared(self) -> str:
        """How it compares with everybody else: more, less, or plain where nothing is known.

        What formed the personas is described; all else must have been tested.
        """
        clear = self.difference_lower > 0 or self.difference_upper < 0
        if self.differs or (self.formed and clear):
            return MORE if self.difference > 0 else LESS
        return PLAIN

    @property
    def strength(self) -> tuple[bool, float]:
        """Sort key of the most telling difference: tested ones first, then by their certainty."""
        half = (self.difference_upper - self.difference_lower) / 2
        certain = abs(self.difference) / half if half > 0 else 0.0
        return self.differs, certain


def known_facts(
    facts: pd.DataFrame, persona_id: str, *, tells_of_few: Callable[[float, float], bool],
    questions: dict[str, Words] | None = None,
) -> list[Fact]:  # fmt: skip
    """Return what is known of a persona and may be told, in the table's order.

    Parameters
    ----------
    facts : DataFrame
        The table `persona_facts`.
    persona_id : str
        The persona.
    tells_of_few : callable
        Says of a number of people, and of how many they are a part, whether this tells of
        a group too small to be told of.
    questions : dict, optional
        Words of the questionnaire's questions, by id and language.
    """
    own = facts[facts["persona_id"].eq(persona_id) & facts["status"].eq("known")]
    told = [fact_of(row, questions) for row in own.to_dict("records")]
    kinds = [fact.part.replace("_", " ") for fact in told if fact.item == "category"]
    told = [fact._replace(echoes=_echoes(fact, kinds)) for fact in told]
    return [fact for fact in told if _may_be_told(fact, tells_of_few)]


def fact_of(row: dict[str, Any], questions: dict[str, Words] | None = None) -> Fact:
    """Return a row of `persona_facts` as a fact; texts that are missing are empty."""
    texts = ("part", "card_item", "conclusion", "question")
    told = {name: row[name] for name in Fact._fields if name not in ("words", "echoes")}
    told |= {name: "" if pd.isna(row[name]) else row[name] for name in texts}
    return Fact(**told, words=_words(row["item"].removeprefix(QUESTION), questions or {}))


def _words(asked: str, questions: dict[str, Words]) -> Words | str:
    """Return a question in every language where the questionnaire has it, else as it was asked."""
    return next((words for words in questions.values() if asked in words.values()), asked)


def _echoes(fact: Fact, kinds: list[str]) -> bool:
    """Return whether a question names a category, as in "Interest: packs and tents"."""
    if not fact.item.startswith(QUESTION):
        return False
    asked = set(re.findall(r"\w+", fact.item.removeprefix(QUESTION).casefold()))
    return any(set(kind.casefold().split()) <= asked for kind in kinds)


def _may_be_told(fact: Fact, tells_of_few: Callable[[float, float], bool]) -> bool:
    if pd.isna(fact.value) or tells_of_few(fact.n, fact.n):
        return False
    return not fact.of_people or not tells_of_few(round(fact.value * fact.n), fact.n)


def choose(facts: Iterable[Fact], *items: str, part: str = "") -> Fact | None:
    """Return the fact on an item, and of its parts the largest share, unless one is named.

    An item of ``q:`` means any question of a survey: the one that differs most clearly.
    Of several items the first that is known counts.
    """
    known = list(facts)
    for name in items:
        own = [fact for fact in known if _fits(fact, name, part)]
        if own and name == QUESTION:
            return max(own, key=lambda fact: fact.strength)
        if own:
            return max(own, key=lambda fact: (fact.value, fact.part))
    return None


def _fits(fact: Fact, item: str, part: str) -> bool:
    if item == QUESTION:
        return fact.item.startswith(QUESTION) and fact.form != "share" and not fact.echoes
    return fact.item == item and part in ("", fact.part) and fact.part not in NAMELESS


def part_words(fact: Fact, facts: Iterable[Fact]) -> Words | str:
    """Return what the part of a fact is called.

    A province comes with its country, as codes are not unique; an answer of the
    questionnaire in every language.
    """
    if fact.item == "province":
        country = choose(facts, "country")
        return f"{country.part}/{fact.part}" if country else fact.part
    asked = question_of(fact.item.removeprefix(QUESTION))
    return said_answer(asked.subject if asked else fact.item, fact.part)


def said_answer(subject: str, answer: str) -> Words | str:
    """Return an answer by language where the questionnaire has it, else as it was given.

    Examples
    --------
    >>> said_answer("work", "employed"), said_answer("channel", "app")
    ({'en': 'employed', 'zh': '受雇'}, 'app')
    """
    chinese = answer_words(subject, answer, "zh")
    return answer if chinese == answer else {"en": answer, "zh": chinese}


def question_words() -> dict[str, Words]:
    """Return the questions of the questionnaire by id, in every language."""
    return {name: {"en": one.en, "zh": one.zh} for name, one in questionnaire().items()}
