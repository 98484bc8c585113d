"""What order lines and whole orders come to: read, held together, in the company's currency."""

from typing import NamedTuple

import pandas as pd

from helpers.intake import cell_money, currencies, values
from helpers.intake.cells import Cells
from helpers.intake.order_blocks import Blocks
from helpers.intake.reading import Judge, known_currency, to_company_currency, too_large

LINE_AMOUNTS = ("unit_price", "list_price", "discount", "line_total", "line_refunded")
ORDER_AMOUNTS = ("order_total", "order_subtotal", "order_discount", "order_refunded")
CENT = 100  # ticks


class Amounts(NamedTuple):
    """Pieces and money of each row, missing where a cell is empty or cannot be read.

    Attributes
    ----------
    quantity : Series of Int64
        Pieces; one in each row of a file that counts none.
    currency : Series of categories
        The currency of the row's order.
    ticks : dict of str to Series of Int64
        For each column of money that the file tells, the amounts in the company's currency.
    total, refunded : Series of Int64
        What the row's order comes to, and what was paid back on it. A total is missing where
        an order's rows may stand anywhere and none tells it: it is worked out when it is known
        which of them count.
    """

    quantity: pd.Series
    currency: pd.Series
    ticks: dict[str, pd.Series]
    total: pd.Series
    refunded: pd.Series

    @property
    def price(self) -> pd.Series:
        """The price of one piece."""
        return self.ticks["unit_price"]

    @property
    def discount(self) -> pd.Series:
        """The line's discount: as told, else what its total lacks, else nothing."""
        if "discount" in self.ticks:
            return self.ticks["discount"]
        if "line_total" in self.ticks:
            return self.quantity * self.price - self.ticks["line_total"]
        return pd.Series(0, index=self.quantity.index, dtype="Int64")


def amounts(cells: Cells, blocks: Blocks) -> Amounts:
    """Return the pieces and the money of each row.

    Raises
    ------
    InputError
        If no amount is in a currency with a rate, or the decimal sign is not declared.
    """
    pieces = pd.Series(1, index=cells.index, dtype="Int64")
    if cells.is_told("quantity"):
        pieces = values.read_pieces(cells.column("quantity"))
    currency = blocks.of_order(cell_money.currency(cells, "unit_price"))
    if not known_currency(currency, cells.context).any():
        cell_money.refuse_unrated(cells, "unit_price", currency)
    ticks = {
        name: to_company_currency(
            cell_money.amounts(cells, name), _currency_of(name, cells, currency), cells.context
        )
        for name in (*LINE_AMOUNTS, *ORDER_AMOUNTS) if cells.is_told(name)
    }  # fmt: skip
    nothing = pd.Series(0, index=cells.index, dtype="Int64")
    told = Amounts(pieces, currency, ticks, nothing, nothing)
    told = told._replace(total=_totals(told, cells, blocks))
    return told._replace(refunded=_refunds(told, cells, blocks))


def _currency_of(name: str, cells: Cells, currency: pd.Series) -> pd.Series:
    """Return the currency of a column: the order's, unless the column's own header tells one."""
    behind = currencies.of_header(cells.header(name) or "")[1]
    own = behind and not cells.header("currency")
    return cell_money.currency(cells, name) if own else currency


def of_orders(told: Amounts, name: str, blocks: Blocks) -> pd.Series:
    """Return on each row what its order is told to come to.

    Where an order's rows stand anywhere, the first of them that tells it counts.
    """
    if blocks.is_first.all():
        return told.ticks[name].groupby(blocks.number).transform("first")
    return blocks.of_order(told.ticks[name])


def _totals(told: Amounts, cells: Cells, blocks: Blocks) -> pd.Series:
    """Return on each row its order's total: as told, else what its lines come to."""
    missing = pd.Series(pd.NA, index=cells.index, dtype="Int64")
    total = of_orders(told, "order_total", blocks) if "order_total" in told.ticks else missing
    if cells.layout.scattered or total.notna().all():
        return total
    return total.fillna(blocks.total(_sales(told).clip(lower=0)))


def _refunds(told: Amounts, cells: Cells, blocks: Blocks) -> pd.Series:
    """Return on each row what was paid back on its order.

    Told by its lines, else by rows that take back, else for the whole order.
    """
    back = told.refunded
    if "line_refunded" in told.ticks:
        back = blocks.total(told.ticks["line_refunded"].abs())
    if blocks.takes_back.any():
        back = back.mask(back.eq(0), blocks.total(told.price.abs().where(blocks.takes_back, 0)))
    if "order_refunded" in told.ticks:
        whole = of_orders(told, "order_refunded", blocks).abs().fillna(0)
        back = back.mask(back.eq(0), whole)
    return _called_refunded(back, told, cells, blocks)


def _called_refunded(back: pd.Series, told: Amounts, cells: Cells, blocks: Blocks) -> pd.Series:
    """Return refunds with those that are told in a word: the order's, or each row's own."""
    called = cells.column("status").where_text(lambda texts: texts.str.casefold().eq("refunded"))
    if not called.any():
        return back
    if cells.layout.scattered:
        return back.mask(back.eq(0), blocks.total(_sales(told).clip(lower=0).where(called, 0)))
    return back.mask(back.eq(0) & blocks.of_order(called), told.total.clip(lower=0))


def _sales(told: Amounts) -> pd.Series:
    return told.quantity * told.price - told.discount


def judge_orders(told: Amounts, cells: Cells, blocks: Blocks, judge: Judge) -> None:
    """Note the first rows of orders whose own amounts are broken."""
    unknown = ~known_currency(told.currency, cells.context)
    judge.forbid(blocks.is_first & unknown, "unknown_currency", cells.header("currency"))
    for name in ORDER_AMOUNTS:
        if name in told.ticks:
            broken = blocks.is_first & _broken_of_order(name, told, cells)
            judge.forbid(broken, "impossible_amount", cells.header(name))


def judge_refunds(told: Amounts, cells: Cells, blocks: Blocks, judge: Judge) -> None:
    """Note all rows of orders of which more was paid back than they come to.

    Which of the two is wrong no file tells. An order that tells no total is not judged by what
    is left of its lines where one of them is broken.
    """
    if not told.refunded.any():
        return
    above = told.refunded.gt(told.total.clip(lower=0)).fillna(False).astype(bool)
    if "order_total" not in told.ticks:
        above &= blocks.total((~judge.stands).astype("int64")).eq(0)
    by = ("order_refunded", "line_refunded", "unit_price")
    header = next(filter(None, map(cells.header, by)), None)
    judge.forbid(above & blocks.heads(judge.stands), "refund_above_total", header)
    judge.forbid(above, "order_rejected")


def _broken_of_order(name: str, told: Amounts, cells: Cells) -> pd.Series:
    ticks, empty = told.ticks[name], cells.column(name).eq("")
    broken = ticks.isna() & ~empty
    if name in cells.layout.on_first_row:
        broken |= empty
    if name in ("order_subtotal", "order_discount") or name in cells.layout.above_zero:
        broken |= ticks.lt(0)
    return broken


def judge_lines(told: Amounts, cells: Cells, sells: pd.Series, judge: Judge) -> None:
    """Note the rows whose own pieces and amounts are broken; those that sell need both."""
    pieces, price, ticks = told.quantity, told.price, told.ticks
    judge.forbid(sells & pieces.isna(), "impossible_quantity", cells.header("quantity"))
    broken = price.isna() | too_large(pieces, price)
    judge.forbid(sells & broken, "impossible_amount", cells.header("unit_price"))
    for name in LINE_AMOUNTS[1:]:
        if name in ticks:
            unread = ticks[name].isna() & cells.column(name).ne("")
            judge.forbid(unread, "impossible_amount", cells.header(name))
    # Totals are rounded to a cent a piece; a line that costs more than its pieces is broken.
    by = "discount" if "discount" in ticks else "line_total"
    if by in ticks:
        least = 0 if by == "discount" else -CENT * pieces.abs()
        raised = told.discount.lt(least) & (pieces.gt(0) | (by == "line_total"))
        judge.forbid(raised, "impossible_amount", cells.header(by))
    if "line_refunded" in ticks:
        sold = ticks.get("line_total", _sales(told))
        above = ticks["line_refunded"].abs().gt(sold.abs())
        judge.forbid(above, "refund_above_sale", cells.header("line_refunded"))
    for name in ticks:
        _judge_signs(name, told.currency, cells, judge)


def _judge_signs(name: str, currency: pd.Series, cells: Cells, judge: Judge) -> None:
    """Note the rows in which an amount's own sign is of another currency than its order's."""
    signs = cell_money.signs(cells, name)
    if signs is None:
        return
    pairs = pd.DataFrame({"sign": signs.plain(), "code": currency.astype("str")}).dropna()
    wrong = [code not in currencies.SIGNS.get(sign, (sign,)) for sign, code in
             pairs.itertuples(index=False, name=None)]  # fmt: skip
    other = pd.Series(wrong, index=pairs.index, dtype=bool).reindex(signs.index, fill_value=False)
    judge.forbid(other, "other_currency", cells.header(name))
