"""What goes from a file: the lines, the columns that stay on them, and the words."""

import re
from collections.abc import Collection
from typing import NamedTuple

PHONE = re.compile(r"\+?\d{7,}")
BETWEEN = r"[ ().-]{0,2}"  # digits of one phone


class Going(NamedTuple):
    """What goes from one file: the lines, the columns that stay on them, and the words."""

    lines: Collection[int]
    kept: frozenset[str]
    words: re.Pattern | None


def words_pattern(values: Collection[str]) -> re.Pattern | None:
    """Return a pattern that finds values as wholes, not as parts of longer ones; None for none.

    Examples
    --------
    >>> found = words_pattern(["anna@example.org", "+8613800000001"])
    >>> found.sub("", "joanna@example.org, Anna@example.org, 008613800000001 +86138000000012")
    'joanna@example.org, , 008613800000001 +86138000000012'
    """
    if not values:
        return None
    some = "|".join(_whole(value) for value in sorted(values, key=lambda v: (-len(v), v)))
    return re.compile(some, re.IGNORECASE)


def spread(value: str) -> str:
    """Return a plain pattern of a value, wherever it stands: of a phone, in any groups of digits.

    Examples
    --------
    >>> bool(re.search(spread("+8613800138000"), "her number is 0086 138-0013-8000"))
    True
    """
    if PHONE.fullmatch(value):
        return BETWEEN.join(value.lstrip("+"))
    return re.escape(value)


def _whole(value: str) -> str:
    if PHONE.fullmatch(value):  # in whichever groups its digits stand
        digits = spread(value)
        lead = r"(?<![A-Za-z0-9+])\+?" if value[0] == "+" else r"(?<![A-Za-z0-9+])"
        return lead + digits + r"(?![A-Za-z0-9])"
    ascii_ends = value[0].isascii(), value[-1].isascii()
    before = r"(?<![A-Za-z0-9._%+-])" if ascii_ends[0] else ""
    after = r"(?![A-Za-z0-9_-])(?!\.[A-Za-z0-9])" if ascii_ends[1] else ""
    return before + re.escape(value) + after
