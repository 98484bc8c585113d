"""Delimited text: strict about quotes and the number of cells, every row with its line."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from helpers.intake import coded
from helpers.intake.coded import Coded
from helpers.intake.contents import as_utf8, unpacked
from helpers.intake.quotes import open_quotes
from helpers.intake.text_table import TextTable, checked_header, no_rejects
from helpers.workspace.errors import InputError
from helpers.workspace.source import SourceFile

WEB_PAGE = re.compile(r"\s*<[!?a-z]", re.IGNORECASE)
SCREEN_REPORT = re.compile(r"\s*# (?:-{3,}|Start date:|Account:|Property:)")
CELL = pa.dictionary(pa.int32(), pa.string())
BLOCK = 1 << 23  # bytes that one thread parses at a time
BEGINNING = 1_000  # bytes by which a file that is no table is known
ROWS_TO_SEARCH = 10  # rows in which a header is looked for below a title


def read_csv(path: Path, declared: SourceFile, name: str, needed: tuple[str, ...]) -> TextTable:
    """Return a delimited file as a table of text; see `files.read_text`."""
    content = as_utf8(unpacked(path, name), declared.encoding, name)
    delimiter = declared.delimiter
    if delimiter == "spaces":  # columns that are lined up with any number of spaces
        content, delimiter = re.sub(rb"(?m)^ +| +$", b"", re.sub(rb" +", b" ", content)), " "
    return csv_table(content, delimiter, name, needed, declared.header)


def csv_table(
    content: bytes, delimiter: str, name: str, needed: tuple[str, ...], header: Sequence[str] = ()
) -> TextTable:
    """Return delimited text (UTF-8) as a table, lines counted from 1; see `files.read_text`.

    With a `header`, the file has none of its own: its first row is a record.
    """
    first, end = (list(header), 0) if header else _first_row(content, delimiter, name)
    some = content[end : end + 20_000].decode(errors="ignore")
    below = csv.reader(io.StringIO(some), delimiter=delimiter)
    header = checked_header(first, islice(below, ROWS_TO_SEARCH), needed, name)
    ragged: list[tuple[int, str]] = []
    table = _body(content, end, delimiter, header, ragged, name)
    _refuse_cut_off(content, end, delimiter, len(header), name)
    return _with_lines(table, ragged, content, end, delimiter, name)


def _first_row(content: bytes, delimiter: str, name: str) -> tuple[list[str], int]:
    """Return the cells of the first row that is not blank, and where it ends.

    Raises
    ------
    InputError
        If there is none, if it is a web page or a screen's report, or if a quote in it is
        never closed.
    """
    begin = content[:BEGINNING].decode(errors="ignore")
    if WEB_PAGE.match(begin):
        raise InputError(f"{name} is a web page, not a table: sign in at the source, export again")
    if SCREEN_REPORT.match(begin):
        raise InputError(
            f"{name} is a report saved from Google Analytics' screens: it holds sums without a "
            "customer in them, so no chapter can use it. Export the events through BigQuery "
            '(format = "ga4-events"), and list this file under [[ignore]]'
        )
    start = end = re.match(rb"\n*", content).end()
    while end < len(content):
        end = content.find(b"\n", end) + 1 or len(content)
        if content.count(b'"', start, end) % 2 == 0:
            text = content[start:end].decode()
            return next(csv.reader(io.StringIO(text), delimiter=delimiter)), end
    why = "it is empty" if content.isspace() or not content else "a quote in it is never closed"
    raise InputError(f"{name} has no header: {why}")


def _body(
    content: bytes, end: int, delimiter: str, header: list[str], ragged: list, name: str
) -> pa.Table:
    """Return the rows below the header, each column as a dictionary; note the ragged ones.

    Most files have no ragged row, and are read in blocks by all threads. Where there is
    one, the file is read once more in one piece, so that rows can be counted.
    """
    if not re.compile(rb"\S").search(content, end):
        return pa.table({column: pa.array([], type=CELL) for column in header})

    def keep(row: pyarrow.csv.InvalidRow) -> str:
        ragged.append((row.number, row.text))
        return "skip"

    body = pa.py_buffer(memoryview(content)[end:])
    try:
        return _parsed(body, delimiter, header, block=BLOCK)
    except pa.ArrowInvalid:
        pass
    try:
        return _parsed(body, delimiter, header, block=min(len(content), 1 << 30), keep=keep)
    except pa.ArrowInvalid:
        # The library's message would quote a row, and with it perhaps a person.
        raise InputError(
            f"{name} is not a well-formed table: look for a quote that is opened and not closed"
        ) from None


def _parsed(
    body: pa.Buffer, delimiter: str, header: list[str], *, block: int, keep: Callable | None = None
) -> pa.Table:
    return pyarrow.csv.read_csv(
        pa.BufferReader(body),
        read_options=pyarrow.csv.ReadOptions(
            column_names=header, use_threads=keep is None, block_size=block
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False,
            invalid_row_handler=keep,
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(header, CELL), strings_can_be_null=False
        ),
    )  # fmt: skip


def _with_lines(
    table: pa.Table, ragged: list, content: bytes, end: int, delimiter: str, name: str
) -> TextTable:
    """Return the good rows with the line that each starts on, and the others as rejects.

    The reader counts rows; a row is longer than a line where a cell holds line
    breaks, so these are added up on the way. Blank lines are no rows.
    """
    rows = pd.RangeIndex(table.num_rows)
    with ThreadPoolExecutor(2) as hands:
        columns = list(hands.map(lambda column: coded.of_arrow(column, rows), table.itercolumns()))
    bad = pd.DataFrame(ragged, columns=["number", "text"])
    length = np.ones(table.num_rows + len(bad), dtype="int64")
    is_bad = np.zeros(len(length), dtype=bool)
    is_bad[bad["number"].to_numpy(dtype="int64") - 1] = True
    length[~is_bad] += _line_breaks(columns, len(rows))
    length[is_bad] += bad["text"].str.count("\n").to_numpy(dtype="int64")
    start = content.count(b"\n", 0, end) + 1 + length.cumsum() - length

    rejects = no_rejects()
    open_quote = open_quotes(content, start, length, delimiter, rejects, name)
    for line, text in zip(start[is_bad], bad["text"], strict=True):
        if line not in open_quote:
            rejects.add(line, "ragged_row", None, text)
    lines = _numbered(start[~is_bad])
    stays = ~(_blank(columns, len(lines)) | lines.isin(list(open_quote)))
    lines = lines if stays.all() else lines[stays]
    kept = {name: column.rows(stays)._replace(index=lines)
            for name, column in zip(table.column_names, columns, strict=True)}  # fmt: skip
    return TextTable(kept, rejects)


def _numbered(lines: np.ndarray) -> pd.Index:
    """Return the lines of rows as an index: of rows that follow each other, as a mere range."""
    if len(lines) and lines[-1] - lines[0] == len(lines) - 1:
        return pd.RangeIndex(int(lines[0]), int(lines[-1]) + 1)
    return pd.Index(lines)


def _blank(columns: list[Coded], rows: int) -> np.ndarray:
    """Return which rows have no text in any cell; most are found to have some at once."""
    blank = np.ones(rows, dtype=bool)
    for column in columns:
        blank &= column.eq("").to_numpy()
        if not blank.any():
            break
    return blank


def _line_breaks(columns: list[Coded], rows: int) -> np.ndarray:
    """Return how many line breaks each row's cells hold."""
    breaks = np.zeros(rows, dtype="int64")
    for column in columns:
        found = column.texts.str.count("\n").to_numpy(dtype="int64")
        if found.any():
            breaks += coded.spread(found, column.codes, missing=0)
    return breaks


def _refuse_cut_off(content: bytes, end: int, delimiter: str, cells: int, name: str) -> None:
    """Refuse a file that ends in the middle of a row: without a line end, and short of cells.

    A remark below a table, which has no second cell, is only rejected.
    """
    begin = max(content.rfind(b"\n") + 1, end)
    last = content[begin:].decode()
    if '"' not in last and 0 < last.count(delimiter) < cells - 1:
        line = content.count(b"\n", 0, begin) + 1
        raise InputError(
            f"{name}, line {line}: the file ends in the middle of a row: it was cut off, so copy "
            "or export it again"
        )
