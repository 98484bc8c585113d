"""Counting once what was delivered more than once, and shaping rows into canonical tables."""

import re

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.intake import values
from helpers.intake.coded import coded, in_order, ranks, spread
from helpers.intake.reading import FileContext
from helpers.workspace import contracts
from helpers.workspace.errors import InputError

RECORD_COLUMNS = ["record", "delivery", "file", "block", "head", "content", "line", "refunded"]
ACCEPTED, CONTINUATION, REPEATED, REJECTED = "accepted", "continuation", "repeated", "rejected"
OUTCOMES = [ACCEPTED, CONTINUATION, REPEATED, REJECTED]
KINDS = list(contracts.load("order_lines").columns["kind"].one_of)


def repeats_in_file(rows: pd.DataFrame, context: FileContext) -> pd.Series:
    """Return which rows of a mapped file repeat others and are counted once, as declared.

    Rows are compared by all their text. In a declared overlap every row stands
    `copies` times and one share of them is kept; elsewhere exact repeats are
    kept or counted once, as `exact_repeats` says.

    Raises
    ------
    InputError
        If a row of an overlap does not stand there a whole number of times.
    """
    declared = context.declared
    inside = [rows["event_day"].between(pd.Timestamp(o.first_day), pd.Timestamp(o.last_day))
              for o in declared.overlaps]  # fmt: skip
    once = declared.exact_repeats == "once"
    # Equal texts tell of one day, so that where repeats are kept only overlaps need looking at.
    looked_at = np.logical_or.reduce([np.full(len(rows), once), *inside])
    told = rows.loc[looked_at, ["content", "line"]].sort_values("line")
    same = told.groupby("content")["line"]
    nth, size = same.cumcount(), same.transform("size")
    copies = pd.Series(1, index=told.index)
    for overlap, within in zip(declared.overlaps, inside, strict=True):
        _refuse_odd(told, size, within, overlap, context)
        copies[within[told.index]] = overlap.copies
    kept = nth.eq(0) if once else nth.lt(size // copies)
    return (~kept).reindex(rows.index, fill_value=False)


def _refuse_odd(told: pd.DataFrame, size: pd.Series, within: pd.Series, overlap, context) -> None:
    odd = told[within[told.index] & (size % overlap.copies).ne(0)]
    if len(odd):
        raise InputError(
            f"{context.shown}, line {odd['line'].iloc[0]}: stands a number of times that "
            f"{overlap.copies} does not divide, though source.toml says that "
            f"{overlap.first_day} to {overlap.last_day} is there {overlap.copies} times"
        )


def fates(rows: pd.DataFrame) -> pd.Series:
    """Return what becomes of each row; one that repeats another in its file is repeated."""
    repeated = rows["within_file"].to_numpy(dtype=bool)
    counted = count_once(rows.loc[~repeated, RECORD_COLUMNS])
    outcome = np.full(len(rows), OUTCOMES.index(REPEATED), dtype="int8")
    outcome[~repeated] = counted.cat.codes
    return pd.Series(pd.Categorical.from_codes(outcome, OUTCOMES), index=rows.index)


def count_once(rows: pd.DataFrame) -> pd.Series:
    """Return what becomes of each row: accepted, continuation, repeated or rejected.

    A record (an order, a contact) that stands identically in the delivery before
    is repeated; one that changed is a new version. Within one delivery a record
    has one content: of two that contradict each other the one with the greater
    refund stands, else the one that stands more often, and the other is rejected.

    Parameters
    ----------
    rows : DataFrame
        Rows of all files with `RECORD_COLUMNS`, in any order.
    """
    number, first = _blocks(rows)
    told = rows.iloc[first]
    told = pd.DataFrame({
        "record": coded(told["record"]).codes, "delivery": told["delivery"].to_numpy(),
        "file": ranks(told["file"]),
    }).assign(**_totals(rows, number))  # fmt: skip
    fate = np.full(len(told), OUTCOMES.index(ACCEPTED), dtype="int8")
    again = told.index[told.duplicated("record", keep=False)]
    fate[again] = _fates_of_versions(told.loc[again]).map(OUTCOMES.index)
    outcome = fate[number]
    goes_on = (outcome == OUTCOMES.index(ACCEPTED)) & ~rows["head"].to_numpy(dtype=bool)
    outcome[goes_on] = OUTCOMES.index(CONTINUATION)
    return pd.Series(pd.Categorical.from_codes(outcome, OUTCOMES), index=rows.index)


def _blocks(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each row's block (a record in a delivery), and where each begins."""
    number = coded(rows["record"]).codes.astype("int64")
    for name in ("delivery", "file", "block"):
        other, distinct = pd.factorize(rows[name])
        if len(distinct) > 1:
            number, _ = pd.factorize(number * len(distinct) + other)
    number, _ = pd.factorize(number)
    first = np.flatnonzero(~pd.Series(number).duplicated())
    return number, first


def _totals(rows: pd.DataFrame, number: np.ndarray) -> dict[str, pd.Series]:
    """Return what the rows of each block come to, in the order of the blocks' numbers."""
    return {
        "digest": rows["content"].groupby(number).sum(),
        "refunded": rows["refunded"].groupby(number).max(),
        "first_line": rows["line"].groupby(number).min(),
    }


def _fates_of_versions(blocks: pd.DataFrame) -> pd.Series:
    """Return what becomes of the blocks of records that stand more than once."""
    alike = blocks.groupby(["record", "delivery", "digest"])
    blocks = blocks.assign(copies=alike["digest"].transform("size")).sort_values(
        ["record", "delivery", "refunded", "copies", "digest", "file", "first_line"],
        ascending=[True, True, False, False, True, True, True],
    )
    told = blocks.groupby(["record", "delivery"])
    first = told["digest"].transform("first")
    again = told.cumcount().gt(0)
    fate = pd.Series(ACCEPTED, index=blocks.index, dtype="str")
    fate[again] = REPEATED
    fate[again & blocks["digest"].ne(first)] = REJECTED
    versions = blocks[~again]
    same = versions["digest"].eq(versions.groupby("record")["digest"].shift())
    fate[same[same].index] = REPEATED
    return fate.sort_index()


def with_kind(rows: pd.DataFrame, context: FileContext) -> pd.DataFrame:
    """Return order lines with their `kind`, as the contract of `order_lines` lists them."""
    declared = context.declared
    negative = rows["quantity"].lt(0).to_numpy(dtype=bool)
    returned = _matches(rows["record"], declared.cancellation_orders, otherwise=negative)
    adjusting = _matches(rows["record"], declared.adjustment_orders, otherwise=False)
    merchandise = _matches(rows["product_id"], declared.merchandise, otherwise=True)
    no_sale = rows["quantity"].le(0).to_numpy(dtype=bool) & ~returned
    free = rows["unit_price"].le(0).to_numpy(dtype=bool)
    kind = np.select(
        [rows["is_test"].to_numpy(dtype=bool), ~merchandise, no_sale | free | adjusting, returned],
        [KINDS.index(name) for name in ("test", "pseudo_product", "adjustment", "cancellation")],
        default=KINDS.index("sale"),
    )  # fmt: skip
    return rows.assign(kind=pd.Categorical.from_codes(kind, KINDS))


def _matches(texts: pd.Series, pattern: str | None, *, otherwise) -> np.ndarray:
    """Return which texts a pattern finds, a missing one being empty; without a pattern, a usual."""
    if pattern is None:
        return np.broadcast_to(otherwise, len(texts))
    column = coded(texts)
    found = np.array([bool(re.search(pattern, text)) for text in column.texts], dtype=bool)
    return spread(found, column.codes, missing=bool(re.search(pattern, "")))


def order_lines(rows: pd.DataFrame) -> pd.DataFrame:
    """Return accepted rows as order lines, numbered as they stand in their order.

    An order's discount is shared out over its sales in proportion to their
    price, in whole ten-thousandths that add up to it.
    """
    rows = rows.assign(record=in_order(rows["record"]))
    lines = _sorted(rows, ["record", "delivery", "file", "line"])
    begins = _begins(lines, ["record", "delivery"])
    order = begins.cumsum() - 1
    nth = np.arange(len(lines)) - np.flatnonzero(begins)[order] + 1
    gross = lines["quantity"] * lines["unit_price"] - lines["line_discount"]
    weights = gross.where(lines["kind"].isin(["sale", "pseudo_product"]), 0)
    share = pd.Series(0, index=lines.index, dtype="int64")
    some = lines["order_discount"].gt(0)
    share[some] = values.share_out(lines["order_discount"][some], weights[some], order[some])
    return lines.assign(order_id=lines["record"], line_number=nth,
                        discount=lines["line_discount"] + share, amount=gross - share)  # fmt: skip


def order_totals(lines: pd.DataFrame) -> pd.Series:
    """Return on each numbered order line what its whole order comes to."""
    begins = _begins(lines, ["order_id", "delivery"])
    whole = np.add.reduceat(lines["amount"].to_numpy(), np.flatnonzero(begins))
    return pd.Series(whole[begins.cumsum() - 1], index=lines.index)


def orders(lines: pd.DataFrame) -> pd.DataFrame:
    """Return one row per order and delivery, from numbered order lines.

    An order has the first value that any of its lines knows, and its earliest moment.
    """
    begins = _begins(lines, ["order_id", "delivery"])
    first, order = np.flatnonzero(begins), begins.cumsum() - 1
    earliest = ("ordered_at", "event_day", "line")
    columns = contracts.load("orders").columns
    told = [name for name in columns if name not in earliest and name in lines]
    found = {name: _first_known(lines[name], first, order) for name in told}
    for name in earliest:
        least = np.minimum.reduceat(_places(lines[name]), first)
        found[name] = pd.Series(least).astype(lines[name].dtype)
    return pd.DataFrame(found)


def _first_known(column: pd.Series, first: np.ndarray, order: np.ndarray) -> pd.Series:
    """Return for each order the column's first value that is not missing."""
    missing = column.isna().to_numpy()
    place = first
    if missing[first].any():
        known = np.flatnonzero(~missing)
        number, at = np.unique(order[known], return_index=True)
        place = first.copy()
        place[number] = known[at]
    return column.take(place).reset_index(drop=True)


def _begins(rows: pd.DataFrame, names: list[str]) -> np.ndarray:
    """Return which rows of a sorted frame differ from the one before in some columns."""
    begins = np.zeros(len(rows), dtype=bool)
    begins[:1] = True
    for name in names:
        place = _places(rows[name])
        begins[1:] |= place[1:] != place[:-1]
    return begins


def _sorted(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return rows sorted by some columns, numbered from 0; what is in order is not moved."""
    place = np.lexsort([_places(rows[name]) for name in reversed(names)])
    moved = (place != np.arange(len(rows))).any()
    return (rows.take(place) if moved else rows).reset_index(drop=True)


def _places(column: pd.Series) -> np.ndarray:
    """Return whole numbers that sort as a column's values do."""
    if isinstance(column.dtype, pd.CategoricalDtype | pd.StringDtype) or column.dtype == object:
        return ranks(column)
    return column.to_numpy(dtype="int64")


def to_arrow(frame: pd.DataFrame, name: str) -> pa.Table:
    """Return rows as an Arrow table of a contract's columns, money exact, sorted by key."""
    contract = contracts.load(name)
    told = frame.reindex(columns=list(contract.columns))  # what a source never tells is missing
    ordered = _sorted(told, list(contract.key))
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
