"""Shaping rows into the tables of contracts: sorted by key, typed, money exact."""

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.intake import values
from helpers.intake.coded import coded, ranks, spread
from helpers.workspace import contracts

FEW = 16  # rows of each distinct text, from which on a table holds the texts once


def in_place(
    rows: pd.DataFrame, names: list[str], stays: pd.Series | None = None
) -> pd.DataFrame:
    """Return the rows that stay, sorted by some columns, numbered from 0."""
    keys = [places(rows[name]) for name in reversed(names)]
    if stays is None or stays.all():
        place = sorted_places(keys)
    else:
        kept = np.flatnonzero(stays)
        order = sorted_places([key[kept] for key in keys])
        place = kept if order is None else kept[order]
    return (rows if place is None else rows.take(place)).reset_index(drop=True)


def sorted_places(keys: list[np.ndarray]) -> np.ndarray | None:
    """Return where rows belong by some keys, the last first; nothing where they are in order."""
    place = np.lexsort(keys)
    return place if (place[1:] < place[:-1]).any() else None


def places(column: pd.Series) -> np.ndarray:
    """Return whole numbers that sort as a column's values do."""
    if isinstance(column.dtype, pd.CategoricalDtype | pd.StringDtype) or column.dtype == object:
        return ranks(column)
    return column.to_numpy(dtype="int64")


def to_arrow(frame: pd.DataFrame, name: str) -> pa.Table:
    """Return rows as an Arrow table of a contract's columns, money exact, sorted by key.

    What a source never tells is missing.
    """
    contract = contracts.load(name)
    place = sorted_places([places(frame[key]) for key in reversed(contract.key)])
    arrays = []
    schema = contract.schema.to_pyarrow()
    for field in schema:
        if field.name not in frame:
            arrays.append(pa.nulls(len(frame), field.type))
            continue
        column = frame[field.name] if place is None else frame[field.name].take(place)
        money = contract.columns[field.name].type == "money"
        arrays.append(values.as_decimal(column) if money else _array(column, field.type))
    return pa.table(arrays, names=schema.names)


def _array(column: pd.Series, type: pa.DataType) -> pa.Array:
    if column.isna().all():
        return pa.nulls(len(column), type)
    if pa.types.is_date(type) and not isinstance(column.dtype, np.dtype | pd.DatetimeTZDtype):
        column = pd.to_datetime(column)
    is_text = isinstance(column.dtype, pd.CategoricalDtype)
    if not is_text or len(column.cat.categories) * FEW > len(column):
        return pa.Array.from_pandas(column).cast(type)
    # Sorted, and without texts of rows that are not here: equal rows are equal tables.
    told = coded(column).used()
    order = told.texts.argsort().to_numpy()
    place = np.empty(len(order), dtype="int32")
    place[order] = np.arange(len(order), dtype="int32")
    codes = spread(place, told.codes, missing=-1)
    few = pa.array(told.texts.take(order), type=type)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), few)
