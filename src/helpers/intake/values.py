"""From text to values: dates, amounts, pieces, yes and no. What does not fit becomes missing."""

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.intake.coded import Coded, coded
from helpers.workspace.errors import InputError

FOURTH = Decimal("0.0001")
TICKS = 10_000  # money is whole ten-thousandths while it is read, so that sums are exact
ZONE = r"(?:Z|UTC|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])$"
ZONE_CHARACTERS = 6  # of the longest zone, as in +08:00
CANDIDATE_FORMATS = (
    "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y/%m/%d",
    "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y",
    "%Y%m%d", "%b %d, %Y",
)  # fmt: skip


class Moments(NamedTuple):
    """Read dates: the moment in UTC, and the business day as the source wrote it."""

    at: pd.Series
    day: pd.Series


def read_moments(texts: pd.Series | Coded, formats: list[str], time_zone: str) -> Moments:
    """Return moments and business days; what fits none of the formats is NaT.

    Parameters
    ----------
    texts : Series of str, or Coded
        Dates as written.
    formats : list of str
        ``strptime`` formats, tried in order. With ``%z`` the text's own offset
        gives the moment, and the day stays the one written.
    time_zone : str
        The zone of texts without an offset, such as ``Europe/London``.
    """
    column = coded(texts)
    written = column.texts.str.strip()
    local = pd.Series(pd.NaT, index=written.index, dtype="datetime64[us]")
    at = pd.Series(pd.NaT, index=written.index, dtype="datetime64[us, UTC]")
    for form in formats:
        todo = local.isna() & written.ne("")
        if todo.any():
            local[todo], at[todo] = _one_format(written[todo], form, time_zone)
    return Moments(column.on_rows(at), column.on_rows(local.dt.normalize()))


def _one_format(written: pd.Series, form: str, time_zone: str) -> tuple[pd.Series, pd.Series]:
    if "%z" not in form:
        local = _local(written, form)
        zoned = local.dt.tz_localize(time_zone, ambiguous=np.ones(len(local), dtype=bool),
                                     nonexistent="shift_forward")
        return local, zoned.dt.tz_convert("UTC")
    bare, offset = _without_zone(written)
    local = _local(bare, form.replace("%z", "").strip())
    return local, (local - offset).astype("datetime64[us]").dt.tz_localize("UTC")


def _without_zone(written: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return times without their zone (missing where there is none), and the zones' offsets.

    Few zones stand behind many times, so the zones are read by their distinct endings.
    """
    endings = coded(written.str.slice(start=-ZONE_CHARACTERS))
    zone = endings.texts.str.extract(f"({ZONE})", expand=False)
    digits = zone.str.extract(r"([+-])([0-9]{2}):?([0-9]{2})$")
    minutes = digits[1].astype("float") * 60 + digits[2].astype("float")
    minutes = (minutes * np.where(digits[0].eq("-"), -1, 1)).fillna(0)
    offset = endings.on_rows(pd.to_timedelta(minutes, unit="min"))
    length = endings.on_rows(zone.str.len().fillna(0).astype("int64"))
    bare = pd.Series(pd.NA, index=written.index, dtype="str")
    for characters in length[length > 0].unique():
        same = length == characters
        bare[same] = written[same].str.slice(stop=-characters).str.rstrip("\t\n\f\r ")
    return bare, offset


def _local(written: pd.Series, form: str) -> pd.Series:
    """Return the times that texts write; numbers that no sign parts must have all their digits."""
    local = pd.to_datetime(written, format=form, errors="coerce").astype("datetime64[us]")
    if re.search(r"%[a-zA-Z]%", form):
        local = local.where(local.dt.strftime(form).eq(written))
    return local


def need_formats(
    texts: pd.Series | Coded, formats: list[str] | None, column: str, name: str
) -> list[str]:
    """Return the declared formats of a date column, refusing to guess; an empty one needs none.

    Raises
    ------
    InputError
        If none is declared: names those that every value would fit, and what to write.
    """
    if formats:
        return formats
    told = coded(texts)
    some = told.texts[np.unique(told.codes)].str.strip()
    some = some[some.ne("")]
    if some.empty:
        return []
    fitting = [
        form for form in CANDIDATE_FORMATS if read_moments(some, [form], "UTC").day.notna().all()
    ]
    which = " and ".join(f'"{form}"' for form in fitting) or "no usual format"
    doubt = ": it is ambiguous, so ask its source which is meant" if len(fitting) > 1 else ""
    raise InputError(
        f"{name}: no date format is declared for column {column!r}. Its values fit {which}{doubt}. "
        f'Write in source.toml, for this file: date_format = {{ "{column}" = "..." }}'
    )


def read_money(texts: pd.Series | Coded, decimal: str) -> pd.Series:
    """Return amounts in ten-thousandths as Int64; what is no amount is missing.

    A currency sign, space around the number and full-width digits are allowed, brackets
    are a minus as in bookkeeping; thousands separators stand only in groups of three, or
    of two and a last three as in India. What is written in the other decimal style is no
    amount.

    Parameters
    ----------
    texts : Series of str, or Coded
        Amounts as written.
    decimal : {".", ","}
        The declared decimal sign; the other one groups.

    Examples
    --------
    >>> read_money(pd.Series(["1,234.50", "1.234,50", "1,5"], dtype="str"), ".").tolist()
    [12345000, <NA>, <NA>]
    """
    point, group = re.escape(decimal), re.escape("." if decimal == "," else ",")
    number = re.compile(
        rf"[-+]?(?:\d{{1,12}}|\d{{1,3}}(?:{group}\d{{3}}){{1,3}}|"
        rf"\d{{1,2}}(?:{group}\d{{2}}){{1,4}}{group}\d{{3}})(?:{point}\d{{1,4}}0*)?"
    )

    def ticks(written: pd.Series) -> list[int | None]:
        plain = written.str.replace(r"^\(([^-+()]+)\)$", r"-\1", regex=True)
        plain = plain.str.replace(r"^\s*([-+]?)\s*[¥£$€]?\s*", r"\1", regex=True).str.strip()
        return [_ticks(text, decimal) if number.fullmatch(text) else None for text in plain]

    return _each_once(texts, ticks)


def rounded(texts: pd.Series, decimal: str) -> pd.Series:
    """Return amounts with more than four decimals rounded to four, halves away from zero.

    Examples
    --------
    >>> rounded(pd.Series(["22358.34666667", "0.00005", "n/a"], dtype="str"), ".").tolist()
    ['22358.3467', '0.0001', 'n/a']
    """
    long = re.compile(rf"(.*\d){re.escape(decimal)}(\d{{5,}})")

    def short(text: str) -> str:
        match = long.fullmatch(text)
        if not match:
            return text
        near = Decimal(f"0.{match[2]}").quantize(FOURTH, ROUND_HALF_UP)
        whole, _, rest = str(near).partition(".")
        # A rest that rounds up to one would have to be carried: it is left as it is.
        return f"{match[1]}{decimal}{rest}" if whole == "0" else text

    place, distinct = pd.factorize(texts)
    return pd.Series([short(text) for text in distinct], dtype="str").take(place).set_axis(
        texts.index
    )


def _ticks(text: str, decimal: str) -> int:
    """Return an amount as whole ten-thousandths, exactly."""
    whole, _, rest = text.partition(decimal)
    size = int(re.sub(r"\D", "", whole)) * TICKS + int((rest + "0000")[:4])
    return -size if text.startswith("-") else size


def first_damaged(texts: pd.Series | Coded) -> int | None:
    """Return the line of the first long number that a spreadsheet has rounded, as in 1.38E+10."""
    column = coded(texts)
    if not column.texts.str.contains("+", regex=False).any():
        return None
    damaged = column.where_text(lambda cells: cells.str.fullmatch(r"\d(?:[.,]\d+)?[eE]\+\d+"))
    return damaged.idxmax() if damaged.any() else None


def read_pieces(texts: pd.Series | Coded) -> pd.Series:
    """Return whole numbers as Int64; what is no whole number is missing."""
    number = re.compile(r"([-+]?\d{1,9})(?:\.0+)?")

    def pieces(written: pd.Series) -> list[int | None]:
        found = [number.fullmatch(text) for text in written]
        return [int(match[1]) if match else None for match in found]

    return _each_once(texts, pieces)


def read_numbers(texts: pd.Series | Coded, decimal: str) -> pd.Series:
    """Return numbers as Float64; what is no finite number is missing, a percent sign is dropped.

    Parameters
    ----------
    texts : Series of str
        Numbers as written, the other sign grouping thousands in threes.
    decimal : {".", ","}
        The decimal sign.
    """
    group = re.escape("." if decimal == "," else ",")
    number = re.compile(
        rf"[-+]?(?:\d{{1,15}}|\d{{1,3}}(?:{group}\d{{3}}){{1,4}})(?:{re.escape(decimal)}\d+)?\s*%?"
    )

    def numbers(written: pd.Series) -> list[float | None]:
        return [_number(text, decimal) if number.fullmatch(text) else None for text in written]

    return _each_once(texts, numbers, "Float64")


def _number(text: str, decimal: str) -> float:
    whole, _, rest = text.rstrip("% ").partition(decimal)
    return float(re.sub(r"[^\d+-]", "", whole) + "." + (rest or "0"))


def _each_once(
    texts: pd.Series | Coded, read: Callable[[pd.Series], list], kind: str = "Int64"
) -> pd.Series:
    """Return a column read to numbers, each distinct text (in plain characters) once."""
    column = coded(texts)
    plain = column.texts.str.normalize("NFKC").str.strip()
    return column.on_rows(pd.Series(read(plain), dtype=kind))


def read_flags(texts: pd.Series) -> pd.Series:
    """Return yes and no as boolean; anything else is missing."""
    words = {"yes": True, "true": True, "1": True, "是": True,
             "no": False, "false": False, "0": False, "否": False}  # fmt: skip
    return texts.str.strip().str.lower().map(words).astype("boolean")


def or_missing(texts: pd.Series) -> pd.Series:
    """Return texts without space around them, an empty one as missing."""
    stripped = texts.str.strip()
    return stripped.mask(stripped.eq(""))


def as_decimal(ticks: pd.Series) -> pa.Array:
    """Return ten-thousandths as Arrow decimals with four places, exactly; missing stays missing.

    A decimal of 64 bits is the whole number itself: nothing is copied or converted.
    """
    whole = pa.array(ticks, type=pa.int64(), from_pandas=True)
    return pa.Array.from_buffers(pa.decimal64(18, 4), len(whole), whole.buffers(),
                                 offset=whole.offset)  # fmt: skip


def share_out(total: pd.Series, weights: pd.Series, group: Iterable) -> pd.Series:
    """Return each group's total shared out by weight in whole ticks that add up exactly.

    Parameters
    ----------
    total : Series of int
        The group's total, repeated on each of its rows.
    weights : Series of int
        A negative one counts as zero; a group whose weights are all zero shares equally.
    group : array-like
        The group of each row.

    Returns
    -------
    Series of int
        Shares by largest remainder, ties by row order.

    Examples
    --------
    >>> share_out(pd.Series([100, 100, 100]), pd.Series([1, 1, 1]), [0, 0, 0]).tolist()
    [34, 33, 33]
    """
    group = np.asarray(group)
    total, weights = total.astype("int64"), weights.astype("int64").clip(lower=0)
    none = weights.groupby(group).transform("sum").eq(0)
    weights = weights.mask(none, 1)
    whole = weights.groupby(group).transform("sum")
    # Whole numbers of any size: a product of two amounts does not fit into 64 bits.
    parts = [divmod(t * w, s) for t, w, s in zip(total.tolist(), weights.tolist(), whole.tolist(),
                                                 strict=True)]  # fmt: skip
    floor = pd.Series([part for part, _ in parts], index=total.index, dtype="int64")
    rest = pd.Series([rest for _, rest in parts], index=total.index, dtype="int64")
    left = total - floor.groupby(group).transform("sum")
    order = (-rest).groupby(group).rank(method="first")
    return floor + (order <= left).astype("int64")
