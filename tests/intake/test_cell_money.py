import pandas as pd
import pytest

from helpers.intake import cell_money
from helpers.intake.cells import Cells
from helpers.intake.layout import Layout
from helpers.workspace import InputError


@pytest.fixture
def cells(context):
    """Return the cells of a small file under a layout of contacts."""

    def make(columns, layout, **declared):
        frame = pd.DataFrame(columns, dtype="str")
        frame.index = range(2, len(frame) + 2)
        return Cells(frame, context(**declared), Layout("contacts", **layout))

    return make


def money(told):
    found = cell_money.money(told, "amount")
    return [None if pd.isna(ticks) else ticks / 10_000 for ticks in found]


def test_amounts_are_of_their_sign_their_column_or_the_file_in_this_order(cells):
    layout = {"columns": {"amount": ("Amount",), "currency": ("Currency",)}, "decimal": "."}
    told = cells({"Amount": ["$10", "10", "¥10", "10", "x", ""],
                  "Currency": ["CNY", "usd", "", "", "", "?"]}, layout)  # fmt: skip

    assert money(told) == [10, 70, 10, 10, None, None]


def test_the_currency_behind_a_header_is_that_of_its_amounts(cells):
    told = cells({"Amount (USD)": ["10"]}, {"columns": {"amount": ("Amount",)}})

    assert money(told) == [70]


def test_a_word_in_place_of_a_currency_spoils_its_own_row_and_is_not_repeated(cells):
    layout = {"columns": {"amount": ("Amount",), "currency": ("Currency",)}}
    told = cells({"Amount": ["10", "20"], "Currency": ["Ana Diaz", ""]}, layout)

    assert money(told) == [None, 20]


def test_an_undeclared_decimal_sign_is_asked_for(cells):
    told = cells({"Amount": ["1.234"]}, {"columns": {"amount": ("Amount",)}})

    with pytest.raises(InputError, match="decimal is not declared, and column 'Amount' needs it"):
        cell_money.money(told, "amount")


def test_brackets_around_an_amount_and_its_sign_are_a_minus(cells):
    told = cells({"Amount": ["(12)", "($2)", "（¥3）"]},
                 {"columns": {"amount": ("Amount",)}, "decimal": "."})  # fmt: skip

    assert money(told) == [-12, -14, -3]


def test_a_currency_without_a_rate_is_named_and_what_to_write(cells):
    told = cells({"Amount": ["€5"]}, {"columns": {"amount": ("Amount",)}})

    with pytest.raises(InputError, match="amounts in 'EUR' have no rate: write in source.toml"):
        cell_money.money(told, "amount")
