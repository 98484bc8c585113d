"""What analysts decided, kept for good: one CSV file per kind in data/decisions/<company>."""

import csv
import os
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.workspace import paths
from helpers.workspace.contracts import Contract
from helpers.workspace.errors import InputError, UsageError
from helpers.workspace.free_text import without_personal

AREA = "decisions"
WORDS = {"yes": True, "no": False}
WHO = 30  # letters: a role or initials are shorter than this


def read_decisions(company: str, contract: Contract) -> pd.DataFrame:
    """Return the decisions of a kind, in the order in which they were taken.

    Parameters
    ----------
    company : str
        The company.
    contract : Contract
        What a decision is; flags are written yes or no, days like 2026-01-05.

    Returns
    -------
    DataFrame
        The columns of the contract, indexed by the line of the file; without rows where
        nothing was decided yet.

    Raises
    ------
    InputError
        If the file cannot be read so: names the line, the column and what to write.
    """
    path, names = paths.decisions(company, contract.name), list(contract.columns)
    where = f"data/decisions/{company}/{path.name}"
    lines = _lines(path, where) if path.exists() else [names]
    if not lines or lines[0] != names:
        raise InputError(f"{where}: its first line must be {','.join(names)}")
    rows = {}
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cells):
            continue
        if len(cells) != len(names):
            raise InputError(f"{where}, line {number}: it has {len(cells)} cells, not {len(names)}")
        told = zip(contract.columns.items(), cells, strict=True)
        rows[number] = [_value(f"{where}, line {number}", n, c, cell) for (n, c), cell in told]
    index = pd.Index(list(rows), name="line", dtype="int64")
    frame = pd.DataFrame(list(rows.values()), columns=names, index=index)
    text = [name for name, column in contract.columns.items() if column.type == "text"]
    return frame.astype(dict.fromkeys(text, "str"))


def add_decision(company: str, contract: Contract, decision: dict[str, Any]) -> None:
    """Write one more decision below those that stand there, whole or not at all."""
    path = paths.decisions(company, contract.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    with half.open("w", encoding="utf-8", newline="") as file:
        file.write(before)
        writer = csv.writer(file, lineterminator="\n")
        if not before:
            writer.writerow(contract.columns)
        writer.writerow([_written(decision[name]) for name in contract.columns])
    os.replace(half, path)


def _lines(path: Path, where: str) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [[cell.strip() for cell in cells] for cells in csv.reader(file, strict=True)]
    except (UnicodeDecodeError, csv.Error):
        raise InputError(f"{where} is no CSV in UTF-8: save it as one") from None


def _value(where: str, name: str, column: Any, cell: str) -> Any:
    """Return a cell as its contract has it; errors quote no cell, which may hold anything."""
    if not cell:
        if column.missing:
            return None
        raise InputError(f"{where}: {name} is empty")
    if column.type == "flag":
        if cell.lower() not in WORDS:
            raise InputError(f"{where}: {name} is neither yes nor no")
        return WORDS[cell.lower()]
    if column.type == "day":
        try:
            return date.fromisoformat(cell)
        except ValueError:
            raise InputError(f"{where}: {name} is not a day: write it like 2026-01-05") from None
    if column.one_of and cell not in column.one_of:
        raise InputError(f"{where}: {name} is none of {', '.join(column.one_of)}")
    return cell


def checked_who(text: str) -> str:
    """Return who decided: a role or initials, which are no name, e-mail or number."""
    if not text.strip() or len(text) > WHO or "@" in text or masked(text) != text:
        raise UsageError("by: write a role or initials, such as 'data team' or 'AB'")
    return text.strip()


def checked_day(text: str) -> date:
    """Return the day of a decision."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("day: write it like 2026-09-30") from None


def masked(text: str) -> str:
    """Return a text in which e-mails, links, handles and long numbers are masked."""
    return without_personal(pd.Series([text])).iloc[0]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value or "")
