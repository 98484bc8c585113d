import pytest

from helpers.workspace import InputError, privacy

from .conftest import TOP


def test_analytics_orders_have_one_line_and_money_paid_back_lowers_them(deliver, take_in):
    tables = take_in(deliver("woocommerce-analytics.csv"))

    ledger = tables.intake_ledger.iloc[0]
    assert ledger[["accepted", "continuation", "rejected"]].tolist() == [2, 1, 2]
    orders = tables.orders.set_index("order_id")
    assert orders["total"].astype(float).to_dict() == {"1001": 179.94, "1002": 60.03}
    assert orders["refunded"].astype(float).to_dict() == {"1001": 59.94, "1002": 0.0}
    assert orders["status"].to_dict() == {"1001": "completed", "1002": "voided"}
    assert orders["with_code"].tolist() == [True, False]
    sales = tables.order_lines[tables.order_lines["kind"].eq("sale")]
    assert sales["amount"].astype(float).tolist() == [179.94, 60.03]
    assert tables.reversals["rule"].tolist() == ["refund", "order_void"]
    assert tables.rejected[["line", "rule"]].to_numpy().tolist() == [
        [5, "refund_without_its_order"], [6, "impossible_amount"]
    ]  # fmt: skip


def test_text_money_counts_where_it_is_all_there_is(deliver, take_in):
    tables = take_in(deliver("woocommerce-analytics_formatted.csv"))

    assert tables.orders["total"].astype(float).tolist() == [179.94]
    assert tables.orders["currency"].tolist() == ["BDT"]


def test_text_money_needs_its_currencys_rate(deliver, take_in):
    with pytest.raises(InputError, match="amounts in 'BDT' have no rate"):
        take_in(deliver("woocommerce-analytics_formatted.csv"), top=TOP.replace(", BDT = 0.06", ""))


def test_an_orders_cells_hold_for_all_its_lines_and_a_second_coupon_is_no_line(deliver, take_in):
    tables = take_in(deliver("woocommerce-orders.csv"))

    lines = tables.order_lines[tables.order_lines["order_id"].eq("2001")].set_index("line")
    assert lines["kind"].to_dict() == {2: "sale", 3: "sale", 4: "adjustment"}
    assert lines["amount"].astype(float).to_dict() == {2: 55.0, 3: 15.0, 4: 0.0}
    assert lines["discount"].astype(float).to_dict() == {2: 5.0, 3: 0.0, 4: 0.0}
    assert set(lines["customer_id"]) == {privacy.pseudonym("email", "zebedee.quill@example.org")}
    assert [str(day) for day in lines["event_day"]] == ["2026-05-01"] * 3
    orders = tables.orders.set_index("order_id")
    assert orders["total"].astype(float).to_dict() == {
        "2001": 75.0, "2002": 30.0, "2003": 8.0, "2005": 5.0
    }  # fmt: skip


def test_refunds_are_told_by_line_or_for_the_whole_order(deliver, take_in):
    tables = take_in(deliver("woocommerce-orders.csv"))

    orders = tables.orders.set_index("order_id")
    assert orders["refunded"].astype(float).to_dict() == {
        "2001": 27.5, "2002": 30.0, "2003": 0.0, "2005": 0.0
    }  # fmt: skip
    back = tables.reversals.groupby(["order_id", "rule"])["amount"].sum().astype(float)
    assert back.to_dict() == {
        ("2001", "refund"): 27.5, ("2002", "refund"): 30.0, ("2003", "order_void"): 8.0
    }  # fmt: skip
    assert tables.rejected[["line", "rule"]].to_numpy().tolist() == [
        [7, "refund_above_sale"], [8, "impossible_quantity"]
    ]  # fmt: skip


def test_an_order_repeated_in_a_file_whose_rows_all_bear_its_cells_counts_once(deliver, take_in):
    tables = take_in(deliver("woocommerce-orders_all_rows.csv"))

    ledger = tables.intake_ledger.iloc[0]
    assert ledger[["accepted", "continuation", "repeated"]].tolist() == [1, 1, 2]
    assert tables.order_lines["amount"].astype(float).tolist() == [55.0, 15.0]


def test_the_buyers_phone_names_an_order_without_e_mail(deliver, take_in):
    orders = take_in(deliver("woocommerce-orders.csv")).orders.set_index("order_id")

    assert orders.loc["2003", "customer_id"] == privacy.pseudonym("phone", "+8613900000001")


def test_a_date_that_follows_the_shops_settings_must_be_declared(deliver, take_in):
    with pytest.raises(InputError, match="no date format is declared for column 'Order Date'"):
        take_in(deliver("woocommerce-orders.csv", date_format={}))
