"""Intake: the only readers of data/raw, one small module per export format.

`take_in` reads every declared file strictly and returns the canonical tables,
with what became of each raw row. `propose` and `write_source` make the
declaration; they are imported at their first use, because no run needs them.
"""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from helpers.intake import accounting, deliveries, formats, mapped, netting, order_tables, shaping
from helpers.intake.coded import constant, stacked
from helpers.intake.deliveries import ACCEPTED, CONTINUATION
from helpers.intake.erasing import read_without
from helpers.intake.files import read_text
from helpers.intake.format import Format
from helpers.intake.persons import COMPANIONS
from helpers.intake.reading import FileContext, Reading, refuse_beyond_limit
from helpers.intake.text_table import TextTable
from helpers.workspace import contracts, paths
from helpers.workspace.errors import InputError
from helpers.workspace.forgotten import forgotten
from helpers.workspace.raw_files import declared_files, ignored_files
from helpers.workspace.source import FILE_KINDS, ORDER_ENTRIES, Source, SourceFile

__all__ = ["Opened", "company_tables", "open_declared", "propose", "take_in", "write_source"]



def __getattr__(name: str) -> object:
    """Import what proposes a declaration when a person first asks for it."""
    if name in ("propose", "write_source"):
        return getattr(importlib.import_module("helpers.intake.proposing"), name)
    raise AttributeError(f"module 'helpers.intake' has no attribute {name!r}")


MAPPED = Format("mapped", "", (), mapped.needed_columns, mapped.read, kept=mapped.kept)
ORDERS = ("order_lines", "orders", "reversals")


def take_in(
    company: str, source: Source, made: Callable[[str, pa.Table], None] = lambda name, table: None
) -> dict[str, pa.Table]:
    """Return the canonical and private tables made from a company's raw files.

    Parameters
    ----------
    company : str
        The company's folder in data/raw.
    source : Source
        Its declaration.
    made : callable, optional
        Called with each table's name and the table as soon as it is made, so that it can be
        written while the next one is. When a file is refused, none has been made.

    Returns
    -------
    dict of str to pyarrow.Table
        Each table under its contract; one without rows where the company has none.

    Raises
    ------
    InputError
        If a file cannot be read as declared, or more of its rows are broken than allowed.
    """
    gone = forgotten(company)
    told = [_read(company, declared, path, source, gone) for declared, path in
            declared_files(company, source)]  # fmt: skip
    rows = {kind: _together(told, kind) for kind in sorted({r.records for _, r in told})}
    ledger = accounting.ledger(told, rows)
    for context, reading in told:
        refuse_beyond_limit(reading, context)
    finished = {}

    def finish(name: str, frame: pd.DataFrame) -> None:
        finished[name] = _shaped(frame, name)
        made(name, finished[name])

    ignored = [(_below(company, path), why) for path, why in ignored_files(company, source)]
    tables = {
        "intake_ledger": ledger, "attributes": accounting.attributes(told, rows),
        "ignored_files": pd.DataFrame(ignored, columns=["file", "why"]),
        **accounting.rejects(told),
    }  # fmt: skip
    orders = rows.pop("orders", pd.DataFrame())
    tables |= _records(rows)
    for name in company_tables():
        if name not in ORDERS:
            finish(name, tables.get(name, pd.DataFrame()))
    for name, frame in _orders(orders):
        finish(name, frame)
    return finished


def company_tables() -> list[str]:
    """Return the tables that are made once for a company, sorted."""
    return [n for n in contracts.names() if contracts.load(n).area in ("canonical", "private")]


class Opened(NamedTuple):
    """A declared file, opened: its text, and the format by which it is read."""

    path: Path
    context: FileContext
    form: Format
    text: TextTable


def open_declared(company: str, declared: SourceFile, path: Path, source: Source) -> Opened:
    """Return a declared file as a table of text, with the format by which it is read."""
    context = FileContext(f"{company}/{_below(company, path)}", declared, source)
    form = MAPPED
    if declared.format not in FILE_KINDS:
        form = formats.named(declared.format, context.shown)
        _refuse_idle(form, context)
    text = read_text(path, declared, context.shown, form.needs(context), form.open_file)
    return Opened(path, context, form, text)


def _read(
    company: str, declared: SourceFile, path: Path, source: Source, gone: frozenset[str]
) -> tuple[FileContext, Reading]:
    _, context, form, text = open_declared(company, declared, path, source)
    reading = read_without(text, context, form, gone)
    rows = reading.rows.assign(
        file=constant(_below(company, path), reading.rows.index),
        delivery=pd.Timestamp(declared.received), known_through=context.known_through,
        within_file=False,
    )  # fmt: skip
    if reading.kind == "order_lines":
        # Lines of one order may stand anywhere in a mapped file: one delivery, one block.
        rows["within_file"] = deliveries.repeats_in_file(rows, context)
        rows = rows.assign(block=0, extract=constant("", rows.index))
    else:
        rows["extract"] = rows["file"]
    if reading.records == "orders":
        rows = deliveries.with_kind(rows, context)
    return context, reading._replace(rows=rows, marks_removed=text.marks_removed)


def _refuse_idle(form: Format, context: FileContext) -> None:
    """Refuse entries that a named format does not heed: they would do nothing, in silence."""
    idle = context.declared.model_fields_set & (ORDER_ENTRIES - form.entries)
    for name in sorted(idle):
        raise InputError(
            f"{context.shown}: {name} has no meaning for {form.name}: remove it from source.toml"
        )


def _below(company: str, path) -> str:
    return path.relative_to(paths.raw(company)).as_posix()


def _together(told: list, kind: str) -> pd.DataFrame:
    """Return the rows of one kind from all files, each with what becomes of it."""
    found = [r.rows for _, r in told if r.records == kind and len(r.rows)]
    if not found:
        return pd.DataFrame()
    rows = stacked(found)
    blocks = rows if kind == "orders" else rows.assign(refunded=0, block=rows["line"])
    return rows.assign(fate=deliveries.fates(blocks))


def _orders(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the tables of orders, the longest first: it is written while the others are made."""
    if not len(rows):
        yield from ((name, rows) for name in ORDERS)
        return
    lines = order_tables.order_lines(rows, rows["fate"].isin([ACCEPTED, CONTINUATION]))
    yield "order_lines", lines
    orders = order_tables.orders(lines)
    yield "orders", orders
    yield "reversals", netting.reversals(orders, lines, order_tables.paid_back(lines))


def _records(rows: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables of all rows but orders, with the private ones beside them."""
    tables: dict[str, list[pd.DataFrame]] = {}
    for kind, found in rows.items():
        if len(found):
            accepted = found[found["fate"].isin([ACCEPTED, CONTINUATION])]
            for name in filter(None, (kind, COMPANIONS.get(kind))):
                tables.setdefault(name, []).append(accepted)
    return {name: stacked(parts) for name, parts in tables.items()}


def _shaped(frame: pd.DataFrame, name: str) -> pa.Table:
    if not len(frame):
        return contracts.load(name).schema.to_pyarrow().empty_table()
    return shaping.to_arrow(frame, name)
