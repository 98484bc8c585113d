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


def missing_values(tables: dict[str, Table], ledger: pd.DataFrame) -> pd.DataFrame:
    """Return, for each column that may be empty, how often it is and what is done about it.

    Only rows of sources that ever fill a column count: a list that has no column of
    cities lacks none.

    Parameters
    ----------
    tables : dict of str to Table
        Canonical tables by name.
    ledger : DataFrame
        The table `intake_ledger`, which tells of what format each file is.

    Returns
    -------
    DataFrame
        The table `missing_values`.
    """
    formats, found = ledger.set_index("file")["format"], []
    for name, table in tables.items():
        optional = [c for c, column in contracts.load(name).columns.items() if column.missing]
        counts = table.group_by("file").agg(
            rows=table.count(), **{f"no {column}": table[column].isnull().sum()
                                   for column in optional}
        ).to_pandas()  # fmt: skip
        source = counts["file"].map(formats).fillna("unknown")
        by_source = counts.drop(columns="file").groupby(source).sum()
        for column in optional:
            empty = by_source[f"no {column}"]
            fills = empty < by_source["rows"]
            told = by_source[fills] if fills.any() else by_source
            missing = int(told[f"no {column}"].sum())
            treatment = _treatment(name, column, nowhere=not fills.any())
            found.append((name, column, int(told["rows"].sum()), missing, treatment))
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
