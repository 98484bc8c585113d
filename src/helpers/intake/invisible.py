"""Marks that nobody sees: removed from every cell, and counted.

NUL, zero-width and direction marks come in with copied web text and bad exports; two
equal ids of which one holds such a mark are not equal. Joiners stay where they do
join: within an emoji, or in a script whose letters they shape.
"""

import re

import pandas as pd

from helpers.intake.coded import Coded, spread

# NUL, zero-width space, word joiner, byte order mark; marks and embeddings of direction.
UNSEEN = "\0\u200b\u2060\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
JOINERS = "\u200c\u200d"
JOINED = "[^\0-\x7f\u3400-\u9fff]"  # neither plain Latin nor Chinese
MARK = re.compile(f"[{UNSEEN}]")
IDLE_JOINER = re.compile(f"(?<!{JOINED})[{JOINERS}]|[{JOINERS}](?!{JOINED})")


def visible(text: str) -> str:
    """Return a text without invisible marks.

    Examples
    --------
    >>> visible("A\u200b7"), visible("\U0001f469\u200d\U0001f680") == "\U0001f469\u200d\U0001f680"
    ('A7', True)
    """
    return IDLE_JOINER.sub("", MARK.sub("", text))


def may_have_marks(texts: pd.Series) -> pd.Series:
    """Return which texts have a mark or a joiner in them."""
    return texts.str.contains(f"[{UNSEEN}{JOINERS}]", regex=True)


def cleaned(column: Coded) -> tuple[Coded, int]:
    """Return a column without marks, and how many it lost on all its rows."""
    suspect = may_have_marks(column.texts)
    if not suspect.any():
        return column, 0
    clean = column.texts.mask(suspect, column.texts[suspect].map(visible))
    lost = (column.texts.str.len() - clean.str.len()).to_numpy(dtype="int64")
    count = int(spread(lost, column.codes, missing=0).sum())
    return column.each(lambda texts: clean), count
