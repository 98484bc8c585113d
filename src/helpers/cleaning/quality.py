"""Where values are missing, and how far each table can be trusted."""

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.workspace import contracts

# What is done where a value is missing; everything else is kept missing and counted.
TREATMENTS = {
    ("orders", "customer_id"): "left_out_of_customer_chapters",
    ("order_lines", "customer_id"): "left_out_of_customer_chapters",
    ("order_lines", "product_name"): "as_unnamed_product",
    ("orders", "cancelled_day"): "never_cancelled",
    ("orders", "country"): "not_placed", ("orders", "province"): "not_placed",
    ("orders", "city"): "not_placed", ("order_lines", "country"): "not_placed",
    ("contacts", "country"): "not_placed", ("contacts", "province"): "not_placed",
    ("contacts", "city"): "not_placed",
    ("contacts", "accepts_email"): "not_contacted", ("contacts", "accepts_sms"): "not_contacted",
}  # fmt: skip

NOT_EXPECTED = ("never_cancelled", "not_in_source")


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
             TREATMENTS.get((name, column), "kept_missing"))
            for column in optional if counts["rows"]
        ]  # fmt: skip
    frame = pd.DataFrame(found, columns=["table", "column", "rows", "missing", "treatment"])
    frame["share"] = frame["missing"] / frame["rows"]
    nowhere = frame["share"].eq(1) & frame["treatment"].ne("never_cancelled")
    return frame.assign(treatment=frame["treatment"].mask(nowhere, "not_in_source"))


def quality(
    tables: dict[str, Table], missing: pd.DataFrame, ledger: pd.DataFrame
) -> pd.DataFrame:
    """Return how far each table can be trusted, as the mean of four proportions.

    *Completeness* is the share of expected cells that are filled (a column that
    no source has is not expected); *validity* the
    share of raw rows that broke no rule; *uniqueness* the share of rows that are
    no exact copy of another; *consistency* the share of rows whose values agree:
    an order's refund is no larger than its total, a line's amount is quantity x
    price - discount, a contact's e-mail and phone are well formed where given.

    Returns
    -------
    DataFrame
        The table `quality`; tables without rows are left out.
    """
    expected = missing[~missing["treatment"].isin(NOT_EXPECTED)]
    filled = 1 - expected.groupby("table")[["missing"]].sum()["missing"] / (
        expected.groupby("table")["rows"].sum()
    )
    found = []
    for name, table in tables.items():
        rows = int(table.count().to_pandas())
        if rows:
            parts = [float(filled.get(name, 1.0)), _validity(name, ledger),
                     _uniqueness(name, table, rows), _consistency(name, table, rows)]  # fmt: skip
            found.append((name, rows, *parts, 100 * sum(parts) / len(parts)))
    return pd.DataFrame(found, columns=list(contracts.load("quality").columns))


def _validity(name: str, ledger: pd.DataFrame) -> float:
    of_contacts = ledger["records"].eq("contacts")
    own = ledger[of_contacts if name == "contacts" else ~of_contacts]
    return 1 - own["rejected"].sum() / max(own["rows_in"].sum(), 1)


def _uniqueness(name: str, table: Table, rows: int) -> float:
    told = [c for c in table.columns if c not in ("line", "line_number", "contact_id")]
    return int(table.select(told).distinct().count().to_pandas()) / rows


def _consistency(name: str, table: Table, rows: int) -> float:
    agrees = {
        "orders": lambda t: t.refunded <= ibis.greatest(t.total, 0),
        "order_lines": lambda t: t.amount == t.quantity * t.unit_price - t.discount,
        "contacts": lambda t: (t.email_quality != "malformed") & (t.phone_quality != "malformed"),
    }[name](table)
    return int(agrees.sum().fill_null(0).to_pandas()) / rows


def lowest(quality: pd.DataFrame) -> dict:
    """Return the table with the lowest quality score, and the score."""
    worst = quality.sort_values(["score", "table"]).iloc[0]
    return {"table": worst["table"], "score": worst["score"]}
