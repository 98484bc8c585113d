"""Intake: the only readers of data/raw, one small module per export format.

`take_in` reads every declared file strictly and returns the canonical tables,
with what became of each raw row.
"""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from helpers.intake import deliveries, mapped, netting, shopify
from helpers.intake.deliveries import ACCEPTED, CONTINUATION, REJECTED, REPEATED
from helpers.intake.files import TextTable, read_text
from helpers.intake.reading import FileContext, Reading, refuse_beyond_limit
from helpers.workspace import contracts, paths
from helpers.workspace.source import Source, declared_files, ignored_files


class Format(NamedTuple):
    """How a format is read: the columns that it needs, and the function that reads it."""

    needs: Callable[[FileContext], tuple[str, ...]]
    read: Callable[[TextTable, FileContext], Reading]


FORMATS = {
    "shopify-orders": Format(lambda context: shopify.TELL_TALE_COLUMNS, shopify.read_orders),
    "shopify-customers": Format(lambda context: shopify.CUSTOMER_COLUMNS, shopify.read_customers),
}
MAPPED = Format(mapped.needed_columns, mapped.read)


def take_in(company: str, source: Source) -> dict[str, pa.Table]:
    """Return the canonical and private tables made from a company's raw files.

    Parameters
    ----------
    company : str
        The company's folder in data/raw.
    source : Source
        Its declaration.

    Returns
    -------
    dict of str to pyarrow.Table
        Each table under its contract; one without rows where the company has none.

    Raises
    ------
    InputError
        If a file cannot be read as declared, or more of its rows are broken than allowed.
    """
    told = [_read(company, declared, path, source) for declared, path in
            declared_files(company, source)]  # fmt: skip
    rows = {kind: _together(told, kind) for kind in ("orders", "contacts")}
    ledger = pd.DataFrame([_ledger_row(context, reading, rows) for context, reading in told])
    for context, reading in told:
        refuse_beyond_limit(reading, context)
    tables = {"intake_ledger": ledger.assign(note=_notes(told)), **_rejects(told)}
    tables["ignored_files"] = pd.DataFrame(
        [(_below(company, path), why) for path, why in ignored_files(company, source)],
        columns=["file", "why"],
    )
    tables |= _orders(rows["orders"]) | _contacts(rows["contacts"])
    return {name: _shaped(frame, name) for name, frame in tables.items()}


def _read(company: str, declared, path, source: Source) -> tuple[FileContext, Reading]:
    context = FileContext(f"{company}/{_below(company, path)}", declared, source)
    form = FORMATS.get(declared.format, MAPPED)
    text = read_text(path, declared, context.shown, form.needs(context))
    reading = form.read(text, context)
    rows = reading.rows.assign(
        file=_below(company, path), delivery=pd.Timestamp(declared.received),
        known_through=context.known_through, within_file=False,
    )  # fmt: skip
    if reading.kind == "order_lines":
        # Lines of one order may stand anywhere in a mapped file: one delivery, one block.
        rows["within_file"] = deliveries.repeats_in_file(rows, context)
        rows = rows.assign(block=0, extract="")
    else:
        rows["extract"] = rows["file"]
    if reading.kind != "contacts":
        rows = deliveries.with_kind(rows, context)
    return context, reading._replace(rows=rows)


def _below(company: str, path) -> str:
    return path.relative_to(paths.raw(company)).as_posix()


def _together(told: list, kind: str) -> pd.DataFrame:
    """Return the rows of one kind from all files, each with what becomes of it."""
    wanted = ("contacts",) if kind == "contacts" else ("orders", "order_lines")
    found = [reading.rows for _, reading in told if reading.kind in wanted and len(reading.rows)]
    if not found:
        return pd.DataFrame()
    rows = pd.concat(found, ignore_index=True)
    fate = pd.Series(REPEATED, index=rows.index, dtype="str")
    told = rows.assign(refunded=0, block=rows["line"]) if kind == "contacts" else rows
    counted = told.loc[~rows["within_file"].astype(bool), deliveries.RECORD_COLUMNS]
    fate[counted.index] = deliveries.count_once(counted)
    return rows.assign(fate=fate)


def _ledger_row(context: FileContext, reading: Reading, rows: dict) -> dict:
    """Return what became of one file's rows; contradictions join its rejects."""
    kind = "contacts" if reading.kind == "contacts" else "orders"
    name = context.name.partition("/")[2]
    mine = rows[kind][rows[kind]["file"].eq(name)] if len(rows[kind]) else rows[kind]
    if len(mine):
        reading.reject(mine.loc[mine["fate"].eq(REJECTED), "line"], "contradicts_another_row")
    count = mine["fate"].value_counts() if len(mine) else {}
    return {
        "file": name, "format": context.declared.format, "records": kind,
        "delivery": pd.Timestamp(context.declared.received),
        "known_through": context.known_through, "rows_in": reading.rows_in,
        "accepted": int(count.get(ACCEPTED, 0)), "continuation": int(count.get(CONTINUATION, 0)),
        "repeated": int(count.get(REPEATED, 0)), "rejected": len(reading.rejects.lines),
    }  # fmt: skip


def _notes(told: list) -> list[str]:
    """Return the rules on repeats that were applied to each file."""
    notes = []
    for context, reading in told:
        rules = [f"overlap {o.first_day} to {o.last_day} stands {o.copies} times: {o.why}"
                 for o in context.declared.overlaps]  # fmt: skip
        if reading.kind == "order_lines":
            rules.append(f"exact_repeats = {context.declared.exact_repeats}")
        notes.append("; ".join(rules) or "records that stand identically are counted once")
    return notes


def _rejects(told: list) -> dict[str, pd.DataFrame]:
    """Return the rejected rows, and their texts apart, for the private area."""
    found = [
        pd.DataFrame({"file": context.name.partition("/")[2], "line": rejects.lines,
                      "rule": rejects.rules, "column": rejects.columns, "text": rejects.texts})
        for context, (_, _, rejects, _) in told
    ]  # fmt: skip
    every = pd.concat(found, ignore_index=True).astype({"line": "int64"})
    return {"rejected": every.drop(columns="text"),
            "rejected_text": every.drop(columns=["rule", "column"])}  # fmt: skip


def _orders(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    if not len(rows):
        return {name: pd.DataFrame() for name in ("orders", "order_lines", "reversals")}
    accepted = rows[rows["fate"].isin([ACCEPTED, CONTINUATION])]
    money = ["total", "refunded", "order_discount", "unit_price", "line_discount", "quantity"]
    lines = deliveries.order_lines(accepted.astype(dict.fromkeys(money, "int64")))
    mapped_order = lines["extract"].eq("")
    whole = lines.groupby(["order_id", "delivery"])["amount"].transform("sum")
    lines["total"] = lines["total"].mask(mapped_order, whole)
    orders = deliveries.orders(lines)
    return {"orders": orders, "order_lines": lines, "reversals": netting.reversals(orders, lines)}


def _contacts(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    if not len(rows):
        return {name: pd.DataFrame() for name in ("contacts", "contact_details")}
    accepted = rows[rows["fate"].eq(ACCEPTED)].assign(event_day=lambda r: r["known_through"])
    return {"contacts": accepted, "contact_details": accepted}


def _shaped(frame: pd.DataFrame, name: str) -> pa.Table:
    if not len(frame):
        return contracts.load(name).schema.to_pyarrow().empty_table()
    return deliveries.to_arrow(frame, name)
