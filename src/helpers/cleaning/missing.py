"""Where values are missing, and what is done about it."""

import pandas as pd
from ibis.expr.types import Table

from helpers.workspace import contracts

# What is done where a value is missing; everything else is kept missing and counted.
TREATMENTS = {
    ("orders", "customer_id"): "left_out_of_customer_chapters",
    ("order_lines", "customer_id"): "left_out_of_customer_chapters",
    ("order_lines", "product_name"): "as_unnamed_product",
    ("contacts", "accepts_email"): "not_contacted", ("contacts", "accepts_sms"): "not_contacted",
}  # fmt: skip
PLACES = ("country", "province", "city")


def missing_values(tables: dict[str, Table]) -> pd.DataFrame:
    """Return, for each column that may be empty, how often it is and what is done about it.

    Parameters
    ----------
    tables : dict of str to Table
        Canonical tables by name.

    Returns
    -------
    DataFrame
        The table `missing_values`.
    """
    found = []
    for name, table in tables.items():
        optional = [c for c, column in contracts.load(name).columns.items() if column.missing]
        counts = table.agg(
            rows=table.count(), **{column: table[column].isnull().sum() for column in optional}
        ).to_pandas().fillna(0).astype("int64").iloc[0]  # fmt: skip
        found += [
            (name, column, counts["rows"], counts[column],
             _treatment(name, column, nowhere=counts[column] == counts["rows"]))
            for column in optional if counts["rows"]
        ]  # fmt: skip
    frame = pd.DataFrame(found, columns=["table", "column", "rows", "missing", "treatment"])
    return frame.assign(share=frame["missing"] / frame["rows"])


def _treatment(table: str, column: str, *, nowhere: bool) -> str:
    if not contracts.load(table).columns[column].expected:
        return "not_always_there"
    if nowhere:
        return "not_in_source"
    return TREATMENTS.get((table, column), "not_placed" if column in PLACES else "kept_missing")


def worth_showing(missing: pd.DataFrame) -> pd.DataFrame:
    """Return the columns in which an expected value is missing somewhere, the worst first."""
    gaps = missing["missing"].gt(0) & ~missing["treatment"].isin(
        ["not_always_there", "not_in_source"]
    )
    return missing[gaps].sort_values(
        ["share", "table", "column"], ascending=[False, True, True], ignore_index=True
    )
