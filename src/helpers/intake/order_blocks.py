"""Which rows of an export of order lines make one order."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.intake import values
from helpers.intake.cells import Cells

GOODS = ("product_id", "product_name")


class Blocks(NamedTuple):
    """The order of each row.

    Attributes
    ----------
    number : numpy.ndarray of int64
        Equal for the rows of one order.
    first : numpy.ndarray of int64
        The place of the row whose cells hold for the whole order; a row's own, where each row
        tells its order's cells itself.
    is_first : Series of bool
        Whether a row is such a row.
    takes_back : Series of bool
        Whether a row takes back money of an order and sells nothing.
    is_orphan : Series of bool
        Whether the order that a row belongs to is not there, or its first row is missing.
    sells : Series of bool
        Whether a row is of goods; below a first row some are not, as those of a second coupon.
    """

    number: np.ndarray
    first: np.ndarray
    is_first: pd.Series
    takes_back: pd.Series
    is_orphan: pd.Series
    sells: pd.Series

    def of_order(self, column: pd.Series) -> pd.Series:
        """Return on each row what the first row of its order has."""
        if self.is_first.all():
            return column
        return pd.Series(column.array.take(self.first), index=column.index)

    def total(self, amounts: pd.Series) -> pd.Series:
        """Return on each row what the rows of its order add up to; a missing one adds nothing."""
        whole = amounts.fillna(0).astype("int64").groupby(self.number).transform("sum")
        return whole.astype("Int64")

    def heads(self, stays: pd.Series) -> pd.Series:
        """Return which of the rows that stay are the first of their order among these."""
        if self.is_first.all():
            return self.is_first
        rows = np.flatnonzero(stays & ~self.takes_back)
        heads = np.zeros(len(self.number), dtype=bool)
        heads[rows[~pd.Series(self.number[rows]).duplicated()]] = True
        return pd.Series(heads, index=stays.index)


def blocks(cells: Cells, price: pd.Series) -> Blocks:
    """Return the order of each row.

    Where rows name goods, an order is the rows below its first one, whether these repeat its
    number or leave it empty; where they do not, each row is an order, or, where its price is
    below zero, takes money back of the order of its number, above or below it in the file.
    """
    if cells.layout.scattered:
        return _scattered(cells)
    if any(cells.header(name) for name in GOODS):
        return _one_below_the_other(cells)
    return _one_row_each(cells, price)


def _scattered(cells: Cells) -> Blocks:
    number = cells.column("order_id").codes.astype("int64")
    every, none = _everywhere(True, cells), _everywhere(False, cells)
    return Blocks(number, np.arange(len(number)), every, none, none, every)


def _one_below_the_other(cells: Cells) -> Blocks:
    number = cells.column("order_id")
    other = np.ones(len(number.codes), dtype=bool)
    other[1:] = number.codes[1:] != number.codes[:-1]
    begins = number.ne("").to_numpy() & (other | _counts_again(cells))
    begins[:1] = True
    orphan = np.zeros(len(begins), dtype=bool)
    if cells.layout.on_first_row:
        begins |= other
        told = [cells.column(name).ne("").to_numpy() for name in cells.layout.on_first_row]
        filled = np.logical_or.reduce(told)
        begins |= filled
        orphan = begins & ~filled
    block = begins.cumsum() - 1
    first = np.flatnonzero(begins)[block]
    is_first, is_orphan, sells = (
        pd.Series(rows, cells.index)
        for rows in (begins & ~orphan, orphan[first], begins | _names_goods(cells))
    )
    return Blocks(block, first, is_first, _everywhere(False, cells), is_orphan, sells)


def _names_goods(cells: Cells) -> np.ndarray:
    told = np.zeros(len(cells.index), dtype=bool)
    for name in (*GOODS, "unit_price", "line_total"):
        told |= cells.column(name).ne("").to_numpy()
    return told


def _counts_again(cells: Cells) -> np.ndarray:
    """Return where the place of a line in its order is not beyond that of the line above."""
    if cells.header("line_place") is None:
        return np.zeros(len(cells.index), dtype=bool)
    place = values.read_pieces(cells.column("line_place"))
    return place.le(place.shift()).fillna(False).to_numpy(dtype=bool)


def _one_row_each(cells: Cells, price: pd.Series) -> Blocks:
    takes_back = price.lt(0).fillna(False).astype(bool)
    codes, own = cells.column("order_id").codes, np.arange(len(takes_back))
    sells = np.flatnonzero(~takes_back)
    first_of = pd.Series(sells, index=codes[sells])
    first_of = first_of[~first_of.index.duplicated()]
    found = first_of.reindex(codes[takes_back]).to_numpy()
    first, orphan = own.copy(), np.zeros(len(own), dtype=bool)
    first[takes_back] = np.where(np.isnan(found), own[takes_back], found)
    orphan[takes_back] = np.isnan(found)
    sells = ~takes_back
    return Blocks(first, first, sells, takes_back, pd.Series(orphan, cells.index), sells)


def _everywhere(told: bool, cells: Cells) -> pd.Series:
    return pd.Series(np.full(len(cells.index), told), index=cells.index)
