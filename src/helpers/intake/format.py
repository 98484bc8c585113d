"""What a format module declares: how its files are recognised, and how they are read."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from helpers.intake import records
from helpers.intake.layout import Layout
from helpers.intake.reading import FileContext, Reading
from helpers.intake.text_table import TextTable
from helpers.workspace.source import SourceFile

OpenFile = Callable[[Path, SourceFile, str, tuple[str, ...]], TextTable]


class Format(NamedTuple):
    """One kind of export.

    Attributes
    ----------
    name : str
        As ``format`` in source.toml says it.
    records : str
        What its rows tell of: the canonical table that they fill.
    tell_tale : tuple of frozenset of str
        Sets of columns; a file that has all columns of one set is of this format.
    needs : callable
        Returns the columns without which a file is refused.
    read : callable
        Turns a file's text into rows.
    entries : frozenset of str
        Entries of source.toml beyond the usual that it heeds.
    dates, amounts : tuple of str
        Columns that hold days or moments, and money, for whoever proposes a declaration.
    open_file : callable, optional
        Reads its files where they are no plain tables, such as an archive of many.
    """

    name: str
    records: str
    tell_tale: tuple[frozenset[str], ...]
    needs: Callable[[FileContext], tuple[str, ...]]
    read: Callable[[TextTable, FileContext], Reading]
    entries: frozenset[str] = frozenset()
    dates: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    open_file: OpenFile | None = None


def laid_out(
    name: str,
    tell_tale: tuple[frozenset[str], ...],
    layout: Layout,
    *,
    open_file: OpenFile | None = None,
) -> Format:
    """Return the format of an export whose rows a layout describes entirely."""
    return Format(
        name=name,
        records=layout.table,
        tell_tale=tell_tale,
        needs=lambda context: (),  # which of several spellings is there, the layout finds out
        read=partial(records.read, layout=layout),
        dates=records.headers_of(layout, ("day", "time")),
        amounts=records.headers_of(layout, ("money",)),
        open_file=open_file,
    )
