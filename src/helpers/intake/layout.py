"""A layout: where each value of a canonical table stands in an export, as data."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

NOTHING: Mapping = MappingProxyType({})
PERSON = ("email", "phone", "name", "given_name", "family_name", "address", "postcode")


class Layout(NamedTuple):
    """Where each value of a canonical table stands in an export.

    Attributes
    ----------
    table : str
        The canonical table that the rows fill.
    columns : mapping of str to tuple of str
        For each column of its contract (or part of a person: `PERSON`), the headers that it
        may have; where several are there, the first that is filled counts, row by row. A
        currency behind a header (``spend_cny``) is understood.
    record : tuple of str
        Columns that name what a row tells of; empty for a log, where each row is its own.
    numbers : str
        Which system's numbers its people carry; equal numbers of one system are one person.
    constants : mapping
        Columns that are the same in every row.
    words : mapping
        For a column, what its words become; ``"*"`` stands for every other word.
    date_formats : mapping of str to tuple of str
        For a column, the formats that the export always has: ``strptime``, or ``"ms"`` and
        ``"us"`` for time since 1970 in milli- and microseconds.
    strip : mapping of str to str
        For a column, a pattern that is removed from its cells.
    decimal : str, optional
        The decimal sign that the export always has.
    by_number : bool
        Whether orders carry the number of this list, so that it names the customer.
    left_out : frozenset of str
        Further columns of the export that are known and not kept; any other is an attribute.
    """

    table: str
    columns: Mapping[str, tuple[str, ...]]
    record: tuple[str, ...] = ()
    numbers: str = "shop"
    constants: Mapping[str, str] = NOTHING
    words: Mapping[str, Mapping[str, str]] = NOTHING
    date_formats: Mapping[str, tuple[str, ...]] = NOTHING
    strip: Mapping[str, str] = NOTHING
    decimal: str | None = None
    by_number: bool = False
    left_out: frozenset[str] = frozenset()
