"""What a company declares about its exports: data/raw/<company>/source.toml."""

import tomllib
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from helpers.workspace import paths
from helpers.workspace.entries import (
    FROM_FOLDER,
    Currency,
    DateFormats,
    Encoding,
    InnerPath,
    Pattern,
    Rate,
    ReceivedDay,
    TimeZone,
)
from helpers.workspace.errors import InputError, UsageError
from helpers.workspace.survivorship import Survivorship

FILE_NAME = "source.toml"
DRAFT_NAME = "source.draft.toml"  # what is proposed: nothing reads it before a person renames it


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


FILE_KINDS = ("csv", "excel", "parquet", "json-lines")  # of files that are mapped column by column
TYPED = (".xlsx", ".xls", ".xlsm", ".parquet")  # ends of names of files that have no encoding

# Entries that only some mapped files look at: elsewhere they would do nothing. Which of
# them a named format heeds, its module says, and intake refuses the others.
ONLY_FOR = {
    "sheet": ("excel",), "delimiter": ("csv",), "header": ("csv",),
    "encoding": ("csv", "json-lines"),
    "currency": ("order_lines",), "cancellation_orders": ("order_lines",),
    "adjustment_orders": ("order_lines",), "merchandise": ("order_lines",),
    "deposits": ("order_lines",),
    "exact_repeats": ("order_lines",), "overlaps": ("order_lines",),
}  # fmt: skip
ORDER_ENTRIES = frozenset(
    ("cancellation_orders", "adjustment_orders", "merchandise", "deposits", "exact_repeats",
     "overlaps")
)


class Overlap(_Declared):
    """Days that a file holds more than once, because extracts were joined."""

    first_day: date
    last_day: date
    copies: int = Field(ge=2)
    why: str

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Overlap":
        if self.last_day < self.first_day:
            raise ValueError("last_day lies before first_day")
        return self


class Spread(_Declared):
    """Columns that hold one thing of several kinds, such as the spend of each channel."""

    into: str
    value: str
    columns: dict[str, str] = Field(min_length=1)


class SourceFile(_Declared):
    """One file, or a pattern of files of one kind, and how to read it."""

    path: InnerPath
    format: str = Field(pattern="^[a-z0-9-]+$")
    received: ReceivedDay
    data_through: date | None = None
    encoding: Encoding = None
    delimiter: Annotated[str, Field(pattern="^(.|spaces)$")] = ","
    header: list[str] = Field(default_factory=list)
    decimal: Literal[".", ","] | None = None
    round_amounts: bool = False
    sheet: str | None = None
    may_be_empty: bool = False
    numbers: str | None = Field(default=None, pattern="^[a-z0-9-]+$")
    time_zone: TimeZone | None = None
    currency: Currency | None = None
    date_format: dict[str, DateFormats] = Field(default_factory=dict)
    table: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    fixed: dict[str, str] = Field(default_factory=dict)
    spread: Spread | None = None
    cancellation_orders: Pattern = None
    adjustment_orders: Pattern = None
    merchandise: Pattern = None
    deposits: Pattern = None
    exact_repeats: Literal["keep", "once"] | None = None
    overlaps: list[Overlap] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _texts_become_lists(cls, values: object) -> object:
        formats = values.get("date_format") if isinstance(values, dict) else None
        if isinstance(formats, dict):
            values = {**values, "date_format": {k: _as_list(v) for k, v in formats.items()}}
        return values

    @model_validator(mode="after")
    def _says_what_its_format_needs(self) -> "SourceFile":
        mapped = self.format in FILE_KINDS
        if mapped and (self.table is None or not self.columns):
            raise ValueError('a mapped file needs columns and a table, such as "order_lines"')
        if not mapped and (self.table or self.columns or self.fixed):
            raise ValueError(
                f"{self.format} is no kind of file that can be mapped ({', '.join(FILE_KINDS)}): "
                "mend its spelling, or, if it is a format with a name, remove table and columns"
            )
        typed = self.format in FILE_KINDS[1:3] or (not mapped and self.path.endswith(TYPED))
        if not typed and self.encoding is None:
            raise ValueError('encoding is not declared: write encoding = "utf-8" (or what it is)')
        if self.table == "order_lines" and self.exact_repeats is None:
            raise ValueError('exact_repeats is not declared: write "keep" or "once"')
        if self.table == "order_lines" and self.decimal is None:
            raise ValueError('decimal is not declared: write decimal = "." for 1,234.50, else ","')
        if self.data_through and self.received == FROM_FOLDER:
            raise ValueError('data_through has no meaning for received = "folder": remove it')
        if self.data_through and self.data_through > self.received:
            raise ValueError("data_through lies after received: a file cannot know what comes")
        self._refuse_what_does_nothing()
        return self

    def _refuse_what_does_nothing(self) -> None:
        if self.format not in FILE_KINDS:
            return
        for name in sorted(self.model_fields_set & ONLY_FOR.keys()):
            if not {self.format, self.table} & set(ONLY_FOR[name]):
                raise ValueError(
                    f"{name} has no meaning for {self.format} with {self.table}: remove it"
                )


class Ignored(_Declared):
    """A file that is left alone, and why."""

    path: InnerPath
    why: str


class Confirmed(_Declared):
    """A source that told of much less in one quarter, and why that is right."""

    period: str = Field(pattern="^[12][0-9]{3}Q[1-4]$")
    source: str
    why: str


class Source(_Declared):
    """A company's whole declaration."""

    title: str
    currency: Currency
    time_zone: TimeZone
    data_through: date
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$")
    grace_days: int = Field(default=15, ge=0)
    reject_limit: float = Field(default=0.005, ge=0, le=1)
    customer_unit: Literal["person", "household", "account"] = "person"
    survivorship: Survivorship = Field(default_factory=Survivorship)
    exchange_rates: dict[Currency, Rate] = Field(default_factory=dict)
    files: list[SourceFile] = Field(min_length=1)
    ignore: list[Ignored] = Field(default_factory=list)
    confirmed: list[Confirmed] = Field(default_factory=list)


def load_source(company: str) -> Source:
    """Return a company's declaration.

    Raises
    ------
    UsageError
        If the company has no folder with a source.toml; names the companies that have one.
    InputError
        If the declaration cannot be read; names the entry and what to write.
    """
    path = paths.raw(company) / FILE_NAME
    if not path.exists():
        known = ", ".join(paths.companies()) or "none yet"
        raise UsageError(
            f"company {company!r} has no data/raw/{company}/{FILE_NAME} (companies here: {known})"
        )
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"data/raw/{company}/{FILE_NAME} is not valid TOML: {error}") from None
    return checked_source(company, text)


def checked_source(company: str, text: str) -> Source:
    """Return the declaration that a text is.

    Raises
    ------
    InputError
        If it cannot be read; names the entry and what to write.
    """
    try:
        return Source.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"data/raw/{company}/{FILE_NAME} is not valid TOML: {error}") from None
    except ValidationError as error:
        raise InputError(_say_each(company, error)) from None


DAY_MISTAKES = (
    "date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact",
)  # fmt: skip


def _say_each(company: str, error: ValidationError) -> str:
    """Return one line per mistake: the entry, what is wrong, and what to write."""
    lines = []
    for item in error.errors(include_input=False):
        # Entries are counted from 1, as people count them in the file.
        parts = [f"entry {part + 1}" if isinstance(part, int) else part for part in item["loc"]]
        message = {
            "missing": "is not declared: add it",
            "extra_forbidden": "is not known here: mend its spelling, or remove it",
            **dict.fromkeys(DAY_MISTAKES, "is not a day: write it like 2026-01-05, without quotes"),
        }.get(item["type"], item["msg"].removeprefix("Value error, "))
        lines.append(f"  {', '.join(parts) or 'as a whole'}: {message}")
    return "\n".join([f"data/raw/{company}/{FILE_NAME} needs mending:", *lines])
