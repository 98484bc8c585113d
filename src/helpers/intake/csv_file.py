"""Delimited text: strict about quotes and the number of cells, every row with its line."""

import csv
import io
import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from helpers.intake.text_table import (
    Rejects,
    TextTable,
    checked_header,
    decoded,
    no_rejects,
    on_lines,
)
from helpers.workspace.errors import InputError
from helpers.workspace.source import SourceFile

WEB_PAGE = re.compile(r"\s*<[!?a-z]", re.IGNORECASE)
SCREEN_REPORT = re.compile(r"\s*# (?:-{3,}|Start date:|Account:|Property:)")
ROWS_TO_SEARCH = 10  # rows in which a header is looked for below a title


def read_csv(path: Path, declared: SourceFile, name: str, needed: tuple[str, ...]) -> TextTable:
    """Return a delimited file as a table of text; see `files.read_text`."""
    return csv_table(decoded(path, declared.encoding, name), declared.delimiter, name, needed)


def csv_table(text: str, delimiter: str, name: str, needed: tuple[str, ...]) -> TextTable:
    """Return delimited text as a table, its lines counted from 1; see `files.read_text`."""
    first, end = _first_row(text, delimiter, name)
    below = csv.reader(io.StringIO(text[end : end + 20_000]), delimiter=delimiter)
    header = checked_header(first, islice(below, ROWS_TO_SEARCH), needed, name)
    body = text[end:]
    ragged: list[tuple[int, str]] = []

    def keep(row: pyarrow.csv.InvalidRow) -> str:
        ragged.append((row.number, row.text))
        return "skip"

    frame = _body(body, delimiter, header, keep, name)
    return _with_lines(frame, ragged, body, text.count("\n", 0, end), delimiter)


def _first_row(text: str, delimiter: str, name: str) -> tuple[list[str], int]:
    """Return the cells of the first row that is not blank, and where it ends.

    Raises
    ------
    InputError
        If there is none, if it is a web page or a screen's report, or if a quote in it is
        never closed.
    """
    if WEB_PAGE.match(text):
        raise InputError(f"{name} is a web page, not a table: sign in at the source, export again")
    if SCREEN_REPORT.match(text):
        raise InputError(
            f"{name} is a report saved from Google Analytics' screens: it holds sums without a "
            "customer in them, so no chapter can use it. Export the events through BigQuery "
            '(format = "ga4-events"), and list this file under [[ignore]]'
        )
    start = len(text) - len(text.lstrip("\n"))
    end = start
    while end < len(text):
        end = text.find("\n", end) + 1 or len(text)
        if text.count('"', start, end) % 2 == 0:
            return next(csv.reader(io.StringIO(text[start:end]), delimiter=delimiter)), end
    why = "a quote in it is never closed" if text.strip() else "it is empty"
    raise InputError(f"{name} has no header: {why}")


def _body(
    text: str, delimiter: str, header: list[str], keep_ragged: Callable, name: str
) -> pd.DataFrame:
    if not text.strip():
        return pd.DataFrame({column: pd.Series(dtype="str") for column in header})
    content = text.encode()
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(content),
            read_options=pyarrow.csv.ReadOptions(
                column_names=header, use_threads=False, block_size=min(len(content) + 1, 1 << 30)
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep_ragged,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        # The library's message would quote a row, and with it perhaps a person.
        raise InputError(
            f"{name} is not a well-formed table: look for a quote that is opened and not closed"
        ) from None
    return table.to_pandas()


def _with_lines(
    frame: pd.DataFrame, ragged: list, body: str, header_lines: int, delimiter: str
) -> TextTable:
    """Return the good rows with the line that each starts on, and the others as rejects.

    The reader counts rows; a row is longer than a line where a cell holds line
    breaks, so these are added up on the way. Blank lines are no rows.
    """
    bad = pd.DataFrame(ragged, columns=["number", "text"])
    length = np.ones(len(frame) + len(bad), dtype="int64")
    is_bad = np.zeros(len(length), dtype=bool)
    is_bad[bad["number"].to_numpy(dtype="int64") - 1] = True
    length[~is_bad] += _line_breaks(frame)
    length[is_bad] += bad["text"].str.count("\n").to_numpy(dtype="int64")
    start = header_lines + 1 + length.cumsum() - length

    rejects = no_rejects()
    lines = [""] * header_lines + body.split("\n")
    open_quote = _open_quotes(lines, start, length, delimiter, rejects)
    for line, text in zip(start[is_bad], bad["text"], strict=True):
        if line not in open_quote:
            rejects.add(line, "ragged_row", None, text)
    rows = on_lines(frame, start[~is_bad])
    left_out = _blank(rows) | rows.index.isin(list(open_quote))
    return TextTable(rows[~left_out] if left_out.any() else rows, rejects)


def _blank(frame: pd.DataFrame) -> np.ndarray:
    """Return which rows have no text in any cell; most are found to have some at once."""
    blank = np.ones(len(frame), dtype=bool)
    for column in frame:
        blank &= frame[column].eq("").to_numpy()
        if not blank.any():
            break
    return blank


def _line_breaks(frame: pd.DataFrame) -> np.ndarray:
    """Return how many line breaks each row's cells hold."""
    breaks = np.zeros(len(frame), dtype="int64")
    for column in frame:
        if frame[column].str.contains("\n", regex=False).any():
            breaks += frame[column].str.count("\n").to_numpy(dtype="int64")
    return breaks


def _open_quotes(
    lines: list[str], start: np.ndarray, length: np.ndarray, delimiter: str, rejects: Rejects
) -> set[int]:
    """Reject what a stray quote has drawn together, line by line; return where it starts.

    A quote that is never closed, or closed by the next cell's, makes one row of
    many. So rows of several lines, and the last, are read again by the letter.
    """
    found = set()
    suspect = (length > 1) | (start == start[-1:])
    for first, count in zip(start[suspect], length[suspect], strict=True):
        part = lines[first - 1 : first - 1 + count]
        if not _well_quoted("\n".join(part), delimiter):
            found.add(int(first))
            for number, text in enumerate(part, start=first):
                if text:
                    rejects.add(number, "open_quote", None, text)
    return found


def _well_quoted(text: str, delimiter: str) -> bool:
    try:
        return len(list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))) <= 1
    except csv.Error:
        return False
