"""Words that people wrote: what would name somebody in them is masked when they are read."""

import re

import pandas as pd

# Chinese has no spaces: a number ends where the next sign is no letter of a code, and an
# address where Chinese begins. In this order: an address of the web holds dots and digits
# that later patterns would cut up.
HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uff1f"
BEFORE, AFTER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
DAY = r"\d{4}-\d{2}-\d{2}(?!\d)"
PATTERNS = (
    (re.compile(rf"[^\s@,;:()<>{HAN}]+[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), "[e-mail]"),
    (re.compile(rf"(?:https?://|www\.)[^\s{HAN}]+", re.IGNORECASE), "[link]"),
    (re.compile(rf"{BEFORE}[@＠][\w.-]{{2,}}"), "[name]"),
    # A Chinese identity number.
    (re.compile(rf"{BEFORE}\d{{6}}(?:18|19|20)\d{{9}}[\dXx]{AFTER}"), "[number]"),
    (re.compile(rf"(?<![A-Za-z0-9#])(?!{DAY})\+?\d(?:[ ().-]{{0,2}}\d){{6,}}{AFTER}"), "[number]"),
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
