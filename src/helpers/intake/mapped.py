"""Tables of any make, mapped by source.toml: column names there, canonical names here."""

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
from helpers.intake.text_table import TextTable
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
            f"{context.shown}: source.toml maps {unknown[0]!r}, which {table} does not have: it "
            f"has {', '.join(KNOWN[table])}"
        )
    if missing:
        raise InputError(
            f"source.toml maps no column to {missing[0]!r} of {table} for {context.shown}: add "
            f'{missing[0]} = "its column" under columns'
        )
    return tuple(columns.values())


def read(text: TextTable, context: FileContext) -> Reading:
    """Return a mapped file's rows as the table that it is declared to be."""
    read_rows = _order_lines if context.declared.table == "order_lines" else _contacts
    return read_rows(text, context)


def _order_lines(text: TextTable, context: FileContext) -> Reading:
    cell = _cells(text.frame, context)
    judge = Judge(text.frame, text.rejects)
    ordered, cancelled = (_moments(cell, name, context) for name in ("ordered_at", "cancelled_at"))
    quantity = values.read_pieces(cell("quantity"))
    decimal = context.declared.decimal
    price, discount = (values.read_money(cell(n), decimal) for n in ("unit_price", "discount"))
    currency = cell("currency").mask(lambda text: text.eq(""), _own_currency(context))
    _judge_moments(judge, cell, ordered, cancelled, context)
    _judge_amounts(judge, cell, quantity, price, discount, context)
    unknown = ~known_currency(currency, context)
    judge.forbid(unknown, "unknown_currency", context.declared.columns.get("currency"))

    optional = ("status", "channel", "country", "province", "city", "product_id", "product_name")
    rows = pd.DataFrame({
        "record": cell("order_id"), "content": content_hash(text.frame),
        "line": text.frame.index, "ordered_at": ordered.at, "event_day": ordered.day,
        "cancelled_day": cancelled.day, "customer_id": _customer(cell), "currency": currency,
        **{name: values.or_missing(cell(name)) for name in optional},
        "quantity": quantity,
        "unit_price": to_company_currency(price, currency, context),
        "line_discount": to_company_currency(discount.fillna(0), currency, context),
    })[judge.stands]  # fmt: skip
    judge.close()
    # What only order exports know; the total is worked out from the lines that are accepted.
    rows = rows.assign(head=True, is_test=False, refunded=0, order_discount=0, total=0)
    return Reading("order_lines", rows, text.rejects, text.frame)


def _judge_moments(judge: Judge, cell, ordered, cancelled, context: FileContext) -> None:
    columns = context.declared.columns
    judge.forbid(cell("order_id").eq(""), "order_without_name", columns["order_id"])
    impossible = ordered.day.isna() | ordered.day.lt(EARLIEST_DAY)
    judge.forbid(impossible, "impossible_date", columns["ordered_at"])
    late = ordered.day.gt(context.known_through)
    judge.forbid(late, "date_after_delivery", columns["ordered_at"])
    judge.forbid(cell("cancelled_at").ne("") & cancelled.day.isna(), "impossible_date",
                 columns.get("cancelled_at"))  # fmt: skip


def _judge_amounts(judge: Judge, cell, quantity, price, discount, context: FileContext) -> None:
    columns = context.declared.columns
    judge.forbid(quantity.isna(), "impossible_quantity", columns["quantity"])
    judge.forbid(price.isna() | too_large(quantity, price), "impossible_amount",
                 columns["unit_price"])  # fmt: skip
    raised = discount.lt(0) & quantity.gt(0)
    judge.forbid((cell("discount").ne("") & discount.isna()) | raised, "impossible_amount",
                 columns.get("discount"))  # fmt: skip


def _moments(cell, name: str, context: FileContext) -> values.Moments:
    column = context.declared.columns.get(name, "")
    declared = context.declared.date_format.get(column)
    formats = values.need_formats(cell(name), declared, column, context.shown)
    return values.read_moments(cell(name), formats, context.time_zone)


def _contacts(text: TextTable, context: FileContext) -> Reading:
    cell = _cells(text.frame, context)
    judge = Judge(text.frame, text.rejects)
    judge.forbid(cell("contact_id").eq(""), "contact_without_id",
                 context.declared.columns["contact_id"])  # fmt: skip
    email, email_quality = people.standard_emails(cell("email"))
    phone, phone_quality = people.standard_phones(cell("phone"), context.source.country)
    given = cell("given_name").where(cell("given_name").ne(""), cell("name"))
    name = people.standard_names(given, cell("family_name"))
    contact_id = privacy.pseudonyms("customer", cell("contact_id"))
    rows = pd.DataFrame({
        "record": contact_id, "content": content_hash(text.frame), "line": text.frame.index,
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
    return Reading("contacts", rows, text.rejects, text.frame)


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
