"""A file as a table of text: what every format's reader hands over, and what all of them check."""

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.intake.coded import Coded, coded
from helpers.intake.invisible import visible
from helpers.workspace.errors import InputError

EXACT_DIGITS = 15  # a binary floating-point number keeps so many decimal digits


class Rejects(NamedTuple):
    """Rows that could not be accepted: parallel lists of line, rule, column and raw text."""

    lines: list[int]
    rules: list[str]
    columns: list[str | None]
    texts: list[str]

    def add(self, line: int, rule: str, column: str | None, text: str) -> None:
        """Note one row."""
        self.lines.append(int(line))
        self.rules.append(rule)
        self.columns.append(column)
        self.texts.append(text)


class TextTable:
    """A file as text: one row per record, columns as headed, its index the line it starts on.

    Parameters
    ----------
    columns : DataFrame of str, or dict of str to Coded
        The cells; an empty one is ``""``.
    rejects : Rejects
        The rows that fit no header.
    marks_removed : int, optional
        Invisible marks that its cells held.
    """

    def __init__(
        self, columns: pd.DataFrame | dict[str, Coded], rejects: Rejects, *, marks_removed: int = 0
    ):
        self._columns, self.rejects, self.marks_removed = columns, rejects, marks_removed
        first = next((columns[name] for name in columns), None)
        self.index = pd.Index([], dtype="int64") if first is None else first.index

    @property
    def names(self) -> list[str]:
        """The columns' headings."""
        return list(self._columns)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All cells, each row's text by itself: plain, and slower than `column` by column."""
        if isinstance(self._columns, pd.DataFrame):
            return self._columns
        return pd.DataFrame({name: told.plain() for name, told in self._columns.items()})

    def column(self, name: str) -> Coded:
        """Return a column, each of its distinct texts once."""
        return coded(self._columns[name])

    def some(self, name: str, test: Callable[[pd.Series], pd.Series]) -> bool:
        """Return whether any text of a column passes a test."""
        told = self._columns[name]
        return bool(test(told.texts if isinstance(told, Coded) else told).any())

    def rows(self, lines: Iterable[int]) -> pd.DataFrame:
        """Return the rows that start on some lines."""
        if isinstance(self._columns, pd.DataFrame):
            return self._columns.loc[lines]
        place = self.index.get_indexer(pd.Index(lines))
        told = {name: column.take(place).plain() for name, column in self._columns.items()}
        return pd.DataFrame(told)

    def where(self, stays: np.ndarray) -> "TextTable":
        """Return the table with only the rows that are true."""
        if isinstance(self._columns, pd.DataFrame):
            columns = self._columns[stays]
        else:
            columns = {name: told.rows(stays) for name, told in self._columns.items()}
        return TextTable(columns, self.rejects, marks_removed=self.marks_removed)

    def __len__(self) -> int:
        return len(self.index)

    @property
    def rows_in(self) -> int:
        """Rows in the file, the header and blank lines left out."""
        return len(self) + len(self.rejects.lines)


def as_table(frame: pd.DataFrame | TextTable) -> TextTable:
    """Return a frame of text as a table of text."""
    return frame if isinstance(frame, TextTable) else TextTable(frame, no_rejects())


def no_rejects() -> Rejects:
    """Return rejects without rows."""
    return Rejects([], [], [], [])


def on_lines(frame: pd.DataFrame, lines: Iterable[int]) -> pd.DataFrame:
    """Return a frame whose index is the line that each row starts on."""
    return frame.set_axis(pd.Index(list(lines), dtype="int64"))


def row_texts(frame: pd.DataFrame) -> list[str]:
    """Return the cells of each row as one text, for the private area."""
    return ["\t".join(cells) for cells in frame.itertuples(index=False, name=None)]


def checked_header(
    cells: Sequence[str], below: Iterable[Sequence[str]], needed: tuple[str, ...], name: str
) -> list[str]:
    """Return the names of a file's columns; one without a name is called by its place.

    What stands in the first row is not repeated in a message: where a file has no
    header, it is a person's record.

    Parameters
    ----------
    cells : sequence of str
        The first row.
    below : iterable of sequence of str
        Some rows below it, in case it is a title.
    needed : tuple of str
        The columns that must be there.
    name : str
        What to call the file in messages.

    Raises
    ------
    InputError
        If a needed column is missing, or two columns have the same name.
    """
    header = [visible(cell).strip() for cell in cells]
    missing = [column for column in needed if column not in header]
    if missing:
        raise InputError(_say_missing(missing[0], header, below, needed, name))
    for folded, count in Counter(cell.casefold() for cell in header).items():
        if folded and count > 1:
            cell = next(cell for cell in header if cell.casefold() == folded)
            raise InputError(
                f"{name}: the header names {cell!r} {count} times, in capitals or not: rename the "
                "columns at the source, so that each has a name of its own"
            )
    return _all_named(header)


def _all_named(header: list[str]) -> list[str]:
    """Return names for all columns: one without a name is called by its place."""
    places = [f"column {place}" for place in range(1, len(header) + 1)]
    return [cell or (f"{place} without a name" if place in header else place)
            for cell, place in zip(header, places, strict=True)]  # fmt: skip


def _say_missing(column: str, header: list[str], below: Iterable, needed: tuple, name: str) -> str:
    for further, row in enumerate(below, start=1):
        if set(needed) <= {cell.strip() for cell in row}:
            return (
                f"{name}: the columns are named {further} row(s) below the first: delete the "
                "title above them, or export without it"
            )
    if not set(needed) & set(header):
        found = "its first row names none of the columns that are needed: has it a header"
    else:
        near = difflib.get_close_matches(column, header, n=1, cutoff=0.8)
        found = f"is it {near[0]!r} there" if near else "was it left out of the export"
    return (
        f"{name} has no column {column!r}: {found}? Name the right column in source.toml, or "
        "export it again"
    )


def cell_text(value: Any) -> str:
    """Return a typed cell as the text a person sees: a whole number has no decimals.

    A number that has lost digits shows it: it is written with an exponent.
    """
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 10**EXACT_DIGITS
        return str(int(value)) if whole else f"{value:.{EXACT_DIGITS}g}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else str(value)


def refuse_rounded(cells: Iterable[Any], column: str, first_line: int, name: str) -> None:
    """Refuse a column of typed cells in which a long number, such as an id, has lost digits.

    Raises
    ------
    InputError
        Names column and line.
    """
    for line, cell in enumerate(cells, start=first_line):
        if isinstance(cell, float) and abs(cell) >= 10**EXACT_DIGITS:
            raise InputError(
                f"{name}, line {line}, column {column!r}: a number of more than {EXACT_DIGITS} "
                "digits, of which the last are lost: export this column as text"
            )
