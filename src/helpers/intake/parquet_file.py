"""Parquet files: typed columns as text."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from helpers.intake.text_table import (
    TextTable,
    cell_text,
    checked_header,
    no_rejects,
    on_lines,
    refuse_rounded,
)
from helpers.workspace.errors import InputError
from helpers.workspace.source import SourceFile


def read_parquet(
    path: Path, declared: SourceFile, name: str, needed: tuple[str, ...]
) -> TextTable:
    """Return a Parquet file as a table of text, its rows counted from 1; see `files.read_text`."""
    try:
        table = pyarrow.parquet.ParquetFile(path).read()
    except (pa.ArrowInvalid, OSError):
        raise InputError(f"{name} is not a readable Parquet file: export it again") from None
    header = checked_header(table.column_names, [], needed, name)
    for place, column in enumerate(header):
        if column in needed and pa.types.is_floating(table.column(place).type):
            refuse_rounded(table.column(place).to_pylist(), column, 1, name)
    columns = {
        column: _texts(table.column(place), column, name) for place, column in enumerate(header)
    }
    return TextTable(on_lines(pd.DataFrame(columns), range(1, table.num_rows + 1)), no_rejects())


def _texts(column: pa.ChunkedArray, heading: str, name: str) -> pd.Series:
    if pa.types.is_timestamp(column.type):
        form = "%Y-%m-%d %H:%M:%S" + ("%z" if column.type.tz else "")
        return column.to_pandas().dt.strftime(form).fillna("").astype("str")
    if pa.types.is_floating(column.type) or pa.types.is_nested(column.type):
        return pd.Series([cell_text(cell) for cell in column.to_pylist()], dtype="str")
    try:
        return column.cast(pa.string()).to_pandas().fillna("").astype("str")
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise InputError(
            f"{name}, column {heading!r}: {column.type} cannot be read as text: export it as text"
        ) from None
