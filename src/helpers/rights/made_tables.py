"""Taking a person out of what was made of the exports: tables, pages, decisions, past runs."""

import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from helpers.rights.going import spread, words_pattern
from helpers.rights.raw_records import records_in
from helpers.rights.traces import Traces
from helpers.workspace import engine
from helpers.workspace.forgotten import name_pseudonym

# Tables whose rows stay, without the person: what was sold must add up.
KEPT_ROWS = {
    "orders": ("customer_id",), "order_lines": ("customer_id",), "deals": ("contact_id",
    "account_id"), "deal_details": ("name", "contact_name", "account_name"),
}  # fmt: skip
NAMES = ("name", "contact_name", "account_name", "name_received")
TEXTS = (".csv", ".html", ".ipynb", ".json", ".log", ".md", ".svg", ".toml", ".txt")


class Cut(NamedTuple):
    """What was cut out of a file: rows of a table, or words of a text."""

    path: Path
    rows: int


def cut_tables(
    folders: Collection[Path], traces: Traces, *, keep_amounts: bool = True
) -> list[Cut]:
    """Take a person out of every table below some folders; return those that changed.

    Orders and deals keep their rows and lose the person, unless amounts are not to be kept.
    A file that has two names (built and published) is written once and keeps both.
    """
    done: dict[int, Path] = {}
    found = []
    for path in _files(folders, (".parquet",)):
        inode = path.stat().st_ino
        if inode in done:
            replace(path, lambda half, first=done[inode]: os.link(first, half))
            continue
        table = parquet.ParquetFile(path).read()
        kept = KEPT_ROWS.get(path.stem, ()) if keep_amounts else ()
        left, rows = without_person(table, kept, traces)
        if rows:
            replace(path, lambda half, left=left: engine.write_arrow(left, half))
            done[inode] = path
            found.append(Cut(path, rows))
    return found


def rows_of(table: pa.Table, traces: Traces) -> pa.Array:
    """Return which rows of a table are about a person: an id, a name, a word, or a line."""
    texts = [f.name for f in table.schema
             if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)]  # fmt: skip
    theirs = _on_lines(table, traces)
    for column in texts:
        theirs = pc.or_(theirs, _theirs(table[column], column, traces))
    return theirs


def without_person(table: pa.Table, kept: tuple[str, ...], traces: Traces) -> tuple[pa.Table, int]:
    """Return a table without a person, and how many of its rows were theirs.

    Parameters
    ----------
    table : pyarrow.Table
        Any table.
    kept : tuple of str
        Columns that are emptied where rows stay; without any, rows go.
    traces : Traces
        Whom it is about.
    """
    theirs = rows_of(table, traces)
    rows = pc.sum(theirs).as_py() or 0
    if not kept or not rows:
        return table.filter(pc.invert(theirs)), rows
    for name in kept:
        column, field = table[name], table.schema.field(name)
        gone = pc.fill_null(_theirs(column, name, traces), False)
        place = table.schema.get_field_index(name)
        left = pc.if_else(gone, pa.nulls(len(table), field.type), column)
        table = table.set_column(place, field, left)
    return table, rows


def cut_texts(
    folders: Collection[Path], traces: Traces, *, but: Collection[Path] = ()
) -> list[Cut]:
    """Take a person's words and ids out of every text but some; return what changed."""
    words = words_pattern(traces.sure | traces.ids)
    found = []
    for path in _files(folders, TEXTS) if words else ():
        if path in but:
            continue
        content = path.read_bytes().decode("utf-8", errors="surrogateescape")
        if path.suffix == ".csv":  # a row that lacks whom it is about would say something else
            lines = [line for _, line in records_in(content, ",")]  # a note may have several
            stay = [line for line in lines if not words.search(line)]
            left, cuts = "\n".join(stay), len(lines) - len(stay)
        else:
            left, cuts = words.subn("", content)
        if cuts:
            told = left.encode("utf-8", errors="surrogateescape")
            replace(path, lambda half, told=told: half.write_bytes(told))
            found.append(Cut(path, cuts))
    return found


def _theirs(column: pa.ChunkedArray, name: str, traces: Traces) -> pa.Array:
    """Return which cells are an id of the person, name them, or hold a word that does."""
    theirs = pc.is_in(column, pa.array(sorted(traces.ids), pa.string()))
    words = words_pattern(traces.sure)
    for value in traces.sure:
        # A quick look first: most columns hold none of these.
        may = pc.fill_null(pc.match_substring_regex(column, spread(value), ignore_case=True), False)
        if pc.any(may).as_py():
            told = [text for text in pc.unique(column.filter(may)).to_pylist()
                    if words.search(text)]  # fmt: skip
            theirs = pc.or_(theirs, pc.is_in(column, pa.array(told, column.type)))
    if name in NAMES:
        told = [text for text in pc.unique(column).to_pylist()
                if text and name_pseudonym(text) in traces.ids]  # fmt: skip
        theirs = pc.or_(theirs, pc.is_in(column, pa.array(told, column.type)))
    return theirs


def _on_lines(table: pa.Table, traces: Traces) -> pa.Array:
    """Return which rows stand on a line about the person."""
    if not {"file", "line"} <= set(table.column_names):
        return pa.array([False] * len(table), pa.bool_())
    theirs = pa.array([False] * len(table), pa.bool_())
    for file, lines in traces.lines.items():
        here = pc.equal(table["file"], file)
        on_line = pc.is_in(table["line"], pa.array(sorted(lines), table["line"].type))
        theirs = pc.or_(theirs, pc.fill_null(pc.and_(here, on_line), False))
    return theirs


def _files(folders: Collection[Path], suffixes: tuple[str, ...]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*")
                  if path.suffix in suffixes and path.is_file())  # fmt: skip


def replace(path: Path, write: Callable[[Path], object]) -> None:
    """Put a new version in a file's place, whole or not at all."""
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    half.unlink(missing_ok=True)
    try:
        write(half)
        shutil.copymode(path, half)  # what this user alone may read stays so
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)
