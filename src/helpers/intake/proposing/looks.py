"""What the cells of a column look like: an e-mail, a phone, a date, an amount, an id."""

import re
import unicodedata

from helpers.intake.people import EMAIL
from helpers.intake.proposing.columns import Column
from helpers.intake.proposing.dates import Dates
from helpers.intake.proposing.decimals import digits_of

LOOKED_AT = 2_000  # distinct cells are enough to tell what a column holds
MOST = 0.8  # share of its cells that must look alike
FLAGS = frozenset("yes no true false 0 1 y n t f 是 否".split())
PATTERNS = {
    "email": EMAIL,
    "phone": r"'?\+?\(?\d[\d\s()-]{5,18}\d|(?:\d{2}\.){3,5}\d{2}",
    "integer": r"[-+]?\d{1,9}(?:\.0+)?",
    "code": r"[^\W_]*\d[\w./:#'-]*|#?[\w./:#'-]*\d[\w./:#'-]*",
    "url": r"https?://\S+",
}
LONGEST_HEADER = 80


def looks_of(column: Column, dates: Dates | None) -> dict[str, float]:
    """Return, for each thing that cells can look like, the share of cells that do.

    ``id`` is the share of codes, times the share of cells that no other cell
    equals; ``text`` is the share of cells of several words.
    """
    texts = [
        unicodedata.normalize("NFKC", text) for text, _ in column.counts.most_common(LOOKED_AT)
    ]
    if not texts:
        return {}
    found = {kind: _share(texts, pattern) for kind, pattern in PATTERNS.items()}
    found["amount"] = sum(digits_of(text) is not None for text in texts) / len(texts)
    found["flag"] = sum(text.casefold() in FLAGS for text in texts) / len(texts)
    found["date"] = 1.0 if dates else 0.0
    found["text"] = sum(" " in text or _is_chinese(text) for text in texts) / len(texts)
    found["word"] = 1 - max(found["amount"], found["email"], found["date"], found["url"])
    found["distinct"] = len(column.counts) / column.filled
    found["id"] = found["code"] * found["distinct"]
    return {kind: round(share, 3) for kind, share in found.items()}


def may_be_header(cells: list[str]) -> bool:
    """Return whether a row may name columns: none of its cells is a value or stands twice."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and len(set(filled)) == len(filled) and not any(map(_is_value, filled))


def _is_value(cell: str) -> bool:
    number = digits_of(cell) is not None
    shaped = re.fullmatch(PATTERNS["email"], cell) or re.fullmatch(r"\d[\d/.:-]{5,}.*", cell)
    return number or bool(shaped) or len(cell) > LONGEST_HEADER


def _share(texts: list[str], pattern: str) -> float:
    matching = re.compile(pattern)
    return sum(bool(matching.fullmatch(text)) for text in texts) / len(texts)


def _is_chinese(text: str) -> bool:
    return bool(re.search(r"[\u3400-\u9fff]{5,}", text))
