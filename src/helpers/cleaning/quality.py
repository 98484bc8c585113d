"""How far each source can be trusted: how fresh, complete, valid, unique and consistent it is."""

from datetime import date

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.workspace import Desk, contracts

PARTS = ("completeness", "validity", "uniqueness", "consistency")

# Rows whose values agree with one another, table by table; where there is no rule, a table
# has no such part. The catalogue says each in words, as rule.<table>.
CONSISTENT = {
    "ad_spend": lambda t: t.clicks.fill_null(0) <= t.impressions.fill_null(t.clicks.fill_null(0)),
    "contacts": lambda t: (t.email_quality != "malformed") & (t.phone_quality != "malformed"),
    "deals": lambda t: t.is_won.isnull() | t.closing_day.notnull(),
    "experiments": lambda t: t.last_day.isnull() | (t.last_day >= t.event_day),
    "order_lines": lambda t: t.amount == t.quantity * t.unit_price - t.discount,
    "orders": lambda t: t.refunded <= ibis.greatest(t.total, 0),
    "promotions": lambda t: t.last_day.isnull() | (t.last_day >= t.event_day),
    "stock": lambda t: t.pieces >= 0,
}
# What tells rows apart without saying more of them: left out where copies are looked for.
NUMBERING = ("line", "line_number", "event_id", "activity_id", "assignment_id")


def tables_with_rows(desk: Desk) -> dict[str, Table]:
    """Return every canonical table that tells which file its rows are from, and has some."""
    every = [name for name in contracts.names() if contracts.load(name).area == "canonical"]
    told = [name for name in every if {"file", "event_day"} <= contracts.load(name).columns.keys()]
    tables = {name: desk.read(f"{name}?") for name in told}
    return {name: table for name, table in tables.items() if int(table.count().to_pandas())}


def quality(tables: dict[str, Table], ledger: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return how far each source can be trusted, table by table.

    *Freshness* is the days from the newest row to the as-of day; *completeness* the share of
    expected cells that are filled (a column that a source never fills is not expected of
    it); *validity* the share of its raw rows that broke no rule; *uniqueness* the share of
    rows that are no exact copy of another; *consistency* the share of rows whose values
    agree, by the rule of `CONSISTENT`.

    Parameters
    ----------
    tables : dict of str to Table
        Canonical tables by name, as known on the as-of day.
    ledger : DataFrame
        The table `intake_ledger`, which tells of what format each file is.

    Returns
    -------
    DataFrame
        The table `quality`, lowest score first.
    """
    formats = ledger.set_index("file")["format"]
    raw = ledger.groupby("format")[["rows_in", "rejected"]].sum()
    valid = 1 - raw["rejected"] / raw["rows_in"].clip(lower=1)
    rows = []
    for name, table in tables.items():
        counted = _counted(name, table).groupby(lambda file: formats.get(file, "unknown"))
        for source, files in counted:
            rows.append({
                "table": name, "source": source, "rows": files["rows"].sum(),
                "newest_day": files["newest"].max(), "validity": valid.get(source, 1.0),
                "completeness": _completeness(files),
                "uniqueness": files["distinct"].sum() / files["rows"].sum(),
                "consistency": files["agreeing"].sum(min_count=1) / files["rows"].sum(),
            })  # fmt: skip
    frame = pd.DataFrame(rows, columns=[*contracts.load("quality").columns])
    frame["days_old"] = (pd.Timestamp(as_of) - pd.to_datetime(frame["newest_day"])).dt.days
    frame["score"] = 100 * frame[list(PARTS)].astype(float).mean(axis="columns")
    return frame.sort_values(["score", "table", "source"], ignore_index=True)


def _counted(name: str, table: Table) -> pd.DataFrame:
    """Return, for each file, the counts from which the parts of its score follow."""
    told = [c for c, column in contracts.load(name).columns.items() if column.expected
            and column.missing]  # fmt: skip
    rule = CONSISTENT.get(name)
    agreeing = rule(table).sum().fill_null(0) if rule else ibis.null("int64")
    by_file = table.group_by("file").agg(
        rows=table.count(), newest=table.event_day.max(), agreeing=agreeing,
        **{f"filled {column}": table[column].notnull().sum() for column in told},
    ).to_pandas().set_index("file")  # fmt: skip
    # Two contacts that differ in nothing but their number are copies; two people in one arm of
    # an experiment are not.
    number = ("contact_id",) if contracts.load(name).key[0] == "contact_id" else ()
    own = [column for column in table.columns if column not in (*NUMBERING, *number)]
    distinct = table.select(own).distinct().group_by("file").agg(distinct=ibis._.count())
    return by_file.join(distinct.to_pandas().set_index("file"))


def _completeness(files: pd.DataFrame) -> float:
    """Return the share of expected cells that are filled; 1 where none can be empty."""
    filled = files.filter(like="filled ").sum()
    filled = filled[filled > 0]
    return float(filled.mean() / files["rows"].sum()) if len(filled) else 1.0


def lowest(quality: pd.DataFrame) -> dict:
    """Return the source with the lowest score, and the score."""
    worst = quality.iloc[0]
    return {"table": worst["table"], "source": worst["source"], "score": worst["score"]}


def quality_rules(quality: pd.DataFrame) -> pd.DataFrame:
    """Return the rule of consistency of each table that has one: `table`, `agreement`."""
    names = [name for name in sorted(quality["table"].unique()) if name in CONSISTENT]
    return pd.DataFrame({"table": names, "agreement": [f"rule_{name}" for name in names]})


def shown_quality(quality: pd.DataFrame) -> pd.DataFrame:
    """Return the scores in the order in which people read them, the newest day as its age."""
    return quality[["source", "table", "rows", "days_old", *PARTS, "score"]].replace({np.nan: None})
