import pandas as pd
import pytest

from helpers.intake.format import laid_out
from helpers.intake.layout import Layout
from helpers.intake.text_table import TextTable, no_rejects

DEALS = Layout("deals", {"deal_id": ("Id",), "amount": ("Sum", "Amount"),
                         "closing_day": ("Closed",), "is_won": ("Won",)},
               record=("deal_id",), decimal=".")  # fmt: skip
ORDERS = Layout("order_lines", {"order_id": ("No",), "ordered_at": ("Day",),
                                "unit_price": ("Sum",)},
                date_formats={"ordered_at": ("%Y-%m-%d",)}, decimal=".")  # fmt: skip


def text_of(**columns):
    frame = pd.DataFrame(columns, dtype="str")
    return TextTable(frame.set_axis(range(2, len(frame) + 2)), no_rejects())


def test_a_format_says_which_columns_hold_days_and_money_in_all_spellings():
    form = laid_out("x", (), DEALS)

    assert (form.dates, form.amounts) == (("Closed",), ("Sum", "Amount"))
    assert form.records == "deals" and form.entries == frozenset()


def test_a_layout_of_order_lines_is_read_as_orders(context, root):
    form = laid_out("x", (), ORDERS)

    reading = form.read(text_of(No=["1"], Day=["2026-05-01"], Sum=["10"]), context())

    assert (form.records, reading.kind) == ("orders", "orders")
    assert (form.dates, form.amounts) == (("Day",), ("Sum",))
    assert "merchandise" in form.entries


def test_columns_can_be_worked_out_before_rows_are_read(context, root):
    form = laid_out("x", (), DEALS, prepare=lambda frame: frame.assign(Won="yes"))

    reading = form.read(text_of(Id=["1"], Sum=["10"]), context())

    assert reading.rows["is_won"].tolist() == [True]


@pytest.mark.parametrize("layout", [DEALS, ORDERS])
def test_a_format_needs_no_column_before_its_layout_is_asked(layout, context):
    assert laid_out("x", (), layout).needs(context()) == ()


def test_a_format_that_opens_its_files_itself_does_not_ask_for_the_right_end_of_a_name():
    assert laid_out("x", (), DEALS).is_plain
    assert laid_out("x", (), DEALS, answers=DEALS).is_plain
    assert not laid_out("x", (), DEALS, open_file=lambda *told: None).is_plain
