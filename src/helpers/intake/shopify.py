"""Shopify's order and customer exports, as the admin pages write them."""

import re

import pandas as pd

from helpers.intake import people, values
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
from helpers.intake.text_table import TextTable, checked_header
from helpers.workspace import privacy

ORDER_COLUMNS = (
    "Name", "Email", "Financial Status", "Currency", "Subtotal", "Total", "Discount Amount",
    "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku",
    "Lineitem discount", "Billing Phone", "Shipping City", "Shipping Province", "Shipping Country",
    "Cancelled at", "Refunded Amount", "Source", "Tags",
)  # fmt: skip
CUSTOMER_COLUMNS = ("First Name", "Last Name", "Email", "Accepts Email Marketing", "Phone", "Tags")
# Columns that other versions of the export spell in another way.
OTHER_NAMES = {"Lineitem sku": "Lineitem SKU", "Cancelled at": "Canceled at"}
TELL_TALE_COLUMNS = tuple(name for name in ORDER_COLUMNS if name not in OTHER_NAMES)


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
        "is_test": _is_test(frame["Tags"]),
    })  # fmt: skip


def _line_cells(frame: pd.DataFrame, context: FileContext, judge: Judge) -> pd.DataFrame:
    quantity = values.read_pieces(frame["Lineitem quantity"])
    price = values.read_money(frame["Lineitem price"], context.declared.decimal or ".")
    discount = values.read_money(frame["Lineitem discount"], context.declared.decimal or ".")
    judge.forbid(quantity.isna(), "impossible_quantity", "Lineitem quantity")
    judge.forbid(price.isna() | too_large(quantity, price), "impossible_amount", "Lineitem price")
    broken = (_filled(frame, "Lineitem discount") & discount.isna()) | discount.lt(0)
    judge.forbid(broken, "impossible_amount", "Lineitem discount")
    return pd.DataFrame({
        "product_id": values.or_missing(frame["Lineitem sku"]),
        "product_name": values.or_missing(frame["Lineitem name"]),
        "quantity": quantity, "unit_price": price, "line_discount": discount.fillna(0),
    })  # fmt: skip


def _in_company_currency(rows: pd.DataFrame, context: FileContext) -> pd.DataFrame:
    money = ["total", "refunded", "order_discount", "unit_price", "line_discount"]
    return rows.assign(
        **{name: to_company_currency(rows[name], rows["currency"], context) for name in money}
    )


def _customer(frame: pd.DataFrame, context: FileContext) -> pd.Series:
    """Return the pseudonym of whoever ordered: by e-mail, else by phone, else nobody."""
    email, _ = people.standard_emails(frame["Email"])
    phone_text = frame["Billing Phone"].mask(email.notna(), "")
    phone, _ = people.standard_phones(phone_text, context.source.country)
    by_email = privacy.pseudonyms("email", email)
    return by_email.where(by_email.notna(), privacy.pseudonyms("phone", phone))


def read_customers(text: TextTable, context: FileContext) -> Reading:
    """Return a customer export's rows, one per contact; the old and the new header are known."""
    frame = text.frame
    judge = Judge(frame, text.rejects)
    email, email_quality = people.standard_emails(frame["Email"])
    phone_text = frame["Phone"].where(_filled(frame, "Phone"), _cell(frame, "Address Phone"))
    phone, phone_quality = people.standard_phones(phone_text, context.source.country)
    source_id = people.plain(_cell(frame, "Customer ID"))
    named = source_id.where(source_id.ne(""), email.where(email.notna(), phone))
    judge.forbid(named.isna() | named.eq(""), "contact_without_id", "Customer ID")

    contact_id = privacy.pseudonyms("contact", named)
    customer_id = privacy.pseudonyms("email", email)
    customer_id = customer_id.where(customer_id.notna(), privacy.pseudonyms("phone", phone))
    name = people.standard_names(frame["First Name"], frame["Last Name"])
    street = [_cell(frame, part) for part in ("Address1", "Address2", "Zip")]
    rows = pd.DataFrame({
        "record": contact_id, "content": content_hash(frame), "line": frame.index,
        "contact_id": contact_id, "customer_id": customer_id.fillna(contact_id),
        "country": values.or_missing(_cell(frame, "Country Code")).str.upper(),
        "province": values.or_missing(_cell(frame, "Province Code")),
        "city": values.or_missing(people.plain(_cell(frame, "City"))),
        "accepts_email": values.read_flags(frame["Accepts Email Marketing"]),
        "accepts_sms": values.read_flags(_cell(frame, "Accepts SMS Marketing")),
        "name_quality": name.notna().map({True: "good", False: "missing"}),
        "email_quality": email_quality, "phone_quality": phone_quality,
        "is_test": _is_test(frame["Tags"]),
        "name_received": values.or_missing(frame["First Name"] + " " + frame["Last Name"]),
        "name": name, "email_received": values.or_missing(frame["Email"]), "email": email,
        "phone_received": values.or_missing(phone_text), "phone": phone,
        "address_received": values.or_missing(street[0]),
        "address": people.standard_addresses(street),
    })[judge.stands].assign(head=True)  # fmt: skip
    judge.close()
    return Reading("contacts", rows, text.rejects, text.frame)


def _usual_header(frame: pd.DataFrame, context: FileContext) -> pd.DataFrame:
    usual = {other: name for name, other in OTHER_NAMES.items() if name not in frame}
    frame = frame.rename(columns=usual)
    return frame.set_axis(checked_header(list(frame), [], ORDER_COLUMNS, context.shown), axis=1)


def _cell(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a column under its old name, or its new one with `Default Address` before it."""
    for column in (name, f"Default Address {name}", name.replace("Address ", "Default Address ")):
        if column in frame:
            return frame[column]
    return pd.Series("", index=frame.index, dtype="str")


def _filled(frame: pd.DataFrame, column: str) -> pd.Series:
    return frame[column].str.strip().ne("")


def _moments(frame: pd.DataFrame, column: str, context: FileContext) -> values.Moments:
    told = context.declared.date_format
    declared = told.get(column) or told.get(OTHER_NAMES.get(column)) or told.get("Created at")
    formats = values.need_formats(frame[column], declared, column, context.shown)
    return values.read_moments(frame[column], formats, context.time_zone)


def _is_test(tags: pd.Series) -> pd.Series:
    """Return whether the word test is among comma-separated tags."""
    return tags.str.contains(r"(?:^|,)\s*test\s*(?:,|$)", flags=re.IGNORECASE, regex=True)
