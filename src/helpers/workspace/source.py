"""What a company declares about its exports: data/raw/<company>/source.toml."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from helpers.workspace import paths
from helpers.workspace.errors import InputError, UsageError

FILE_NAME = "source.toml"


def _one_day_order(formats: list[str]) -> list[str]:
    """Refuse formats that read 01/02/2026 in two ways; what has the year first is never in doubt."""
    orders = {
        "day first" if text.index("%d") < text.index("%m") else "month first"
        for text in formats
        if "%d" in text and "%m" in text and not text.startswith(("%Y", "%y"))
    }
    if len(orders) > 1:
        raise ValueError(f"{formats} has day-first and month-first formats: a column has one order")
    return formats


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


DateFormats = Annotated[list[str], AfterValidator(_one_day_order)]


class Overlap(_Declared):
    """Days that a file holds more than once, because extracts were joined."""

    first_day: date
    last_day: date
    copies: int = Field(ge=2)
    why: str


class SourceFile(_Declared):
    """One file, or a pattern of files of one kind, and how to read it."""

    path: str
    format: Literal["shopify-orders", "shopify-customers", "csv", "excel", "parquet", "json-lines"]
    received: date
    data_through: date | None = None
    encoding: str | None = None
    delimiter: str = ","
    decimal: Literal[".", ","] = "."
    sheet: str | None = None
    time_zone: str | None = None
    currency: str | None = None
    date_format: dict[str, DateFormats] = Field(default_factory=dict)
    table: Literal["order_lines", "contacts"] | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    cancellation_orders: str | None = None
    adjustment_orders: str | None = None
    merchandise: str | None = None
    exact_repeats: Literal["keep", "once"] | None = None
    overlaps: list[Overlap] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _texts_become_lists(cls, values: dict) -> dict:
        formats = values.get("date_format")
        if isinstance(formats, dict):
            values = {**values, "date_format": {k: _as_list(v) for k, v in formats.items()}}
        return values

    @model_validator(mode="after")
    def _says_what_its_format_needs(self) -> "SourceFile":
        mapped = not self.format.startswith("shopify")
        if mapped and (self.table is None or not self.columns):
            raise ValueError('a mapped file needs table = "order_lines" (or "contacts") and columns')
        if not mapped and (self.table or self.columns):
            raise ValueError(f"{self.format} knows its columns: remove table and columns")
        if self.format not in ("excel", "parquet") and self.encoding is None:
            raise ValueError('encoding is not declared: write encoding = "utf-8" (or what it is)')
        if self.table == "order_lines" and self.exact_repeats is None:
            raise ValueError('exact_repeats is not declared: write "keep" or "once"')
        for name in ("cancellation_orders", "adjustment_orders", "merchandise"):
            re.compile(getattr(self, name) or "")
        return self


class Ignored(_Declared):
    """A file that is left alone, and why."""

    path: str
    why: str


class Source(_Declared):
    """A company's whole declaration."""

    title: str
    currency: str = Field(pattern="^[A-Z]{3}$")
    time_zone: str
    data_through: date
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$")
    grace_days: int = Field(default=15, ge=0)
    reject_limit: float = Field(default=0.005, ge=0, le=1)
    customer_unit: Literal["person", "household", "account"] = "person"
    exchange_rates: dict[str, float] = Field(default_factory=dict)
    files: list[SourceFile] = Field(min_length=1)
    ignore: list[Ignored] = Field(default_factory=list)


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
        return Source.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"data/raw/{company}/{FILE_NAME} is not valid TOML: {error}") from None
    except ValidationError as error:
        raise InputError(_say_each(company, error)) from None


def _say_each(company: str, error: ValidationError) -> str:
    lines = [
        f"  {'.'.join(str(part) for part in item['loc']) or 'as a whole'}: "
        f"{item['msg'].removeprefix('Value error, ')}"
        for item in error.errors(include_input=False)
    ]
    return "\n".join([f"data/raw/{company}/{FILE_NAME} needs mending:", *lines])


def declared_files(company: str, source: Source) -> list[tuple[SourceFile, Path]]:
    """Return each declared file with its path, in the order of delivery and then of name.

    Raises
    ------
    InputError
        If a pattern finds nothing, a file is declared twice, leads out of the
        company's folder, or lies there undeclared.
    """
    folder = paths.raw(company)
    found: dict[Path, SourceFile] = {}
    for declared in source.files:
        matches = sorted(path for path in folder.glob(declared.path) if path.is_file())
        if not matches:
            raise InputError(
                f"data/raw/{company}/{declared.path} is declared in {FILE_NAME} but is not there: "
                "put the file in its place, or remove its entry"
            )
        for path in matches:
            if not path.resolve().is_relative_to(folder.resolve()):
                raise InputError(f"{declared.path} leads out of data/raw/{company}")
            if path in found:
                raise InputError(f"data/raw/{company}/{path.name} is declared twice in {FILE_NAME}")
            found[path] = declared
    _refuse_undeclared(company, source, set(found))
    ordered = sorted(found.items(), key=lambda item: (item[1].received, str(item[0])))
    return [(declared, path) for path, declared in ordered]


def ignored_files(company: str, source: Source) -> list[tuple[Path, str]]:
    """Return each file that is declared to be ignored, with the reason, sorted by path."""
    folder = paths.raw(company)
    return sorted(
        (path, item.why) for item in source.ignore for path in folder.glob(item.path)
        if path.is_file()
    )


def _refuse_undeclared(company: str, source: Source, declared: set[Path]) -> None:
    folder = paths.raw(company)
    ignored = {path for path, _ in ignored_files(company, source)}
    files = {path for path in folder.rglob("*") if path.is_file() and path.name[0] != "."}
    stray = sorted(files - declared - ignored - {folder / FILE_NAME})
    if stray:
        name = stray[0].relative_to(folder)
        raise InputError(
            f"data/raw/{company}/{name} is not declared: add a [[files]] entry to {FILE_NAME}, "
            f'or [[ignore]] with path = "{name}" and why = "..."'
        )
