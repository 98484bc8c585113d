"""Order lines by layout: exports of which each row is a line of an order, or a whole order.

The layout's table is `order_lines`. It knows `order_id`, `ordered_at`, `unit_price`;
`quantity`, `line_total` (after discounts), `line_refunded`, `list_price`, `line_place` (the
line's place in its order), `product_id`, `product_name`, `category`; and of the order
`order_total`, `order_refunded`, `status`, `cancelled_at`, `coupon`, `channel`, `country`,
`province`, `city`, `currency`, `email`, `phone` and `customer_id` (a number of the
customer). Without a product column each row is an order of one line.
"""

import pandas as pd

from helpers.intake import people, values
from helpers.intake.attributes import unknown_cells
from helpers.intake.cells import Cells, refuse_absent, refuse_damaged
from helpers.intake.layout import Layout
from helpers.intake.reading import (
    DELETED,
    EARLIEST_DAY,
    FileContext,
    Judge,
    Reading,
    content_hash,
    too_large,
)
from helpers.intake.records import kind_of_number
from helpers.intake.text_table import TextTable
from helpers.workspace import privacy

NEEDED = ("order_id", "ordered_at", "unit_price")
DAYS = ("ordered_at", "cancelled_at")
AMOUNTS = ("unit_price", "line_total", "line_refunded", "list_price", "order_total",
           "order_refunded")  # fmt: skip
OF_LINE = ("product_id", "product_name")
OF_ORDER = ("status", "channel", "country", "province", "city")
NAMES = (
    *NEEDED, *OF_LINE, *OF_ORDER, *AMOUNTS, "category", "quantity", "line_place", "cancelled_at",
    "coupon", "currency", "email", "phone", "customer_id", "is_deleted",
)  # fmt: skip
CENT = 100  # ticks


def read(text: TextTable, context: FileContext, layout: Layout) -> Reading:
    """Return an export's rows, one per order line, with its order's cells on each.

    An order's cells count from its first row, whether the rows below repeat them or leave
    them empty. A row that takes money back from an order above or below it in the file is
    no line but adds to the order's refund.

    Raises
    ------
    InputError
        If a needed column is missing, or a date format or the decimal sign is not declared.
    """
    cells = Cells(text.frame, context, layout)
    refuse_absent(cells, list(NEEDED))
    refuse_damaged(cells, "order_id")
    judge = Judge(text.frame, text.rejects)
    line = _line_cells(cells)
    block, takes_back = _blocks(cells, line)
    head = _first_of(block, ~takes_back)

    judge.forbid(values.read_flags(cells("is_deleted")), DELETED, cells.header("is_deleted"))
    judge.forbid(takes_back & block.isna(), "refund_without_its_order", cells.header("unit_price"))
    order = _order_cells(cells, line, head, block, judge)
    broken_order = _any_of(block, ~judge.stands & head)
    _judge_lines(cells, line, takes_back, judge)
    judge.forbid(broken_order, "order_rejected")
    judge.forbid(takes_back & ~_any_of(block, judge.stands & ~takes_back), "order_rejected")

    spread = order[head].set_axis(block[head]).reindex(block).set_axis(text.frame.index)
    line = _without_effect(line, takes_back | ~head & _has_no_goods(cells))
    rows = pd.concat([spread, line], axis="columns").assign(
        content=content_hash(text.frame), block=block, line=text.frame.index
    )[judge.stands]
    judge.close()
    rows["head"] = _first_of(rows["block"], ~takes_back[rows.index])
    return Reading("orders", rows, text.rejects, text.frame, unknown_cells(cells, rows))


def _any_of(block: pd.Series, rows: pd.Series) -> pd.Series:
    """Return which rows are of a block that has some of the rows; one without block is not."""
    return rows.groupby(block).transform("any").eq(True).fillna(False).astype(bool)


def _first_of(block: pd.Series, rows: pd.Series) -> pd.Series:
    """Return which rows are the first of their block among some rows."""
    return rows & ~block.where(rows).duplicated()


def _blocks(cells: Cells, line: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the order that each row belongs to, and which rows take back; an orphan has none."""
    number, index = cells("order_id"), cells.index
    if _names_goods(cells):
        place = values.read_pieces(cells("line_place"))
        again = place.le(place.shift()).fillna(False).astype(bool)
        begins = number.ne("") & (number.ne(number.shift()) | again)
        return begins.cumsum().astype("Int64"), pd.Series(False, index=index)
    takes_back = line["unit_price"].lt(0).fillna(False).astype(bool)
    block = pd.Series(range(len(index)), index=index, dtype="Int64")
    first = block[~takes_back].groupby(number[~takes_back]).first()
    return block.mask(takes_back, number.map(first)), takes_back


def _line_cells(cells: Cells) -> pd.DataFrame:
    """Return what is told of each line, money in ticks; the discount is what the total lacks."""
    pieces = values.read_pieces(cells("quantity"))
    price, total, listed = (
        cells.money(name) for name in ("unit_price", "line_total", "list_price")
    )
    if not cells.header("quantity"):
        pieces = pd.Series(1, index=cells.index, dtype="Int64")
    return pd.DataFrame({
        **{name: values.or_missing(cells(name)) for name in (*OF_LINE, "category")},
        "quantity": pieces, "unit_price": price, "list_price": listed.fillna(price),
        "line_discount": (pieces * price - total).fillna(0),
    })  # fmt: skip


def _judge_lines(cells: Cells, line: pd.DataFrame, takes_back: pd.Series, judge: Judge) -> None:
    """Note the rows whose own cells are broken; one without goods, below others, has none."""
    goods = ~takes_back & ~_has_no_goods(cells)
    pieces, price = line["quantity"], line["unit_price"]
    judge.forbid(goods & pieces.isna(), "impossible_quantity", cells.header("quantity"))
    broken = price.isna() | too_large(pieces, price)
    judge.forbid(goods & broken, "impossible_amount", cells.header("unit_price"))
    for name in ("line_total", "line_refunded", "list_price"):
        unread = cells(name).ne("") & cells.money(name).isna()
        judge.forbid(unread, "impossible_amount", cells.header(name))
    # Totals are rounded to a cent a piece; a line that costs more than its pieces is broken.
    raised = line["line_discount"].lt(-CENT * pieces.abs())
    judge.forbid(raised, "impossible_amount", cells.header("line_total"))
    above = cells.money("line_refunded").abs().gt(cells.money("line_total").abs())
    judge.forbid(above, "refund_above_sale", cells.header("line_refunded"))


def _order_cells(
    cells: Cells, line: pd.DataFrame, head: pd.Series, block: pd.Series, judge: Judge
) -> pd.DataFrame:
    """Return the order-level values on first rows, having judged them."""
    ordered, cancelled = cells.moments("ordered_at"), cells.moments("cancelled_at")
    header = cells.header("ordered_at")
    judge.forbid(head & cells("order_id").eq(""), "order_without_name", cells.header("order_id"))
    impossible = ordered.day.isna() | ordered.day.lt(EARLIEST_DAY)
    judge.forbid(head & impossible, "impossible_date", header)
    late = ordered.day.gt(cells.context.known_through)
    judge.forbid(head & late, "date_after_delivery", header)
    unread = cells("cancelled_at").ne("") & cancelled.day.isna()
    judge.forbid(head & unread, "impossible_date", cells.header("cancelled_at"))
    whole = (line["quantity"] * line["unit_price"] - line["line_discount"]).clip(lower=0)
    return pd.DataFrame({
        "record": cells("order_id"), "ordered_at": ordered.at, "event_day": ordered.day,
        "cancelled_day": cancelled.day, "customer_id": _customer(cells),
        **{name: values.or_missing(cells(name)) for name in OF_ORDER},
        "currency": cells.currency("unit_price"),
        "total": cells.money("order_total").fillna(_sum(whole, block)),
        "refunded": _refunded(cells, line, block), "order_discount": 0,
        "with_code": _with_code(cells), "is_test": False,
    })  # fmt: skip


def _refunded(cells: Cells, line: pd.DataFrame, block: pd.Series) -> pd.Series:
    """Return what was paid back on each row's order.

    Told by its lines, else by rows that take back, else as a whole; an order that is called
    refunded without an amount is paid back entirely.
    """
    of_lines = _sum(cells.money("line_refunded").abs(), block)
    taken_back = line["unit_price"].clip(upper=0).abs()
    of_rows = _sum(taken_back * (not _names_goods(cells)), block)
    told = of_lines.mask(of_lines.eq(0), of_rows)
    told = told.mask(told.eq(0), cells.money("order_refunded").abs().fillna(0))
    entirely = told.eq(0) & cells("status").str.casefold().eq("refunded")
    return told.mask(entirely, _sum(line["quantity"] * line["unit_price"], block))


def _names_goods(cells: Cells) -> bool:
    return any(cells.header(name) for name in OF_LINE)


def _sum(amounts: pd.Series, block: pd.Series) -> pd.Series:
    return amounts.fillna(0).groupby(block).transform("sum").fillna(0).astype("Int64")


def _customer(cells: Cells) -> pd.Series:
    """Return the pseudonym of whoever ordered: by e-mail, else by phone, else by number."""
    email, _ = people.standard_emails(cells("email"))
    text = cells("phone").mask(email.notna(), "")
    phone, _ = people.standard_phones(text, cells.context.source.country)
    found = privacy.pseudonyms("email", email)
    found = found.where(found.notna(), privacy.pseudonyms("phone", phone))
    number = values.or_missing(cells("customer_id"))
    by_number = privacy.pseudonyms(kind_of_number("contact", cells), number)
    return found.where(found.notna(), by_number)


def _with_code(cells: Cells) -> pd.Series:
    """Return whether an order names a coupon; missing where the export does not say."""
    if not cells.header("coupon"):
        return pd.Series(pd.NA, index=cells.index, dtype="boolean")
    return cells("coupon").ne("").astype("boolean")


def _has_no_goods(cells: Cells) -> pd.Series:
    """Return which rows name no product and no price, as those of a second coupon do."""
    told = [cells(name).ne("") for name in (*OF_LINE, "unit_price", "line_total")]
    return ~pd.concat(told, axis="columns").any(axis="columns")


def _without_effect(line: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    """Return lines of which some are no sale: of no pieces, and worth nothing."""
    nothing = {"quantity": 0, "unit_price": 0, "line_discount": 0, "list_price": 0}
    return line.assign(**{name: line[name].mask(rows, told) for name, told in nothing.items()})
