"""The rows of a file of any kind, each with its line, below the row that names the columns."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet
from python_calamine import CalamineError, CalamineWorkbook

from helpers.intake.archive import files_in
from helpers.intake.json_answer_file import read_json_answer
from helpers.intake.proposing.columns import Columns, Row, gather
from helpers.intake.proposing.delimiters import Header, KnownWord, find_header
from helpers.intake.proposing.file_kind import ARCHIVE, FileKind, opened
from helpers.intake.text_table import cell_text
from helpers.workspace.source import SourceFile

SAMPLE = 1 << 18
ROWS_SEEN_FIRST = 200
LOOKED_AT = 64 << 20  # characters of a file of which every row is looked at
ROWS_PER_SCAN = 10_000


class Table(NamedTuple):
    """A file as evidence: its header, and its columns as far as they were looked at."""

    header: Header
    columns: Columns


class Reading(NamedTuple):
    """How a file is to be read, as far as it is known."""

    kind: FileKind
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str | None = None


def sample_of(path: Path, kind: FileKind, encoding: str) -> str:
    """Return the beginning of a text, up to its last whole line."""
    with _text(path, kind, encoding) as file:
        sample = file.read(SAMPLE)
    if kind.packed == ARCHIVE:
        return sample.partition("\n\n")[0]  # the first of its tables, others may have more columns
    whole = sample.rpartition("\n")[0] if len(sample) == SAMPLE else sample
    return whole or sample


def sheets_of(path: Path) -> list[str]:
    """Return the names of a workbook's sheets that hold cells; none where it cannot be read."""
    try:
        book = CalamineWorkbook.from_path(path)
        return [name for name in book.sheet_names if book.get_sheet_by_name(name).to_python()]
    except CalamineError:
        return []


def table_of(path: Path, told: Reading, is_known: KnownWord) -> Table:
    """Return a file's header and columns; no columns where no row names them."""
    if told.kind.name == "csv" and told.kind.packed != ARCHIVE:
        return _csv(path, told, is_known)
    if told.kind.name == "excel":
        return _sheet(path, told, is_known)
    header, rows = _typed(path, told)
    return Table(Header(header, 0), gather(header, rows))


def _typed(path: Path, told: Reading) -> tuple[list[str], Iterator[Row]]:
    if told.kind.packed == ARCHIVE:
        return _archive(path, told)
    readers = {"parquet": _parquet, "json-lines": _json_lines, "json": _json_answer}
    return readers[told.kind.name](path, told)


def rows_of(path: Path, told: Reading, header: Header, every: int) -> Iterator[Row]:
    """Return a table's rows below its header once more, as many as were looked at before."""
    if told.kind.name == "excel":
        rows: Iterator[Row] = enumerate(_sheet_rows(path, told)[header.above + 1 :])
    elif told.kind.name == "csv" and told.kind.packed != ARCHIVE:
        rows = _below_header(path, told, header)
    else:
        rows = _typed(path, told)[1]
    whole = (row for row in rows if len(row[1]) == len(header.cells))
    return islice(whole, 0, None, every)


def _csv(path: Path, told: Reading, is_known: KnownWord) -> Table:
    with _text(path, told.kind, told.encoding) as file:
        first = [cells for _, cells in islice(_rows(file, told.delimiter), ROWS_SEEN_FIRST)]
    header = find_header(first, is_known)
    if not header.cells:
        return Table(header, gather([], []))
    rows = _below_header(path, told, header)
    return Table(header, gather(header.cells, rows, every=_every(path, told.kind)))


def _below_header(path: Path, told: Reading, header: Header) -> Iterator[Row]:
    with _text(path, told.kind, told.encoding) as file:
        yield from islice(_rows(file, told.delimiter), header.above + 1, None)


def _rows(file: io.TextIOBase, delimiter: str) -> Iterator[Row]:
    """Return the rows that are not blank; a stray quote ends them early."""
    reader = csv.reader((line.replace("\0", "") for line in file), delimiter=delimiter)
    before = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            return
        if cells is None:
            return
        if cells:
            yield before + 1, cells
        before = reader.line_num


def _every(path: Path, kind: FileKind) -> int:
    """Return of how many rows one is looked at, so that a large file does not take long."""
    size = path.stat().st_size
    if kind.packed == "zip":
        with zipfile.ZipFile(path) as archive:
            size = max(item.file_size for item in archive.infolist())
    elif kind.packed == "gzip":
        size *= 8
    return 1 + size // (2 * LOOKED_AT)


@contextmanager
def _text(path: Path, kind: FileKind, encoding: str) -> Iterator[io.TextIOBase]:
    with opened(path, kind.packed) as raw:
        name = "utf-8-sig" if encoding == "utf-8" else encoding
        # What no encoding explains is a question already; the rest of the file still tells.
        yield io.TextIOWrapper(raw, encoding=name, errors="replace", newline=None)


def _sheet(path: Path, told: Reading, is_known: KnownWord) -> Table:
    rows = _sheet_rows(path, told)
    header = find_header(rows[:ROWS_SEEN_FIRST], is_known)
    below = enumerate(rows[header.above + 1 :], start=header.above + 2)
    return Table(header, gather(header.cells, below if header.cells else []))


def _sheet_rows(path: Path, told: Reading) -> list[list[str]]:
    book = CalamineWorkbook.from_path(path)
    cells = book.get_sheet_by_name(told.sheet or book.sheet_names[0])
    return [[cell_text(cell) for cell in row] for row in cells.to_python(skip_empty_area=False)]


def _parquet(path: Path, told: Reading) -> tuple[list[str], Iterator[Row]]:
    file = pyarrow.parquet.ParquetFile(path)

    def rows() -> Iterator[Row]:
        line = 0
        for batch in file.iter_batches(ROWS_PER_SCAN):
            columns = [[_typed_text(cell) for cell in column.to_pylist()] for column in batch]
            for cells in zip(*columns, strict=True):
                line += 1
                yield line, cells

    return file.schema_arrow.names, rows()


def _archive(path: Path, told: Reading) -> tuple[list[str], Iterator[Row]]:
    """Return the columns that all tables of an archive have, and the rows of all."""
    tables, before = [], 0
    for _, content in files_in(path, path.name):
        text = content.decode(told.encoding, errors="replace").removeprefix("\ufeff")
        rows = list(_rows(io.StringIO(text), told.delimiter)) or [(1, [])]
        tables.append((before, rows[0][1], rows[1:]))
        before += text.count("\n") + 1
    header = [name for name in tables[0][1] if all(name in told for _, told, _ in tables)]

    def below() -> Iterator[Row]:
        for before, names, rows in tables:
            places = [names.index(name) for name in header]
            for line, cells in rows:
                if len(cells) == len(names):
                    yield before + line, [cells[place] for place in places]

    return header, below()


def _typed_text(cell: object) -> str:
    """Return a typed cell as text; of what holds further values, only that it does."""
    return "nested" if isinstance(cell, dict | list) else cell_text(cell)


def _json_lines(path: Path, told: Reading) -> tuple[list[str], Iterator[Row]]:
    """Return the keys of all objects in the order they are met, and their values."""
    with _text(path, told.kind, told.encoding) as file:
        header = list(dict.fromkeys(key for _, record in _objects(file) for key in record))

    def rows() -> Iterator[Row]:
        with _text(path, told.kind, told.encoding) as file:
            for line, record in _objects(file):
                yield line, [_typed_text(record.get(key)) for key in header]

    return header, rows()


def _json_answer(path: Path, told: Reading) -> tuple[list[str], Iterator[Row]]:
    declared = SourceFile.model_construct(encoding=told.encoding)
    frame = read_json_answer(path, declared, path.name, ()).frame
    return list(frame), zip(frame.index, frame.itertuples(index=False, name=None), strict=True)


def _objects(file: io.TextIOBase) -> Iterator[tuple[int, dict]]:
    for line, text in enumerate(file, start=1):
        if text.strip():
            try:
                record = json.loads(text, parse_int=str, parse_float=str)
            except (ValueError, RecursionError):
                continue
            if isinstance(record, dict):
                yield line, record
