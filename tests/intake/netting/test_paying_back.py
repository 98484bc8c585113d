import pandas as pd

from helpers.intake.netting import paying_back

JUNE, SEPTEMBER = pd.Timestamp("2026-06-30"), pd.Timestamp("2026-09-30")
SALES = pd.DataFrame({"order_id": ["#1", "#1"], "line_number": [1, 2], "quantity": [1, 1],
                      "amount": [10, 30]})  # fmt: skip
NO_DAYS = pd.DataFrame({"order_id": [], "event_day": [], "amount": []})


def told(*refunded):
    """One order as the deliveries of June and September tell it."""
    days = [JUNE, SEPTEMBER][: len(refunded)]
    return pd.DataFrame({"order_id": "#1", "known_through": days, "refunded": list(refunded)})


def found(orders, dated=NO_DAYS):
    back = paying_back.refunds(orders, SALES, dated)
    return back[["line_number", "event_day", "units", "amount"]].to_numpy().tolist()


def test_a_partial_refund_takes_money_of_each_line_in_proportion_and_no_pieces():
    assert found(told(8)) == [[1, JUNE, 0, 2], [2, JUNE, 0, 6]]


def test_a_refund_that_rises_counts_its_rise_from_the_delivery_that_tells_it():
    assert found(told(8, 20)) == [
        [1, JUNE, 0, 2], [2, JUNE, 0, 6], [1, SEPTEMBER, 0, 3], [2, SEPTEMBER, 0, 9]
    ]  # fmt: skip


def test_what_is_paid_back_with_shipping_takes_no_more_than_the_goods():
    assert sum(row[-1] for row in found(told(45))) == 40


def test_refunds_with_days_replace_what_deliveries_told():
    day = pd.Timestamp("2026-05-20")
    dated = pd.DataFrame({"order_id": ["#1"], "event_day": [day], "amount": [4]})

    assert found(told(8), dated) == [[1, day, 0, 1], [2, day, 0, 3]]
