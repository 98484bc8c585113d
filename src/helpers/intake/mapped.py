"""Tables of any make, mapped by source.toml: column names there, canonical names here."""

from helpers.intake import mapped_orders, records
from helpers.intake.reading import FileContext, Reading
from helpers.intake.text_table import TextTable
from helpers.workspace.errors import InputError


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
    return tuple(declared.columns.values())


def tables() -> list[str]:
    """Return the tables that a file can be mapped to."""
    return ["order_lines", *records.tables()]


def mappable(table: str) -> tuple[str, ...]:
    """Return the names that a mapping to a table may use."""
    return mapped_orders.KNOWN if table == "order_lines" else records.mappable(table)


def needed(table: str) -> tuple[str, ...]:
    """Return the names that a mapping to a table must have."""
    return mapped_orders.NEEDED if table == "order_lines" else records.needed(table)


def read(text: TextTable, context: FileContext) -> Reading:
    """Return a mapped file's rows as the table that it is declared to be."""
    if context.declared.table == "order_lines":
        return mapped_orders.read(text, context)
    return records.read(text, context, records.layout_of(context.declared))
