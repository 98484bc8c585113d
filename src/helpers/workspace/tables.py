"""Reading and writing tables: where each lies, written whole or not at all, read as of a day."""

import os
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import ibis
import pandas as pd
import pyarrow as pa
from ibis.expr.types import Column, Table

from helpers.workspace import contracts, engine
from helpers.workspace.contracts import Contract

AREAS = ("canonical", "private")  # what stands there stands once per company
PRIVATE_PERIOD = "private_period"


def table_path(base: Path, period: str, contract: Contract, *, built: bool = False) -> Path:
    """Return where a table lies below a company's processed folder, or below the build area.

    Parameters
    ----------
    base : Path
        `paths.processed(company)`, or `paths.work(company)` with ``built=True``.
    period : str
        The quarter; company-wide tables do not depend on it.
    """
    if contract.area in AREAS:
        folder = base / contract.area
    elif contract.area == PRIVATE_PERIOD:
        folder = base / f"private_{period}"
    else:
        folder = base / period / "tables" if built else base / period
    return folder / f"{contract.name}.parquet"


def write_table(frame: pd.DataFrame | pa.Table | Table, contract: Contract, path: Path) -> None:
    """Write a table under its contract: its columns in order, sorted by key, whole or not at all.

    An Arrow table that has the contract's columns and types is written as it stands,
    and must stand in the order of its key; anything else is cast and sorted first.

    Raises
    ------
    ValueError
        If a column is missing, unknown or of another type, or the rows break the contract:
        names the table, the column and the rule, never a value.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if contract.area.startswith("private"):
        path.parent.chmod(0o700)
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        if isinstance(frame, pa.Table) and _stands(frame.schema, contract):
            engine.write_arrow(frame, half)
        else:
            engine.write(_typed(frame, contract), half, contract.name)
        if not is_empty(half):
            contracts.validate(engine.scan(half), contract, in_order=True)
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)


def _stands(schema: pa.Schema, contract: Contract) -> bool:
    """Return whether Arrow writes a table of this schema with the columns and types of a contract.

    Texts may be held as a dictionary, and money in 64 bits: the file is the same.
    """
    own = contract.schema.to_pyarrow()
    return schema.names == own.names and all(
        _as_written(type) == wanted for type, wanted in zip(schema.types, own.types, strict=True)
    )


def _as_written(type: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(type):
        return type.value_type
    return pa.decimal128(18, 4) if type == pa.decimal64(18, 4) else type


def _typed(frame: pd.DataFrame | pa.Table | Table, contract: Contract) -> Table:
    """Return a table with the columns and types of its contract, sorted by key."""
    table = frame if isinstance(frame, Table) else engine.in_memory(frame)
    _refuse_other_columns(table.columns, contract)
    _refuse_parts_of_whole_numbers(table, contract)
    typed = table.select(
        *(table[name].cast(type).name(name) for name, type in contract.schema.items())
    )
    return typed.order_by(list(contract.key))


def _refuse_other_columns(columns: tuple[str, ...], contract: Contract) -> None:
    missing = [name for name in contract.columns if name not in columns]
    unknown = [name for name in columns if name not in contract.columns]
    if missing or unknown:
        raise ValueError(
            f"table {contract.name!r}: missing columns {missing}, unknown columns {unknown}; "
            f"its contract has {', '.join(contract.columns)}"
        )


def _refuse_parts_of_whole_numbers(table: Table, contract: Contract) -> None:
    """Refuse numbers with a fraction where the contract has whole ones: a cast would round them."""
    numbers = [
        name
        for name, column in contract.columns.items()
        if column.type == "integer" and table[name].type().is_floating()
    ]
    if not numbers:
        return
    broken = table.agg(**{name: (table[name] != table[name].round()).any() for name in numbers})
    for name, found in broken.to_pandas().iloc[0].items():
        if found is True or found == 1:
            raise ValueError(f"table {contract.name!r}: {name} is not a whole number in some rows")


def is_empty(path: Path) -> bool:
    """Return whether a table is absent or has no rows, without reading it."""
    import pyarrow.parquet

    return not path.exists() or pyarrow.parquet.read_metadata(path).num_rows == 0


def as_known(
    table: Table, contract: Contract, as_of: date, grace_days: int, *, every_version: bool = False
) -> Table:
    """Return a canonical table as it was known on a day: the newest delivery, and no later row.

    Deliveries count up to `as_of` plus the grace. Where none had come by then
    (a history that was delivered only later), the first one is read. With
    `every_version`, what earlier deliveries told of the same thing comes too.
    """
    known, several = table, False
    if "delivery" in contract.columns:
        received = _deliveries(table)
        newest = _delivery_for(received, as_of, grace_days)
        known, several = table.filter(table.delivery <= newest), received[:1] < [newest]
    if contract.version and several and not every_version:
        newest = known.delivery.max().over(group_by=list(contract.version))
        known = known.mutate(newest_delivery=newest)
        known = known.filter(known.delivery == known.newest_delivery).drop("newest_delivery")
    return known.filter(known.event_day <= ibis.literal(as_of)) if contract.dated else known


def reading_delivery(table: Table, as_of: date, grace_days: int) -> date:
    """Return the newest delivery received by a day plus the grace, else the first one after it."""
    return _delivery_for(_deliveries(table), as_of, grace_days)


def days_by_delivery(
    table: Table, days: Iterable[date], grace_days: int
) -> dict[date, list[date]]:
    """Return which days are to be read from which delivery, by `reading_delivery`, in order."""
    received, found = _deliveries(table), {}
    for day in days:
        found.setdefault(_delivery_for(received, day, grace_days), []).append(day)
    return found


def _deliveries(table: Table) -> list[date]:
    days = table.delivery.value_counts().to_pandas()["delivery"]
    return sorted(pd.Timestamp(day).date() for day in days)


def _delivery_for(received: list[date], as_of: date, grace_days: int) -> date:
    if not received:
        return as_of
    last = as_of + timedelta(days=grace_days)
    return ([day for day in received if day <= last] or received[:1])[-1]


def netted(lines: Table, reversals: Table) -> Table:
    """Return order lines with what is left of each once known reversals are taken off.

    Adds `net_quantity` (pieces) and `net_amount` (company currency). Only sales
    have a net value; every other kind of line is zero, since what it took back
    has been taken off the sale.
    """
    back = reversals.group_by("order_id", "line_number").agg(
        # Sums are twice as wide, and take several times as long to reckon with.
        units_back=reversals.units.sum().cast("int64"),
        amount_back=reversals.amount.sum().cast("decimal(18, 4)"),
    )
    joined = lines.left_join(back, ["order_id", "line_number"]).drop(
        "order_id_right", "line_number_right"
    )
    quantity, amount = what_is_left(joined, joined.units_back, joined.amount_back)
    netted = joined.mutate(net_quantity=quantity, net_amount=amount)
    return netted.drop("units_back", "amount_back")


def what_is_left(lines: Table, units_back: Column, amount_back: Column) -> tuple[Column, Column]:
    """Return the pieces and the money that are left of each line, as `netted` says."""
    nothing = ibis.literal(0)
    back, sale = amount_back.fill_null(nothing), lines.kind == "sale"
    quantity = ibis.greatest(lines.quantity - units_back.fill_null(nothing), nothing)
    left = ibis.greatest(lines.amount - back, nothing)
    amount = ibis.ifelse(sale & (quantity > 0), left, nothing).cast("decimal(18, 4)")
    gone = (amount <= 0) & (back > 0)
    return ibis.ifelse(sale & ~gone, quantity, nothing).cast("int64"), amount
