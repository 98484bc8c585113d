"""From a file to a table of text: decoded strictly, every row with its line, nothing guessed."""

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from helpers.intake.csv_file import read_csv
from helpers.intake.excel_file import read_excel
from helpers.intake.invisible import cleaned, may_have_marks
from helpers.intake.json_lines_file import read_json_lines
from helpers.intake.parquet_file import read_parquet
from helpers.intake.text_table import Rejects, TextTable, row_texts
from helpers.workspace.errors import InputError
from helpers.workspace.source import SourceFile

__all__ = ["Rejects", "TextTable", "read_text"]

READERS = {
    "csv": read_csv, "excel": read_excel, "parquet": read_parquet, "json-lines": read_json_lines,
}  # fmt: skip
TEXTS = ("csv", "json-lines")
PACKED = (".gz", ".zip")
LONGEST_CELL = 100_000  # characters: longer than any honest note, and a sign of broken quotes
SHOWN_OF_LONG = 1_000  # characters of a row with such a cell that are kept
NO_TEXT = {  # how files that are no text begin
    **{bytes([0x80, version]): ("a pickle", "pickles can run programs and are never opened")
       for version in range(2, 6)},
    b"PK\x03\x04": ("a workbook or an archive",
                    'write format = "excel", or let its name end in .zip'),
    b"\xd0\xcf\x11\xe0": ("an old workbook", 'write format = "excel"'),
    b"PAR1": ("a Parquet file", 'write format = "parquet"'),
    b"\x1f\x8b": ("packed by gzip", "let its name end in .gz"),
}  # fmt: skip
KINDS = {
    ".xlsx": "excel", ".xls": "excel", ".xlsm": "excel", ".parquet": "parquet",
    ".jsonl": "json-lines", ".ndjson": "json-lines", ".json": "json-lines",
}  # fmt: skip


def kind_of(path: Path, declared: SourceFile) -> str:
    """Return how a file is read: as declared, or, for a named format, by the end of its name."""
    if declared.format in READERS:
        return declared.format
    return kind_by_name(path)


def kind_by_name(path: Path) -> str:
    """Return how a file of a named format is read: by the end of its name, unpacked."""
    bare = path.with_suffix("") if path.suffix in PACKED else path
    return KINDS.get(bare.suffix, "csv")


def read_text(
    path: Path,
    declared: SourceFile,
    name: str,
    needed: tuple[str, ...],
    open_file: Callable[..., TextTable] | None = None,
) -> TextTable:
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
    open_file : callable, optional
        Reads the file instead, where its format is no plain table.

    Returns
    -------
    TextTable
        All columns as text (an empty cell is ``""``), lines counted from 1, and
        the rows that fit no header as rejects.

    Raises
    ------
    InputError
        If the file is empty, is a web page, lacks a column, holds bytes that its
        encoding does not know, or `date_format` names a column that it has not:
        says where and what to do.
    """
    before = path.stat()
    if before.st_size == 0:
        raise InputError(f"{name} is empty: export it again, or remove its entry in source.toml")
    kind = kind_of(path, declared)
    if open_file is None and kind in TEXTS:
        _refuse_no_text(path, name)
    table = (open_file or READERS[kind])(path, declared, name, needed)
    _refuse_changed(before, path.stat(), name)
    if table.rows_in == 0 and not declared.may_be_empty:
        raise InputError(
            f"{name} has no rows, perhaps a header alone: export it again, or, if there was "
            "nothing to tell, write may_be_empty = true in its entry"
        )
    for column in declared.date_format:
        if column not in table.names:
            raise InputError(
                f"{name}: date_format in source.toml names {column!r}, which is no column of "
                "this file: mend its spelling, or remove it"
            )
    return _without_long_cells(_without_marks(table))


def _refuse_no_text(path: Path, name: str) -> None:
    """Refuse a file that is declared to be text and begins as something else does."""
    with path.open("rb") as file:
        begin = file.read(8)
    for sign, (what, remedy) in NO_TEXT.items():
        if begin.startswith(sign) and path.suffix not in PACKED:
            raise InputError(f"{name} is {what}, not text: {remedy}")


def _refuse_changed(before: os.stat_result, after: os.stat_result, name: str) -> None:
    told = ("st_size", "st_mtime_ns", "st_ino")
    if any(getattr(before, part) != getattr(after, part) for part in told):
        raise InputError(
            f"{name} changed while it was read: wait until it is copied whole, then run again"
        )


def _without_marks(table: TextTable) -> TextTable:
    """Return a table without the marks that nobody sees; `marks_removed` counts them."""
    if not any(table.some(column, may_have_marks) for column in table.names):
        return table
    told = {column: cleaned(table.column(column)) for column in table.names}
    columns = {column: clean for column, (clean, _) in told.items()}
    count = sum(removed for _, removed in told.values())
    return TextTable(columns, table.rejects, marks_removed=count)


def _without_long_cells(table: TextTable) -> TextTable:
    """Return a table without the rows that have an overlong cell, which are rejected."""
    for column in [name for name in table.names if table.some(name, _too_long)]:
        long = table.column(column).where_text(_too_long).to_numpy()
        for line in table.index[long]:
            text = row_texts(table.rows([line]))[0][:SHOWN_OF_LONG]
            table.rejects.add(line, "overlong_cell", column, text)
        table = table.where(~long)
    return table


def _too_long(texts: pd.Series) -> pd.Series:
    return texts.str.len().gt(LONGEST_CELL)
