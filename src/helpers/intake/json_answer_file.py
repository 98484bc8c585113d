"""JSON as an API answers: a whole answer with its list of objects, several, or bare objects."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.intake.contents import decoded
from helpers.intake.json_lines_file import as_texts, parsed
from helpers.intake.text_table import (
    Rejects,
    TextTable,
    checked_header,
    no_rejects,
    on_lines,
)
from helpers.workspace.errors import InputError
from helpers.workspace.source import SourceFile

GOOD_CODES = ("", "0")


def read_json_answer(
    path: Path, declared: SourceFile, name: str, needed: tuple[str, ...]
) -> TextTable:
    """Return the objects of a JSON file as a table of text; see `files.read_text`.

    The file may be one answer (``{"errorCode": 0, "data": {"dataList": [...]}}``), a list, one
    answer a line, or one object a line. Where lines are not objects, objects are counted.

    Raises
    ------
    InputError
        If an answer tells of an error, or nothing in the file is an object.
    """
    rejects, records, lines = no_rejects(), [], []
    for line, told in _objects(decoded(path, declared.encoding, name), rejects, name):
        try:
            records.append(as_texts(told))
            lines.append(line)
        except ValueError:
            rejects.add(line, "not_an_object", None, str(told))
    if not records:
        raise InputError(f"{name}: nothing in it is a JSON object: was it cut off? Pull it again")
    frame = pd.DataFrame(records).fillna("").astype("str")
    frame = frame.set_axis(checked_header(list(frame), [], needed, name), axis="columns")
    return TextTable(on_lines(frame, lines), rejects)


def _objects(text: str, rejects: Rejects, name: str) -> Iterator[tuple[int, Any]]:
    """Yield each object with its line, or with its number where a line holds several."""
    try:
        pages = [(1, parsed(text))]
    except (ValueError, RecursionError):
        pages = list(_lines(text, rejects))
    listed = [(line, _listed(page, name)) for line, page in pages]
    if all(found is None for _, found in listed):
        yield from pages
        return
    every = [
        told for (_, page), (_, found) in zip(pages, listed, strict=True)
        for told in ([page] if found is None else found)
    ]  # fmt: skip
    yield from enumerate(every, start=1 + max(rejects.lines, default=0))


def _lines(text: str, rejects: Rejects) -> Iterator[tuple[int, Any]]:
    for line, part in enumerate(text.split("\n"), start=1):
        if part.strip():
            try:
                yield line, parsed(part)
            except (ValueError, RecursionError):
                rejects.add(line, "not_json", None, part)


def _listed(page: Any, name: str) -> list | None:
    """Return the objects that a page lists; None where the page is itself one object.

    Raises
    ------
    InputError
        If the page tells of an error instead: names its code, as the words may name somebody.
    """
    if isinstance(page, list):
        return page
    if not isinstance(page, dict):
        return None
    if str(page.get("errorCode", "")) not in GOOD_CODES:
        raise InputError(
            f"{name}: the API answered with error {page['errorCode']} and not with data: mend "
            "its cause at the source, and pull again"
        )
    data = page.get("data", page)
    found = data.get("dataList") if isinstance(data, dict) else None
    return [] if found is None and "errorCode" in page else found
