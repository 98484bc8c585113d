"""Columns of text, made whole columns at a time."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Text = pa.StringArray


def lookup(values: Sequence[str], positions: np.ndarray) -> Text:
    """Return the value at each position.

    Examples
    --------
    >>> lookup(["no", "yes"], np.array([1, 0])).to_pylist()
    ['yes', 'no']
    """
    return pa.array(values, pa.string()).take(pa.array(positions))


def yes_no(answers: np.ndarray) -> Text:
    """Return "yes" where true, "no" elsewhere."""
    return lookup(["no", "yes"], answers.astype(np.int8))


def number(values: np.ndarray, *, width: int = 0) -> Text:
    """Return whole numbers as text, filled with zeros up to a width."""
    text = pa.array(values).cast(pa.string())
    return pc.ascii_lpad(text, width, "0") if width else text


def join(*parts: Text | str) -> Text:
    """Return the parts of each row side by side; a plain text stands in every row."""
    return pc.binary_join_element_wise(*parts, "")


def choose(mask: np.ndarray, then: Text | str, otherwise: Text | str) -> Text:
    """Return one text where the mask holds, another elsewhere."""
    return pc.if_else(pa.array(mask), then, otherwise)


def money(cents: np.ndarray, *, thousands: np.ndarray | None = None) -> Text:
    """Return amounts with two decimals, in quotes and with a comma at the thousand where asked.

    Examples
    --------
    >>> money(np.array([123450, 900]), thousands=np.array([True, True])).to_pylist()
    ['"1,234.50"', '9.00']
    """
    whole, rest = np.divmod(cents, 100)
    rest = number(rest, width=2)
    plain = join(number(whole), ".", rest)
    if thousands is None or not thousands.any():
        return plain
    parted = join('"', number(whole // 1000), ",", number(whole % 1000, width=3), ".", rest, '"')
    return choose(thousands & (whole >= 1000), parted, plain)


def quoted(text: Text) -> Text:
    """Return cells of a CSV file: in quotes where they hold a comma or a quote."""
    inside = pc.replace_substring(text, '"', '""')
    return pc.if_else(pc.match_substring_regex(text, '[",]'), join('"', inside, '"'), text)


def upper(text: Text) -> Text:
    """Return the text in capitals."""
    return pc.utf8_upper(text)


def lower(text: Text) -> Text:
    """Return the text in small letters."""
    return pc.utf8_lower(text)


def filled(text: Text) -> np.ndarray:
    """Return which rows are not empty."""
    return pc.not_equal(text, "").to_numpy(zero_copy_only=False)


def full_width(text: Text) -> Text:
    """Return the text with full-width digits.

    Examples
    --------
    >>> full_width(pa.array(["138"])).to_pylist()
    ['１３８']
    """
    for digit in "0123456789":
        text = pc.replace_substring(text, digit, chr(ord(digit) + 0xFEE0))
    return text


def content(text: Text) -> memoryview:
    """Return all rows' bytes, one after the other."""
    _, ends, data = text.buffers()
    ends = np.frombuffer(ends, dtype=np.int32)[text.offset : text.offset + len(text) + 1]
    return memoryview(data)[ends[0] : ends[-1]]
