"""From text to values: amounts, pieces, yes and no. What does not fit becomes missing."""

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.intake.coded import Coded, coded

FOURTH = Decimal("0.0001")
TICKS = 10_000  # money is whole ten-thousandths while it is read, so that sums are exact


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
