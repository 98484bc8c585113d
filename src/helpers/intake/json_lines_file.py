"""JSON lines: one object per line, its values as text."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.intake.contents import decoded
from helpers.intake.text_table import (
    TextTable,
    cell_text,
    checked_header,
    no_rejects,
    on_lines,
)
from helpers.workspace.errors import InputError
from helpers.workspace.source import SourceFile


def read_json_lines(
    path: Path,
    declared: SourceFile,
    name: str,
    needed: tuple[str, ...],
    *,
    cells: Callable[[Any], dict[str, str]] | None = None,
) -> TextTable:
    """Return JSON lines as a table of text; see `files.read_text`.

    Numbers stay as they are written, so that long ids keep all their digits. What an
    object's cells are, `as_texts` says, unless another such function is given.
    """
    cells = cells or as_texts
    rejects, records, lines = no_rejects(), [], []
    for line, text in enumerate(decoded(path, declared.encoding, name).split("\n"), start=1):
        if not text.strip():
            continue
        try:
            records.append(cells(parsed(text)))
            lines.append(line)
        except (ValueError, RecursionError):
            rejects.add(line, "not_json", None, text)
    if not records:
        raise InputError(f"{name}: no line is a JSON object: is it JSON lines?")
    frame = pd.DataFrame(records).fillna("").astype("str")
    frame = frame.set_axis(checked_header(list(frame), [], needed, name), axis="columns")
    return TextTable(on_lines(frame, lines), rejects)


def parsed(text: str) -> Any:
    """Return what a JSON text tells, its numbers as they are written.

    Raises
    ------
    ValueError
        If it is no JSON; a key that stands twice, or a number that is none, is no JSON here.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("a key stands twice")
        return dict(pairs)

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is not JSON")

    return json.loads(
        text, parse_int=str, parse_float=str, parse_constant=refuse, object_pairs_hook=once
    )


def as_texts(told: Any) -> dict[str, str]:
    """Return an object's values as text, nested ones as JSON.

    Raises
    ------
    ValueError
        If it is no object.
    """
    if not isinstance(told, dict):
        raise ValueError("not an object")
    return {key: _text(value) for key, value in told.items()}


def _text(value: Any) -> str:
    nested = isinstance(value, dict | list)
    return json.dumps(value, ensure_ascii=False) if nested else cell_text(value)
