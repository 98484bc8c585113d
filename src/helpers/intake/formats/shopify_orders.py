"""Shopify's orders: the export, as the admin pages write it, and the objects of its API.

Both have the same order names and count the same way, but for refunds: the export tells their
sum, so that they count from the first delivery that tells of them; the API tells their days.

Of the API's objects these are read: name, customer, moments of creation and cancellation,
status, currency, totals, codes, place of delivery, line items with their discounts, and
refunds (the money that moved; where none did, the goods). Not read are shipping lines, taxes,
duties, tips, fulfilments, payments, notes, properties of items, the present quantities after
an edit (what was taken off is a refund), names and streets, and that an item is a gift card.
"""

import re
from pathlib import Path

import pandas as pd

from helpers.intake import people, shopify_answers, values
from helpers.intake.format import Format, is_json, open_export_or_answers
from helpers.intake.reading import (
    EARLIEST_DAY,
    FileContext,
    Judge,
    Reading,
    content_hash,
    known_currency,
    to_company_currency,
    too_large,
)
from helpers.intake.text_table import TextTable, checked_header, no_rejects
from helpers.workspace import privacy

ORDER_COLUMNS = (
    "Name", "Email", "Financial Status", "Currency", "Subtotal", "Total", "Discount Amount",
    "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku",
    "Lineitem discount", "Billing Phone", "Shipping City", "Shipping Province", "Shipping Country",
    "Cancelled at", "Refunded Amount", "Source", "Tags",
)  # fmt: skip
# Of an order whose person is to be forgotten, what stays beside these, the person's left out.
OF_PERSON = ("Email", "Billing Phone", "Customer ID")
ALSO_KEPT = ("Shipping", "Taxes", "Discount Code", "Paid at", "Fulfilled at", "Fulfillment Status",
             "Lineitem requires shipping", "Lineitem taxable", "Lineitem fulfillment status",
             "Vendor", "Payment Method", "Outstanding Balance")  # fmt: skip
# Columns that other versions of the export spell in another way.
OTHER_NAMES = {"Lineitem sku": "Lineitem SKU", "Cancelled at": "Canceled at"}
TELL_TALE_COLUMNS = tuple(name for name in ORDER_COLUMNS if name not in OTHER_NAMES)
ANSWERED = ("name", "created_at", "total_price", "currency", "line_items")
LISTED = ("Lineitem compare at price", "Lineitem compare-at price")  # before it was lowered
DATES = ("Created at", "Paid at", "Fulfilled at", "Cancelled at", "Canceled at", "created_at")


def read(text: TextTable, context: FileContext) -> Reading:
    """Return the rows of an export, or of the API's answers."""
    if not is_json(Path(context.name), context.declared):
        return read_orders(text, context)
    exported = shopify_answers.as_exported(text.frame)
    formats = {"Created at": shopify_answers.MOMENTS}
    declared = context.declared.model_copy(update={"date_format": formats, "decimal": "."})
    told = TextTable(exported.frame, no_rejects())
    reading = read_orders(told, context._replace(declared=declared))
    return shopify_answers.gathered(reading, text, exported, context)


def needed(context: FileContext) -> tuple[str, ...]:
    """Return the columns without which a file is refused."""
    return ANSWERED if is_json(Path(context.name), context.declared) else TELL_TALE_COLUMNS


def kept(text: TextTable, context: FileContext) -> frozenset[str]:
    """Return the columns that stay where the person of an order is to be forgotten."""
    told = {*ORDER_COLUMNS, *OTHER_NAMES.values(), *LISTED, *ALSO_KEPT} - {*OF_PERSON}
    if is_json(Path(context.name), context.declared):
        names = [names for name, names in shopify_answers.OF_ORDER.items() if name in told]
        told = {*(one for several in names for one in several), *shopify_answers.LISTS}
    return frozenset(told & set(text.names))


def read_orders(text: TextTable, context: FileContext) -> Reading:
    """Return an order export's rows: one per order line, with its order's cells on each.

    Order-level cells stand only on the first line of an order; the lines below
    it with the same `Name` continue it. A line whose own cells are broken is
    rejected alone; where the order's cells are broken, all its lines are.
    """
    frame = _usual_header(text.frame, context)
    head = frame["Created at"].str.strip().ne("") | frame["Total"].str.strip().ne("")
    name = frame["Name"].str.strip()
    block = (head | name.ne(name.shift())).cumsum()
    judge = Judge(frame, text.rejects)

    order = _order_cells(frame, head, context, judge)
    broken_order = (~judge.stands & head).groupby(block).transform("any")
    line = _line_cells(frame, context, judge)
    headless = ~head.groupby(block).transform("any")
    judge.forbid(broken_order | headless, "order_rejected")

    spread = order[head].set_axis(block[head]).reindex(block).set_axis(frame.index)
    rows = pd.concat([spread, line], axis="columns").assign(
        record=name, content=content_hash(frame), block=block,
        line=frame.index,
    )  # fmt: skip
    rows = _in_company_currency(rows, context)[judge.stands]
    judge.close()
    rows["head"] = ~rows.duplicated("block")
    return Reading("orders", rows, text.rejects, text.frame)


def _order_cells(
    frame: pd.DataFrame, head: pd.Series, context: FileContext, judge: Judge
) -> pd.DataFrame:
    """Return the order-level values on first lines, having judged them."""
    created = _moments(frame, "Created at", context)
    cancelled = _moments(frame, "Cancelled at", context)
    money = {name: values.read_money(frame[name], context.declared.decimal or ".")
             for name in ("Total", "Subtotal", "Refunded Amount", "Discount Amount")}  # fmt: skip
    currency = frame["Currency"].str.strip()
    judge.forbid(head & frame["Name"].str.strip().eq(""), "order_without_name", "Name")
    impossible = created.day.isna() | created.day.lt(EARLIEST_DAY)
    judge.forbid(head & impossible, "impossible_date", "Created at")
    judge.forbid(head & created.day.gt(context.known_through), "date_after_delivery", "Created at")
    judge.forbid(_filled(frame, "Cancelled at") & cancelled.day.isna(), "impossible_date",
                 "Cancelled at")  # fmt: skip
    judge.forbid(head & money["Total"].isna(), "impossible_amount", "Total")
    for name in ("Subtotal", "Refunded Amount", "Discount Amount"):
        broken = (_filled(frame, name) & money[name].isna()) | money[name].lt(0)
        judge.forbid(head & broken, "impossible_amount", name)
    judge.forbid(head & ~known_currency(currency, context), "unknown_currency", "Currency")
    return pd.DataFrame({
        "ordered_at": created.at, "event_day": created.day, "cancelled_day": cancelled.day,
        "customer_id": _customer(frame, context), "currency": currency,
        "status": values.or_missing(frame["Financial Status"]).str.lower(),
        "total": money["Total"], "refunded": money["Refunded Amount"].fillna(0),
        "order_discount": money["Discount Amount"].fillna(0),
        "channel": values.or_missing(frame["Source"]),
        "country": values.or_missing(frame["Shipping Country"]),
        "province": values.or_missing(frame["Shipping Province"]),
        "city": values.or_missing(frame["Shipping City"]),
        "with_code": _with_code(frame), "is_test": is_test(frame["Tags"]),
    })  # fmt: skip


def _line_cells(frame: pd.DataFrame, context: FileContext, judge: Judge) -> pd.DataFrame:
    quantity = values.read_pieces(frame["Lineitem quantity"])
    price = values.read_money(frame["Lineitem price"], context.declared.decimal or ".")
    discount = values.read_money(frame["Lineitem discount"], context.declared.decimal or ".")
    judge.forbid(quantity.isna(), "impossible_quantity", "Lineitem quantity")
    judge.forbid(price.isna() | too_large(quantity, price), "impossible_amount", "Lineitem price")
    broken = (_filled(frame, "Lineitem discount") & discount.isna()) | discount.lt(0)
    judge.forbid(broken, "impossible_amount", "Lineitem discount")
    listed = next((name for name in LISTED if name in frame), None)
    told = frame[listed] if listed else frame["Lineitem price"]
    list_price = values.read_money(told, context.declared.decimal or ".")
    return pd.DataFrame({
        "product_id": values.or_missing(frame["Lineitem sku"]),
        "product_name": values.or_missing(frame["Lineitem name"]),
        "quantity": quantity, "unit_price": price, "line_discount": discount.fillna(0),
        "list_price": list_price.fillna(price),
    })  # fmt: skip


def _in_company_currency(rows: pd.DataFrame, context: FileContext) -> pd.DataFrame:
    money = ["total", "refunded", "order_discount", "unit_price", "line_discount", "list_price"]
    return rows.assign(
        **{name: to_company_currency(rows[name], rows["currency"], context) for name in money}
    )


def _customer(frame: pd.DataFrame, context: FileContext) -> pd.Series:
    """Return the pseudonym of whoever ordered: by e-mail, else phone, else number if told."""
    email, _ = people.standard_emails(frame["Email"])
    phone_text = frame["Billing Phone"].mask(email.notna(), "")
    phone, _ = people.standard_phones(phone_text, context.source.country)
    found = privacy.pseudonyms("email", email)
    found = found.where(found.notna(), privacy.pseudonyms("phone", phone))
    if "Customer ID" in frame:  # as the API tells it
        number = values.or_missing(frame["Customer ID"])
        found = found.where(found.notna(), privacy.pseudonyms("contact", number))
    return found


def _usual_header(frame: pd.DataFrame, context: FileContext) -> pd.DataFrame:
    usual = {other: name for name, other in OTHER_NAMES.items() if name not in frame}
    frame = frame.rename(columns=usual)
    return frame.set_axis(checked_header(list(frame), [], ORDER_COLUMNS, context.shown), axis=1)


def _filled(frame: pd.DataFrame, column: str) -> pd.Series:
    return frame[column].str.strip().ne("")


def _moments(frame: pd.DataFrame, column: str, context: FileContext) -> values.Moments:
    told = context.declared.date_format
    declared = told.get(column) or told.get(OTHER_NAMES.get(column)) or told.get("Created at")
    formats = values.need_formats(frame[column], declared, column, context.shown)
    return values.read_moments(frame[column], formats, context.time_zone)


def _with_code(frame: pd.DataFrame) -> pd.Series:
    """Return whether an order names a discount code; missing where the export does not say."""
    if "Discount Code" not in frame:
        return pd.Series(pd.NA, index=frame.index, dtype="boolean")
    return _filled(frame, "Discount Code").astype("boolean")


def is_test(tags: pd.Series) -> pd.Series:
    """Return whether the word test is among comma-separated tags."""
    return tags.str.contains(r"(?:^|,)\s*test\s*(?:,|$)", flags=re.IGNORECASE, regex=True)


FORMAT = Format(
    name="shopify-orders",
    records="orders",
    tell_tale=(frozenset(("Name", "Financial Status", "Created at", "Lineitem quantity",
                          "Lineitem name", "Lineitem price")),
               frozenset(("name", "financial_status", "created_at", "total_price", "line_items"))),
    needs=needed,
    read=read,
    entries=frozenset(("merchandise", "cancellation_orders", "adjustment_orders", "decimal")),
    dates=DATES,
    amounts=("Total", "Subtotal", "Lineitem price"),
    open_file=open_export_or_answers,
    kept=kept,
)  # fmt: skip
