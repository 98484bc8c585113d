from datetime import date

import pandas as pd
import pytest

from helpers.intake import deliveries
from helpers.workspace import InputError, contracts

DAYS = [pd.Timestamp(2026, month, 5) for month in (4, 7, 10)]


def rows(*told):
    """Rows of (record, delivery number, content), one block each, in one file per delivery."""
    frame = pd.DataFrame(told, columns=["record", "delivery", "content"])
    return frame.assign(
        file="f" + frame["delivery"].astype(str),
        delivery=frame["delivery"].map(dict(enumerate(DAYS))),
        block=range(len(frame)), head=True, line=range(2, len(frame) + 2), refunded=0,
        content=frame["content"].astype("uint64"),
    )  # fmt: skip


def fates(frame):
    return deliveries.count_once(frame).tolist()


def test_a_record_that_stands_again_in_the_next_delivery_is_repeated():
    assert fates(rows(("#1", 0, 7), ("#1", 1, 7), ("#1", 2, 7))) == [
        "accepted", "repeated", "repeated"
    ]  # fmt: skip


def test_a_record_that_changed_is_a_new_version_also_where_it_changes_back():
    assert fates(rows(("#1", 0, 7), ("#1", 1, 8), ("#1", 2, 7))) == ["accepted"] * 3


def test_a_record_that_is_left_out_once_and_comes_back_as_it_was_is_repeated():
    assert fates(rows(("#1", 0, 7), ("#2", 1, 9), ("#1", 2, 7))) == [
        "accepted", "accepted", "repeated"
    ]  # fmt: skip


def test_within_a_delivery_the_same_record_counts_once_and_another_content_is_rejected():
    found = fates(rows(("#1", 0, 7), ("#1", 0, 7), ("#1", 0, 8)))

    assert found == ["accepted", "repeated", "rejected"]


def test_of_contradicting_records_the_one_with_the_greatest_refund_stands():
    frame = rows(("#1", 0, 7), ("#1", 0, 8)).assign(refunded=[0, 5])

    assert fates(frame) == ["rejected", "accepted"]


@pytest.mark.parametrize("contents", [(7, 8, 8), (8, 7, 7)])
def test_of_contradicting_records_with_the_same_refund_the_commoner_stands(contents):
    found = fates(rows(*(("#1", 0, content) for content in contents)))

    assert found == ["rejected", "accepted", "repeated"]


def test_further_lines_of_a_record_continue_it():
    frame = rows(("#1", 0, 7), ("#1", 0, 8), ("#2", 0, 9)).assign(
        block=[1, 1, 2], head=[True, False, True]
    )

    assert fates(frame) == ["accepted", "continuation", "accepted"]


def test_the_order_of_rows_does_not_matter():
    frame = rows(("#1", 0, 7), ("#1", 1, 8), ("#2", 0, 3), ("#2", 1, 3), ("#1", 2, 7), ("#2", 1, 4))

    mixed = frame.sample(frac=1, random_state=3)

    assert deliveries.count_once(mixed).sort_index().tolist() == fates(frame)


def repeats(context, contents, days=None, **declared):
    usual = {"table": "order_lines", "decimal": ".", "exact_repeats": "keep"}
    file = context(**usual | declared)
    frame = pd.DataFrame({
        "content": contents, "line": range(2, 2 + len(contents)),
        "event_day": pd.to_datetime(days or ["2026-05-01"] * len(contents)),
    })  # fmt: skip
    return deliveries.repeats_in_file(frame, file).tolist()


OVERLAP = {"first_day": "2026-05-01", "last_day": "2026-05-02", "copies": 2, "why": "x"}


@pytest.mark.parametrize(("rule", "expected"), [("keep", [0, 0, 0]), ("once", [0, 0, 1])])
def test_exact_repeats_are_kept_or_counted_once_as_declared(context, rule, expected):
    assert repeats(context, [7, 8, 7], exact_repeats=rule) == expected


def test_in_an_overlap_one_share_of_the_copies_is_kept(context):
    found = repeats(context, [7, 8, 7, 7, 8, 7], overlaps=[OVERLAP])

    assert found == [False, False, False, True, True, True]


def test_outside_the_overlap_nothing_is_taken_for_a_copy(context):
    days = ["2026-05-02", "2026-05-03", "2026-05-02", "2026-05-03"]

    assert repeats(context, [7, 8, 7, 8], days, overlaps=[OVERLAP]) == [0, 0, 1, 0]


def test_a_row_of_an_overlap_that_stands_an_odd_number_of_times_is_refused(context):
    with pytest.raises(InputError, match="line 3: stands a number of times that 2 does not divide"):
        repeats(context, [7, 8, 7], overlaps=[OVERLAP])


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "sale"), ({"quantity": -1}, "cancellation"), ({"quantity": 0}, "adjustment"),
        ({"unit_price": 0}, "adjustment"), ({"unit_price": -5}, "adjustment"),
        ({"record": "A7"}, "adjustment"), ({"product_id": "POST"}, "pseudo_product"),
        ({"product_id": None}, "pseudo_product"), ({"is_test": True}, "test"),
        ({"is_test": True, "product_id": "POST", "quantity": -1}, "test"),
        ({"product_id": "POST", "quantity": -1}, "pseudo_product"),
    ],
)  # fmt: skip
def test_each_line_has_one_kind(context, fields, kind):
    usual = {
        "record": "#1",
        "product_id": "12345",
        "quantity": 1,
        "unit_price": 10,
        "is_test": False,
    }
    file = context(table="order_lines", decimal=".", exact_repeats="keep", merchandise=r"^\d{5}",
                   adjustment_orders="^A")  # fmt: skip

    found = deliveries.with_kind(pd.DataFrame([usual | fields]), file)

    assert found["kind"].tolist() == [kind]


def test_where_cancellation_orders_are_declared_a_negative_line_elsewhere_is_an_adjustment(context):
    file = context(table="order_lines", decimal=".", exact_repeats="keep", cancellation_orders="^C")
    frame = pd.DataFrame({"record": ["C1", "1"], "product_id": "x", "quantity": -1,
                          "unit_price": 10, "is_test": False})  # fmt: skip

    assert deliveries.with_kind(frame, file)["kind"].tolist() == ["cancellation", "adjustment"]


def accepted(**columns):
    usual = {"record": "#1", "delivery": DAYS[0], "file": "f", "line": [5, 4], "quantity": [1, 2],
             "unit_price": 30_000, "line_discount": 0, "order_discount": 10_000, "kind": "sale",
             "event_day": DAYS[0], "ordered_at": DAYS[0].tz_localize("UTC")}  # fmt: skip
    return pd.DataFrame(usual | columns)


def test_lines_are_numbered_as_they_stand_and_share_the_orders_discount_by_price():
    found = deliveries.order_lines(accepted())

    assert found[["line_number", "quantity", "discount", "amount"]].to_numpy().tolist() == [
        [1, 2, 6_667, 53_333], [2, 1, 3_333, 26_667]
    ]  # fmt: skip


def test_adjustments_bear_no_share_of_the_discount():
    found = deliveries.order_lines(accepted(kind=["adjustment", "sale"]))

    assert found["discount"].tolist() == [10_000, 0]


def test_an_order_begins_with_its_earliest_line():
    days = [DAYS[1], DAYS[0]]
    lines = deliveries.order_lines(
        accepted(event_day=days, ordered_at=[d.tz_localize("UTC") for d in days])
    )
    told = [name for name in contracts.load("orders").columns if name not in lines]

    found = deliveries.orders(lines.assign(**dict.fromkeys(told, None)))

    assert len(found) == 1
    assert (found["event_day"][0], found["line"][0]) == (DAYS[0], 4)


def test_arrow_tables_have_exact_money_days_and_the_order_of_their_key():
    frame = pd.DataFrame({
        "order_id": ["#2", "#1"], "line_number": 1, "delivery": DAYS[0], "event_day": DAYS[0],
        "rule": "refund", "cause": "x", "units": 1, "amount": [10**16 + 1, 5],
    })  # fmt: skip

    rows = deliveries.to_arrow(frame, "reversals").to_pylist()

    assert [row["order_id"] for row in rows] == ["#1", "#2"]
    assert str(rows[1]["amount"]) == "1000000000000.0001" and rows[0]["delivery"] == date(
        2026, 4, 5
    )


def test_refunds_with_their_days_stand_each_on_a_row_of_its_own():
    told = pd.DataFrame({"order_id": ["#1", "#1", "#2"], "delivery": DAYS[0],
                         "paid_back": [[(DAYS[1], 5), (DAYS[2], 6)], None, None]})  # fmt: skip

    found = deliveries.paid_back(told)

    assert found.to_numpy().tolist() == [["#1", DAYS[0], DAYS[1], 5], ["#1", DAYS[0], DAYS[2], 6]]


def test_lines_that_tell_of_no_refund_have_none_on_a_day():
    told = pd.DataFrame({"order_id": ["#1"], "delivery": DAYS[:1], "paid_back": [None]})

    assert deliveries.paid_back(told).empty
    assert deliveries.paid_back(told.drop(columns="paid_back")).empty
