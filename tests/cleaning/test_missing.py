import pandas as pd

from helpers.cleaning.missing import missing_values, worth_showing

LEDGER = pd.DataFrame({"file": ["x", "y"], "format": ["shop", "till"]})


def test_missing_values_are_counted_with_what_is_done_about_them(table):
    orders = table("orders", 4, customer_id=["a", None, None, "b"], order_id=list("1234"))

    found = missing_values({"orders": orders}, LEDGER).set_index("column")

    assert found.loc["customer_id", ["rows", "missing", "share"]].tolist() == [4, 2, 0.5]
    assert found.loc["customer_id", "treatment"] == "left_out_of_customer_chapters"


def test_a_column_that_no_source_has_is_not_called_missing(table):
    orders = table("orders", 2, channel=[None, None], order_id=list("12"))

    found = missing_values({"orders": orders}, LEDGER).set_index("column")

    assert found.loc["channel", "treatment"] == "not_in_source"


def test_a_column_that_is_empty_by_nature_is_told_apart(table):
    orders = table("orders", 2, cancelled_day=[None, pd.Timestamp("2026-03-02")])

    found = missing_values({"orders": orders}, LEDGER).set_index("column")

    assert found.loc["cancelled_day", "treatment"] == "not_always_there"


def test_only_gaps_in_what_is_expected_are_worth_showing(table):
    orders = table("orders", 4, customer_id=["a", None, None, "b"], channel=[None] * 4,
                   city=["x", "x", None, "x"], cancelled_day=[None] * 4)  # fmt: skip

    shown = worth_showing(missing_values({"orders": orders}, LEDGER))

    assert shown["column"].tolist() == ["customer_id", "city"]


def test_a_source_that_never_fills_a_column_lacks_nothing_there(table):
    orders = table("orders", 3, file=["x", "x", "y"], city=["a", None, None],
                   order_id=list("123"))  # fmt: skip

    found = missing_values({"orders": orders}, LEDGER).set_index("column")

    assert found.loc["city", ["rows", "missing"]].tolist() == [2, 1]
