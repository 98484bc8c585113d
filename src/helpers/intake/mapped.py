"""Tables of any make, mapped by source.toml: column names there, canonical names here."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd

from helpers.intake import people, records, values
from helpers.intake.coded import Coded, either, texts_of
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

NEEDED = ("order_id", "ordered_at", "quantity", "unit_price")
ORDER_LINES = (
    *NEEDED, "product_id", "product_name", "category", "customer_id", "email", "discount",
    "list_price", "currency", "channel", "country", "province", "city", "cancelled_at", "status",
)  # fmt: skip


def needed_columns(context: FileContext) -> tuple[str, ...]:
    """Return the file's columns that its mapping names.

    Raises
    ------
    InputError
        If the mapping names a table or a canonical column that there is not, or lacks one
        that the table needs.
    """
    declared = context.declared
    if declared.table not in tables():
        raise InputError(
            f"{context.shown}: source.toml maps to table {declared.table!r}: there are "
            f"{', '.join(tables())}"
        )
    known = mappable(declared.table)
    told = {**declared.columns, **declared.fixed}
    unknown = [name for name in told if name not in known]
    missing = [name for name in needed(declared.table) if name not in told]
    if unknown:
        raise InputError(
            f"{context.shown}: source.toml maps {unknown[0]!r}, which {declared.table} does not "
            f"have: it has {', '.join(known)}"
        )
    if missing:
        raise InputError(
            f"source.toml maps no column to {missing[0]!r} of {declared.table} for "
            f'{context.shown}: add {missing[0]} = "its column" under columns'
        )
    return tuple(declared.columns.values())


def tables() -> list[str]:
    """Return the tables that a file can be mapped to."""
    return ["order_lines", *records.tables()]


def mappable(table: str) -> tuple[str, ...]:
    """Return the names that a mapping to a table may use."""
    return ORDER_LINES if table == "order_lines" else records.mappable(table)


def needed(table: str) -> tuple[str, ...]:
    """Return the names that a mapping to a table must have."""
    return NEEDED if table == "order_lines" else records.needed(table)


def read(text: TextTable, context: FileContext) -> Reading:
    """Return a mapped file's rows as the table that it is declared to be."""
    if context.declared.table == "order_lines":
        return _order_lines(text, context)
    return records.read(text, context, records.layout_of(context.declared))


def _order_lines(text: TextTable, context: FileContext) -> Reading:
    cell = _cells(text, context)
    judge = Judge(text, text.rejects)
    ordered, cancelled = (_moments(cell, name, context) for name in ("ordered_at", "cancelled_at"))
    quantity = values.read_pieces(cell("quantity"))
    decimal = context.declared.decimal
    price, discount, listed = (
        values.read_money(cell(name), decimal) for name in ("unit_price", "discount", "list_price")
    )
    own = _own_currency(context)
    currency = cell("currency").each(lambda texts: texts.mask(texts.eq(""), own)).categories()
    _judge_moments(judge, cell, ordered, cancelled, context)
    _judge_amounts(judge, cell, quantity, price, discount, context)
    unknown = ~known_currency(currency, context)
    judge.forbid(unknown, "unknown_currency", context.declared.columns.get("currency"))

    optional = ("status", "channel", "country", "province", "city", "product_id", "product_name",
                "category")  # fmt: skip
    rows = pd.DataFrame({
        "record": cell("order_id").categories(), "content": content_hash(text),
        "line": text.index, "ordered_at": ordered.at, "event_day": ordered.day,
        "cancelled_day": cancelled.day, "customer_id": _customer(cell), "currency": currency,
        **{name: cell(name).or_missing() for name in optional},
        "quantity": quantity,
        "unit_price": to_company_currency(price, currency, context),
        "list_price": to_company_currency(listed, currency, context),
        "line_discount": to_company_currency(discount.fillna(0), currency, context),
    })  # fmt: skip
    rows = rows if judge.stands.all() else rows[judge.stands]
    judge.close()
    # What only order exports know; the total is worked out from the lines that are accepted.
    rows = rows.assign(head=True, is_test=False, refunded=0, order_discount=0, total=0)
    return Reading("order_lines", rows, text.rejects, text)


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


def _cells(text: TextTable, context: FileContext) -> Callable[[str], Coded]:
    """Return a function that gives the text of a canonical column, empty where it is not mapped."""
    columns = context.declared.columns

    @cache
    def cell(name: str) -> Coded:
        if name in columns:
            return text.column(columns[name]).stripped()
        return Coded(np.zeros(len(text), dtype="int8"), texts_of([""]), text.index)

    return cell


def _own_currency(context: FileContext) -> str:
    return context.declared.currency or context.source.currency


def _customer(cell: Callable[[str], Coded]) -> pd.Series:
    """Return the pseudonym of whoever ordered: by the customer's number, else by e-mail."""
    number = _pseudonyms("contact", cell("customer_id"))
    if number.notna().all():
        return number
    email = cell("email").each(lambda texts: people.standard_emails(texts)[0])
    by_email = _pseudonyms("email", email)
    return number if by_email.isna().all() else either(number, by_email)


def _pseudonyms(kind: str, column: Coded) -> pd.Series:
    return column.each(lambda texts: privacy.pseudonyms(kind, texts)).categories()
