"""Taking what a person wrote out of whatever was published: cards of personas quote people."""

import html
import json
import shutil
from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
from markupsafe import escape
from pyarrow import parquet

from helpers.rights.made_tables import TEXTS, Cut, replace, rows_of
from helpers.rights.traces import Traces

TABLE = "persona_quotes"
WRITTEN = {"feedback": "text", "survey_answers": "answer"}  # where people's own words stand
DRAWN = "cards_*"  # folders of pictures, in which nothing can be found or cut
CUT = "…"


def quoted(folder: Path, traces: Traces) -> set[str]:
    """Return every text of a person that some quarter quotes.

    A quote is theirs by its customer, or where they wrote just that: a customer may be a
    household.

    Parameters
    ----------
    folder : Path
        The company's processed data, drafts and the build area among them.
    traces : Traces
        Whom it is about.
    """
    theirs, every = set(), set()
    for path in sorted(folder.rglob(f"{TABLE}.parquet")):
        table = parquet.ParquetFile(path).read()
        theirs |= _texts_of(table, "text", traces)
        every |= set(table["text"].to_pylist())
    written = {
        text
        for name, column in WRITTEN.items()
        for path in sorted(folder.rglob(f"{name}.parquet")) if every
        for text in _texts_of(parquet.ParquetFile(path).read(), column, traces)
    }  # fmt: skip
    return (theirs | (written & every)) - {None, ""}


def _texts_of(table: pa.Table, column: str, traces: Traces) -> set[str]:
    return set(table.filter(rows_of(table, traces))[column].to_pylist())


def take_out_quotes(
    folders: Collection[Path], reports: Path, quotes: Collection[str]
) -> list[Cut]:
    """Take quotes out of pages and of data beside them; return what changed.

    Pictures of cards go altogether: nobody can tell whom they quote.

    Parameters
    ----------
    folders : collection of Path
        Where pages, notebooks and published data lie.
    reports : Path
        The company's reports, with the folders of pictures.
    quotes : collection of str
        What is to go, as the tables have it.
    """
    ways = sorted({way for text in quotes for way in _written(text)}, key=len, reverse=True)
    found = []
    for path in _texts(folders) if ways else ():
        content = path.read_bytes().decode("utf-8", errors="surrogateescape")
        cuts, left = sum(content.count(way) for way in ways), content
        for way in ways:
            left = left.replace(way, CUT)
        if left != content:
            told = left.encode("utf-8", errors="surrogateescape")
            replace(path, lambda half, told=told: half.write_bytes(told))
            found.append(Cut(path, cuts))
    if ways:
        for folder in reports.glob(DRAWN):
            shutil.rmtree(folder)
    return found


def _written(text: str) -> set[str]:
    """Return a text as it stands in pages, in JSON, and in pages within JSON."""
    plain = {text, html.escape(text), str(escape(text))}
    packed = {json.dumps(one, ensure_ascii=ascii_only)[1:-1]
              for one in plain for ascii_only in (False, True)}  # fmt: skip
    return plain | packed


def _texts(folders: Collection[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*")
                  if path.suffix in TEXTS and path.suffix != ".csv" and path.is_file())  # fmt: skip
