"""What headers mean: words in English and Chinese, compared without case, signs and units."""

import difflib
import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

NEAR = 0.85
LISTS = ("generic", "never", "no_goods", "tells")  # of synonyms.toml, words that are no headers
EXACT, REORDERED, WITHIN = 1.0, 0.95, 0.75


@cache
def synonyms() -> dict[str, dict[str, list[str]]]:
    """Return the usual headers: by table and column, and some lists of words."""
    path = Path(__file__).with_name("synonyms.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def plain_words(header: str) -> str:
    """Return a header in lower case, its words parted by one space.

    Examples
    --------
    >>> plain_words("Customer_ID"), plain_words("InvoiceDate"), plain_words("E-mail（邮箱）")
    ('customer id', 'invoice date', 'e mail 邮箱')
    """
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z])(?=\d)", " ", text)
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def likeness(header: str, words: list[str]) -> float:
    """Return how surely a header means one of these words, from 0 to 1.

    Examples
    --------
    >>> likeness("Quantity", ["qty", "quantity"]), likeness("Id of customer", ["customer id"])
    (1.0, 0.75)
    """
    told = plain_words(header)
    if set(told.split()) & set(synonyms()["never"]["words"]):
        return 0.0
    return max((_likeness(told, word) for word in words), default=0.0)


@cache
def is_known_word(header: str) -> bool:
    """Return whether a header is a usual one."""
    told = plain_words(header)
    return any(
        _likeness(told, word) >= REORDERED
        for name, columns in synonyms().items() if name not in LISTS
        for words in columns.values() for word in words
    )  # fmt: skip


def _near(told: str, word: str) -> float:
    """Return how alike two texts are; nothing where a look shows that they are not."""
    matcher = difflib.SequenceMatcher(None, told, word)
    alike = matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR
    return matcher.ratio() if alike else 0.0


@cache
def _likeness(told: str, word: str) -> float:
    if told == word or told.replace(" ", "") == word.replace(" ", ""):
        return EXACT
    said, wanted = set(told.split()), set(word.split())
    if said == wanted:
        return REORDERED
    if word.isascii():
        if wanted <= said and word not in synonyms()["generic"]["words"]:
            return WITHIN
        near = _near(told, word) if len(word) > 4 else 0.0
        return near * 0.9 if near >= NEAR else 0.0
    return WITHIN if len(word) > 1 and word in told else 0.0
