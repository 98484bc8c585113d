"""Taking raw files in once, and keeping account of every row."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers import intake
from helpers.workspace import Desk, InputError, contracts, engine, forgotten, paths, privacy
from helpers.workspace.raw_files import declared_files
from helpers.workspace.source import FILE_NAME

COMPANY_TABLES = tuple(intake.company_tables())
OUTCOMES = ("rows_in", "accepted", "continuation", "repeated", "rejected")


def take_in(desk: Desk) -> None:
    """Write the canonical tables, unless they stand already for the same files.

    They are made once per company: a run of another quarter finds them there.
    """
    receipt = desk.path_to_write(contracts.load("orders")).parents[1] / "intake.fingerprint"
    ready = receipt.exists() and all(_written(desk, name).exists() for name in COMPANY_TABLES)
    if ready and receipt.read_text("utf-8") == fingerprint(desk):
        for name in COMPANY_TABLES:
            desk.keep(name)
        return
    receipt.unlink(missing_ok=True)
    told = _write_each(desk)
    half = receipt.with_suffix(".half")
    half.write_text(told, encoding="utf-8")
    os.replace(half, receipt)


def _write_each(desk: Desk) -> str:
    """Write each table in the background, while the next is made; return the files' fingerprint."""
    with ThreadPoolExecutor(1) as hand:
        told, written = hand.submit(fingerprint, desk), []
        intake.take_in(
            desk.company, desk.source,
            made=lambda name, table: written.append(hand.submit(desk.write, name, table)),
        )  # fmt: skip
    for table in written:
        table.result()
    return told.result()


def _written(desk: Desk, name: str) -> Path:
    return desk.path_to_write(contracts.load(name))


def fingerprint(desk: Desk) -> str:
    """Return a hash of all that the canonical tables follow from: files, declaration, code, key."""
    folder = paths.raw(desk.company)
    raw = [path for _, path in declared_files(desk.company, desk.source)]
    code = sorted((paths.HELPERS / "intake").rglob("*.py")) + sorted(
        contracts.FOLDER.glob("*.toml")
    )
    total = hashlib.sha256(privacy.key_id().encode())
    decided = [path for path in [forgotten.list_file(desk.company)] if path.exists()]
    for path in [folder / FILE_NAME, *decided, *raw, *code]:
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


def assert_begun(desk: Desk, lines: Table) -> None:
    """Refuse an as-of day on which the company had sold nothing yet, though later it did.

    Raises
    ------
    InputError
        Says from which day on orders are known.
    """
    if int(lines.count().to_pandas()) == 0:
        path = desk.path_to_write(contracts.load("order_lines"))
        first = engine.scan(path).event_day.min().to_pandas()
        if not pd.isna(first):
            raise InputError(
                f"no order is known by {desk.as_of}: the data begin on {first:%Y-%m-%d}, so "
                "choose a later period"
            )


def received_by(ledger: pd.DataFrame, as_of: date, grace_days: int) -> pd.DataFrame:
    """Return the ledger of the files that a run may read: received by then, else the first ones.

    Parameters
    ----------
    ledger : DataFrame
        The table `intake_ledger`.
    as_of : date
        The as-of day.
    grace_days : int
        Days after it in which a file still counts.
    """
    received = pd.to_datetime(ledger["delivery"])
    in_time = received <= pd.Timestamp(as_of) + pd.Timedelta(days=grace_days)
    first = received.eq(received.min())
    return ledger[in_time if in_time.any() else first].reset_index(drop=True)


def rejected_by_rule(rejected: Table, files: pd.Series) -> pd.DataFrame:
    """Return the rejected rows of some files by file, rule and column, with the first line.

    Returns
    -------
    DataFrame
        `file`, `rule`, `column` (empty where no single column is at fault),
        `rows`, `first_line`.
    """
    rejected = rejected.filter(rejected.file.isin(list(files)))
    grouped = rejected.mutate(column=rejected.column.fill_null("")).group_by(
        "file", "rule", "column"
    )
    found = grouped.agg(rows=ibis._.count(), first_line=ibis._.line.min())
    return found.order_by(ibis.desc("rows"), "file", "rule", "column").to_pandas()


def by_source(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return what became of the rows of each source: `source`, `files`, `newest`, the outcomes."""
    grouped = ledger.groupby("format")
    frame = grouped[list(OUTCOMES)].sum()
    frame.insert(0, "files", grouped.size())
    frame.insert(1, "newest", grouped["delivery"].max())
    return frame.rename_axis("source").reset_index()


def repeat_rules(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the rules on repeated rows, each with the files that it was applied to."""
    grouped = ledger.groupby("note")["file"]
    return pd.DataFrame({"files": grouped.size(), "example": grouped.first()}).reset_index()


def ledger_totals(ledger: pd.DataFrame) -> dict[str, int]:
    """Return what became of the rows of all files together."""
    return {"files": len(ledger), **{part: int(ledger[part].sum()) for part in OUTCOMES}}


def ignored_by_reason(ignored: pd.DataFrame) -> pd.DataFrame:
    """Return how many files are left alone for each reason: `why`, `files`, `example`."""
    grouped = ignored.groupby("why", sort=True)["file"]
    return pd.DataFrame({"files": grouped.size(), "example": grouped.first()}).reset_index()
