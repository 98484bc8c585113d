"""What became of every raw row: the ledger of files, the rejects, and cells that fit nowhere."""

import pandas as pd

from helpers.intake.deliveries import ACCEPTED, CONTINUATION, REJECTED, REPEATED
from helpers.intake.reading import FileContext, Reading

Read = list[tuple[FileContext, Reading]]


def ledger(told: Read, rows: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what became of the rows of each file; contradictions join its rejects.

    Parameters
    ----------
    told : list of (FileContext, Reading)
        Every file as read.
    rows : dict of str to DataFrame
        The rows of all files by what they tell of, each with its `fate`.

    Returns
    -------
    DataFrame
        One row per file, whose outcomes add up to its `rows_in`.
    """
    return pd.DataFrame([_ledger_row(context, reading, rows) for context, reading in told])


def _ledger_row(context: FileContext, reading: Reading, rows: dict[str, pd.DataFrame]) -> dict:
    every = rows[reading.records]
    mine = every.loc[every["file"].eq(context.file), ["line", "fate"]] if len(every) else every
    if len(mine):
        # A row that was spread over several, as a survey's is, counts once.
        mine = mine.drop_duplicates("line")
        reading.reject(mine.loc[mine["fate"].eq(REJECTED), "line"], "contradicts_another_row")
    count = mine["fate"].value_counts() if len(mine) else {}
    return {
        "file": context.file, "format": context.declared.format, "records": reading.records,
        "delivery": pd.Timestamp(context.declared.received),
        "known_through": context.known_through, "rows_in": reading.rows_in,
        "accepted": int(count.get(ACCEPTED, 0)), "continuation": int(count.get(CONTINUATION, 0)),
        "repeated": int(count.get(REPEATED, 0)), "rejected": len(reading.rejects.lines),
        "note": _note(context, reading),
    }  # fmt: skip


def _note(context: FileContext, reading: Reading) -> str:
    """Return the rules on repeats that were applied to a file."""
    rules = [f"overlap {o.first_day} to {o.last_day} stands {o.copies} times: {o.why}"
             for o in context.declared.overlaps]  # fmt: skip
    if reading.kind == "order_lines":
        rules.append(f"exact_repeats = {context.declared.exact_repeats}")
    if reading.marks_removed:
        rules.append(f"{reading.marks_removed} invisible marks removed from its cells")
    return "; ".join(rules) or "records that stand identically are counted once"


def rejects(told: Read) -> dict[str, pd.DataFrame]:
    """Return the rejected rows, and their texts apart, for the private area."""
    found = [
        pd.DataFrame({"file": context.file, "line": reading.rejects.lines,
                      "rule": reading.rejects.rules, "column": reading.rejects.columns,
                      "text": reading.rejects.texts})
        for context, reading in told
    ]  # fmt: skip
    every = pd.concat(found, ignore_index=True).astype({"line": "int64"})
    return {"rejected": every.drop(columns="text"),
            "rejected_text": every.drop(columns=["rule", "column"])}  # fmt: skip


def attributes(told: Read, rows: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the cells of columns that fit nowhere else, of records that were accepted."""
    found = []
    for context, reading in told:
        if reading.unknown is not None:
            every = rows[reading.records]
            mine = every[every["file"].eq(context.file) & every["fate"].eq(ACCEPTED)]
            cells = reading.unknown[reading.unknown["line"].isin(mine["line"])]
            found.append(cells.assign(
                records=reading.records, record_id=cells["record"], file=context.file,
                delivery=pd.Timestamp(context.declared.received),
                event_day=context.known_through,
            ))  # fmt: skip
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()
