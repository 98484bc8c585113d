"""A layout: where each value of a canonical table stands in an export, as data."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

NOTHING: Mapping = MappingProxyType({})
# Dates that begin with the year are in no doubt, whatever the locale.
YEAR_FIRST = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%d %H:%M:%S %z", "%Y/%m/%d", "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M", "%Y年%m月%d日", "%Y年%m月%d日 %H:%M",
)  # fmt: skip
PERSON = ("email", "phone", "name", "given_name", "family_name", "address", "postcode",
          "birth_day", "gender", "salutation", "language")  # fmt: skip


class Layout(NamedTuple):
    """Where each value of a canonical table stands in an export.

    Attributes
    ----------
    table : str
        The canonical table that the rows fill.
    columns : mapping of str to tuple of str
        For each column of its contract (or part of a person: `PERSON`), the headers that it
        may have; where several are there, the first that is filled counts, row by row. A
        currency behind a header (``spend_cny``) is understood. A row whose ``is_deleted`` is
        yes is no longer there at its source, and is rejected for that.
    record : tuple of str
        Columns that name what a row tells of; empty for a log, where each row is its own.
    numbers : str
        Which system's numbers its people carry; equal numbers of one system are one person.
    own_numbers : str
        What keeps the numbers of its own records (respondents, reviews, tickets) apart from
        those of other files; empty where they are numbered as its people are.
    constants : mapping
        Columns that are the same in every row, or, where the file has them, in rows that leave
        them empty.
    words : mapping
        For a column, what its words become; ``"*"`` stands for every other word.
    date_formats : mapping of str to tuple of str
        For a column, the formats that the export always has: ``strptime``, or ``"ms"`` and
        ``"us"`` for time since 1970 in milli- and microseconds.
    percents : frozenset of str
        Columns of proportions that the export tells in percent, with or without its sign.
    strip : mapping of str to str
        For a column, a pattern that is removed from its cells.
    decimal : str, optional
        The decimal sign that the export always has.
    by_number : bool
        Whether orders carry the number of this list, so that it names the customer.
    left_out : frozenset of str
        Further columns of the export that are known and not kept; any other is an attribute.
    also_kept : frozenset of str
        Columns that are read and kept as attributes too, as they hold more than what is read.
    on_first_row : tuple of str
        Of order lines: columns that an order's first row always fills and no other row does.
        Where one is filled another order begins, whatever its number.
    scattered : bool
        Of order lines: whether an order's rows may stand anywhere, each with its order's cells.
    above_zero : frozenset of str
        Of order lines: refunds that are never written below zero; before others a minus says
        nothing.
    """

    table: str
    columns: Mapping[str, tuple[str, ...]]
    record: tuple[str, ...] = ()
    numbers: str = "shop"
    own_numbers: str = ""
    constants: Mapping[str, str] = NOTHING
    words: Mapping[str, Mapping[str, str]] = NOTHING
    date_formats: Mapping[str, tuple[str, ...]] = NOTHING
    percents: frozenset[str] = frozenset()
    strip: Mapping[str, str] = NOTHING
    decimal: str | None = None
    by_number: bool = False
    left_out: frozenset[str] = frozenset()
    also_kept: frozenset[str] = frozenset()
    on_first_row: tuple[str, ...] = ()
    scattered: bool = False
    above_zero: frozenset[str] = frozenset()
