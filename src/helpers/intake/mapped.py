"""Tables of any make, mapped by source.toml: column names there, canonical names here."""

import pandas as pd

from helpers.intake import people, values
from helpers.intake.files import TextTable
from helpers.intake.reading import (
    FileContext,
    Judge,
    Reading,
    content_hash,
    known_currency,
    to_company_currency,
)
from helpers.workspace import privacy
from helpers.workspace.errors import InputError

NEEDED = {
    "order_lines": ("order_id", "ordered_at", "quantity", "unit_price"),
    "contacts": ("contact_id",),
}
KNOWN = {
    "order_lines": (
        *NEEDED["order_lines"], "product_id", "product_name", "customer_id", "email", "discount",
        "currency", "channel", "country", "province", "city", "cancelled_at", "status",
    ),
    "contacts": (
        *NEEDED["contacts"], "name", "given_name", "family_name", "email", "phone", "address",
        "postcode", "country", "province", "city", "accepts_email", "accepts_sms",
    ),
}  # fmt: skip


def needed_columns(context: FileContext) -> tuple[str, ...]:
    """Return the file's columns that its mapping names.

    Raises
    ------
    InputError
        If the mapping names a canonical column that there is not, or lacks one it needs.
    """
    columns, table = context.declared.columns, context.declared.table
    unknown = [name for name in columns if name not in KNOWN[table]]
    missing = [name for name in NEEDED[table] if name not in columns]
    if unknown:
        raise InputError(
            f"source.toml maps {unknown[0]!r}, which {table} does not have: it has "
            f"{', '.join(KNOWN[table])}"
        )
    if missing:
        raise InputError(
            f"source.toml maps no column to {missing[0]!r} of {table} for {context.shown}: add "
            f'{missing[0]} = "its column" under columns'
        )
    return tuple(columns.values())


def read(text: TextTable, context: FileContext) -> Reading:
    """Return a mapped file's rows as the table that it is declared to be."""
    return {"order_lines": _order_lines, "contacts": _contacts}[context.declared.table](text, context)


def _order_lines(text: TextTable, context: FileContext) -> Reading:
    cell = _cells(text.frame, context)
    judge = Judge(text.frame, text.rejects)
    columns = context.declared.columns
    formats = values.need_formats(
        cell("ordered_at"), context.declared.date_format.get(columns["ordered_at"]),
        columns["ordered_at"], context.shown,
    )  # fmt: skip
    moments = values.read_moments(cell("ordered_at"), formats, context.time_zone)
    quantity = values.read_pieces(cell("quantity"))
    price = values.read_money(cell("unit_price"), context.declared.decimal)
    discount = values.read_money(cell("discount"), context.declared.decimal)
    currency = cell("currency").mask(lambda text: text.eq(""), _own_currency(context))

    judge.forbid(cell("order_id").eq(""), "order_without_name", columns["order_id"])
    impossible = moments.day.isna() | moments.day.lt(pd.Timestamp("1990-01-01"))
    judge.forbid(impossible, "impossible_date", columns["ordered_at"])
    judge.forbid(moments.day.gt(context.known_through), "date_after_delivery", columns["ordered_at"])
    judge.forbid(quantity.isna(), "impossible_quantity", columns["quantity"])
    judge.forbid(price.isna(), "impossible_amount", columns["unit_price"])
    judge.forbid(cell("discount").ne("") & discount.isna(), "impossible_amount",
                 columns.get("discount"))  # fmt: skip
    judge.forbid(~known_currency(currency, context), "unknown_currency", columns.get("currency"))

    rows = pd.DataFrame({
        "record": cell("order_id"), "content": content_hash(text.frame),
        "line": text.frame["line"], "ordered_at": moments.at, "event_day": moments.day,
        "cancelled_day": pd.Series(pd.NaT, index=text.frame.index, dtype="datetime64[us]"),
        "customer_id": _customer(cell), "currency": currency,
        "status": values.or_missing(cell("status")),
        "refunded": pd.Series(0, index=text.frame.index, dtype="Int64"),
        "order_discount": pd.Series(0, index=text.frame.index, dtype="Int64"),
        "channel": values.or_missing(cell("channel")),
        "country": values.or_missing(cell("country")),
        "province": values.or_missing(cell("province")),
        "city": values.or_missing(cell("city")), "is_test": False,
        "product_id": values.or_missing(cell("product_id")),
        "product_name": values.or_missing(cell("product_name")),
        "quantity": quantity,
        "unit_price": to_company_currency(price, currency, context),
        "line_discount": to_company_currency(discount.fillna(0), currency, context),
    })[judge.stands].assign(head=True)  # fmt: skip
    rows["total"] = rows["quantity"] * rows["unit_price"] - rows["line_discount"]
    judge.close()
    return Reading("order_lines", rows, text.rejects, text.rows_in)


def _contacts(text: TextTable, context: FileContext) -> Reading:
    cell = _cells(text.frame, context)
    judge = Judge(text.frame, text.rejects)
    judge.forbid(cell("contact_id").eq(""), "contact_without_id", context.declared.columns["contact_id"])
    email, email_quality = people.standard_emails(cell("email"))
    phone, phone_quality = people.standard_phones(cell("phone"), context.source.country)
    given = cell("given_name").where(cell("given_name").ne(""), cell("name"))
    name = people.standard_names(given, cell("family_name"))
    contact_id = privacy.pseudonyms("customer", cell("contact_id"))
    rows = pd.DataFrame({
        "record": contact_id, "content": content_hash(text.frame), "line": text.frame["line"],
        "contact_id": contact_id, "customer_id": contact_id,
        "country": values.or_missing(cell("country")),
        "province": values.or_missing(cell("province")),
        "city": values.or_missing(cell("city")),
        "accepts_email": values.read_flags(cell("accepts_email")),
        "accepts_sms": values.read_flags(cell("accepts_sms")),
        "name_quality": name.notna().map({True: "good", False: "missing"}),
        "email_quality": email_quality, "phone_quality": phone_quality, "is_test": False,
        "name_received": values.or_missing((given + " " + cell("family_name")).str.strip()),
        "name": name, "email_received": values.or_missing(cell("email")), "email": email,
        "phone_received": values.or_missing(cell("phone")), "phone": phone,
        "address_received": values.or_missing(cell("address")),
        "address": people.standard_addresses([cell("address"), cell("postcode")]),
    })[judge.stands].assign(head=True)  # fmt: skip
    judge.close()
    return Reading("contacts", rows, text.rejects, text.rows_in)


def _cells(frame: pd.DataFrame, context: FileContext):
    """Return a function that gives the text of a canonical column, empty where it is not mapped."""
    columns = context.declared.columns

    def cell(name: str) -> pd.Series:
        if name in columns:
            return frame[columns[name]].str.strip()
        return pd.Series("", index=frame.index, dtype="str")

    return cell


def _own_currency(context: FileContext) -> str:
    return context.declared.currency or context.source.currency


def _customer(cell) -> pd.Series:
    """Return the pseudonym of whoever ordered: by the customer's number, else by e-mail."""
    number = privacy.pseudonyms("customer", values.or_missing(cell("customer_id")))
    email, _ = people.standard_emails(cell("email"))
    return number.where(number.notna(), privacy.pseudonyms("email", email))
