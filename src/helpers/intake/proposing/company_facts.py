"""What a company's files tell of the company: currency, country, time zone, title."""

import re
import tomllib
import zoneinfo
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from helpers.intake.currencies import CURRENCIES, of_header
from helpers.intake.proposing.claim import Claim, ask, counted, propose
from helpers.intake.proposing.dates import OFFSET
from helpers.intake.proposing.headers import plain_words
from helpers.intake.proposing.inspected import Inspected

CURRENCY_WORDS = ("currency", "currency code", "币种", "货币")
COUNTRY_WORDS = ("country", "country code", "国家", "cc")
USUAL = 0.6  # share from which on the commonest is the company's own
TIMES_TRIED = 500


@cache
def countries() -> dict[str, dict]:
    """Return what is known of countries, by code: names, currency, time zone."""
    path = Path(__file__).with_name("countries.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def company_claims(company: str, files: list[Inspected]) -> list[Claim]:
    """Return what is declared for the company as a whole, its last day left out."""
    land, behind = _country(files)
    currency, others = _currency(files, land)
    title = company.replace("_", " ").replace("-", " ").title()
    claims = [ask("title", "what is the company called in reports?", suggestion=title), currency]
    claims.append(_time_zone(files, land))
    if land:
        claims.append(propose("country", land, f"{behind}; reads phones without a prefix",
                              confidence=0.9))  # fmt: skip
    own = currency.value or currency.suggestion
    for code, cells in sorted(others.items()):
        question = f"how many {own} is one {code}?"
        claims.append(ask(f"exchange_rates.{code}", question,
                          evidence=f"{counted(cells, 'cell')} in {code}"))  # fmt: skip
    return claims


def _cells(files: Iterable[Inspected], words: tuple[str, ...]) -> Counter:
    """Return the cells of all columns that end in one of these words."""
    found: Counter = Counter()
    for file in files:
        for name, column in file.columns.items():
            told = plain_words(name)
            if any(told == word or told.endswith(f" {word}") for word in words):
                found.update(column.counts)
    return found


def _country(files: list[Inspected]) -> tuple[str | None, str]:
    codes: Counter = Counter()
    for cell, rows in _cells(files, COUNTRY_WORDS).items():
        if code := country_code(cell):
            codes[code] += rows
    if not codes or codes.most_common(1)[0][1] < USUAL * codes.total():
        return None, ""
    code, rows = codes.most_common(1)[0]
    return code, f"{rows:,} of {counted(codes.total(), 'cell')} with a country are {code}"


def country_code(cell: str) -> str | None:
    """Return the code of a country by its code or name; None for one that is not known here.

    Examples
    --------
    >>> country_code("CN"), country_code("United Kingdom"), country_code("中国"), country_code("x")
    ('CN', 'GB', 'CN', None)
    """
    if cell in countries():
        return cell
    said = cell.casefold().strip()
    return next((code for code, told in countries().items() if said in told["names"]), None)


def _currency(files: list[Inspected], land: str | None) -> tuple[Claim, dict[str, int]]:
    """Return the company's currency, and the cells in each other one."""
    told = Counter({code: rows for code, rows in _cells(files, CURRENCY_WORDS).items()
                    if code in CURRENCIES})  # fmt: skip
    behind = Counter(code for file in files for name in file.columns
                     if (code := of_header(name)[1]))  # fmt: skip
    usual = countries().get(land or "", {}).get("currency")
    if told:
        code, rows = told.most_common(1)[0]
        others = {other: n for other, n in told.items() if other != code}
        evidence = f"{rows:,} of {counted(told.total(), 'cell')} with a currency are {code}"
        if rows >= USUAL * told.total():
            return propose("currency", code, evidence, confidence=0.95), others
        return ask("currency", f"is it {code}? {evidence}", suggestion=code, confidence=0.4), others
    if behind:
        code = behind.most_common(1)[0][0]
        said = f"{counted(behind[code], 'header')} end{'s' if behind[code] == 1 else ''} in {code}"
        return ask("currency", f"is it {code}? {said}", suggestion=code, confidence=0.6), {}
    question = "in which currency does the company count?" + (
        f" {usual} is that of {land}" if usual else " No cell and no header names one"
    )
    return ask("currency", question, suggestion=usual, confidence=0.4 if usual else 0.0), {}


def _time_zone(files: list[Inspected], land: str | None) -> Claim:
    offsets: Counter = Counter()
    for file in files:
        for dates in file.dates.values():
            offsets.update(dates.offsets)
    zone = countries().get(land or "", {}).get("zone")
    told = ", ".join(f"{offset} in {counted(n, 'time')}" for offset, n in offsets.most_common(4))
    real = {offset: n for offset, n in offsets.items() if offset not in ("Z", "UTC")}
    if zone and real and _keeps(zone, files):
        return propose("time_zone", zone, f"{told}; that is the time of {land}", confidence=0.95)
    if not offsets:
        question = "in which time zone are its times? None says its offset from UTC"
    else:
        question = f"in which time zone are its days? Its times say {told}"
    fitting = zone or next(
        (
            told["zone"]
            for told in countries().values()
            if real and "zone" in told and _keeps(told["zone"], files)
        ),
        None,
    )
    return ask("time_zone", question, suggestion=fitting, confidence=0.5 if fitting else 0.0)


def _keeps(zone: str, files: list[Inspected]) -> bool:
    """Return whether a zone has, on each day, the offset that is written behind the times."""
    place = zoneinfo.ZoneInfo(zone)
    for file in files:
        for dates in file.dates.values():
            for text, day in list(dates.read.items())[:TIMES_TRIED]:
                match = OFFSET.search(text) if ":" in text else None
                if match and match[1] not in ("Z", "UTC"):
                    noon = datetime(day.year, day.month, day.day, 12, tzinfo=place)
                    if noon.utcoffset() != _offset(match[1]):
                        return False
    return True


def _offset(text: str) -> timedelta:
    sign, hours, minutes = re.fullmatch(r"([+-])(\d\d):?(\d\d)", text).groups()
    size = timedelta(hours=int(hours), minutes=int(minutes))
    return -size if sign == "-" else size
