"""Objects within objects, as APIs answer: flat cells under dotted names, and lists item by item."""

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.intake.json_lines_file import as_texts, parsed, read_json_lines
from helpers.intake.text_table import TextTable, on_lines
from helpers.workspace.source import SourceFile


class Items(NamedTuple):
    """The items of a column of lists.

    `frame` has one row per item: its cells, and the row that the item belongs to as its
    index. `broken` are the rows whose cell is no list of objects.
    """

    frame: pd.DataFrame
    broken: list[int]


def open_nested(path: Path, declared: SourceFile, name: str, needed: tuple[str, ...]) -> TextTable:
    """Return JSON lines as a table of text, objects within objects as columns of their own.

    `files.read_text` says what is refused; `flat` what the columns are called.
    """
    return read_json_lines(path, declared, name, needed, cells=flat)


def flat(told: Any) -> dict[str, str]:
    """Return an object's values as text; of an object within it, under dotted names.

    Lists stay JSON.

    Raises
    ------
    ValueError
        If it is no object, or two of its values would have one name.

    Examples
    --------
    >>> flat({"id": "7", "Owner": {"id": "9", "tags": ["a"]}})
    {'id': '7', 'Owner.id': '9', 'Owner.tags': '["a"]'}
    """
    cells = as_texts(told)
    for name, value in told.items():
        if isinstance(value, dict):
            del cells[name]
            inner = {f"{name}.{key}": text for key, text in flat(value).items()}
            if inner.keys() & cells.keys():
                raise ValueError("a key stands twice")
            cells |= inner
    return cells


def items(frame: pd.DataFrame, column: str, names: tuple[str, ...]) -> Items:
    """Return the items of a column of lists, in order; a row with an empty list has none.

    Parameters
    ----------
    frame : DataFrame of str
        The table; without the column, no row has items.
    column : str
        The column of lists, as JSON.
    names : tuple of str
        Cells that each item has, empty where it lacks them.
    """
    found, rows, broken = [], [], []
    for row, text in frame[column].items() if column in frame else ():
        try:
            cells = [flat(item) for item in _listed(text)]
        except (ValueError, RecursionError):
            broken.append(row)
            continue
        found += cells
        rows += [row] * len(cells)
    table = pd.DataFrame(found, columns=None if found else list(names)).fillna("").astype("str")
    for name in names:
        if name not in table:
            table[name] = ""
    return Items(on_lines(table, rows), broken)


def _listed(text: str) -> list:
    told = parsed(text) if text.strip() else []
    if not isinstance(told, list):
        raise ValueError("not a list")
    return told
