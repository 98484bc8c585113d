"""Orders and their lines, as canonical tables have them, from the rows that were accepted."""

import numpy as np
import pandas as pd

from helpers.intake import values
from helpers.intake.coded import in_order, plain_frame
from helpers.intake.shaping import in_place, places
from helpers.workspace import contracts

MONEY = ["total", "refunded", "order_discount", "unit_price", "line_discount", "quantity"]
SPENT = ["content", "head", "block", "within_file", "fate"]  # columns that have done their work


def order_lines(rows: pd.DataFrame, accepted: pd.Series | None = None) -> pd.DataFrame:
    """Return accepted rows (by default all) as order lines, numbered as they stand in their order.

    An order's discount is shared out over its sales in proportion to their
    price, in whole ten-thousandths that add up to it.
    """
    told = rows.drop(columns=SPENT, errors="ignore").assign(record=in_order(rows["record"]))
    lines = in_place(told, ["record", "delivery", "file", "line"], accepted)
    whole = [name for name in MONEY if name in lines and lines[name].dtype == "Int64"]
    lines = lines.astype({name: "int64" for name in whole if lines[name].notna().all()})
    begins = _begins(lines, ["record", "delivery"])
    order = begins.cumsum() - 1
    nth = np.arange(len(lines)) - np.flatnonzero(begins)[order] + 1
    gross = lines["quantity"] * lines["unit_price"] - lines["line_discount"]
    share = pd.Series(0, index=lines.index, dtype="int64")
    some = lines["order_discount"].gt(0)
    if some.any():
        weights = gross.where(lines["kind"].isin(["sale", "pseudo_product"]), 0)
        share[some] = values.share_out(lines["order_discount"][some], weights[some], order[some])
    return lines.assign(order_id=lines["record"], line_number=nth,
                        discount=lines["line_discount"] + share, amount=gross - share)  # fmt: skip


def orders(lines: pd.DataFrame) -> pd.DataFrame:
    """Return one row per order and delivery, from numbered order lines.

    An order has the first value that any of its lines knows, and its earliest moment.
    """
    begins = _begins(lines, ["order_id", "delivery"])
    first, order = np.flatnonzero(begins), begins.cumsum() - 1
    lines = _with_totals(lines, first, order)
    earliest = ("ordered_at", "event_day", "line")
    columns = contracts.load("orders").columns
    told = [name for name in columns if name not in earliest and name in lines]
    found = {name: _first_known(lines[name], first, order) for name in told}
    for name in earliest:
        least = np.minimum.reduceat(places(lines[name]), first)
        found[name] = pd.Series(least).astype(lines[name].dtype)
    return pd.DataFrame(found)


def _with_totals(lines: pd.DataFrame, first: np.ndarray, order: np.ndarray) -> pd.DataFrame:
    """Return lines on which an order that tells no total has what its lines come to.

    No more is paid back of it: of lines that stand twice, one may have been left out.
    """
    if "total" not in lines or not (untold := lines["total"].isna()).any():
        return lines
    whole = pd.Series(np.add.reduceat(lines["amount"].to_numpy(), first)[order], lines.index)
    most = whole.clip(lower=0)
    return lines.assign(
        total=lines["total"].fillna(whole).astype("int64"),
        refunded=lines["refunded"].mask(untold & lines["refunded"].gt(most), most),
    )


def paid_back(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the refunds that sources tell with their days: order, delivery, day and ticks."""
    columns = ["order_id", "delivery", "event_day", "amount"]
    if "paid_back" not in lines or not lines["paid_back"].notna().any():
        return plain_frame(lines.iloc[:0].reindex(columns=columns))
    told = plain_frame(lines.loc[lines["paid_back"].notna(), ["order_id", "delivery", "paid_back"]])
    each = told.explode("paid_back", ignore_index=True)
    pairs = pd.DataFrame(each.pop("paid_back").tolist(), columns=["event_day", "amount"])
    return each.join(pairs.astype({"amount": "int64"}))[columns]


def _first_known(column: pd.Series, first: np.ndarray, order: np.ndarray) -> pd.Series:
    """Return for each order the column's first value that is not missing."""
    missing = column.isna().to_numpy()
    if missing[first].any():
        known = np.flatnonzero(~missing)
        new = np.diff(order[known], prepend=-1) > 0
        first = first.copy()
        first[order[known][new]] = known[new]
    return column.take(first).reset_index(drop=True)


def _begins(rows: pd.DataFrame, names: list[str]) -> np.ndarray:
    """Return which rows of a sorted frame differ from the one before in some columns."""
    begins = np.zeros(len(rows), dtype=bool)
    begins[:1] = True
    for name in names:
        place = places(rows[name])
        begins[1:] |= place[1:] != place[:-1]
    return begins
