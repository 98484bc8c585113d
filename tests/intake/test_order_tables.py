import pandas as pd

from helpers.intake import order_tables
from helpers.workspace import contracts

DAYS = [pd.Timestamp(2026, month, 5) for month in (4, 7)]


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
    told = [name for name in contracts.load("orders").columns if name not in lines]

    found = order_tables.orders(lines.assign(**dict.fromkeys(told, None)))

    assert len(found) == 1
    assert (found["event_day"][0], found["line"][0]) == (DAYS[0], 4)
