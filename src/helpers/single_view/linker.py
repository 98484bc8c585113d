"""Splink on the workspace's engine: what it is given, what is taken from it, and what is removed.

Only what is asked for leaves the engine: the values that were compared stay there, and its
tables go when the linker is closed.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from splink import DuckDBAPI, Linker, SettingsCreator

from helpers.workspace import engine

TABLE = "records_to_link"
# Splink tells what it does on the standard error stream, line by line; here that helps nobody.
logging.getLogger("splink").addHandler(logging.NullHandler())
logging.getLogger("splink").propagate = False


class Records(NamedTuple):
    """Records that are to be linked, while they lie in the engine.

    Attributes
    ----------
    keys : DataFrame
        As from `without_placeholders`.
    table : str
        The engine's table with the same rows, and with the words of the street.
    """

    keys: pd.DataFrame
    table: str


@contextmanager
def on_engine(keys: pd.DataFrame) -> Iterator[Records]:
    """Give these records to the engine, and take them away again."""
    con = engine.connection().con
    table = pa.Table.from_pandas(keys, preserve_index=False)
    words = pc.split_pattern(table["street"].cast(pa.string()), " ")
    con.register("received", table.append_column("street_words", words))
    try:
        con.execute(f"CREATE TABLE {TABLE} AS FROM received")
        con.unregister("received")
        yield Records(keys, TABLE)
    finally:
        con.execute(f"DROP TABLE IF EXISTS {TABLE}")


@contextmanager
def opened(records: Records, settings: SettingsCreator | dict) -> Iterator[Linker]:
    """Give Splink's linker on these records, and remove its tables afterwards."""
    api = DuckDBAPI(engine.connection().con)
    try:
        yield Linker(api.register(records.table), settings)
    finally:
        api.delete_tables_created_by_splink_from_db()


def level_counts(records: Records, model: dict) -> tuple[np.ndarray, np.ndarray]:
    """Return the patterns of levels that pairs show, and how many pairs show each.

    Returns
    -------
    patterns : ndarray of int, shape (patterns, comparisons)
        Level of each comparison, 0 where the records differ and -1 where one lacks it.
    pairs : ndarray of int, shape (patterns,)
    """
    columns = [f"gamma_{name}" for name in names(model)]
    with opened(records, _without_frequencies(model)) as linker:
        pairs = linker.inference.predict(warning_mode="never")
        counts = engine.connection().con.execute(
            f"SELECT {', '.join(columns)}, count(*) AS pairs FROM {pairs.physical_name} "
            "GROUP BY ALL ORDER BY ALL"
        ).df()  # fmt: skip
    return counts[columns].to_numpy(), counts["pairs"].to_numpy()


def _without_frequencies(model: dict) -> dict:
    """Return the model without what levels do not depend on: how common a value is."""
    model = deepcopy(model) | {"retain_intermediate_calculation_columns": False}
    for comparison in model["comparisons"]:
        for told in comparison["comparison_levels"]:
            told.pop("tf_adjustment_column", None)
    return model


def names(model: dict) -> list[str]:
    """Return the names of a model's comparisons."""
    return [comparison["output_column_name"] for comparison in model["comparisons"]]
