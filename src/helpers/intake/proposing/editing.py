"""A proposal as a table to edit, and the declaration made of the edited table."""

import os
import tomllib
from datetime import date, datetime
from typing import Any

import pandas as pd

from helpers.intake.proposing.claim import Claim
from helpers.intake.proposing.draft import QUESTION, UNANSWERED, draft_text
from helpers.intake.proposing.proposal import Entry, Proposal, make_proposal
from helpers.workspace import paths
from helpers.workspace.errors import InputError, UsageError
from helpers.workspace.source import DRAFT_NAME, FILE_NAME, checked_source

COLUMNS = ["file", "entry", "value", "suggestion", "confidence", "evidence", "question"]
DAYS = ("received", "data_through")


def propose(company: str) -> pd.DataFrame:
    """Return what to declare of a company's undeclared files, as a table to edit.

    Parameters
    ----------
    company : str
        The company's folder in data/raw.

    Returns
    -------
    DataFrame
        One row per entry of the declaration: `file` (a path or pattern; empty for the
        company as a whole), `entry`, `value`, `suggestion`, `confidence` (0 to 1),
        `evidence`, `question`. Where there is a question, `value` is empty: fill it. A row
        with neither value nor question may be filled, or left.

    Raises
    ------
    UsageError
        If the company has no folder, or no files in it.
    InputError
        If its source.toml cannot be read, or a file's name holds an e-mail address.
    """
    proposal = make_proposal(company)
    rows = [
        (entry.path, claim.entry, claim.value, claim.suggestion, claim.confidence,
         claim.evidence, claim.question)
        for entry in proposal.entries for claim in entry.claims
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).astype({"value": object, "suggestion": object})


def write_source(company: str, table: pd.DataFrame) -> None:
    """Write a company's source.toml from an edited proposal; existing text stays as it is.

    Parameters
    ----------
    company : str
        The company's folder in data/raw.
    table : DataFrame
        As `propose` returns it, with every question answered in `value`.

    Raises
    ------
    InputError
        If a question is open, naming each, or the declaration cannot be used as it is.
    """
    claims = _claims(table)
    unanswered = [(path, claim) for path, claim in claims if claim.is_open]
    if unanswered:
        told = [f"  {path or 'the company'}, {claim.entry}: {claim.question}"
                for path, claim in unanswered]  # fmt: skip
        raise InputError("\n".join([f"data/raw/{company}: {len(told)} questions are open: fill "
                                    "their cells in the column value", *told]))  # fmt: skip
    target = paths.raw(company) / FILE_NAME
    existing = target.read_text(encoding="utf-8") if target.exists() else ""
    answered = [(path, claim) for path, claim in claims if claim.entry != QUESTION]
    text = draft_text(Proposal(company, _entries(answered), existing))
    checked_source(company, text)
    _write(target, text)


def write_draft(company: str, *, replace: bool = False) -> Proposal:
    """Write a company's proposal beside its exports, as a draft that nothing reads.

    Parameters
    ----------
    company : str
        The company's folder in data/raw.
    replace : bool, default False
        Whether a draft that is there already, perhaps with answers, may be lost.

    Raises
    ------
    UsageError
        If another draft is there, or the company has no files.
    InputError
        If the existing source.toml cannot be read or added to.
    """
    proposal = make_proposal(company)
    if not proposal.entries:
        return proposal
    target, text = paths.raw(company) / DRAFT_NAME, draft_text(proposal)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise InputError(
            f"data/raw/{company}/{FILE_NAME} cannot be added to: write its entries as [[files]] "
            "and [[ignore]], not in brackets"
        ) from None
    if target.exists() and target.read_text(encoding="utf-8") != text and not replace:
        raise UsageError(
            f"data/raw/{company}/{DRAFT_NAME} is there already, perhaps with your answers: rename "
            f"it to {FILE_NAME} when it is answered, or say --replace to lose it"
        )
    _write(target, text)
    return proposal


def _claims(table: pd.DataFrame) -> list[tuple[str, Claim]]:
    missing = [name for name in ("file", "entry", "value", "question") if name not in table]
    if missing:
        raise InputError(f"the table has no column {missing[0]!r}: edit the one that propose gives")
    told = table.reindex(columns=COLUMNS)
    return [
        (row.file or "", Claim(row.entry, _value(row.entry, row.value), 1.0,
                               "" if _is_empty(row.evidence) else row.evidence,
                               "" if _is_empty(row.question) else row.question))
        for row in told.itertuples(index=False)
    ]  # fmt: skip


def _value(entry: str, value: Any) -> Any:
    """Return a cell as the entry's value: a day may have been typed as text."""
    if _is_empty(value) or value == UNANSWERED:
        return None
    if isinstance(value, datetime):
        return value.date()
    if entry in DAYS and isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise InputError(f"{entry}: write the day like 2026-01-05") from None
    return value


def _is_empty(cell: Any) -> bool:
    if isinstance(cell, list | tuple | dict):
        return False
    return cell is None or cell != cell or (isinstance(cell, str) and not cell.strip())


def _entries(claims: list[tuple[str, Claim]]) -> list[Entry]:
    found: dict[str, list[Claim]] = {}
    for path, claim in claims:
        found.setdefault(path, []).append(claim)
    return [Entry(path, told) for path, told in found.items()]


def _write(target, text: str) -> None:
    part = target.with_name(f".{target.name}.part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, target)
