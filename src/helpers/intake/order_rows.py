"""Order lines: the one reader of all exports whose rows are lines of orders, or whole orders.

A layout of the table `order_lines` says where values stand. It knows `order_id`, `ordered_at`,
`unit_price`; `quantity`, `discount`, `line_total` (after discounts), `line_refunded`,
`list_price`, `line_place` (the line's place in its order), `product_id`, `product_name`,
`category`; and of the order `order_total`, `order_subtotal` (judged, not kept),
`order_discount`, `order_refunded`, `status`, `cancelled_at`, `coupon`, `tags`, `channel`,
`country`, `province`, `city`, `currency`, `email`, `phone` and `customer_id` (a number of the
customer). Every distinct text of a column is read once, and only numbers run over the rows.
"""

import re
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from helpers.intake import cell_money, order_amounts, people, values
from helpers.intake.attributes import unknown_cells
from helpers.intake.cells import Cells, refuse_absent, refuse_damaged
from helpers.intake.coded import Coded, texts_of
from helpers.intake.layout import Layout
from helpers.intake.order_amounts import LINE_AMOUNTS, ORDER_AMOUNTS, Amounts
from helpers.intake.order_blocks import GOODS, Blocks, blocks
from helpers.intake.reading import (
    DELETED,
    EARLIEST_DAY,
    FileContext,
    Judge,
    Reading,
    content_hash,
)
from helpers.intake.records import DATA_THROUGH, kind_of_number
from helpers.intake.text_table import TextTable
from helpers.workspace import privacy
from helpers.workspace.source import SourceFile

NEEDED = ("order_id", "ordered_at", "unit_price")
DAYS = ("ordered_at", "cancelled_at")
AMOUNTS = (*LINE_AMOUNTS, *ORDER_AMOUNTS)
OF_ORDER = ("status", "channel", "country", "province", "city")
NAMES = (
    *NEEDED, *GOODS, *OF_ORDER, *AMOUNTS, "category", "quantity", "line_place", "cancelled_at",
    "coupon", "tags", "currency", "email", "phone", "customer_id", "is_deleted",
)  # fmt: skip
MAPPED = (
    "order_id", "ordered_at", "quantity", "unit_price", *GOODS, "category", "channel", "country",
    "province", "city", "status", "customer_id", "email", "discount", "list_price", "currency",
    "cancelled_at", "order_total", "order_refunded",
)  # fmt: skip
MAPPED_NEEDED = MAPPED[:4]
NUMBERS = ("order_id", "customer_id", "product_id")  # that a spreadsheet may have rounded


def layout_of(declared: SourceFile) -> Layout:
    """Return the layout that a mapping to order lines in source.toml amounts to."""
    return Layout(
        "order_lines", {name: (header,) for name, header in declared.columns.items()},
        constants=declared.fixed, by_number=True, scattered=True,
        date_formats={name: ("%Y-%m-%d",) for name, header in declared.columns.items()
                      if header == DATA_THROUGH},
    )  # fmt: skip


def read(
    text: TextTable, context: FileContext, layout: Layout, *, needed: tuple[str, ...] = NEEDED
) -> Reading:
    """Return an export's rows, one per order line, with its order's cells on each.

    A line whose own cells are broken is rejected alone; where the order's cells are broken,
    all its lines are. A row that takes money back from an order above or below it in the file
    is no line but adds to the order's refund.

    Raises
    ------
    InputError
        If a needed column is missing, if a date format, the decimal sign or every rate is not
        declared, or if a spreadsheet has rounded long numbers.
    """
    cells = Cells(text, context, layout)
    refuse_absent(cells, [name for name in needed if name not in layout.constants])
    for name in NUMBERS:
        refuse_damaged(cells, name)
    block = blocks(cells, cell_money.amounts(cells, "unit_price"))
    told = order_amounts.amounts(cells, block)
    judge = Judge(text, text.rejects)
    _judge(cells, told, block, judge)
    rows = _rows(cells, told, block).assign(head=block.heads(judge.stands))
    rows = rows if judge.stands.all() else rows[judge.stands]
    judge.close()
    if layout.scattered:
        return Reading("order_lines", rows, text.rejects, text)
    return Reading("orders", rows, text.rejects, text, unknown_cells(cells, rows))


def _judge(cells: Cells, told: Amounts, block: Blocks, judge: Judge) -> None:
    """Note the rows that break a rule: first what orders tell, then what their lines do."""
    _judge_orders(cells, block, judge)
    order_amounts.judge_orders(told, cells, block, judge)
    broken = ~judge.stands.to_numpy()[block.first] & ~block.is_first
    judge.forbid(block.is_orphan | broken, "order_rejected")
    order_amounts.judge_lines(told, cells, block.sells, judge)
    judge.forbid(block.takes_back & ~judge.stands.to_numpy()[block.first], "order_rejected")
    order_amounts.judge_refunds(told, cells, block, judge)


def _rows(cells: Cells, told: Amounts, block: Blocks) -> pd.DataFrame:
    """Return all rows with their order's values and their own."""
    columns = {
        **_order_columns(cells, block), **_line_columns(cells, told, ~block.sells),
        "content": content_hash(cells.text), "line": pd.Series(cells.index, index=cells.index),
        "block": pd.Series(block.number, index=cells.index), "currency": told.currency,
        "total": told.total, "refunded": _whole(told.refunded),
        "order_discount": _discounts(told, block),
    }  # fmt: skip
    return pd.DataFrame(columns, copy=False)


def _judge_orders(cells: Cells, block: Blocks, judge: Judge) -> None:
    """Note the first rows of orders whose name, state or days are broken, and orphans."""
    first, header = block.is_first, cells.header("ordered_at")
    ordered, cancelled = cells.moments("ordered_at"), cells.moments("cancelled_at")
    if cells.header("is_deleted"):
        deleted = cells.column("is_deleted").each(_flag_word).eq("yes")
        judge.forbid(deleted, DELETED, cells.header("is_deleted"))
    orphan = block.takes_back & block.is_orphan
    judge.forbid(orphan, "refund_without_its_order", cells.header("unit_price"))
    nameless = first & cells.column("order_id").eq("")
    judge.forbid(nameless, "order_without_name", cells.header("order_id"))
    impossible = ordered.day.isna() | ordered.day.lt(EARLIEST_DAY)
    judge.forbid(first & impossible, "impossible_date", header)
    late = ordered.day.gt(cells.context.known_through)
    judge.forbid(first & late, "date_after_delivery", header)
    unread = cells.column("cancelled_at").ne("") & cancelled.day.isna()
    judge.forbid(first & unread, "impossible_date", cells.header("cancelled_at"))


def _flag_word(texts: pd.Series) -> pd.Series:
    return values.read_flags(texts).map({True: "yes", False: "no"}).astype("str").fillna("")


def _order_columns(cells: Cells, block: Blocks) -> dict[str, pd.Series]:
    """Return the order's values on each row; what the file does not tell is left out."""
    ordered = cells.moments("ordered_at")
    own = {
        "record": cells.column("order_id").categories(), "ordered_at": ordered.at,
        "event_day": ordered.day, "customer_id": _customer(cells),
        **{name: cells.column(name).or_missing() for name in OF_ORDER if cells.is_told(name)},
        "is_test": cells.column("tags").where_text(is_test),
    }  # fmt: skip
    if cells.is_told("cancelled_at"):
        own["cancelled_day"] = cells.moments("cancelled_at").day
    if cells.is_told("coupon"):
        own["with_code"] = cells.column("coupon").ne("").astype("boolean")
    else:
        own["with_code"] = pd.Series(pd.NA, index=cells.index, dtype="boolean")
    return {name: block.of_order(column) for name, column in own.items()}


def _line_columns(cells: Cells, told: Amounts, no_sale: pd.Series) -> dict[str, pd.Series]:
    """Return the lines' own values; rows that sell nothing are of no pieces and no worth."""
    numbers = {"quantity": told.quantity, "unit_price": told.price, "line_discount": told.discount}
    listed = {name: told.ticks[name] for name in ("list_price",) if name in told.ticks}
    if not cells.layout.scattered:  # exports leave it empty where a price was not lowered
        listed = {"list_price": listed.get("list_price", told.price).fillna(told.price)}
    if no_sale.any():
        numbers, listed = ({name: column.mask(no_sale, 0) for name, column in columns.items()}
                           for columns in (numbers, listed))  # fmt: skip
    return {
        "product_id": cells.column("product_id").or_missing(),
        **{name: cells.column(name).or_missing() for name in ("product_name", "category")
           if cells.is_told(name)},
        **{name: _whole(column) for name, column in numbers.items()}, **listed,
    }  # fmt: skip


def _discounts(told: Amounts, block: Blocks) -> pd.Series:
    """Return what was taken off each row's order as a whole."""
    if "order_discount" not in told.ticks:
        return pd.Series(np.zeros(len(block.number), dtype="int8"), index=told.quantity.index)
    return _whole(order_amounts.of_orders(told, "order_discount", block))


def _whole(numbers: pd.Series) -> pd.Series:
    """Return whole numbers, zero where a row has none: it does not stand, or tells of none."""
    return pd.Series(numbers.array.to_numpy("int64", na_value=0), index=numbers.index)


def _customer(cells: Cells) -> pd.Series:
    """Return the pseudonym of whoever ordered: by e-mail, else by phone, else by number.

    Where orders carry the number of a list of customers that is read too, it goes first.
    """
    number = ("customer_id", kind_of_number("contact", cells), people.plain)
    ways = [("email", "email", _emails), ("phone", "phone", partial(_phones, cells))]
    ways = [number, *ways] if cells.layout.by_number else [*ways, number]
    found = Coded(np.full(len(cells.index), -1, dtype="int32"), texts_of([]), cells.index)
    for name, kind, standard in ways:
        rest = cells.column(name).only(found.codes < 0)
        found = found.or_else(rest.each(partial(_pseudonyms, kind, standard)))
    return found.categories()


def _pseudonyms(kind: str, standard: Callable, texts: pd.Series) -> pd.Series:
    return privacy.pseudonyms(kind, standard(texts))


def _emails(texts: pd.Series) -> pd.Series:
    return people.standard_emails(texts)[0]


def _phones(cells: Cells, texts: pd.Series) -> pd.Series:
    return people.standard_phones(texts, cells.context.source.country)[0]


def is_test(tags: pd.Series) -> pd.Series:
    """Return whether the word test is among comma-separated tags."""
    return tags.str.contains(r"(?:^|,)\s*test\s*(?:,|$)", flags=re.IGNORECASE, regex=True)
