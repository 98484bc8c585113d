"""Shaping rows into the tables of contracts: sorted by key, typed, money exact."""

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.intake import values
from helpers.intake.coded import ranks
from helpers.workspace import contracts


def in_place(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return rows sorted by some columns, numbered from 0; what is in order is not moved."""
    place = np.lexsort([places(rows[name]) for name in reversed(names)])
    moved = (place[1:] < place[:-1]).any()
    return (rows.take(place) if moved else rows).reset_index(drop=True)


def places(column: pd.Series) -> np.ndarray:
    """Return whole numbers that sort as a column's values do."""
    if isinstance(column.dtype, pd.CategoricalDtype | pd.StringDtype) or column.dtype == object:
        return ranks(column)
    return column.to_numpy(dtype="int64")


def to_arrow(frame: pd.DataFrame, name: str) -> pa.Table:
    """Return rows as an Arrow table of a contract's columns, money exact, sorted by key."""
    contract = contracts.load(name)
    told = frame.reindex(columns=list(contract.columns))  # what a source never tells is missing
    ordered = in_place(told, list(contract.key))
    schema = contract.schema.to_pyarrow()
    arrays = []
    for column, field in zip(contract.columns, schema, strict=True):
        if contract.columns[column].type == "money":
            arrays.append(values.as_decimal(ordered[column].astype("Int64")))
        else:
            arrays.append(_array(ordered[column], field.type))
    return pa.table(arrays, schema=schema)


def _array(column: pd.Series, type: pa.DataType) -> pa.Array:
    if column.isna().all():
        return pa.nulls(len(column), type)
    if pa.types.is_date(type) and not isinstance(column.dtype, np.dtype | pd.DatetimeTZDtype):
        column = pd.to_datetime(column)
    array = pa.Array.from_pandas(column)
    return array.cast(type)
