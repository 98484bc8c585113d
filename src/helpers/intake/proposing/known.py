"""What the intake can read already: the formats with a name, and the tables for any other file."""

from pathlib import Path

from helpers.intake import files, formats, mapped
from helpers.intake.format import Format
from helpers.intake.proposing.headers import is_known_word, plain_words
from helpers.workspace import contracts
from helpers.workspace.contracts import Column

EVENT_COLUMNS = ("event_day", "occurred_at", "ordered_at")
# Tables of what customers do: they reach as far as the data do, and never beyond.
DEEDS = ("orders", "order_lines", "events", "email_activity", "interactions", "feedback",
         "survey_answers")  # fmt: skip
ORDER_LINE_TYPES = {"ordered_at": "time", "cancelled_at": "time", "unit_price": "money",
                    "discount": "money", "list_price": "money", "quantity": "integer"}  # fmt: skip


def recognise(header: list[str]) -> list[tuple[str, float]]:
    """Return the formats that a header may be of, best first, each with its score."""
    return formats.recognise(header)


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
    layout = getattr(form.read, "keywords", {}).get("layout")
    if layout is None:
        return form.dates
    return tuple(header for name in EVENT_COLUMNS for header in layout.columns.get(name, ()))


def kind_by_name(path: Path) -> str:
    """Return how a file of a named format is read: by the end of its name."""
    name = path.with_suffix("") if path.suffix in (".gz", ".zip") else path
    return files.KINDS.get(name.suffix, "csv")


def is_known_header(cell: str) -> bool:
    """Return whether a cell is the header of a named format, or a usual word for a column."""
    return plain_words(cell) in _tell_tales() or is_known_word(cell)


def _tell_tales() -> frozenset[str]:
    told = (column for form in formats.known().values() for names in form.tell_tale
            for column in names)  # fmt: skip
    return frozenset(map(plain_words, told))
