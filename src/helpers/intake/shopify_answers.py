"""Orders of Shopify's API under the columns of its order export, so that both are read alike.

An order is one object with lists in it; the export has one row per line of an order, the
order's own cells on the first one.
"""

from typing import NamedTuple

import pandas as pd

from helpers.intake import moments, values
from helpers.intake.nested import Items, items
from helpers.intake.reading import FileContext, Reading, to_company_currency
from helpers.intake.text_table import TextTable, row_texts

# Each column of the export, and the names that its value has in an answer, the first filled one.
OF_ORDER = {
    "Name": ("name",), "Email": ("email", "contact_email", "customer.email"),
    "Financial Status": ("financial_status",), "Currency": ("currency",),
    "Subtotal": ("subtotal_price",), "Total": ("total_price",), "Created at": ("created_at",),
    "Cancelled at": ("cancelled_at",), "Source": ("source_name",), "Tags": ("tags",),
    "Billing Phone": ("billing_address.phone", "phone", "customer.phone"),
    "Customer ID": ("customer.id",), "Shipping City": ("shipping_address.city",),
    "Shipping Province": ("shipping_address.province_code", "shipping_address.province"),
    "Shipping Country": ("shipping_address.country_code", "shipping_address.country"),
}  # fmt: skip
OF_LINE = {"Lineitem name": ("name", "title"), "Lineitem sku": ("sku",),
           "Lineitem quantity": ("quantity",), "Lineitem price": ("price",)}  # fmt: skip
SPELLED = {
    **{column: names[0] for column, names in OF_ORDER.items()},
    **{column: f"line_items.{names[0]}" for column, names in OF_LINE.items()},
    "Lineitem discount": "line_items.discount_allocations",
    "Discount Amount": "total_discounts", "Refunded Amount": "refunds",
}
# What an order says of its goods, discounts and refunds.
LISTS = ("line_items", "total_discounts", "discount_codes", "refunds", "test")
LINE_CELLS = ("name", "title", "sku", "quantity", "price")
MOVE_CELLS = ("kind", "status", "amount", "currency", "amount_set.shop_money.amount")
GOODS_CELLS = ("subtotal", "subtotal_set.shop_money.amount")
MOMENTS = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"]


class Exported(NamedTuple):
    """Orders as an export would have them.

    `frame` has the export's columns, its rows numbered; `lines` says which line of the file
    each row stands on. `paid_back` has a row per refund: `line`, `event_day`, and `amount` in
    ticks of the order's currency. `broken` has the lines that cannot be turned, each with the
    rule that it breaks and the column.
    """

    frame: pd.DataFrame
    lines: pd.Series
    paid_back: pd.DataFrame
    broken: dict[int, tuple[str, str]]


def as_exported(frame: pd.DataFrame) -> Exported:
    """Return answered orders, one per row, as rows of an export, one per line of an order.

    What a line's discount is, its discount allocations say, with codes and automatic ones in
    them; where no line has any, the order's discount is shared out as in an export.

    Parameters
    ----------
    frame : DataFrame of str
        Orders as `nested.open_nested` reads them.
    """
    goods = items(frame, "line_items", LINE_CELLS)
    shares = items(goods.frame.reset_index(), "discount_allocations", ("amount",))
    refunds = items(frame, "refunds", ("created_at", "transactions", "refund_line_items"))
    paid_back, unread = _paid_back(frame, refunds)
    silent = frame.index.difference(goods.frame.index)
    broken = dict.fromkeys(silent, ("row_tells_nothing", "line_items"))
    broken |= dict.fromkeys(goods.broken, ("not_a_list", "line_items"))
    broken |= unread
    lines = pd.Series(goods.frame.index)
    broken |= {lines[row]: ("not_a_list", SPELLED["Lineitem discount"]) for row in shares.broken}
    told = _rows(frame, goods.frame.reset_index(drop=True), lines, shares, paid_back)
    return Exported(told, lines, paid_back, broken)


def _rows(
    frame: pd.DataFrame, goods: pd.DataFrame, lines: pd.Series, shares: Items,
    paid_back: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Return the export's columns, the order's cells on its first row."""
    order = _order_cells(frame, paid_back)
    if "discount_allocations" not in goods:
        order["Discount Amount"] = first_filled(frame, ("total_discounts",))
    own = order.reindex(lines).reset_index(drop=True)
    own = own.mask(lines.duplicated(), "").assign(Name=own["Name"])
    line = pd.DataFrame({name: first_filled(goods, told) for name, told in OF_LINE.items()})
    line["Lineitem discount"] = as_amounts(_sum(in_ticks(shares.frame["amount"]), goods.index))
    return pd.concat([own, line], axis="columns").astype("str")


def _order_cells(frame: pd.DataFrame, paid_back: pd.DataFrame) -> pd.DataFrame:
    """Return an order's own cells; its refunds with their days, so that a later one is a change."""
    order = pd.DataFrame({name: first_filled(frame, told) for name, told in OF_ORDER.items()})
    is_test = first_filled(frame, ("test",)).eq("true")
    order["Tags"] = order["Tags"].mask(is_test, order["Tags"] + ", test")
    codes = items(frame, "discount_codes", ("code",)).frame["code"]
    when = paid_back["event_day"].astype("str") + " " + paid_back["amount"].astype("str")
    for name, told in (
        ("Discount Code", codes.groupby(level=0).agg(", ".join)),
        ("refunds", when.groupby(paid_back["line"]).agg("; ".join)),
    ):
        order[name] = told.reindex(order.index).fillna("")
    back = paid_back.groupby("line")["amount"].sum()
    return order.assign(**{
        "Discount Amount": "",
        "Refunded Amount": as_amounts(back.reindex(order.index, fill_value=0)),
    })  # fmt: skip


def _paid_back(frame: pd.DataFrame, refunds: Items) -> tuple[pd.DataFrame, dict]:
    """Return what each refund paid back, on its day, and the lines whose refunds are broken.

    A refund is worth the money that moved; where none moved, as with goods that were taken
    off an order before it was paid, it is worth the goods.
    """
    each = refunds.frame.reset_index(names="line")
    moves, goods = (items(each, *told) for told in
                    (("transactions", MOVE_CELLS), ("refund_line_items", GOODS_CELLS)))  # fmt: skip
    money = _moved(frame, each, moves.frame)
    worth = in_ticks(first_filled(goods.frame, GOODS_CELLS[::-1]))
    amount = _sum(money, each.index).where(each.index.isin(moves.frame.index),
                                           _sum(worth, each.index))  # fmt: skip
    day = moments.read_moments(each["created_at"], MOMENTS, "UTC").day
    found = pd.DataFrame({"line": each["line"], "event_day": day, "amount": amount})
    unread = found["amount"].isna() | each.index.isin([*moves.broken, *goods.broken])
    broken = dict.fromkeys(found.loc[day.isna(), "line"], ("impossible_date", "refunds.created_at"))
    broken |= dict.fromkeys(found.loc[unread, "line"], ("impossible_amount", "refunds"))
    broken |= dict.fromkeys(refunds.broken, ("not_a_list", "refunds"))
    kept = found[~found["line"].isin(broken.keys()) & found["amount"].gt(0).fillna(False)]
    return kept.astype({"amount": "int64"}).reset_index(drop=True), broken


def _moved(frame: pd.DataFrame, refunds: pd.DataFrame, moves: pd.DataFrame) -> pd.Series:
    """Return the money that each movement paid back, in the shop's currency; else nothing."""
    order = frame.loc[refunds.loc[moves.index, "line"]]
    in_shop = first_filled(moves, ("amount_set.shop_money.amount",))
    amount = in_ticks(in_shop.where(in_shop.ne(""), moves["amount"]))
    other = moves["currency"].ne(first_filled(order, ("currency",)).to_numpy())
    other &= moves["currency"].ne("") & in_shop.eq("")
    shop, paid, named = (
        pd.Series(first_filled(order, (name,)).to_numpy(), index=moves.index)
        for name in ("total_price", "total_price_set.presentment_money.amount",
                     "total_price_set.presentment_money.currency_code")
    )  # fmt: skip
    rate = (in_ticks(shop) / in_ticks(paid)).where(named.eq(moves["currency"]))
    amount = amount.mask(other, (amount * rate).round().astype("Int64"))
    refunded = moves["kind"].eq("refund") & moves["status"].isin(("success", ""))
    return amount.where(refunded, 0)


def _sum(amounts: pd.Series, index: pd.Index) -> pd.Series:
    """Return sums by row of which a part that is missing leaves the whole missing."""
    whole = amounts.groupby(level=0).sum().reindex(index, fill_value=0)
    return whole.mask(index.isin(amounts.index[amounts.isna()]))


def gathered(
    reading: Reading, text: TextTable, exported: Exported, context: FileContext
) -> Reading:
    """Return a reading of exported rows as one of the answers that they were made of.

    An order is one answer and has one fate: it is rejected whole where a part of it is
    broken. Its first row has `paid_back`, a list of days and amounts in ticks.
    """
    broken = dict(exported.broken)
    for row, rule, column, _ in zip(*reading.rejects, strict=True):
        broken.setdefault(exported.lines[row], (rule, SPELLED.get(column, column)))
    for line, (rule, column) in sorted(broken.items()):
        text.rejects.add(line, rule, column, row_texts(text.frame.loc[[line]])[0])
    rows = reading.rows.assign(line=exported.lines[reading.rows.index])
    rows = rows[~rows["line"].isin(broken.keys())]
    rows = rows.assign(head=~rows.duplicated("line"))
    back = exported.paid_back.merge(rows.loc[rows["head"], ["line", "currency"]], on="line")
    ticks = to_company_currency(back["amount"].astype("Int64"), back["currency"], context)
    dated = pd.Series(list(zip(back["event_day"], ticks, strict=True)), index=back["line"])
    dated = dated.groupby(level=0).agg(list)
    return reading._replace(
        rows=rows.assign(paid_back=rows["line"].map(dated).where(rows["head"])),
        rejects=text.rejects, raw=text.frame,
    )  # fmt: skip


def first_filled(frame: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    """Return the first filled cell of each row among some columns; empty where there is none."""
    found = pd.Series("", index=frame.index, dtype="str")
    for name in names:
        if name in frame:
            found = found.where(found.ne(""), frame[name].str.strip())
    return found


def in_ticks(texts: pd.Series) -> pd.Series:
    """Return amounts as an API writes them in ten-thousandths, rounded; broken ones missing."""
    return (values.read_numbers(texts, ".") * values.TICKS).round().astype("Int64")


def as_amounts(ticks: pd.Series) -> pd.Series:
    """Return ticks as text; what is missing is no amount."""
    plain = [f"{t // values.TICKS}.{t % values.TICKS:04d}" if pd.notna(t) else "?" for t in ticks]
    return pd.Series(plain, index=ticks.index, dtype="str")

