"""Where each thing that may be known of a persona belongs: `card.toml`, and how words find it."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

CARD = Path(__file__).with_name("card.toml")
ATTITUDE, COLUMN = "attitude", "column"  # the subjects of what no words are known for
QUESTION = "q:"  # how the item of a survey's question begins
LATIN = re.compile(r"[a-z]")


class Subject(NamedTuple):
    """What an item is about: its kind of profile, its conclusion, and the card's question.

    Attributes
    ----------
    name : str
    kind, conclusion : str
    card_item : str
        Which of the ten questions of the card it answers; empty where none.
    blocks : tuple of str
        What chapter 02 counts of it: where one of these formed the personas, it did.
    question : str
        The question of the questionnaire that fills it; empty where none does.
    words : tuple of str
        By which a question of any survey is known to ask for it.
    """

    name: str
    kind: str
    conclusion: str
    card_item: str = ""
    blocks: tuple[str, ...] = ()
    question: str = ""
    words: tuple[str, ...] = ()


class Mapping(NamedTuple):
    """All of `card.toml`: the kinds, conclusions and questions in their order, and subjects."""

    kinds: tuple[str, ...]
    conclusions: tuple[str, ...]
    card_items: tuple[str, ...]
    subjects: dict[str, Subject]


@cache
def load_mapping(path: Path = CARD) -> Mapping:
    """Return where everything belongs.

    Raises
    ------
    ValueError
        If a subject names a kind, conclusion or question of the card that there is not;
        names the subject and what may stand there.
    """
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    lists = {name: tuple(told[name]) for name in ("kinds", "conclusions", "card_items")}
    subjects = {
        name: Subject(name, **{key: tuple(value) if isinstance(value, list) else value
                               for key, value in values.items()})
        for name, values in told["subjects"].items()
    }  # fmt: skip
    for subject in subjects.values():
        _check(subject, "kind", lists["kinds"])
        _check(subject, "conclusion", lists["conclusions"])
        _check(subject, "card_item", ("", *lists["card_items"]))
    return Mapping(**lists, subjects=subjects)


def _check(subject: Subject, field: str, allowed: tuple[str, ...]) -> None:
    value = getattr(subject, field)
    if value not in allowed:
        known = ", ".join(filter(None, allowed))
        raise ValueError(
            f"{CARD.name}, subject {subject.name!r}: {field} is {value!r}; choose one of {known}"
        )


def subject_of_words(text: str, *, otherwise: str = ATTITUDE) -> Subject:
    """Return the subject that a question or a column's name asks for, by the longest known words.

    Examples
    --------
    >>> subject_of_words("Q3. I compare prices before I buy").name
    'compares'
    >>> subject_of_words("您的年龄").name, subject_of_words("a page of mine").name
    ('age', 'attitude')
    """
    subjects, plain = load_mapping().subjects, text.casefold()
    found = [
        (len(words), name)
        for name, subject in subjects.items()
        for words in subject.words
        if _holds(plain, words)
    ]
    return subjects[max(found)[1] if found else otherwise]


def _holds(text: str, words: str) -> bool:
    if not LATIN.search(words):
        return words in text
    return re.search(rf"(?<![a-z0-9]){re.escape(words)}(?![a-z0-9])", text) is not None


def without_number(question: str) -> str:
    """Return a question without the number before it.

    Examples
    --------
    >>> without_number("Q3. I compare prices before I buy"), without_number("3、您的年龄")
    ('I compare prices before I buy', '您的年龄')
    """
    return re.sub(r"^\s*(?:Q\s*)?\d{1,3}\s*[.．、:：)）]\s*", "", question).strip()


def formed(subject: Subject, blocks: frozenset[str]) -> bool:
    """Return whether a subject is among what formed the personas."""
    return bool(blocks & set(subject.blocks))
