"""Quotes that stand where they should not: they draw lines of a text together into one row."""

import csv
import io
from collections.abc import Iterator

import numpy as np

from helpers.intake.text_table import Rejects
from helpers.workspace.errors import InputError


def open_quotes(
    content: bytes, start: np.ndarray, length: np.ndarray, delimiter: str, rejects: Rejects,
    name: str,
) -> set[int]:  # fmt: skip
    """Reject what a stray quote has drawn together, line by line; return where it starts.

    A quote that is closed by the next cell's makes one row of many. So rows of several
    lines, and the last, are read again by the letter.

    Raises
    ------
    InputError
        If a quote is open where the file ends.
    """
    found: set[int] = set()
    if b'"' not in content or not len(start):
        return found
    for first, part in _rows_to_check(content, start, length):
        if _well_quoted(part, delimiter):
            continue
        if first == start[-1] and part.count('"') % 2:
            raise InputError(
                f"{name}, line {first}: a quote is opened there and open where the file ends: it "
                "was cut off or is damaged, so copy or export it again"
            )
        found.add(first)
        for number, text in enumerate(part.split("\n"), start=first):
            if text:
                rejects.add(number, "open_quote", None, text)
    return found


def _rows_to_check(
    content: bytes, start: np.ndarray, length: np.ndarray
) -> Iterator[tuple[int, str]]:
    """Yield each row of several lines, and the last one: its first line, and its text."""
    if (length > 1).any():
        ends = np.append(np.flatnonzero(np.frombuffer(content, dtype="uint8") == 10), len(content))
        for row in np.flatnonzero(length > 1):
            begin = ends[start[row] - 2] + 1 if start[row] > 1 else 0
            end = ends[min(start[row] + length[row] - 2, len(ends) - 1)]
            yield int(start[row]), content[begin:end].decode()
    if length[-1] == 1:
        end = len(content) - content.endswith(b"\n")
        yield int(start[-1]), content[content.rfind(b"\n", 0, end) + 1 : end].decode()


def _well_quoted(text: str, delimiter: str) -> bool:
    try:
        return len(list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))) <= 1
    except csv.Error:
        return False
