"""The entries of a source.toml that are more than text: what each may be, and what to write."""

import re
import zoneinfo
from collections.abc import Callable
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, WrapValidator

FROM_FOLDER = "folder"


def _without_doubt(formats: list[str]) -> list[str]:
    """Refuse formats that lack a part of the day, or that read 01/02/2026 in two ways."""
    for text in formats:
        if not all(re.search(part, text) for part in (r"%[Yy]", r"%[mbB]", "%d")):
            raise ValueError(f'{text!r} lacks the year, month or day: write it like "%Y-%m-%d"')
        if re.search(r"%[^YymbBdHIMSfpz]", text) or "%z" in text.rstrip()[:-2]:
            raise ValueError(f"{text!r} has a directive that is not read here (%z stands last)")
    # A year of four digits that stands first is in no doubt with one that stands last.
    for first in (True, False):
        told = [text for text in formats if text.lstrip().startswith("%Y") == first]
        orders = {"".join(re.findall("%([Yymd])", text)).lower() for text in told if "%m" in text}
        if len(orders) > 1:
            raise ValueError(
                f"{formats} has day-first and month-first formats: a column has one order"
            )
    return formats


def _a_zone(name: str | None) -> str | None:
    try:
        zoneinfo.ZoneInfo(name or "UTC")
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise ValueError('is no known time zone: write one like "Asia/Shanghai"') from None
    return name


def _an_encoding(name: str | None) -> str | None:
    try:
        b"text".decode(name or "utf-8", errors="ignore")
    except LookupError:
        raise ValueError('is no known encoding: write one like "utf-8" or "gb18030"') from None
    return name


def _a_pattern(text: str | None) -> str | None:
    try:
        re.compile(text or "")
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    return text


def _inside(path: str) -> str:
    if not path or path.startswith("/") or "\\" in path or ".." in path.split("/"):
        raise ValueError("must lie in the company's folder: write its path from there")
    return path


def _a_day_or_its_folder(value: object, day: Callable[[object], date]) -> date | str:
    return FROM_FOLDER if value == FROM_FOLDER else day(value)


Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
DateFormats = Annotated[list[str], AfterValidator(_without_doubt)]
Encoding = Annotated[str | None, AfterValidator(_an_encoding)]
InnerPath = Annotated[str, AfterValidator(_inside)]
Pattern = Annotated[str | None, AfterValidator(_a_pattern)]
Rate = Annotated[float, Field(gt=0, allow_inf_nan=False)]
ReceivedDay = Annotated[date, WrapValidator(_a_day_or_its_folder)]
TimeZone = Annotated[str, AfterValidator(_a_zone)]
