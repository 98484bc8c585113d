"""Tables of any make, mapped by source.toml: column names there, canonical names here."""

import pandas as pd

from helpers.intake import order_rows, records
from helpers.intake.format import kept_columns
from helpers.intake.reading import FileContext, Reading, content_hash
from helpers.intake.spread import spread
from helpers.intake.text_table import TextTable, no_rejects
from helpers.workspace.errors import InputError

ROW = "#row"  # what a mapping writes where rows have no number: each is named by all its text


def needed_columns(context: FileContext) -> tuple[str, ...]:
    """Return the file's columns that its mapping names.

    Raises
    ------
    InputError
        If the mapping names a table or a canonical column that there is not, or lacks one
        that the table needs.
    """
    declared = context.declared
    if declared.table not in tables():
        raise InputError(
            f"{context.shown}: source.toml maps to table {declared.table!r}: there are "
            f"{', '.join(tables())}"
        )
    known = mappable(declared.table)
    told = {**declared.columns, **declared.fixed}
    further = ()
    if declared.spread:
        further = tuple(declared.spread.columns.values())
        told |= {declared.spread.into: "", declared.spread.value: ""}
    unknown = [name for name in told if name not in known]
    missing = [name for name in needed(declared.table) if name not in told]
    if unknown:
        raise InputError(
            f"{context.shown}: source.toml maps {unknown[0]!r}, which {declared.table} does not "
            f"have: it has {', '.join(known)}"
        )
    if missing:
        raise InputError(
            f"source.toml maps no column to {missing[0]!r} of {declared.table} for "
            f'{context.shown}: add {missing[0]} = "its column" under columns'
        )
    not_there = (ROW, records.DATA_THROUGH)
    own = [header for header in declared.columns.values() if header not in not_there]
    return (*own, *further)


def tables() -> list[str]:
    """Return the tables that a file can be mapped to."""
    return ["order_lines", *records.tables()]


def mappable(table: str) -> tuple[str, ...]:
    """Return the names that a mapping to a table may use."""
    return order_rows.MAPPED if table == "order_lines" else records.mappable(table)


def needed(table: str) -> tuple[str, ...]:
    """Return the names that a mapping to a table must have."""
    return order_rows.MAPPED_NEEDED if table == "order_lines" else records.needed(table)


def read(text: TextTable, context: FileContext) -> Reading:
    """Return a mapped file's rows as the table that it is declared to be."""
    text = _with_own_columns(text, context)
    if context.declared.table == "order_lines":
        return order_rows.read(text, context, order_rows.layout_of(context.declared))
    if context.declared.spread:
        return _spread(text, context)
    return records.read(text, context, records.layout_of(context.declared))


def kept(text: TextTable, context: FileContext) -> frozenset[str]:
    """Return the columns that stay where the person of an order or deal is to be forgotten."""
    orders = context.declared.table == "order_lines"
    layout = (order_rows if orders else records).layout_of(context.declared)
    return kept_columns(_with_own_columns(text, context), context, layout)


def _with_own_columns(text: TextTable, context: FileContext) -> TextTable:
    """Return a table with the columns that no file has, where a mapping asks for them."""
    asked = {ROW, records.DATA_THROUGH} & set(context.declared.columns.values())
    if not asked:
        return text
    frame = text.frame
    if ROW in asked:
        content = content_hash(text)
        nth = content.groupby(content).cumcount()
        told = [f"{own:016x}-{place}" for own, place in zip(content, nth, strict=True)]
        frame = frame.assign(**{ROW: pd.Series(told, index=frame.index, dtype="str")})
    if records.DATA_THROUGH in asked:
        frame = frame.assign(**{records.DATA_THROUGH: f"{context.known_through:%Y-%m-%d}"})
    return TextTable(frame, text.rejects)


def _spread(text: TextTable, context: FileContext) -> Reading:
    """Return one row for each of several columns that hold one thing of several kinds.

    A row of which one of these cells is broken is rejected whole.
    """
    told, read, broken = context.declared.spread, {}, no_rejects()
    for kind, header in told.columns.items():
        declared = context.declared.model_copy(update={
            "columns": {**context.declared.columns, told.value: header},
            "fixed": {**context.declared.fixed, told.into: kind},
        })  # fmt: skip
        layout = records.layout_of(declared)
        layout = layout._replace(left_out=frozenset(told.columns.values()))
        own = TextTable(text.frame, no_rejects())
        read[kind] = records.read(own, context._replace(declared=declared), layout)
        for row in zip(*read[kind].rejects, strict=True):
            if row[0] not in broken.lines:
                broken.add(*row)
    for row in zip(*broken, strict=True):
        text.rejects.add(*row)
    every = pd.concat([one.rows for one in read.values()])
    every = every[~every["line"].isin(broken.lines)]
    first = next(iter(read.values()))._replace(rejects=text.rejects, raw=text.frame)
    stands = first._replace(rows=first.rows[~first.rows["line"].isin(broken.lines)])
    own_columns = [name for name in every if every[name].dtype != bool]
    cells = every[["line", *(c for c in own_columns if c in (told.into, told.value, "record"))]]
    return spread(stands, cells)._replace(unknown=first.unknown)
