"""The card's ten questions: what is known, with its evidence, or what to ask next."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from helpers.personas.card.card_facts import PLAIN, QUESTION, Fact, Words, choose, part_words
from helpers.workspace.cells import Said

ITEMS = (
    "age_and_work", "places", "main_reason", "sources", "offline_life", "splurge_and_save",
    "how_they_shop", "what_disappoints", "whom_they_trust", "what_is_fun",
)  # fmt: skip
MOST = 2  # facts to a question
OF_PLACES, LISTED = "place:", "column:"  # how items begin: figures of places, columns of a list
PLACES = ("province", "city", "country")
LOGS = ("price", "basket")  # means of logarithms, told as more or less and never as a figure
SIZES = ((1, "small"), (100, "number"))
WHOLE = ("yes", "mean", "")  # parts of items that are one thing


class Known(NamedTuple):
    """One thing that is known: what, how sure it is, and how it compares with everybody else."""

    says: Said
    evidence: Said
    compared: str


class Answer(NamedTuple):
    """One of the card's questions: what is known of it, and what to ask where nothing is."""

    item: str
    known: list[Known]
    ask: Said | None


def answers(
    own: pd.DataFrame, facts: list[Fact], questions: dict[str, Words] | None = None
) -> list[Answer]:
    """Return the answers to the ten questions, in their order.

    Parameters
    ----------
    own : DataFrame
        All rows of `persona_facts` on the persona, what is not known among them.
    facts : list of Fact
        What is known and may be told.
    questions : dict, optional
        Words of the questionnaire's questions, by id and language.
    """
    return [_answer(item, own, facts, questions or {}) for item in ITEMS]


def _answer(
    item: str, own: pd.DataFrame, facts: list[Fact], questions: dict[str, Words]
) -> Answer:
    known = [told_fact(fact, facts) for fact in _most_telling(facts, item)]
    return Answer(item, known, None if known else _ask(own, item, questions))


def _most_telling(facts: list[Fact], card_item: str) -> list[Fact]:
    """Return the clearest facts on a question, one of each item, those that differ first."""
    mine = [fact for fact in facts if fact.card_item == card_item and _has_words(fact)]
    mine.sort(key=lambda fact: fact.item)
    chosen = [choose(list(parts), name) for name, parts in groupby(mine, lambda f: f.item)]
    where = choose(mine, *PLACES)  # a place within a place says no more than itself
    found = [fact for fact in chosen if fact and (fact.item not in PLACES or fact == where)]
    return sorted(found, key=lambda fact: fact.strength, reverse=True)[:MOST]


def _has_words(fact: Fact) -> bool:
    """Return whether a fact can be told on a card: figures of places are too far from people."""
    return not fact.item.startswith(OF_PLACES) and (fact.item not in LOGS or fact.compared != PLAIN)


def told_fact(fact: Fact, facts: list[Fact]) -> Known:
    """Return what is known in words, and its evidence."""
    if fact.item in LOGS:
        says = Said(f"personas.answer.{fact.item}_{fact.compared}", {"value": fact.cell()})
        return Known(says, Said("personas.evidence.people", {"n": fact.cell("n")}), PLAIN)
    values = {"what": fact_words(fact, facts), "value": fact.cell()}
    ends = {"lower": fact.cell("lower"), "upper": fact.cell("upper"), "n": fact.cell("n")}
    form = _size(fact) if fact.form == "number" else fact.form
    says = Said(f"personas.answer.{form}", values)
    return Known(says, Said(f"personas.evidence.{form}", ends), fact.compared)


def _size(fact: Fact) -> str:
    """Return how a number is written: a small one with decimals, a large one without."""
    return next((name for below, name in SIZES if abs(fact.value) < below), "large")


def fact_words(fact: Fact, facts: list[Fact]) -> Said:
    """Return what a reader calls a fact: its item, and the part where it has several."""
    if fact.item.startswith(QUESTION):
        if fact.part in WHOLE:
            return Said("personas.fact.statement", {"statement": fact.words})
        return Said("personas.fact.choice", {"statement": fact.words, "part": fact.part})
    item = fact.item.removeprefix(LISTED)
    if fact.part in WHOLE:
        return Said("personas.fact.whole", {"item": item})
    if fact.item in PLACES:
        return Said("personas.fact.place", {"part": part_words(fact, facts)})
    return Said("personas.fact.part", {"item": item, "part": part_words(fact, facts)})


def _ask(own: pd.DataFrame, card_item: str, questions: dict[str, Words]) -> Said:
    """Return what to ask in the next survey, as far as the questionnaire has a question for it."""
    open_rows = own[own["card_item"].eq(card_item) & own["status"].ne("known")]
    asked = [one for one in open_rows["question"].dropna() if one in questions]
    if not asked:
        return Said("personas.card.not_known")
    return Said("personas.card.ask", {"question": questions[asked[0]]})


def answered(told: Iterable[Answer]) -> int:
    """Return how many of the ten questions have an answer."""
    return sum(bool(answer.known) for answer in told)
