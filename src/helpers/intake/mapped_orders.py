"""Order lines of any make, as source.toml maps them: judged row by row, each text read once."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.intake import currencies, people, values
from helpers.intake.coded import Coded, coded, constant, either, texts_of
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
from helpers.intake.records import DATA_THROUGH
from helpers.intake.text_table import TextTable
from helpers.workspace import privacy
from helpers.workspace.errors import InputError

NEEDED = ("order_id", "ordered_at", "quantity", "unit_price")
TEXTS = ("product_id", "product_name", "category", "channel", "country", "province", "city",
         "status")  # fmt: skip
KNOWN = (
    *NEEDED, *TEXTS, "customer_id", "email", "discount", "list_price", "currency", "cancelled_at",
)  # fmt: skip

AMOUNTS = ("unit_price", "list_price", "discount")

Cell = Callable[[str], Coded]


class Told(NamedTuple):
    """What the cells of order lines say, read: one value per row, missing where unreadable."""

    ordered: values.Moments
    cancelled: values.Moments
    quantity: pd.Series
    price: pd.Series
    list_price: pd.Series
    discount: pd.Series
    currency: pd.Series
    signs: tuple[pd.Series | None, ...]


def read(text: TextTable, context: FileContext) -> Reading:
    """Return a mapped file's order lines, one row per raw row that stands."""
    cell = _cells(text, context)
    _refuse_damaged(cell, context)
    told = _told(cell, context)
    judge = Judge(text, text.rejects)
    _judge_moments(judge, cell, told, context)
    _judge_amounts(judge, cell, told, context)
    unknown = ~known_currency(told.currency, context)
    judge.forbid(unknown, "unknown_currency", context.declared.columns.get("currency"))
    rows = pd.DataFrame(_columns(text, cell, told, context), copy=False)
    rows = rows if judge.stands.all() else rows[judge.stands]
    judge.close()
    # What only order exports know; the total is worked out from the lines that are accepted.
    nothing = np.zeros(len(rows), dtype="int8")
    rows = rows.assign(head=True, is_test=False, refunded=nothing, order_discount=nothing,
                       total=nothing)  # fmt: skip
    return Reading("order_lines", rows, text.rejects, text)


def _cells(text: TextTable, context: FileContext) -> Cell:
    """Return a function that gives the text of a canonical column, empty where it is not mapped."""
    columns, fixed = context.declared.columns, context.declared.fixed

    @cache
    def cell(name: str) -> Coded:
        if name in columns:
            return text.column(columns[name]).stripped()
        nowhere = np.zeros(len(text), dtype="int8")
        return Coded(nowhere, texts_of([fixed.get(name, "")]), text.index)

    return cell


def _refuse_damaged(cell: Cell, context: FileContext) -> None:
    """Refuse a file in which a spreadsheet has rounded long numbers of orders or people.

    Raises
    ------
    InputError
        Names the column and the first such line.
    """
    for name in ("order_id", "customer_id", "product_id"):
        line = values.first_damaged(cell(name))
        if line is not None:
            raise InputError(
                f"{context.shown}, line {line}, column {context.declared.columns[name]!r}: a "
                "spreadsheet has rounded a long number, and its last digits are lost: export it "
                "again, and do not save it with a spreadsheet"
            )


def _told(cell: Cell, context: FileContext) -> Told:
    bare, signs = zip(*(_apart(cell(name)) for name in AMOUNTS), strict=True)
    return Told(
        *(_moments(cell, name, context) for name in ("ordered_at", "cancelled_at")),
        values.read_pieces(cell("quantity")),
        *(values.read_money(amounts, context.declared.decimal) for amounts in bare),
        _currency(cell("currency"), signs, context), signs,
    )  # fmt: skip


def _apart(amounts: Coded) -> tuple[Coded, pd.Series | None]:
    """Return amounts without the currency beside them, and the currencies where there are any."""
    plain = amounts.texts.str.replace(r"^\s*[(（]([^-+()（）]+)[)）]\s*$", r"-\1", regex=True)
    bare, signs = currencies.apart(plain)
    if signs.isna().all():
        return amounts, None
    return amounts.each(lambda texts: bare), amounts.on_rows(signs)


def _currency(column: Coded, signs: tuple, context: FileContext) -> pd.Series:
    """Return each row's currency: as its column says, else the price's sign, else the usual."""
    own, source = context.declared.currency or context.source.currency, context.source
    told = column.or_missing()
    if signs[0] is not None:
        known = (source.currency, *source.exchange_rates)
        meant = {sign: currencies.of_sign(sign, own, known) for sign in signs[0].dropna().unique()}
        told = either(told, coded(signs[0].map(meant).astype("str")).categories())
    return either(told, constant(own, told.index)) if told.isna().any() else told


def _moments(cell: Cell, name: str, context: FileContext) -> values.Moments:
    column = context.declared.columns.get(name, "")
    iso = ["%Y-%m-%d"] if column == DATA_THROUGH else None
    declared = context.declared.date_format.get(column) or iso
    formats = values.need_formats(cell(name), declared, column, context.shown)
    return values.read_moments(cell(name), formats, context.time_zone)


def _judge_moments(judge: Judge, cell: Cell, told: Told, context: FileContext) -> None:
    columns, day = context.declared.columns, told.ordered.day
    judge.forbid(cell("order_id").eq(""), "order_without_name", columns.get("order_id"))
    impossible = day.isna() | day.lt(EARLIEST_DAY)
    judge.forbid(impossible, "impossible_date", columns.get("ordered_at"))
    judge.forbid(day.gt(context.known_through), "date_after_delivery", columns.get("ordered_at"))
    judge.forbid(cell("cancelled_at").ne("") & told.cancelled.day.isna(), "impossible_date",
                 columns.get("cancelled_at"))  # fmt: skip


def _judge_amounts(judge: Judge, cell: Cell, told: Told, context: FileContext) -> None:
    columns, quantity = context.declared.columns, told.quantity
    judge.forbid(quantity.isna(), "impossible_quantity", columns.get("quantity"))
    judge.forbid(told.price.isna() | too_large(quantity, told.price), "impossible_amount",
                 columns.get("unit_price"))  # fmt: skip
    raised = told.discount.lt(0) & quantity.gt(0)
    judge.forbid((cell("discount").ne("") & told.discount.isna()) | raised, "impossible_amount",
                 columns.get("discount"))  # fmt: skip
    for name, signs in zip(AMOUNTS, told.signs, strict=True):
        if signs is not None:
            judge.forbid(_stands_for_another(signs, told.currency), "other_currency",
                         columns.get(name))  # fmt: skip


def _stands_for_another(signs: pd.Series, currency: pd.Series) -> pd.Series:
    """Return where an amount's own sign is of another currency than its row's."""
    pairs = pd.DataFrame({"sign": signs, "code": currency.astype("str")}).dropna()
    wrong = [code not in currencies.SIGNS.get(sign, (sign,)) for sign, code in
             pairs.itertuples(index=False, name=None)]  # fmt: skip
    return pd.Series(wrong, index=pairs.index, dtype=bool).reindex(signs.index, fill_value=False)


def _columns(
    text: TextTable, cell: Cell, told: Told, context: FileContext
) -> dict[str, pd.Series]:
    """Return the values of all rows; what the file does not tell is left out."""
    mapped = {*context.declared.columns, *context.declared.fixed}

    def in_company(ticks: pd.Series) -> pd.Series:
        return to_company_currency(ticks, told.currency, context)

    columns = {
        "record": cell("order_id").categories(), "content": content_hash(text),
        "line": pd.Series(text.index, index=text.index), "ordered_at": told.ordered.at,
        "event_day": told.ordered.day, "customer_id": _customer(cell), "currency": told.currency,
        "product_id": cell("product_id").or_missing(),
        **{name: cell(name).or_missing() for name in TEXTS if name in mapped},
        "quantity": _whole(told.quantity), "unit_price": _whole(in_company(told.price)),
        "line_discount": _whole(in_company(told.discount)),
    }  # fmt: skip
    if "cancelled_at" in mapped:
        columns["cancelled_day"] = told.cancelled.day
    if "list_price" in mapped:
        columns["list_price"] = in_company(told.list_price)
    return columns


def _whole(numbers: pd.Series) -> pd.Series:
    """Return whole numbers, zero where a row has none: it does not stand, or gives no discount."""
    return pd.Series(numbers.array.to_numpy("int64", na_value=0), index=numbers.index)


def _customer(cell: Cell) -> pd.Series:
    """Return the pseudonym of whoever ordered: by the customer's number, else by e-mail."""
    number = _pseudonyms("contact", cell("customer_id"))
    if number.notna().all():
        return number
    email = cell("email").each(lambda texts: people.standard_emails(texts)[0])
    by_email = _pseudonyms("email", email)
    return number if by_email.isna().all() else either(number, by_email)


def _pseudonyms(kind: str, column: Coded) -> pd.Series:
    return column.each(lambda texts: privacy.pseudonyms(kind, texts)).categories()
