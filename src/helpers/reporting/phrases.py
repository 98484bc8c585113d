"""Say a sentence made of cells, in any language, and remember which number is which cell.

A phrase is what leaves the house: its text, and for each number where it stands in the text,
the cell that it comes from, and its value as exactly as it is told.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from helpers.reporting import catalogue, formats, people
from helpers.reporting.people import Told
from helpers.reporting.wording import Wording
from helpers.workspace.cells import Cell, Said

DECIMALS = {"percent": 2, "points": 2, "money": 0, "number": 0}  # beside those of the form
DEFAULTS = {"percent": 1, "points": 1, "number": 1}
ABOUT_DECIMALS, SHARE_DECIMALS = 2, 4
Phrase = dict[str, Any]


class Piece(NamedTuple):
    """A piece of a sentence: its words and, of a number, its cell and the form that it takes."""

    text: str
    cell: Cell | None = None
    form: str = ""


def phrase(said: Said, wording: Wording) -> Phrase:
    """Return a sentence in one language: its `text`, and its `cells` with their places in it.

    Examples
    --------
    >>> share = Cell(0.41, "persona_facts", ("p-1", "age", "25-34"), "lower")
    >>> told = phrase(Said("reporting.interval", {"lower": "41", "upper": "45"}), Wording())
    >>> told["text"], told["cells"]
    ('41 to 45', [])
    """
    text, cells = "", []
    for piece in _pieces(said, wording):
        if piece.cell is not None:
            cells.append({
                "at": len(text), "said": piece.text, "cell": piece.cell.address,
                "form": piece.form, "value": published(piece.cell, piece.form, wording.minimum),
            })  # fmt: skip
        text += piece.text
    return {"text": text, "cells": cells}


def in_every_language(said: Said, wording: Wording) -> dict[str, Phrase]:
    """Return a sentence in each language that has a catalogue."""
    return {
        language: phrase(said, wording._replace(language=language))
        for language in catalogue.languages()
    }


def may_be_said(said: Said, wording: Wording) -> bool:
    """Return whether a sentence tells of no group that is too small to be told of."""
    told = _told(said, wording).values()
    inner = [one for one in said.values.values() if isinstance(one, Said)]
    return not any(isinstance(one, Told) for one in told) and all(
        may_be_said(one, wording) for one in inner
    )


def published(cell: Cell, form: str, minimum: int) -> Any:
    """Return a cell's value as exactly as a page tells it in a form.

    Parameters
    ----------
    cell : Cell
        The value; a share of people is taken from rounded numbers.
    form : str
        As in the catalogue.
    minimum : int
        Smallest number of people that is told.
    """
    name, decimals, _ = formats.read_form(form)
    value = _raw(cell, name)
    if formats.is_missing(value):
        return None
    if isinstance(value, tuple):
        return round(people.rounded(value[0]) / max(people.rounded(value[1]), 1), SHARE_DECIMALS)
    if name == "people":
        return people.rounded(value, minimum)
    if name == "about":
        return round(float(value), ABOUT_DECIMALS)
    if name in DECIMALS:
        shown = DEFAULTS.get(name, 0) if decimals is None else decimals
        return round(float(value), DECIMALS[name] + shown)
    return value


def _pieces(said: Said, wording: Wording) -> Iterator[Piece]:
    given = set(said.values)  # a cell may stand behind a sentence without standing in it
    catalogue.check_values(said.key, wording.language, given, optional=given)
    told = _told(said, wording)
    for literal, name, form in catalogue.pieces(said.key, wording.language):
        if literal:
            yield Piece(literal)
        if name is not None:
            yield from _filled(said.values[name], told[name], form, wording)


def _filled(value: Any, told: Any, form: str, wording: Wording) -> Iterator[Piece]:
    """Return what stands in one place of a sentence."""
    if isinstance(value, Said):
        yield from _pieces(value, wording)
    elif isinstance(value, Cell):
        written = _fitting(value, form)
        yield Piece(wording.value(told, written), value, written)
    elif isinstance(value, dict):
        yield Piece(value.get(wording.language) or value["en"])
    elif isinstance(value, list) and any(isinstance(one, Said) for one in value):
        known = catalogue.messages(wording.language)
        for place, one in enumerate(value):
            last = place == len(value) - 1
            joint = known["reporting.list_and" if last else "reporting.list_comma"]
            yield Piece(joint if place else "")
            yield from _pieces(one, wording)
    else:
        yield Piece(wording.value(told, form))


def _told(said: Said, wording: Wording) -> dict[str, Any]:
    """Return a sentence's values as far as they may be told, cells without their addresses."""
    pieces = catalogue.pieces(said.key, wording.language)
    places = [(name, form) for _, name, form in pieces if name]
    forms = {name: formats.read_form(form)[0] if form else "" for name, form in places}
    raw = {
        name: _raw(value, forms.get(name, "")) if isinstance(value, Cell) else value
        for name, value in said.values.items()
    }
    return people.careful(places, raw, wording.minimum)


def _raw(cell: Cell, form: str) -> Any:
    """Return a cell's value; a share of people as how many of how many."""
    if form in people.PAIRS and cell.of is not None:
        return round(cell.value * cell.of), cell.of
    return cell.value


def _fitting(cell: Cell, form: str) -> str:
    """Return the form in which a share is written: as a percentage where it is none of people."""
    return form.replace("share", "percent", 1) if cell.of is None else form
