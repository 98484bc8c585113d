import pandas as pd
import pytest

from helpers.intake.netting import voiding

JUNE, SEPTEMBER = pd.Timestamp("2026-06-30"), pd.Timestamp("2026-09-30")
SALES = pd.DataFrame({"order_id": ["#1", "#1", "#2"], "line_number": [1, 2, 1],
                      "quantity": [2, 1, 5], "amount": [20, 7, 50]})  # fmt: skip


def versions(*told):
    """Orders as deliveries tell them: number, end of the delivery's knowledge, status, day off."""
    columns = ["order_id", "known_through", "status", "cancelled_day"]
    frame = pd.DataFrame(told, columns=columns)
    return frame.astype({"known_through": "datetime64[us]", "cancelled_day": "datetime64[us]"})


def found(told):
    newest = told.drop_duplicates("order_id", keep="last")
    back = voiding.whole_orders(newest, told, SALES)
    return back[["order_id", "line_number", "event_day", "rule", "units", "amount"]].to_numpy()


@pytest.mark.parametrize("status", voiding.VOID)
def test_all_sales_of_an_order_go_from_the_day_on_which_it_was_first_void(status):
    told = versions(("#1", JUNE, status, None), ("#1", SEPTEMBER, status, None),
                    ("#2", JUNE, "paid", None))  # fmt: skip

    assert found(told).tolist() == [
        ["#1", 1, JUNE, "order_void", 2, 20], ["#1", 2, JUNE, "order_void", 1, 7]
    ]  # fmt: skip


def test_the_day_of_a_cancellation_goes_before_that_of_a_status():
    day = pd.Timestamp("2026-05-09")

    told = found(versions(("#2", JUNE, "voided", day)))

    assert told.tolist() == [["#2", 1, day, "order_cancelled", 5, 50]]


def test_an_order_that_stands_again_has_lost_nothing():
    assert not len(found(versions(("#1", JUNE, "voided", None), ("#1", SEPTEMBER, "paid", None))))
