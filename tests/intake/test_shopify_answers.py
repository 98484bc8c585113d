import json

import pandas as pd
import pytest

from helpers.intake.nested import flat
from helpers.intake.shopify_answers import as_amounts, as_exported, first_filled, in_ticks

LINE = {"name": "Tent", "sku": "T-1", "quantity": 1, "price": "70.00"}
ORDER = {"name": "#1", "currency": "CNY", "total_price": "70.00", "created_at": "2026-05-01",
         "line_items": [LINE], "refunds": []}  # fmt: skip


def exported(*orders):
    plain = [json.loads(json.dumps(ORDER | told), parse_int=str) for told in orders]
    frame = pd.DataFrame([flat(told) for told in plain]).fillna("").astype("str")
    return as_exported(frame.set_axis(range(1, len(frame) + 1)))


def refund(*moves, goods=(), at="2026-05-20T23:30:00-05:00"):
    return {"created_at": at, "transactions": list(moves),
            "refund_line_items": [{"subtotal": subtotal} for subtotal in goods]}  # fmt: skip


def move(amount, **told):
    return {"kind": "refund", "status": "success", "amount": amount, "currency": "CNY"} | told


def test_an_orders_cells_stand_on_its_first_row_alone_and_its_name_on_all():
    told = exported({"line_items": [LINE, LINE]}, {"name": "#2"})

    assert told.lines.tolist() == [1, 1, 2]
    assert told.frame["Name"].tolist() == ["#1", "#1", "#2"]
    assert told.frame["Total"].tolist() == ["70.00", "", "70.00"]


def test_without_allocations_the_orders_discount_is_left_to_be_shared_out():
    without = exported({"total_discounts": "5.00"})
    allocated = exported({"total_discounts": "5.00", "line_items": [
        LINE | {"discount_allocations": [{"amount": "3.34"}, {"amount": "1.66"}]}]})  # fmt: skip

    columns = ["Discount Amount", "Lineitem discount"]
    assert without.frame[columns].to_numpy().tolist() == [["5.00", "0.0000"]]
    assert allocated.frame[columns].to_numpy().tolist() == [["", "5.0000"]]


@pytest.mark.parametrize(
    ("refunds", "ticks"),
    [
        ([refund(move("5.00"), move("2.50"), goods=(70,))], 75_000),
        ([refund(move("5.00", status="pending"), goods=(70,))], None),
        ([refund(move("5.00", kind="sale"))], None),
        ([refund(goods=("33.339999999999996", 1))], 343_400),
        ([refund()], None),
        ([refund(move("1.00", currency="USD", amount_set={"shop_money": {"amount": "7.10"}}))],
         71_000),
    ],
)  # fmt: skip
def test_a_refund_is_worth_the_money_that_moved_else_its_goods(refunds, ticks):
    told = exported({"refunds": refunds})

    assert told.paid_back["amount"].tolist() == ([] if ticks is None else [ticks])
    assert told.paid_back["line"].tolist() == ([] if ticks is None else [1])
    assert told.broken == {}


def test_a_refund_counts_on_the_day_that_its_shop_wrote():
    told = exported({"refunds": [refund(move("5.00"))]})

    assert told.paid_back["event_day"].tolist() == [pd.Timestamp("2026-05-20")]


@pytest.mark.parametrize(
    ("order", "rule", "column"),
    [
        ({"refunds": [refund(move("a lot"))]}, "impossible_amount", "refunds"),
        ({"refunds": [refund(move("1.00", currency="USD"))]}, "impossible_amount", "refunds"),
        ({"refunds": [refund(goods=("?",))]}, "impossible_amount", "refunds"),
        ({"refunds": [{**refund(), "transactions": "none"}]}, "impossible_amount", "refunds"),
        ({"refunds": [refund(at="soon")]}, "impossible_date", "refunds.created_at"),
        ({"refunds": "none"}, "not_a_list", "refunds"),
        ({"line_items": [LINE | {"discount_allocations": "none"}]}, "not_a_list",
         "line_items.discount_allocations"),
        ({"line_items": []}, "row_tells_nothing", "line_items"),
    ],
)  # fmt: skip
def test_what_cannot_be_turned_is_told_by_line_rule_and_column(order, rule, column):
    assert exported({}, order).broken == {2: (rule, column)}


def test_amounts_go_to_ticks_and_back():
    ticks = in_ticks(pd.Series(["33.339999999999996", "0.00005", "x"], dtype="str"))

    assert ticks.isna().tolist() == [False, False, True]
    assert as_amounts(ticks).tolist() == ["33.3400", "0.0000", "?"]


def test_of_several_names_the_first_filled_one_counts(texts):
    frame = pd.DataFrame({"a": texts(" ", "1"), "b": texts("2", "3")})

    assert first_filled(frame, ("z", "a", "b")).tolist() == ["2", "1"]
