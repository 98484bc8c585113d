"""What the intake can read already: the formats with a name, and the tables for any other file."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from helpers.intake import formats, mapped, records
from helpers.intake.cells import plain
from helpers.intake.currencies import of_header
from helpers.intake.format import Format
from helpers.intake.layout import Layout
from helpers.intake.proposing.headers import is_known_word, plain_words
from helpers.workspace import contracts
from helpers.workspace.contracts import Column

NEARLY = 0.8  # score of a format that a file's path may name in spite of a missing column
EVENT_COLUMNS = ("event_day", "occurred_at", "ordered_at")
# Tables of what customers do: they reach as far as the data do, and never beyond.
DEEDS = ("orders", "order_lines", "events", "email_activity", "interactions", "feedback",
         "survey_answers")  # fmt: skip
ORDER_LINE_TYPES = {"ordered_at": "time", "cancelled_at": "time", "unit_price": "money",
                    "discount": "money", "list_price": "money", "order_total": "money",
                    "order_refunded": "money", "quantity": "integer"}  # fmt: skip


# Where Shopify's order export says what mapped files say in columns of their own choice.
SHOPIFY_COLUMNS = {"order_id": "Name", "product_id": "Lineitem sku", "ordered_at": "Created at",
                   "product_name": "Lineitem name", "quantity": "Lineitem quantity"}  # fmt: skip


class Recognised(NamedTuple):
    """A named format that a file is likely of, why, and other formats that it may be of too."""

    name: str
    score: float
    evidence: str
    rivals: tuple[str, ...] = ()


def recognise(header: list[str], below: str) -> Recognised | None:
    """Return the named format that a file is most likely of; None where it is near none.

    Its columns decide. Formats that ask for equally many columns, all there, are told apart
    by how many of the others each knows, then by the words in the file's path.

    Parameters
    ----------
    header : list of str
        The file's columns.
    below : str
        Its path below the company's folder.
    """
    scores = formats.recognise(header)
    if not scores:
        return None
    words = set(plain_words(below).split())
    first, score = scores[0]
    whole = [n for n, s in scores if s == 1 and _asked(n, header) == _asked(first, header)]
    rank = {name: (_explained(name, header), len(_said(name) & words)) for name in whole}
    best = max(whole, key=rank.get, default=first)
    others = [(name, share) for name, share in scores if name != best]
    named = [name for name, share in others if share >= NEARLY and _said(name) <= words]
    if score == 1 and named and not _said(best) <= words:
        return Recognised(named[0], 1.0, f"its path says so; by its columns alone it is {best}")
    further = f"; next, {others[0][0]} with {others[0][1]:.0%}" if others else ""
    rivals = tuple(name for name in whole if name != best and rank[name] == rank[best])
    return Recognised(best, score, f"all its tell-tale columns are there{further}", rivals)


def _columns_of(form: Format) -> set[str]:
    """Return the columns that a format knows, in all spellings."""
    told = {column for columns in (*form.tell_tale, *form.one_of_each) for column in columns}
    layout = _layout(form)
    if layout is not None:
        told |= {spelled for columns in layout.columns.values() for spelled in columns}
        told |= layout.left_out
    return told


def is_sure(found: Recognised | None) -> bool:
    """Return whether all columns that a format asks for are there."""
    return found is not None and found.score == 1


def _said(name: str) -> set[str]:
    return set(name.split("-"))


def _asked(name: str, header: list[str]) -> int:
    """Return how many columns the largest set that a file has of a format asks for."""
    form = format_named(name)
    sets = [told for told in form.tell_tale if all(among(column, header) for column in told)]
    return max(map(len, [*sets, form.one_of_each]), default=0)


def _explained(name: str, header: list[str]) -> int:
    """Return how many of a file's columns a format knows."""
    told = _columns_of(format_named(name))
    return sum(among(column, told) for column in header)


def format_named(name: str) -> Format:
    """Return the format of a name."""
    return formats.known()[name]


def tables() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return, for each table that any file can be mapped to, what it needs and all it knows."""
    return {table: (mapped.needed(table), mapped.mappable(table)) for table in mapped.tables()}


def type_of(table: str, column: str) -> str:
    """Return the type of a column that a file may be mapped to; parts of a person are text."""
    if table == "order_lines":
        return ORDER_LINE_TYPES.get(column, "text")
    told = contracts.load(table).columns.get(column)
    return told.type if told else "text"


def contract_column(table: str, column: str) -> Column | None:
    """Return a column of a table's contract, if it has it."""
    return contracts.load(table).columns.get(column)


def event_columns(form: Format) -> tuple[str, ...]:
    """Return the columns of a named format that say when something happened."""
    layout = _layout(form)
    if layout is None:
        return form.dates
    return tuple(header for name in EVENT_COLUMNS for header in layout.columns.get(name, ()))


def usual_formats(form: Format) -> dict[str, tuple[str, ...]]:
    """Return the date formats that a named format always has, by plain header."""
    layout = _layout(form)
    return {} if layout is None else {
        plain(header): formats for name, formats in layout.date_formats.items()
        for header in layout.columns.get(name, ())
    }  # fmt: skip


def formats_of(header: str, usual: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the formats that a column always has; none where they differ from file to file."""
    return usual.get(plain(header), ())


def amount_columns(form: Format) -> tuple[str, ...]:
    """Return the columns of a named format that hold money or other numbers with decimals."""
    layout = _layout(form)
    if layout is None or layout.table == "order_lines":
        return form.amounts
    return records.headers_of(layout, ("money", "number"))


def further_columns(form: Format, header: Iterable[str]) -> list[str]:
    """Return the columns that a named format has no place for: some read them as figures."""
    told = _columns_of(form)
    return [column for column in header if not among(column, told)]


def order_columns(form: Format, header: list[str]) -> dict[str, str]:
    """Return where a named format of orders has what is looked at of each line."""
    layout = _layout(form)
    if layout is None:
        return SHOPIFY_COLUMNS
    return {
        name: found for name in SHOPIFY_COLUMNS
        if (found := next((h for h in header if among(h, layout.columns.get(name, ()))), None))
    }  # fmt: skip


def has_decimal(form: Format) -> bool:
    """Return whether a named format always has the same decimal sign."""
    layout = _layout(form)
    return layout is not None and layout.decimal is not None


def among(header: str, names: Iterable[str]) -> bool:
    """Return whether a header is one of these, a currency behind it left out."""
    told = {plain(name) for name in names}
    return bool({plain(header), plain(of_header(header)[0])} & told)


def _layout(form: Format) -> Layout | None:
    return getattr(form.read, "keywords", {}).get("layout")


def is_known_header(cell: str) -> bool:
    """Return whether a cell is the header of a named format, or a usual word for a column."""
    return plain_words(cell) in _tell_tales() or is_known_word(cell)


@cache
def _tell_tales() -> frozenset[str]:
    told = (column for form in formats.known().values()
            for names in (*form.tell_tale, *form.one_of_each) for column in names)  # fmt: skip
    return frozenset(map(plain_words, told))
