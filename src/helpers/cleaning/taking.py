"""Taking raw files in once, and keeping account of every row."""

import hashlib
import json
import os
from pathlib import Path

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers import intake
from helpers.workspace import Desk, InputError, contracts, paths, privacy
from helpers.workspace.source import FILE_NAME, declared_files

COMPANY_TABLES = (
    "orders", "order_lines", "reversals", "contacts", "contact_details",
    "rejected", "rejected_text", "intake_ledger", "ignored_files",
)  # fmt: skip
OUTCOMES = ("rows_in", "accepted", "continuation", "repeated", "rejected")


def take_in(desk: Desk) -> None:
    """Write the canonical tables, unless they stand already for the same files.

    They are made once per company: a run of another quarter finds them there.
    """
    base = desk.path_to_write(contracts.load("orders")).parents[1]
    receipt, told = base / "intake.json", {"fingerprint": fingerprint(desk)}
    ready = all(_written(desk, name).exists() for name in COMPANY_TABLES)
    if ready and receipt.exists() and json.loads(receipt.read_text("utf-8")) == told:
        for name in COMPANY_TABLES:
            desk.keep(name)
        return
    receipt.unlink(missing_ok=True)
    for name, table in intake.take_in(desk.company, desk.source).items():
        desk.write(name, table)
    half = receipt.with_suffix(".half")
    half.write_text(json.dumps(told), encoding="utf-8")
    os.replace(half, receipt)


def _written(desk: Desk, name: str) -> Path:
    return desk.path_to_write(contracts.load(name))


def fingerprint(desk: Desk) -> str:
    """Return a hash of all that the canonical tables follow from: files, declaration, code, key."""
    folder = paths.raw(desk.company)
    raw = [path for _, path in declared_files(desk.company, desk.source)]
    code = sorted((paths.HELPERS / "intake").glob("*.py")) + sorted(contracts.FOLDER.glob("*.toml"))
    total = hashlib.sha256(privacy.key_id().encode())
    for path in [folder / FILE_NAME, *raw, *code]:
        total.update(path.name.encode() + b"\0")
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def assert_accounted(ledger: pd.DataFrame) -> None:
    """Refuse a ledger in which a file's rows do not add up.

    Raises
    ------
    InputError
        Names the file.
    """
    parts = ledger[list(OUTCOMES[1:])].sum(axis="columns")
    for file in ledger.loc[parts.ne(ledger["rows_in"]), "file"]:
        raise InputError(f"{file}: rows in are not accepted + continuation + repeated + rejected")


def rejected_by_rule(rejected: Table) -> pd.DataFrame:
    """Return the rejected rows by file, rule and column, with the first line of each.

    Returns
    -------
    DataFrame
        `file`, `rule`, `column` (empty where no single column is at fault),
        `rows`, `first_line`.
    """
    grouped = rejected.mutate(column=rejected.column.fill_null("")).group_by(
        "file", "rule", "column"
    )
    found = grouped.agg(rows=ibis._.count(), first_line=ibis._.line.min())
    return found.order_by(ibis.desc("rows"), "file", "rule", "column").to_pandas()


def ledger_totals(ledger: pd.DataFrame) -> dict[str, int]:
    """Return what became of the rows of all files together."""
    return {"files": len(ledger), **{part: int(ledger[part].sum()) for part in OUTCOMES}}
