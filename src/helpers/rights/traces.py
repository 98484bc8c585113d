"""A person's traces: the lines that speak of them, and the values that stand for nobody else."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd
import phonenumbers

from helpers.intake import erasing, people
from helpers.rights.person import DETAILS, Person, Read, ids_of
from helpers.workspace.forgotten import HAN, name_pseudonym

SHORTEST, SHORTEST_CHINESE = 5, 3  # letters; a shorter text may stand for anything
SHORTEST_NUMBER = 8  # digits; a shorter one may be an amount of somebody else
LONG_NUMBER = 9  # digits
NO_WORDS = re.compile(r"[\d\s.,:/+_-]*(?:[TZ][\d\s.,:/+_-]*)*")  # dates, amounts, places


class Traces(NamedTuple):
    """What one person left.

    Attributes
    ----------
    ids : frozenset of str
        Pseudonyms, those of full names that nobody else bears among them.
    sure : frozenset of str
        E-mails, phones and full names that stand for nobody else, wherever they are.
    likely : frozenset of str
        Numbers, addresses, and names as orders tell them, that are no cell of any line about
        somebody else; within a longer text they may mean something else.
    lines : dict of str to set of int
        By raw file, the lines that speak of them.
    """

    ids: frozenset[str]
    sure: frozenset[str]
    likely: frozenset[str]
    lines: dict[str, set[int]]


def traces_of(person: Person, files: list[Read]) -> Traces:
    """Return what a person left in some files; nothing where there is no row about them.

    An address or a note stands for nobody else where no other line of any file has it; a name
    where no other record of a person bears it.
    """
    lines = _lines(person, files)
    names = _names(person.rows) - _names(person.others)
    country = files[0].opened.context.source.country if files else None
    told = {text for name in DETAILS for text in person.rows[name].dropna()}
    cells = {file.name: _cells(file, lines.get(file.name, ())) for file in files}
    every = told.union(*cells.values())
    sure = {token for text in every for token in erasing.TOKEN.findall(text)
            if erasing.ids_of(token, country) & person.ids}  # fmt: skip
    sure |= {_national(text, country) for text in sure} - {None}
    sure |= {text for text in every if _tells(text) and name_pseudonym(text) in names}
    of_orders = [cells[file.name] for file in files if file.kept]
    likely = {text for text in told.union(*of_orders) if _tells(text)} - sure
    likely |= {text for text in every if _is_number(text, person.ids)}
    return Traces(person.ids | names, frozenset(sure), _alone(likely, files, lines), lines)


def _lines(person: Person, files: list[Read]) -> dict[str, set[int]]:
    """Return the lines about a person: of rows that were read, and of rejected ones."""
    lines = {str(file): set(rows["line"]) for file, rows in person.rows.groupby("file")}
    for file in files:
        rejects, country = file.reading.rejects, file.opened.context.source.country
        spoken = erasing.ids_in(set(rejects.texts), country)
        broken = {line for line, text in zip(rejects.lines, rejects.texts, strict=True)
                  if spoken.get(text, set()) & person.ids}  # fmt: skip
        if broken:
            lines.setdefault(file.name, set()).update(broken)
    return lines


def _names(rows: pd.DataFrame) -> set[str]:
    """Return the pseudonyms of the full names that records bear, if they can be told as such."""
    texts = {*rows["name"].dropna(), *rows["name_received"].dropna()}
    return {name_pseudonym(text) for text in texts if _tells(text)}


def _tells(text: str) -> bool:
    """Return whether a text may stand for one person: long enough, and no single word."""
    text = people.plain(pd.Series([text])).iloc[0]
    if re.search(HAN, text):
        return len(text.replace(" ", "")) >= SHORTEST_CHINESE
    worded = " " in text or any(c.isdigit() for c in text)
    return worded and len(text) >= SHORTEST and not NO_WORDS.fullmatch(text)


def _national(text: str, country: str | None) -> str | None:
    """Return a phone without its country's prefix, where it is long enough to be told as one."""
    if "@" in text:
        return None
    number = str(phonenumbers.parse(text, country).national_number)
    return number if len(number) >= LONG_NUMBER else None


def _is_number(text: str, ids: frozenset[str]) -> bool:
    """Return whether a text is the number that a system gave the person, with what leads it."""
    bare = re.sub(r"^\D+", "", text)
    return len(bare) >= SHORTEST_NUMBER and bool(ids_of("customer-id", bare, None) & ids)


def _cells(file: Read, lines: Iterable[int]) -> set[str]:
    """Return the texts of the cells, on some lines, that do not stay when a person goes."""
    frame = file.opened.text.frame
    theirs = frame.loc[frame.index.isin(list(lines)), [c for c in frame if c not in file.kept]]
    return {_bare(text) for text in pd.unique(theirs.to_numpy().ravel())} - {""}


def _bare(text: str) -> str:
    return text.strip().removeprefix("'")


def _alone(texts: set[str], files: list[Read], lines: dict[str, set[int]]) -> frozenset[str]:
    """Return those texts that are no cell of any line but these."""
    left = set(texts)
    for file in files:
        text = file.opened.text
        other = ~text.index.isin(list(lines.get(file.name, ())))
        for name in text.names:
            cells = text.column(name)
            told = cells.texts[cells.texts.map(_bare).isin(left)]
            if len(told):
                plain = cells.plain()[other]
                left -= {_bare(cell) for cell in plain[plain.isin(told)].unique()}
    return frozenset(left)
