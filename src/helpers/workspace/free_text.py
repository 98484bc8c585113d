"""Words that people wrote: what would name somebody in them is masked when they are read."""

import re

import pandas as pd

# In this order: an address of the web holds dots and digits that later patterns would cut up.
PATTERNS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), "[link]"),
    (re.compile(r"(?<!\w)@[\w.-]{2,}"), "[name]"),
    (re.compile(r"\b\d{6}(?:18|19|20)\d{9}[\dXx]\b"), "[number]"),  # a Chinese identity number
    (re.compile(r"(?<![\w#])\+?\d(?:[ ().-]{0,2}\d){6,}(?!\w)"), "[number]"),
)


def without_personal(texts: pd.Series) -> pd.Series:
    """Return texts in which e-mails, links, handles and long numbers are replaced by a word.

    Numbers of seven digits or more may be phones, accounts or identities; an
    order's number behind a ``#`` stays. Names are not found: free text stays out
    of reports unless a chapter shows it on purpose.

    Examples
    --------
    >>> without_personal(pd.Series(["call 138 1234 5678", "order #1234567 late"])).tolist()
    ['call [number]', 'order #1234567 late']
    """
    place, distinct = pd.factorize(texts)
    masked = [_masked(text) for text in distinct]
    found = pd.Series(pd.array(masked, dtype="str").take(place, allow_fill=True))
    return found.set_axis(texts.index)


def _masked(text: str) -> str:
    for pattern, word in PATTERNS:
        text = pattern.sub(word, text)
    return text
