"""Which formats a column's dates have, and which cell rules out the others."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import islice
from typing import NamedTuple

import pandas as pd

from helpers.intake import moments
from helpers.intake.proposing.claim import Claim, ask, counted, propose
from helpers.intake.proposing.columns import Column

DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y",
        "%m-%d-%Y", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%b-%y", "%d-%b-%Y", "%d %b %Y",
        "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y%m%d", "%Y年%m月%d日")  # fmt: skip
CLOCKS = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")
JOINED = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M", "%Y%m%d%H%M%S",
          "%Y年%m月%d日%H:%M", "%Y年%m月%d日%H:%M:%S")  # fmt: skip
FORMATS = tuple(day + clock for day in DAYS for clock in CLOCKS) + JOINED
SHAPES_OF = {"%z": ("+0", "-0", "+0:0", "-0:0", "Z", "A"), "%b": ("A",), "%B": ("A",),
             "%p": ("A",)}  # fmt: skip
YEARS = (1900, 2100)
TRIED_FIRST = 100  # distinct cells that are looked at before all of them are
BROKEN_AT_MOST = 0.02  # share of a column's cells that may be no date, in a column of dates
OTHERWISE_AT_MOST = 0.005  # share that may be written in another order of day and month
OFFSET = re.compile(r"(Z|UTC|[+-]\d{2}:?\d{2})$")


class Dates(NamedTuple):
    """What a column of dates tells.

    `read` holds the day of each cell that fits one of `formats`; `offsets` counts the
    offsets from UTC that are written behind the times.
    """

    formats: list[str]
    read: dict[str, date]
    offsets: dict[str, int]
    claim: Claim


def dates_of(column: Column) -> Dates | None:
    """Return what a column's dates are, or None where it holds something else."""
    if not _may_be_dates(column):
        return None
    shapes = defaultdict(list)
    for text in column.counts:
        shapes[shape_of(text)].append(text)
    told = [_of_shape(texts, shape, column) for shape, texts in shapes.items() if _fitting(shape)]
    told = [part for part in told if part.days]
    read = {text: day for part in told for text, day in part.days.items()}
    contrary = {text for part in told for text in part.contrary}
    broken = [text for text in column.counts if text not in read and text not in contrary]
    rows = sum(column.counts[text] for text in broken)
    if not read or rows > BROKEN_AT_MOST * column.filled:
        return None
    told.sort(key=lambda part: -sum(column.counts[text] for text in part.days))
    formats = list(dict.fromkeys(part.formats[0] for part in told))
    return Dates(formats, read, _offsets(read, column), _claim(column, told, formats, broken))


def _may_be_dates(column: Column) -> bool:
    """Return whether a look at some cells does not rule dates out."""
    some = list(islice(column.counts, TRIED_FIRST))
    return 2 * sum(bool(_fitting(shape_of(text))) for text in some) > len(some)


def shape_of(text: str) -> str:
    """Return a text with each run of digits as 0 and each word as A.

    Examples
    --------
    >>> shape_of("Oct 05, 2023"), shape_of("2026-07-01T09:00:00+08:00"), shape_of("3/4/26 9:05 PM")
    ('A 0, 0', '0-0-0T0:0:0+0:0', '0/0/0 0:0 A')
    """
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[A-Za-z]{2,}", "A", re.sub(r"\d+", "0", plain))


class _Part(NamedTuple):
    """The cells of one shape: formats that fit them, best first, and why not others."""

    formats: list[str]
    days: dict[str, date]
    ruled_out: list[tuple[str, str]]  # an order of day and month, and the first cell against it
    contrary: list[str]


@cache
def _fitting(shape: str) -> list[str]:
    return _formats_by_shape().get(shape, [])


@cache
def _formats_by_shape() -> dict[str, list[str]]:
    zoned = [form + " %z" for form in FORMATS if "%M" in form]
    zoned += [form + "%z" for form in FORMATS if "%M" in form]
    found = defaultdict(list)
    for form in (*FORMATS, *zoned):
        for shape in _shapes(form):
            found[shape].append(form)
    return found


def _shapes(form: str) -> set[str]:
    zones = SHAPES_OF["%z"] if form.endswith("%z") else ("",)
    bare = form.removesuffix("%z")
    bare = re.sub(r"%[bBp]", "A", bare)
    bare = re.sub(r"(?:%[YymdHIMSf])+", "0", bare)
    return {bare + zone for zone in zones}


def _of_shape(texts: list[str], shape: str, column: Column) -> _Part:
    fits = {form: _days(texts, form) for form in _fitting(shape)}
    dates = set().union(*fits.values())
    if not dates:
        return _Part([], {}, [], [])
    rows = {form: sum(column.counts[text] for text in days) for form, days in fits.items()}
    whole = sum(column.counts[text] for text in dates)
    order = sorted((form for form in fits if rows[form]), key=rows.get, reverse=True)
    good = [form for form in order if rows[form] == whole]
    if not good and whole - rows[order[0]] <= OTHERWISE_AT_MOST * whole:
        good = order[:1]
    good = _without_twins(good or order)
    contrary = sorted(dates - fits[good[0]].keys(), key=column.lines.get)
    rivals = [form for form in fits if rows[form] < whole and _is_rival(form, good[0])]
    ruled_out = {
        _name(form): min(dates - fits[form].keys(), key=column.lines.get) for form in rivals
    }
    return _Part(good, fits[good[0]], list(ruled_out.items()), contrary)


def _is_rival(form: str, chosen: str) -> bool:
    """Return whether two formats differ in the order of day and month alone."""
    swapped = {"%d": "%m", "%m": "%d"}
    return re.sub("%[dm]", lambda part: swapped[part[0]], form) == chosen


def _days(texts: Iterable[str], form: str) -> dict[str, date]:
    """Return the day of each text that a format reads, as the intake reads it."""
    texts = list(texts)
    column = pd.Series(texts, dtype="str")
    day = moments.read_moments(column, [form], "UTC").day
    sound = day.dt.year.between(*YEARS)
    return {texts[at]: day[at].date() for at in sound[sound].index}


def _without_twins(forms: list[str]) -> list[str]:
    """Return formats of which no two read every text alike, such as %b and %B in May."""
    kept: dict[str, str] = {}
    for form in forms:
        kept.setdefault(form.replace("%B", "%b"), form)
    return list(kept.values())


def _offsets(read: dict[str, date], column: Column) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for text in read:
        if ":" in text and (match := OFFSET.search(text)):
            found[match[1]] += column.counts[text]
    return dict(found)


def _claim(column: Column, told: list[_Part], formats: list[str], broken: list[str]) -> Claim:
    entry = f"date_format.{column.name}"
    rows = counted(column.filled - sum(column.counts[t] for t in broken), "cell")
    evidence = [f"fits {rows}" if len(formats) == 1 else
                f"{len(formats)} ways of writing, together they fit {rows}"]  # fmt: skip
    for part in told:
        evidence += [_ruling(order, text, column) for order, text in part.ruled_out]
    if broken:
        line = min(column.lines[text] for text in broken)
        n = sum(column.counts[text] for text in broken)
        evidence.append(f"{counted(n, 'cell')} fit{'s' if n == 1 else ''} no format, first in "
                        f"line {line}: rejected when read")  # fmt: skip
    value = formats[0] if len(formats) == 1 else formats
    doubt = next((part for part in told if len(part.formats) > 1 or part.contrary), None)
    if doubt is None:
        return propose(entry, value, "; ".join(evidence))
    return _doubt(entry, doubt, value, evidence, column)


def _doubt(entry: str, part: _Part, value, evidence: list[str], column: Column) -> Claim:
    if len(part.formats) > 1 and not part.contrary:
        question = f"{_either(part.formats)}? Both fit every cell"
        return ask(entry, question, suggestion=value, confidence=0.5, evidence="; ".join(evidence))
    against = sum(column.counts[text] for text in part.contrary)
    text = part.contrary[0]
    said = (f"{counted(against, 'cell')} written otherwise, first {text} in line "
            f"{column.lines[text]}")  # fmt: skip
    if len(part.formats) == 1:
        evidence = [*evidence, f"{said}: rejected when read"]
        return propose(entry, value, "; ".join(evidence), confidence=0.9)
    question = f"{_either(part.formats)}? {said}: the column mixes two orders"
    return ask(entry, question, suggestion=value, confidence=0.3, evidence="; ".join(evidence))


def _either(forms: list[str]) -> str:
    return " or ".join(f'"{form}" ({_name(form)})' for form in forms)


def _ruling(order: str, text: str, column: Column) -> str:
    return f"{text} in line {column.lines[text]} rules out {order}"


def _name(form: str) -> str:
    """Return what a format is called in a sentence: by its order of day, month and year."""
    first = next(part for part in re.findall(r"%[YymdbB]", form))
    return {"%d": "day first", "%m": "month first", "%b": "month first", "%B": "month first"}.get(
        first, "year first"
    )
