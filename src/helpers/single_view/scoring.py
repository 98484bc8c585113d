"""How likely each pair of records is one person, and what spoke for and against it."""

from collections.abc import Iterator

import pandas as pd

from helpers.single_view.linker import Records, names, opened
from helpers.workspace import engine

LOWEST = 0.01  # pairs below this probability are not kept


def score_pairs(records: Records, model: dict, *, lowest: float = LOWEST) -> pd.DataFrame:
    """Return the pairs that may be one person, with their evidence.

    Parameters
    ----------
    records : Records
        As from `on_engine`.
    model : dict
        As from `learn_model`.
    lowest : float
        Pairs with a smaller probability are left out.

    Returns
    -------
    DataFrame
        One row per pair: `record_l`, `record_r` (the smaller first), `probability`,
        `weight` (bits, prior included), and for each comparison `level_<name>` (0 where
        the records differ, -1 where one lacks it) and `weight_<name>` (bits, with what a
        rare or common value adds), sorted by pair.
    """
    with opened(records, model) as linker:
        scored = linker.inference.predict(threshold_match_probability=lowest, warning_mode="never")
        return engine.connection().con.execute(
            f"SELECT {', '.join(_columns(model))} FROM {scored.physical_name} ORDER BY 1, 2"
        ).df()  # fmt: skip


def _columns(model: dict) -> Iterator[str]:
    """Yield what is taken from Splink's pairs; the values that were compared are not."""
    yield "record_id_l AS record_l"  # the smaller, where all records stand in one table
    yield "record_id_r AS record_r"
    yield "match_probability AS probability"
    yield "match_weight AS weight"
    for name, comparison in zip(names(model), model["comparisons"], strict=True):
        often = any("tf_adjustment_column" in told for told in comparison["comparison_levels"])
        yield f"gamma_{name} AS level_{name}"
        yield f"mw_{name}" + (f" + mw_tf_adj_{name}" if often else "") + f" AS weight_{name}"
