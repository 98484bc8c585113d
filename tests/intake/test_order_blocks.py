import pandas as pd
import pytest

from helpers.intake.cell_money import amounts
from helpers.intake.cells import Cells
from helpers.intake.layout import Layout
from helpers.intake.order_blocks import blocks

COLUMNS = {"order_id": ("no",), "ordered_at": ("day",), "unit_price": ("price",)}
GOODS = COLUMNS | {"product_id": ("sku",)}


@pytest.fixture
def told(context):
    """Return the blocks of rows of (number, day, price) under a layout."""

    def told(rows, columns=GOODS, **layout):
        frame = pd.DataFrame(rows, columns=["no", "day", "price"], dtype="str").assign(sku="T")
        frame = frame if "product_id" in columns else frame.drop(columns="sku")
        cells = Cells(frame, context(), Layout("order_lines", columns, decimal=".", **layout))
        return blocks(cells, amounts(cells, "unit_price"))

    return told


def test_rows_below_a_first_one_are_its_orders_with_or_without_its_number(told):
    found = told([("1", "a", "5"), ("1", "a", "6"), ("", "", "7"), ("2", "b", "8")])

    assert found.first.tolist() == [0, 0, 0, 3]
    assert found.is_first.tolist() == [True, False, False, True]


def test_where_only_first_rows_have_a_day_a_day_begins_an_order_of_the_same_number(told):
    rows = [("1", "a", "5"), ("1", "", "6"), ("1", "a", "5"), ("1", "", "6")]

    found = told(rows, on_first_row=("ordered_at",))

    assert found.first.tolist() == [0, 0, 2, 2]


def test_rows_of_which_the_first_is_missing_are_orphans(told):
    found = told([("1", "a", "5"), ("2", "", "6"), ("", "", "7")], on_first_row=("ordered_at",))

    assert found.is_orphan.tolist() == [False, True, True] and found.is_first.sum() == 1


def test_rows_without_goods_are_orders_each_and_those_below_zero_belong_to_the_first(told):
    found = told([("1", "a", "-2"), ("1", "a", "5"), ("1", "b", "6"), ("9", "a", "-1")], COLUMNS)

    assert found.first.tolist() == [1, 1, 2, 3]
    assert found.takes_back.tolist() == [True, False, False, True]
    assert found.is_orphan.tolist() == [False, False, False, True]


def test_scattered_rows_of_one_number_are_one_order_and_each_tells_its_own_cells(told):
    found = told([("1", "a", "5"), ("2", "a", "6"), ("1", "b", "-7")], scattered=True)

    assert found.number[0] == found.number[2] != found.number[1]
    assert found.is_first.all() and not found.takes_back.any()
    assert found.total(pd.Series([5, 6, pd.NA], dtype="Int64")).tolist() == [5, 6, 5]


def test_the_first_row_that_stays_is_an_orders_head(told):
    found = told([("1", "a", "5"), ("1", "a", "6"), ("2", "b", "8")])

    assert found.heads(pd.Series([False, True, True])).tolist() == [False, True, True]
