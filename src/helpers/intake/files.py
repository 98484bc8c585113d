"""From a file to a table of text: decoded strictly, every row with its line, nothing guessed."""

import csv
import gzip
import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from helpers.workspace.errors import InputError
from helpers.workspace.source import SourceFile

LINE = "line"


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


class TextTable(NamedTuple):
    """A file as text: one row per record, columns as headed, `line` the line it starts on."""

    frame: pd.DataFrame
    rejects: Rejects
    rows_in: int


def read_text(path: Path, declared: SourceFile, name: str, needed: tuple[str, ...]) -> TextTable:
    """Return a file as a table of text.

    Parameters
    ----------
    path : Path
        The file.
    declared : SourceFile
        How source.toml says to read it.
    name : str
        What to call the file in messages, such as ``data/raw/demo/orders.csv``.
    needed : tuple of str
        The columns that must be there.

    Returns
    -------
    TextTable
        All columns as text (an empty cell is ``""``), `line` counted from 1, and
        the rows that fit no header as rejects.

    Raises
    ------
    InputError
        If the file is empty, is a web page, lacks a column, or holds bytes that its
        encoding does not know: says where and what to do.
    """
    if path.stat().st_size == 0:
        raise InputError(f"{name} is empty: export it again, or remove its entry in source.toml")
    table = _READERS.get(declared.format, _read_csv)(path, declared, name, needed)
    if table.rows_in == 0:
        raise InputError(f"{name} has a header and no rows: export it again, or remove its entry")
    return table


def _decoded(path: Path, encoding: str, name: str) -> bytes:
    """Return a file's text as UTF-8, unpacked, having proven that every byte is of its encoding."""
    try:
        packed = path.read_bytes()
        content = gzip.decompress(packed) if path.suffix == ".gz" else packed
        text = content.decode(encoding)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"{name} cannot be unpacked: {error}") from None
    except LookupError:
        raise InputError(f"{name}: there is no encoding {encoding!r}") from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(
            f"{name}: byte 0x{content[error.start]:02X} in line {line} is not {encoding}: declare "
            'the encoding that the file has in source.toml, such as encoding = "gb18030"'
        ) from None
    return text.removeprefix("\ufeff").encode()


def _read_csv(path: Path, declared: SourceFile, name: str, needed: tuple) -> TextTable:
    content = _decoded(path, declared.encoding, name)
    header, end, header_lines = _csv_header(content, declared, name)
    below = csv.reader(io.StringIO(content[end : end + 20_000].decode(errors="ignore")),
                       delimiter=declared.delimiter)
    _refuse_missing(header, needed, islice(below, 10), name)
    bad_rows = []

    def ragged(row: pyarrow.csv.InvalidRow) -> str:
        bad_rows.append((row.number, row.text))
        return "skip"

    frame = _csv_body(content[end:], declared, header, ragged, name)
    return _with_lines(frame, bad_rows, header_lines)


def _csv_header(content: bytes, declared: SourceFile, name: str) -> tuple[list[str], int, int]:
    """Return the header's cells, where it ends (byte) and how many lines it takes.

    Raises
    ------
    InputError
        If what stands first is no header: nothing, a web page, or the same name twice.
    """
    end, quotes = 0, 0
    while end < len(content):
        start, end = end, content.find(b"\n", end) + 1 or len(content)
        quotes += content.count(b'"', start, end)
        if quotes % 2 == 0 and content[:end].strip():
            break
    text = content[:end].decode()
    if not text.strip():
        raise InputError(f"{name} has no header: it is empty")
    if re.match(r"\s*<(!doctype|html|\?xml|head|body)", text, re.IGNORECASE):
        raise InputError(f"{name} is a web page, not a table: sign in at the source, export again")
    cells = next(csv.reader(io.StringIO(text.lstrip()), delimiter=declared.delimiter))
    header = [cell.strip() for cell in cells]
    _refuse_duplicates(header, name)
    return header, end, text.count("\n")


def _csv_body(
    content: bytes, declared: SourceFile, header: list[str], ragged: Any, name: str
) -> pd.DataFrame:
    if not content.strip():
        return pd.DataFrame({column: pd.Series(dtype="str") for column in header})
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(content),
            read_options=pyarrow.csv.ReadOptions(
                column_names=header, use_threads=False, block_size=min(len(content) + 1, 1 << 30)
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=declared.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=ragged,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise InputError(f"{name} is not a well-formed table: {error}") from None
    return table.to_pandas()


def _with_lines(frame: pd.DataFrame, bad_rows: list, header_lines: int) -> TextTable:
    """Return the good rows with the line that each starts on, and the ragged rows as rejects.

    The reader counts rows; a row is longer than a line where a cell holds line
    breaks, so these are added up on the way. Blank lines are no rows.
    """
    bad = pd.DataFrame(bad_rows, columns=["number", "text"])
    everywhere = np.ones(len(frame) + len(bad) + 1, dtype="int64")
    is_bad = np.zeros(len(everywhere), dtype=bool)
    is_bad[bad["number"].to_numpy(dtype="int64")] = True
    good = np.flatnonzero(~is_bad)[1:]
    everywhere[good] += _line_breaks(frame)
    everywhere[is_bad] += bad["text"].str.count("\n").to_numpy(dtype="int64")
    starts = header_lines + everywhere.cumsum() - everywhere
    frame.insert(0, LINE, starts[good])

    rejects = Rejects([], [], [], [])
    for line, text in zip(starts[is_bad], bad["text"], strict=True):
        rejects.add(line, "ragged_row", None, text)
    blank = frame.drop(columns=LINE).eq("").all(axis=1)
    kept = frame[~blank].reset_index(drop=True)
    return TextTable(kept, rejects, len(kept) + len(rejects.lines))


def _line_breaks(frame: pd.DataFrame) -> np.ndarray:
    """Return how many line breaks each row's cells hold."""
    breaks = np.zeros(len(frame), dtype="int64")
    for column in frame:
        if frame[column].str.contains("\n", regex=False).any():
            breaks += frame[column].str.count("\n").to_numpy(dtype="int64")
    return breaks


def _refuse_missing(header: list, needed: tuple, below: Iterable[list], name: str) -> None:
    """Refuse a header that lacks a column, saying so if the real one stands further down."""
    missing = [column for column in needed if column not in header]
    if not missing:
        return
    for further, row in enumerate(below, start=1):
        if set(needed) <= {cell.strip() for cell in row}:
            raise InputError(
                f"{name}: the columns are named {further} row(s) below the first: delete the title "
                "above them, or export without it"
            )
    raise InputError(
        f"{name} has no column {missing[0]!r}: it has {', '.join(header)}. Name the right column "
        "in source.toml, or export it again"
    )


def _refuse_duplicates(header: list[str], name: str) -> None:
    twice = [cell for cell, count in Counter(header).items() if count > 1]
    if twice:
        raise InputError(
            f"{name}: the header names {twice[0]!r} {header.count(twice[0])} times: rename the "
            "columns at the source, so that each has a name of its own"
        )


def _read_excel(path: Path, declared: SourceFile, name: str, needed: tuple) -> TextTable:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        sheet = declared.sheet or book.sheet_names[0]
        if sheet not in book.sheet_names:
            raise InputError(f"{name} has no sheet {sheet!r}: it has {', '.join(book.sheet_names)}")
        rows = [
            [_as_text(cell) for cell in row]
            for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        ]
    except CalamineError as error:
        raise InputError(f"{name} is not a readable workbook: {error}") from None
    if len(book.sheet_names) > 1 and declared.sheet is None:
        raise InputError(f'{name} has several sheets: write sheet = "{sheet}" or another of them')
    if not rows:
        raise InputError(f"{name} has no header: sheet {sheet!r} is empty")
    header = [cell.strip() for cell in rows[0]]
    _refuse_duplicates([cell for cell in header if cell], name)
    _refuse_missing(header, needed, rows[1:11], name)
    kept = [(line, row) for line, row in enumerate(rows[1:], start=2) if any(row)]
    frame = pd.DataFrame([row for _, row in kept], columns=header, dtype="str")
    return _all_good(frame.loc[:, [bool(cell) for cell in header]], [line for line, _ in kept])


def _all_good(frame: pd.DataFrame, lines: Iterable[int]) -> TextTable:
    frame.insert(0, LINE, pd.array(list(lines), dtype="int64"))
    return TextTable(frame, Rejects([], [], [], []), len(frame))


def _as_text(value: Any) -> str:
    """Return a typed cell as the text a person sees; a whole number has no decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else str(value)


def _read_parquet(path: Path, declared: SourceFile, name: str, needed: tuple) -> TextTable:
    try:
        table = pyarrow.parquet.read_table(path)
    except pa.ArrowInvalid as error:
        raise InputError(f"{name} is not a readable Parquet file: {error}") from None
    columns = {column: _arrow_text(table[column]) for column in table.column_names}
    _refuse_missing(table.column_names, needed, [], name)
    return _all_good(pd.DataFrame(columns), range(1, table.num_rows + 1))


def _arrow_text(column: pa.ChunkedArray) -> pd.Series:
    if pa.types.is_timestamp(column.type):
        return column.to_pandas().dt.strftime("%Y-%m-%d %H:%M:%S").fillna("").astype("str")
    if pa.types.is_floating(column.type) or pa.types.is_nested(column.type):
        return pd.Series([_as_text(cell) for cell in column.to_pylist()], dtype="str")
    return column.cast(pa.string()).to_pandas().fillna("").astype("str")


def _read_json_lines(path: Path, declared: SourceFile, name: str, needed: tuple) -> TextTable:
    rejects, records, lines = Rejects([], [], [], []), [], []
    content = _decoded(path, declared.encoding, name).decode()
    for number, text in enumerate(content.split("\n"), start=1):
        if not text.strip():
            continue
        try:
            record = json.loads(text, parse_int=str, parse_float=str)
            records.append({key: _as_text(value) for key, value in record.items()})
            lines.append(number)
        except (ValueError, AttributeError):
            rejects.add(number, "not_json", None, text)
    if not records:
        raise InputError(f"{name}: no line is a JSON object: is it JSON lines?")
    frame = pd.DataFrame(records).fillna("").astype("str")
    _refuse_missing(list(frame), needed, [], name)
    frame.insert(0, LINE, pd.array(lines, dtype="int64"))
    return TextTable(frame, rejects, len(frame) + len(rejects.lines))


_READERS = {
    "excel": _read_excel,
    "parquet": _read_parquet,
    "json-lines": _read_json_lines,
}
