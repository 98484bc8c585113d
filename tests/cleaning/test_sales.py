import math
from datetime import date

import ibis
import pandas as pd
import pytest

from helpers.cleaning import sales


def test_lines_are_counted_by_kind(lines):
    kinds = sales.lines_by_kind(lines).set_index("kind")

    assert kinds["lines"].to_dict() == {"sale": 4, "cancellation": 1}
    assert kinds.loc["cancellation", "amount"] == -15


def test_what_was_sold_is_kept_or_taken_back(lines):
    steps = sales.taken_back(lines).set_index("step")

    assert steps["amount"].to_dict() == {
        "sold": 115, "taken_back_whole": 60, "taken_back_in_part": 5, "kept": 50,
    }  # fmt: skip
    assert steps["lines"].to_dict() == {
        "sold": 4, "taken_back_whole": 1, "taken_back_in_part": 1, "kept": 3,
    }  # fmt: skip


def test_amounts_of_the_steps_add_up(lines):
    amount = sales.taken_back(lines).set_index("step")["amount"]

    assert amount["sold"] == pytest.approx(
        amount["taken_back_whole"] + amount["taken_back_in_part"] + amount["kept"]
    )


def test_the_share_kept_is_not_known_where_nothing_was_sold(lines):
    nothing = sales.taken_back(lines.filter(lines.kind == "test"))

    assert math.isnan(sales.net_share(nothing)["share"])


def test_unmatched_pieces_are_those_no_purchase_was_found_for(lines):
    found = pd.DataFrame({"rule": ["cancellation_line", "refund"], "units": [1, 9]})
    matched = ibis.memtable(found)

    assert sales.unmatched_units(lines, matched) == 2


def test_sales_without_a_customer_are_told_apart(lines):
    known = sales.sales_by_customer_known(lines)

    assert known["known"].tolist() == [True, False]
    assert sales.unknown_customers(known) == {"share": pytest.approx(0.3), "amount": 15}


def test_orders_are_counted_by_the_currency_paid():
    orders = ibis.memtable(pd.DataFrame({
        "currency": ["USD", "CNY", "CNY", "CNY"], "total": [7.0, 1, 2, 99],
        "is_test": [False, False, False, True],
    }))

    assert sales.amounts_by_currency(orders).to_dict("list") == {
        "currency": ["CNY", "USD"], "orders": [2, 1], "total": [3, 7],
    }  # fmt: skip


def test_exact_copies_count_beyond_the_first(lines):
    frame = lines.to_pandas()
    three = pd.concat([frame, frame.head(1).assign(line_number=7), frame.head(1).assign(line=9)])

    copies = sales.exact_copies(ibis.memtable(three.reset_index(drop=True)))

    assert copies["lines"] == 2
    assert copies["amount"] == 40
    assert copies["share"] == pytest.approx(40 / 90)


def test_a_table_without_repeats_has_no_copies(lines):
    assert sales.exact_copies(lines)["lines"] == 0


def test_refunds_that_became_known_later_are_a_reason_not_to_claim():
    orders = ibis.memtable(pd.DataFrame({
        "refunded": [0.0, 5.0], "known_through": pd.to_datetime(["2026-06-30", "2026-06-30"]),
    }))  # fmt: skip

    assert sales.why_refunds_unknown(orders, date(2026, 3, 31)) == "cleaning.refunds_later"
    assert sales.why_refunds_unknown(orders, date(2026, 6, 30)) is None


def test_the_last_sale_is_told_with_its_distance(lines):
    assert sales.last_sale(lines, date(2026, 3, 31)) == {
        "day": date(2026, 3, 1), "as_of": date(2026, 3, 31), "days": 30,
    }  # fmt: skip
