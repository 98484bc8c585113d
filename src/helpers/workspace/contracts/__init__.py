"""Table contracts as data: one TOML file per table in this folder.

A contract says what one row is, the key, and each column's type, unit, meaning
and whether it is personal. `area` says where a table lives: *canonical* and
*private* once per company, *period* and *private_period* once per quarter, *decisions* in a
CSV file that analysts write. `size` says what `read` returns: an Ibis table for *event*, a
pandas frame for *customer*.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ibis
import pandas as pd

FOLDER = Path(__file__).parent
BEFORE = " of the row before"  # behind a key's name: no column is called so
TYPES = {
    "text": "string",
    "integer": "int64",
    "number": "float64",
    "money": "decimal(18, 4)",
    "flag": "boolean",
    "day": "date",
    "time": "timestamp('UTC')",
}


class Column(NamedTuple):
    """One column of a contract.

    `missing`: a value may be absent; `expected` is False where that is so by nature, as of
    a day of cancellation; `free_text`: people wrote it.
    """

    type: str
    meaning: str
    unit: str = ""
    missing: bool = False
    expected: bool = True
    personal: bool = False
    free_text: bool = False
    minimum: float | None = None
    maximum: float | None = None
    one_of: tuple[str, ...] | None = None


class Contract(NamedTuple):
    """One table's contract; of rows with equal `version` columns the newest delivery is read."""

    name: str
    area: str
    size: str
    row: str
    key: tuple[str, ...]
    columns: dict[str, Column]
    version: tuple[str, ...] = ()
    dated: bool = False

    @property
    def schema(self) -> ibis.Schema:
        """The columns and their types, as the engine names them."""
        return _schema(tuple((name, TYPES[told.type]) for name, told in self.columns.items()))


@cache
def _schema(types: tuple[tuple[str, str], ...]) -> ibis.Schema:
    return ibis.schema(dict(types))


def names() -> list[str]:
    """Return the names of all tables that have a contract, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load(name: str) -> Contract:
    """Return the contract of a table.

    Raises
    ------
    ValueError
        If no table of that name has a contract.
    """
    path = FOLDER / f"{name}.toml"
    if not path.exists():
        raise ValueError(f"table {name!r} has no contract; tables: {', '.join(names())}")
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    columns = {column: _column(values) for column, values in told.pop("columns").items()}
    version = told.pop("version", [])
    told["version"] = (version,) if isinstance(version, str) else tuple(version)
    return Contract(name=name, key=tuple(told.pop("key")), columns=columns, **told)


def _column(values: dict[str, Any]) -> Column:
    one_of = values.pop("one_of", None)
    return Column(**values, one_of=tuple(one_of) if one_of else None)


def empty(name: str) -> pd.DataFrame:
    """Return a frame without rows, with a table's columns and types."""
    return load(name).schema.to_pyarrow().empty_table().to_pandas()


def validate(table: ibis.Table, contract: Contract, *, in_order: bool = False) -> None:
    """Hold a table to its contract, in one pass over its rows.

    Parameters
    ----------
    table : ibis.Table
        The table, with the columns and types of its contract.
    contract : Contract
        What it is held to.
    in_order : bool, optional
        Whether its rows must also stand in the order of the key, as those of a file do.

    Raises
    ------
    ValueError
        If a value is missing, out of bounds or not allowed, or the key repeats:
        names the table, the column and the rule, never a value.
    """
    if in_order:
        rows = _beside_the_row_before(table, contract)
        found = _counted(rows, _column_rules(rows, contract) | _order_rules(rows, contract))
    else:
        found = _counted(table, _column_rules(table, contract)) + _key_rules(table, contract)
    broken = [told for told, count in found if count]
    if broken:
        told = "; ".join(sorted(broken))
        raise ValueError(f"table {contract.name!r} breaks its contract: {told}")


def _column_rules(table: ibis.Table, contract: Contract) -> dict[str, ibis.Value]:
    """Return for each rule on one column, as it is told, which rows break it."""
    rules = {}
    for name, column in contract.columns.items():
        cells = table[name]
        if not column.missing:
            gap = cells.isnull() | cells.isnan() if column.type == "number" else cells.isnull()
            rules[f"{name} is missing in some rows"] = gap
        if column.minimum is not None:
            rules[f"{name} is below {column.minimum} in some rows"] = cells < column.minimum
        if column.maximum is not None:
            rules[f"{name} is above {column.maximum} in some rows"] = cells > column.maximum
        if column.one_of is not None:
            allowed = ", ".join(column.one_of)
            rules[f"{name} is none of {allowed} in some rows"] = cells.notin(column.one_of)
    return rules


def _counted(table: ibis.Table, rules: dict[str, ibis.Value]) -> list[tuple[str, int]]:
    """Return how many rows break each rule."""
    if not rules:
        return []
    counts = {f"rule_{n}": broken.sum() for n, broken in enumerate(rules.values())}
    found = table.agg(**counts).to_pyarrow().to_pylist()[0]
    return [(told, count or 0) for told, count in zip(rules, found.values(), strict=True)]


def _repeats(contract: Contract) -> str:
    return f"the key ({', '.join(contract.key)}) repeats"


def _key_rules(table: ibis.Table, contract: Contract) -> list[tuple[str, int]]:
    again = table.group_by(*contract.key).agg(rows=table.count())
    return _counted(again, {_repeats(contract): again.rows > 1})


def _beside_the_row_before(table: ibis.Table, contract: Contract) -> ibis.Table:
    return table.mutate(**{f"{key}{BEFORE}": table[key].lag() for key in contract.key})


def _order_rules(table: ibis.Table, contract: Contract) -> dict[str, ibis.Value]:
    """Return which rows have the key of the row before, and which come too late."""
    same, behind = ibis.literal(True), ibis.literal(False)
    for key in contract.key:
        behind |= same & (table[key] < table[f"{key}{BEFORE}"])
        same &= table[key] == table[f"{key}{BEFORE}"]
    return {_repeats(contract): same, "its rows do not stand in the order of its key": behind}
