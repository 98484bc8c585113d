"""From text to values: dates, amounts, pieces, yes and no. What does not fit becomes missing."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.workspace.errors import InputError

TICKS = 10_000  # money is whole ten-thousandths while it is read, so that sums are exact
ZONE = r"\s*(?:Z|UTC|[+-]\d{2}:?\d{2})$"
CANDIDATE_FORMATS = (
    "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y/%m/%d",
    "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y",
    "%Y%m%d", "%b %d, %Y",
)  # fmt: skip


class Moments(NamedTuple):
    """Read dates: the moment in UTC, and the business day as the source wrote it."""

    at: pd.Series
    day: pd.Series


def read_moments(texts: pd.Series, formats: list[str], time_zone: str) -> Moments:
    """Return moments and business days; what fits none of the formats is NaT.

    Parameters
    ----------
    texts : Series of str
        Dates as written.
    formats : list of str
        ``strptime`` formats, tried in order. With ``%z`` the text's own offset
        gives the moment, and the day stays the one written.
    time_zone : str
        The zone of texts without an offset, such as ``Europe/London``.
    """
    written = pd.Series(texts.str.strip().unique(), dtype="str")
    local = pd.Series(pd.NaT, index=written.index, dtype="datetime64[us]")
    at = pd.Series(pd.NaT, index=written.index, dtype="datetime64[us, UTC]")
    for form in formats:
        todo = local.isna() & written.ne("")
        found_local, found_at = _one_format(written[todo], form, time_zone)
        local[todo], at[todo] = found_local, found_at
    place = pd.Series(written.index, index=written).loc[texts.str.strip()].to_numpy()
    days = local.dt.normalize()
    return Moments(
        at.take(place).set_axis(texts.index), days.take(place).set_axis(texts.index)
    )


def _one_format(written: pd.Series, form: str, time_zone: str) -> tuple[pd.Series, pd.Series]:
    if "%z" not in form:
        local = pd.to_datetime(written, format=form, errors="coerce").astype("datetime64[us]")
        zoned = local.dt.tz_localize(time_zone, ambiguous=np.ones(len(local), dtype=bool),
                                     nonexistent="shift_forward")
        return local, zoned.dt.tz_convert("UTC")
    has_zone = written.str.contains(ZONE, regex=True)
    bare = written.where(has_zone).str.replace(ZONE, "", regex=True)
    local = pd.to_datetime(bare, format=form.replace("%z", "").strip(), errors="coerce")
    local = local.astype("datetime64[us]")
    digits = written.str.extract(r"([+-])(\d{2}):?(\d{2})$")
    minutes = digits[1].astype("float") * 60 + digits[2].astype("float")
    offset = pd.to_timedelta((minutes * np.where(digits[0].eq("-"), -1, 1)).fillna(0), unit="min")
    return local, (local - offset).astype("datetime64[us]").dt.tz_localize("UTC")


def need_formats(texts: pd.Series, formats: list[str] | None, column: str, name: str) -> list[str]:
    """Return the declared formats of a date column, refusing to guess.

    Raises
    ------
    InputError
        If none is declared: names those that every value would fit, and what to write.
    """
    if formats:
        return formats
    some = texts[texts.str.strip().ne("")].drop_duplicates().head(1000)
    fitting = [
        form for form in CANDIDATE_FORMATS
        if len(some) and read_moments(some, [form], "UTC").day.notna().all()
    ]
    which = " and ".join(f'"{form}"' for form in fitting) or "no usual format"
    doubt = ": it is ambiguous, so ask its source which is meant" if len(fitting) > 1 else ""
    raise InputError(
        f"{name}: no date format is declared for column {column!r}. Its values fit {which}{doubt}. "
        f'Write in source.toml, for this file: date_format = {{ "{column}" = "..." }}'
    )


def read_money(texts: pd.Series, decimal: str) -> pd.Series:
    """Return amounts in ten-thousandths as Int64; what is no amount is missing.

    A currency sign, spaces and full-width digits are allowed, thousands
    separators only in groups of three, or of two and a last three as in India.
    """
    written = pd.Series(texts.unique(), dtype="str")
    plain = written.str.normalize("NFKC").str.replace(r"^\s*([-+]?)\s*[¥£$€]?\s*", r"\1", regex=True)
    plain = plain.str.strip()
    group = "." if decimal == "," else ","
    grouped = rf"^[-+]?\d{{1,3}}(?:{re.escape(group)}\d{{2,3}})*{re.escape(group)}\d{{3}}(?=\D|$)"
    plain = plain.mask(plain.str.contains(grouped, regex=True), plain.str.replace(group, ""))
    plain = plain.str.replace(decimal, ".") if decimal == "," else plain
    fits = plain.str.fullmatch(r"[-+]?\d{1,12}(\.\d{1,4}0*)?")
    found = {text: _ticks(value) for text, value in zip(written[fits], plain[fits], strict=True)}
    return texts.map(found).astype("Int64")


def _ticks(text: str) -> int:
    """Return a decimal text as whole ten-thousandths, exactly."""
    whole, _, rest = text.partition(".")
    size = int(whole.lstrip("+-")) * TICKS + int((rest + "0000")[:4])
    return -size if text.startswith("-") else size


def read_pieces(texts: pd.Series) -> pd.Series:
    """Return whole numbers as Int64; what is no whole number is missing."""
    written = pd.Series(texts.unique(), dtype="str")
    plain = written.str.normalize("NFKC").str.strip().str.replace(r"\.0+$", "", regex=True)
    fits = plain.str.fullmatch(r"[-+]?\d{1,9}")
    found = dict(zip(written[fits], plain[fits].map(int), strict=True))
    return texts.map(found).astype("Int64")


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
    """Return ten-thousandths as Arrow decimals with four places, exactly."""
    whole = ticks.to_numpy(dtype="int64")
    halves = np.stack([whole, whole >> 63], axis=1)  # little-endian 128 bits with sign
    buffer = pa.py_buffer(np.ascontiguousarray(halves))
    return pa.Array.from_buffers(pa.decimal128(18, 4), len(whole), [None, buffer])


def share_out(total: pd.Series, weights: pd.Series, group: Iterable) -> pd.Series:
    """Return each group's total shared out by weight in whole ticks that add up exactly.

    Parameters
    ----------
    total : Series of int
        The group's total, repeated on each of its rows.
    weights : Series of int
        At least zero; a group whose weights are all zero shares equally.
    group : array-like
        The group of each row.

    Returns
    -------
    Series of int
        Shares by largest remainder, ties by row order.
    """
    group = np.asarray(group)
    weights = weights.astype("float64").clip(lower=0)
    whole = weights.groupby(group).transform("sum")
    size = weights.groupby(group).transform("size")
    exact = total.astype("float64") * np.where(whole > 0, weights / whole.where(whole > 0, 1), 1 / size)
    floor = np.floor(exact).astype("int64")
    left = total.astype("int64") - floor.groupby(group).transform("sum")
    order = (floor - exact).groupby(group).rank(method="first")
    return floor + (order <= left).astype("int64")
