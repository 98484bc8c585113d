"""Cells that hold amounts: their decimal sign, their currency, their worth."""

from functools import partial

import pandas as pd

from helpers.intake import currencies, values
from helpers.intake.cells import Cells
from helpers.intake.coded import Coded, everywhere
from helpers.intake.reading import to_company_currency
from helpers.workspace.errors import InputError

BRACKETED = r"^\s*[(（]([^-+()（）]+)[)）]\s*$"  # a minus, as in bookkeeping


def money(cells: Cells, name: str) -> pd.Series:
    """Return a column of amounts in ticks of the company's currency; broken ones are missing.

    Raises
    ------
    InputError
        If an amount is in a currency without a declared rate, or `decimal` is needed.
    """
    told = currency(cells, name)
    refuse_unrated(cells, name, told[cells.column(name).ne("")])
    return to_company_currency(amounts(cells, name), told, cells.context)


def amounts(cells: Cells, name: str) -> pd.Series:
    """Return a column of amounts in ticks of their own currency; broken ones are missing."""
    bare, sign = _apart(cells.column(name))[0], decimal(cells, name)
    if cells.context.declared.round_amounts:
        bare = bare.each(partial(values.rounded, decimal=sign))
    return values.read_money(bare, sign)


def signs(cells: Cells, name: str) -> Coded | None:
    """Return the currency signs and codes beside amounts; None where there are none."""
    return _apart(cells.column(name))[1]


def _apart(column: Coded) -> tuple[Coded, Coded | None]:
    """Return amounts without the currency beside them, and the currencies if there are any."""
    bare, beside = currencies.apart(column.texts.str.replace(BRACKETED, r"-\1", regex=True))
    if beside.isna().all():
        return column, None
    return column.each(lambda texts: bare), column.each(lambda texts: beside)


def currency(cells: Cells, name: str) -> pd.Series:
    """Return the currencies of a column of amounts, as categories.

    They are told by a column of their own, else beside the amount, else behind its header;
    else they are the file's usual. Another word than a code is missing.
    """
    own, source = cells.context.declared.currency, cells.context.source
    behind = currencies.of_header(cells.header(name) or "")[1]
    usual, known = behind or own or source.currency, (source.currency, *source.exchange_rates)
    told = cells.column("currency").each(lambda texts: texts.str.upper())
    beside = signs(cells, name)
    if beside is not None:
        meant = {sign: currencies.of_sign(sign, usual, known) for sign in beside.texts}
        told = told.or_else(beside.each(lambda texts: texts.map(meant)))
    told = told.or_else(everywhere(usual, cells.index))
    return told.each(lambda texts: texts.where(texts.str.fullmatch("[A-Z]{3}"))).categories()


def refuse_unrated(cells: Cells, name: str, told: pd.Series) -> None:
    """Refuse a file with amounts in a currency without a declared rate.

    Raises
    ------
    InputError
        Names the currency and the column.
    """
    source = cells.context.source
    unknown = sorted(set(told.dropna().unique()) - {source.currency, *source.exchange_rates})
    if unknown:
        raise InputError(
            f"{cells.context.shown}, column {cells.header(name)!r}: amounts in {unknown[0]!r} "
            f"have no rate: write in source.toml exchange_rates = {{ {unknown[0]} = ... }}"
        )


def decimal(cells: Cells, name: str) -> str:
    """Return the decimal sign of a column of numbers.

    Raises
    ------
    InputError
        If some cell has a sign and neither the layout nor source.toml says which it is.
    """
    declared = cells.context.declared.decimal or cells.layout.decimal
    if declared is None and cells.column(name).where_text(_has_sign).any():
        raise InputError(
            f"{cells.context.shown}: decimal is not declared, and column "
            f'{cells.header(name)!r} needs it: write decimal = "." for 1,234.50, else ","'
        )
    return declared or "."


def _has_sign(texts: pd.Series) -> pd.Series:
    return texts.str.contains("[.,]", regex=True)
