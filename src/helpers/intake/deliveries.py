"""Counting once what was delivered more than once, and telling the kinds of order lines."""

import re

import numpy as np
import pandas as pd

from helpers.intake.coded import coded, ranks, spread
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
    blocks = rows.groupby(number)
    return {"digest": blocks["content"].sum(), "refunded": blocks["refunded"].max(),
            "first_line": blocks["line"].min()}  # fmt: skip


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
    if declared.deposits is not None:
        deposit = _matches(rows["product_id"], declared.deposits, otherwise=False)
        # To deduct a deposit is no return of goods: netting matches it with the deposit.
        free = free | deposit & negative
        rows = rows.assign(is_deposit=deposit)
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
    fits = re.compile(pattern).search
    found = np.array([bool(fits(text)) for text in column.texts.to_numpy(dtype=object)], dtype=bool)
    return spread(found, column.codes, missing=bool(fits("")))
