"""What a format module declares: how its files are recognised, and how they are read."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.intake import files, nested, order_rows, records
from helpers.intake.cells import Cells
from helpers.intake.layout import PERSON, Layout
from helpers.intake.reading import FileContext, Reading
from helpers.intake.text_table import TextTable
from helpers.workspace.source import SourceFile

# Tables whose rows stay when their person is forgotten, and what else than a person's e-mail,
# phone or address names somebody in them.
KEPT_WITHOUT_PERSON = {
    "order_lines": {"customer_id"}, "deals": {"contact_id", "contact_name", "account_name"},
}  # fmt: skip
CLIENTS_ARE_PEOPLE = ("fxiaoke",)  # systems in which an account's number may be a person's
ORDER_LINE_ENTRIES = frozenset(
    ("merchandise", "deposits", "cancellation_orders", "adjustment_orders")
)
Prepare = Callable[[pd.DataFrame], pd.DataFrame]
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
    one_of_each : tuple of tuple of str
        Columns in several spellings each; a file that has one of each is of this format. So
        tables are recognised that people make by themselves, and head as they like.
    any_column_tells : bool
        Whether columns that it does not name hold values too, such as a survey's questions.
    kept : callable
        Returns the columns of a file that stay where the person of a row is to be forgotten:
        an order's goods and amounts. Without any, the whole row goes.
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
    one_of_each: tuple[tuple[str, ...], ...] = ()
    any_column_tells: bool = False
    kept: Callable[[TextTable, FileContext], frozenset[str]] = lambda text, context: frozenset()

    @property
    def is_plain(self) -> bool:
        """Whether its files are read by the end of their names, and so bear the right one."""
        return self.open_file in (None, open_export_or_answers)


def laid_out(
    name: str,
    tell_tale: tuple[frozenset[str], ...],
    layout: Layout,
    *,
    open_file: OpenFile | None = None,
    prepare: Prepare | None = None,
    answers: Layout | None = None,
) -> Format:
    """Return the format of an export whose rows a layout describes entirely.

    Parameters
    ----------
    name, tell_tale, open_file
        As `Format` has them.
    layout : Layout
        Where each value stands; one of `order_lines` is read as orders.
    prepare : callable, optional
        Adds columns that are worked out of several, row by row.
    answers : Layout, optional
        Where the same values stand in JSON lines, as its system's API answers: one format
        for both, so that a company may change from one to the other.
    """
    return Format(
        name=name,
        records="orders" if layout.table == "order_lines" else layout.table,
        tell_tale=tell_tale,
        needs=lambda context: (),  # which of several spellings is there, the layout finds out
        read=partial(_read, layout=layout, prepare=prepare, answers=answers),
        entries=ORDER_LINE_ENTRIES if layout.table == "order_lines" else frozenset(),
        dates=_headers_of(layout, ("day", "time"), order_rows.DAYS),
        amounts=_headers_of(layout, ("money",), order_rows.AMOUNTS),
        open_file=open_export_or_answers if answers else open_file,
        kept=partial(_kept, layout=layout, answers=answers),
    )


def open_export_or_answers(
    path: Path, declared: SourceFile, name: str, needed: tuple[str, ...]
) -> TextTable:
    """Return an export, or the objects of an API, as a table of text; see `files.read_text`."""
    if is_json(path, declared):
        return nested.open_nested(path, declared, name, needed)
    return files.READERS[files.kind_of(path, declared)](path, declared, name, needed)


def is_json(path: Path, declared: SourceFile) -> bool:
    """Return whether a file holds the JSON lines of an API, and not an export."""
    return files.kind_of(path, declared) == "json-lines"


def made_at_home(name: str, layout: Layout, marks: tuple[str, ...]) -> Format:
    """Return the format of a table that people make by themselves, by the columns that mark it.

    Parameters
    ----------
    name : str
        As source.toml says it.
    layout : Layout
        Where its values stand, in all spellings.
    marks : tuple of str
        Columns of the layout without which it would be another table.
    """
    form = laid_out(name, (), layout)
    return form._replace(one_of_each=tuple(layout.columns[mark] for mark in marks))


def _read(
    text: TextTable,
    context: FileContext,
    *,
    layout: Layout,
    prepare: Prepare | None,
    answers: Layout | None,
) -> Reading:
    layout = _layout_for(context, layout, answers)
    if prepare is not None:
        text = TextTable(prepare(text.frame), text.rejects)
    read = order_rows.read if layout.table == "order_lines" else records.read
    return read(text, context, layout)


def _layout_for(context: FileContext, layout: Layout, answers: Layout | None) -> Layout:
    """Return the layout that a file has: that of its export, or of its API's answers."""
    if answers is not None and is_json(Path(context.name), context.declared):
        return answers
    return layout


def _kept(
    text: TextTable, context: FileContext, *, layout: Layout, answers: Layout | None
) -> frozenset[str]:
    return kept_columns(text, context, _layout_for(context, layout, answers))


def kept_columns(text: TextTable, context: FileContext, layout: Layout) -> frozenset[str]:
    """Return the columns of orders and deals that tell of goods and amounts, and of nobody."""
    if layout.table not in KEPT_WITHOUT_PERSON:
        return frozenset()
    cells = Cells(text.frame, context, layout)
    told = layout.columns.keys() - set(PERSON) - KEPT_WITHOUT_PERSON[layout.table]
    if layout.numbers in CLIENTS_ARE_PEOPLE:
        told -= {"account_id"}
    return frozenset(header for name in told for header in cells.headers(name))


def _headers_of(
    layout: Layout, types: tuple[str, ...], of_orders: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the headers, in all their spellings, of a layout's columns of some types."""
    if layout.table != "order_lines":
        return records.headers_of(layout, types)
    return tuple(header for name in of_orders for header in layout.columns.get(name, ()))
