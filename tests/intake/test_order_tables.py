import pandas as pd

from helpers.intake import order_tables
from helpers.workspace import contracts

DAYS = [pd.Timestamp(2026, month, 5) for month in (4, 7, 10)]


def accepted(**columns):
    usual = {"record": "#1", "delivery": DAYS[0], "file": "f", "line": [5, 4], "quantity": [1, 2],
             "unit_price": 30_000, "line_discount": 0, "order_discount": 10_000, "kind": "sale",
             "event_day": DAYS[0], "ordered_at": DAYS[0].tz_localize("UTC")}  # fmt: skip
    return pd.DataFrame(usual | columns)


def test_lines_are_numbered_as_they_stand_and_share_the_orders_discount_by_price():
    found = order_tables.order_lines(accepted())

    assert found[["line_number", "quantity", "discount", "amount"]].to_numpy().tolist() == [
        [1, 2, 6_667, 53_333], [2, 1, 3_333, 26_667]
    ]  # fmt: skip


def test_adjustments_bear_no_share_of_the_discount():
    found = order_tables.order_lines(accepted(kind=["adjustment", "sale"]))

    assert found["discount"].tolist() == [10_000, 0]


def test_an_order_begins_with_its_earliest_line():
    days = [DAYS[1], DAYS[0]]
    lines = order_tables.order_lines(
        accepted(event_day=days, ordered_at=[d.tz_localize("UTC") for d in days])
    )
    lines = lines.assign(total=0, refunded=0)
    told = [name for name in contracts.load("orders").columns if name not in lines]

    found = order_tables.orders(lines.assign(**dict.fromkeys(told, None)))

    assert len(found) == 1
    assert (found["event_day"][0], found["line"][0]) == (DAYS[0], 4)


def test_refunds_with_their_days_stand_each_on_a_row_of_its_own():
    told = pd.DataFrame({"order_id": ["#1", "#1", "#2"], "delivery": DAYS[0],
                         "paid_back": [[(DAYS[1], 5), (DAYS[2], 6)], None, None]})  # fmt: skip

    found = order_tables.paid_back(told)

    assert found.to_numpy().tolist() == [["#1", DAYS[0], DAYS[1], 5], ["#1", DAYS[0], DAYS[2], 6]]


def test_lines_that_tell_of_no_refund_have_none_on_a_day():
    told = pd.DataFrame({"order_id": ["#1"], "delivery": DAYS[:1], "paid_back": [None]})

    assert order_tables.paid_back(told).empty
    assert order_tables.paid_back(told.drop(columns="paid_back")).empty
