"""From a file to a table of text: decoded strictly, every row with its line, nothing guessed."""

from collections.abc import Callable
from pathlib import Path

from helpers.intake.csv_file import read_csv
from helpers.intake.excel_file import read_excel
from helpers.intake.json_lines_file import read_json_lines
from helpers.intake.parquet_file import read_parquet
from helpers.intake.text_table import Rejects, TextTable
from helpers.workspace.errors import InputError
from helpers.workspace.source import SourceFile

__all__ = ["Rejects", "TextTable", "read_text"]

READERS = {
    "csv": read_csv, "excel": read_excel, "parquet": read_parquet, "json-lines": read_json_lines,
}  # fmt: skip
KINDS = {
    ".xlsx": "excel", ".xls": "excel", ".xlsm": "excel", ".parquet": "parquet",
    ".jsonl": "json-lines", ".ndjson": "json-lines", ".json": "json-lines",
}  # fmt: skip


def kind_of(path: Path, declared: SourceFile) -> str:
    """Return how a file is read: as declared, or, for a named format, by the end of its name."""
    if declared.format in READERS:
        return declared.format
    return KINDS.get(path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix, "csv")


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
    if path.stat().st_size == 0:
        raise InputError(f"{name} is empty: export it again, or remove its entry in source.toml")
    reader = open_file or READERS[kind_of(path, declared)]
    table = reader(path, declared, name, needed)
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
    return table
