"""Table contracts as data: one TOML file per table in this folder.

A contract says what one row is, the key, and each column's type, unit, meaning
and whether it is personal. `area` says where a table lives: *canonical* and
*private* once per company, *period* once per quarter. `size` says what `read`
returns: an Ibis table for *event*, a pandas frame for *customer*.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ibis
import pandas as pd

FOLDER = Path(__file__).parent
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
        return ibis.schema({name: TYPES[column.type] for name, column in self.columns.items()})


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


def validate(table: ibis.Table, contract: Contract) -> None:
    """Hold a table to its contract.

    Raises
    ------
    ValueError
        If a value is missing, out of bounds or not allowed, or the key repeats:
        names the table, the column and the rule, never a value.
    """
    import pandera
    import pandera.ibis

    try:
        _pandera(contract, pandera).validate(table, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        broken = sorted({_say(error, contract) for error in errors.schema_errors})
        told = "; ".join(broken)
        raise ValueError(f"table {contract.name!r} breaks its contract: {told}") from None


def _pandera(contract: Contract, pandera: Any) -> Any:
    columns = {
        name: pandera.ibis.Column(checks=_checks(column, pandera), nullable=column.missing)
        for name, column in contract.columns.items()
    }
    return pandera.ibis.DataFrameSchema(columns, unique=list(contract.key), name=contract.name)


def _checks(column: Column, pandera: Any) -> list:
    checks = []
    if column.minimum is not None:
        checks.append(pandera.Check.ge(column.minimum))
    if column.maximum is not None:
        checks.append(pandera.Check.le(column.maximum))
    if column.one_of is not None:
        checks.append(pandera.Check.isin(column.one_of))
    return checks


def _say(error: Any, contract: Contract) -> str:
    rule = str(getattr(error.check, "name", None) or error.check)
    if "unique" in rule:
        return f"the key ({', '.join(contract.key)}) repeats"
    name = error.schema.name
    column = contract.columns[name]
    rules = {
        "not_nullable": "is missing in some rows",
        "greater_than_or_equal_to": f"is below {column.minimum} in some rows",
        "less_than_or_equal_to": f"is above {column.maximum} in some rows",
        "isin": f"is none of {', '.join(column.one_of or ())} in some rows",
    }
    return f"{name} {rules.get(rule, f'breaks the rule {rule}')}"
