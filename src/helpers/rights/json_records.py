"""Taking a person out of JSON: lines of objects, or the whole answer of an API."""

import json
import re
from typing import Any

from helpers.intake import erasing
from helpers.rights.going import Going

AS_WRITTEN = "\0"  # leads the digits of a number, which a float might change


def json_lines(text: str, going: Going) -> str:
    """Return JSON lines, or one whole JSON text, without what goes."""
    try:
        whole = _read(text)
    except (ValueError, RecursionError):
        return "\n".join(_json_line(line, part, going)
                         for line, part in enumerate(text.split("\n"), start=1))  # fmt: skip
    if isinstance(whole, dict) and "\n" not in text.strip() and not _lists(whole):
        return _json_line(1, text, going)
    for number, (holder, place) in enumerate(_lists(whole) or [([whole], 0)], start=1):
        if number in going.lines:
            holder[place] = kept_of(holder[place], going.kept) if going.kept else None
    for holder in {id(held): held for held, _ in _lists(whole)}.values():
        holder[:] = [item for item in holder if item is not None]
    return _dumped(without_words(whole, going.words))


def _lists(told: Any) -> list[tuple[list, int]]:
    """Return the place of each object of an API's answer, in order."""
    pages = told if isinstance(told, list) else [told]
    found: list[tuple[list, int]] = []
    for page in pages:
        data = page.get("data", page) if isinstance(page, dict) else None
        listed = data.get("dataList") if isinstance(data, dict) else None
        if isinstance(listed, list):
            found += [(listed, place) for place in range(len(listed))]
    if not found and isinstance(told, list):
        found = [(told, place) for place in range(len(told))]
    return found


def _json_line(line: int, part: str, going: Going) -> str:
    gone = line in going.lines
    if gone and not going.kept:
        return ""
    touched = gone or (going.words and going.words.search(part) or "\\u" in part)
    if not touched:
        return part
    try:
        told = _read(part)
    except (ValueError, RecursionError):
        return "" if gone else going.words.sub("", part) if going.words else part
    return _dumped(without_words(kept_of(told, going.kept) if gone else told, going.words))


def _read(text: str) -> Any:
    """Return what JSON says, numbers with a fraction as they are written."""
    return json.loads(text, parse_float=lambda digits: f"{AS_WRITTEN}{digits}")


def _dumped(told: Any) -> str:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return re.sub(r'"\\u0000([^"]*)"', r"\1", text)


def kept_of(told: Any, kept: frozenset[str], lead: str = "") -> Any:
    """Return an object with the values that stay; those within it have dotted names."""
    if not isinstance(told, dict):
        return told
    found = {}
    for name, value in told.items():
        if isinstance(value, dict):
            inner = kept_of(value, kept, f"{lead}{name}.")
            found |= {name: inner} if inner else {}
        elif f"{lead}{name}" in kept:
            found[name] = erasing.kept_inside(value)
    return found


def without_words(told: Any, words: re.Pattern | None) -> Any:
    if words is None:
        return told
    if isinstance(told, dict):
        return {name: without_words(value, words) for name, value in told.items()}
    if isinstance(told, list):
        return [without_words(value, words) for value in told]
    return words.sub("", told) if isinstance(told, str) else told
