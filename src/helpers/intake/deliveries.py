"""Counting once what was delivered more than once, and shaping rows into canonical tables."""

import re

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.intake import values
from helpers.intake.reading import FileContext
from helpers.workspace import contracts
from helpers.workspace.errors import InputError

RECORD_COLUMNS = ["record", "delivery", "file", "block", "head", "content", "line", "refunded"]
ACCEPTED, CONTINUATION, REPEATED, REJECTED = "accepted", "continuation", "repeated", "rejected"


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
    ordered = rows.sort_values("line")
    nth = ordered.groupby("content").cumcount()
    size = ordered.groupby("content")["line"].transform("size")
    copies = pd.Series(1, index=ordered.index)
    for overlap in context.declared.overlaps:
        inside = ordered["event_day"].between(
            pd.Timestamp(overlap.first_day), pd.Timestamp(overlap.last_day)
        )
        odd = ordered[inside & (size % overlap.copies).ne(0)]
        if len(odd):
            raise InputError(
                f"{context.shown}, line {odd['line'].iloc[0]}: stands a number of times that "
                f"{overlap.copies} does not divide, though source.toml says that "
                f"{overlap.first_day} to {overlap.last_day} is there {overlap.copies} times"
            )
        copies[inside] = overlap.copies
    once = context.declared.exact_repeats == "once"
    kept = nth.eq(0) if once else nth.lt(size // copies)
    return ~kept.reindex(rows.index)


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
    key = ["record", "delivery", "file", "block"]
    blocks = rows.groupby(key, as_index=False, sort=True).agg(
        digest=("content", "sum"), size=("content", "size"), refunded=("refunded", "max"),
        first_line=("line", "min"),
    )  # fmt: skip
    alike = blocks.groupby(["record", "delivery", "digest"])
    blocks = blocks.assign(copies=alike["size"].transform("size")).sort_values(
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

    joined = rows[key].merge(blocks[key].assign(fate=fate), on=key, how="left")
    outcome = pd.Series(joined["fate"].to_numpy(), index=rows.index, dtype="str")
    return outcome.mask(outcome.eq(ACCEPTED) & ~rows["head"], CONTINUATION)


def with_kind(rows: pd.DataFrame, context: FileContext) -> pd.DataFrame:
    """Return order lines with their `kind`, as the contract of `order_lines` lists them."""
    declared = context.declared
    negative = rows["quantity"].lt(0)
    returned = _matches(rows["record"], declared.cancellation_orders, otherwise=negative)
    adjusting = _matches(rows["record"], declared.adjustment_orders, otherwise=False)
    merchandise = _matches(rows["product_id"].fillna(""), declared.merchandise, otherwise=True)
    kind = pd.Series("sale", index=rows.index, dtype="str")
    kind = kind.mask(returned, "cancellation")
    no_sale = rows["quantity"].le(0) & ~returned
    kind = kind.mask(no_sale | rows["unit_price"].le(0) | adjusting, "adjustment")
    kind = kind.mask(~merchandise, "pseudo_product").mask(rows["is_test"].astype(bool), "test")
    return rows.assign(kind=kind)


def _matches(texts: pd.Series, pattern: str | None, *, otherwise) -> pd.Series:
    if pattern is None:
        return pd.Series(otherwise, index=texts.index)
    place, distinct = pd.factorize(texts)
    found = np.array([bool(re.search(pattern, text)) for text in distinct])
    return pd.Series(found[place], index=texts.index)


def order_lines(rows: pd.DataFrame) -> pd.DataFrame:
    """Return accepted rows as order lines, numbered as they stand in their order.

    An order's discount is shared out over its sales in proportion to their
    price, in whole ten-thousandths that add up to it.
    """
    lines = rows.sort_values(["record", "delivery", "file", "line"], ignore_index=True)
    order = lines.groupby(["record", "delivery"], sort=False).ngroup()
    gross = lines["quantity"] * lines["unit_price"] - lines["line_discount"]
    weights = gross.where(lines["kind"].isin(["sale", "pseudo_product"]), 0)
    share = pd.Series(0, index=lines.index, dtype="int64")
    some = lines["order_discount"].gt(0)
    share[some] = values.share_out(lines["order_discount"][some], weights[some], order[some])
    return lines.assign(
        order_id=lines["record"], line_number=lines.groupby(order).cumcount() + 1,
        discount=lines["line_discount"] + share, amount=gross - share,
    )  # fmt: skip


def orders(lines: pd.DataFrame) -> pd.DataFrame:
    """Return one row per order and delivery, from numbered order lines."""
    earliest = ["ordered_at", "event_day", "line"]
    columns = contracts.load("orders").columns
    told = [name for name in columns if name not in earliest and name in lines]
    grouped = lines.groupby(["order_id", "delivery"], as_index=False, sort=True)
    return grouped[told[2:]].first().assign(**grouped[earliest].min()[earliest])


def paid_back(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the refunds that sources tell with their days: order, delivery, day and ticks."""
    columns = ["order_id", "delivery", "event_day", "amount"]
    if "paid_back" not in lines or not lines["paid_back"].notna().any():
        return pd.DataFrame(columns=columns)
    told = lines.loc[lines["paid_back"].notna(), ["order_id", "delivery", "paid_back"]]
    each = told.explode("paid_back", ignore_index=True)
    pairs = pd.DataFrame(each.pop("paid_back").tolist(), columns=["event_day", "amount"])
    return each.join(pairs.astype({"amount": "int64"}))[columns]


def to_arrow(frame: pd.DataFrame, name: str) -> pa.Table:
    """Return rows as an Arrow table of a contract's columns, money exact, sorted by key."""
    contract = contracts.load(name)
    told = frame.reindex(columns=list(contract.columns))  # what a source never tells is missing
    ordered = told.sort_values(list(contract.key), ignore_index=True)
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
