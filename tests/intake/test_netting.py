"""Netting: each rule on cases small enough to count by hand, and the laws of all three."""

import numpy as np
import pandas as pd
import pytest

from helpers.intake import netting
from helpers.intake.values import TICKS

JULY, OCTOBER = pd.Timestamp("2026-07-06"), pd.Timestamp("2026-10-05")
KNOWN = {JULY: pd.Timestamp("2026-06-30"), OCTOBER: pd.Timestamp("2026-09-30")}


def line(order_id, day=1, quantity=1, price=10, **fields):
    """One order line of May 2026."""
    moment = pd.Timestamp(2026, 5, 1) + pd.Timedelta(days=day - 1)
    usual = {
        "order_id": order_id, "line_number": 1, "delivery": JULY, "customer_id": "anna",
        "product_id": "tent", "kind": "sale" if quantity > 0 else "cancellation",
        "quantity": quantity, "amount": quantity * price * TICKS, "event_day": moment,
        "ordered_at": moment.tz_localize("UTC"),
    }  # fmt: skip
    return usual | fields


def order(order_id, delivery=JULY, **fields):
    usual = {"order_id": order_id, "delivery": delivery, "known_through": KNOWN[delivery],
             "status": "paid", "cancelled_day": pd.NaT, "refunded": 0}  # fmt: skip
    return usual | fields


def reversals(lines, orders=None, paid_back=None):
    """Return reversals as (order, line, delivery, day, rule, pieces, money) in order."""
    told = pd.DataFrame(lines)
    heads = told[["order_id", "delivery"]].drop_duplicates()
    rows = orders or [order(*head) for head in heads.itertuples(index=False, name=None)]
    frame = pd.DataFrame(rows).astype({"cancelled_day": "datetime64[us]", "refunded": "int64"})
    found = netting.reversals(frame, told, paid_back)
    return [
        (row.order_id, row.line_number, row.delivery.month, str(row.event_day.date())[5:], row.rule,
         row.units, row.amount / TICKS)
        for row in found.itertuples()
    ]  # fmt: skip


def test_where_nothing_was_taken_back_there_is_no_row():
    assert reversals([line("#1", customer_id=None), line("#2", kind="adjustment")]) == []


def test_a_cancelled_order_is_taken_back_whole_from_its_cancellation_day():
    lines = [line("#1", quantity=2), line("#1", line_number=2, quantity=1, price=5), line("#2")]
    orders = [order("#1", cancelled_day=pd.Timestamp("2026-05-09")), order("#2")]

    assert reversals(lines, orders) == [
        ("#1", 1, 7, "05-09", "order_cancelled", 2, 20),
        ("#1", 2, 7, "05-09", "order_cancelled", 1, 5),
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["voided", "expired"])
def test_a_void_order_is_taken_back_from_the_first_delivery_that_says_so(status):
    lines = [line("#1"), line("#1", delivery=OCTOBER)]
    orders = [order("#1"), order("#1", OCTOBER, status=status)]

    assert reversals(lines, orders) == [("#1", 1, 10, "09-30", "order_void", 1, 10)]


def test_an_order_that_is_no_longer_void_stands():
    lines = [line("#1"), line("#1", delivery=OCTOBER)]
    orders = [order("#1", status="voided"), order("#1", OCTOBER, status="paid")]

    assert [row for row in reversals(lines, orders) if row[2] == 10] == []


def test_a_refund_is_shared_out_over_the_sales_by_amount_to_the_last_tick():
    lines = [line("#1", price=10), line("#1", line_number=2, price=20),
             line("#1", line_number=3, price=99, kind="pseudo_product")]  # fmt: skip

    found = reversals(lines, [order("#1", refunded=10 * TICKS)])

    assert [row[1:] for row in found] == [
        (1, 7, "06-30", "refund", 0, 3.3333), (2, 7, "06-30", "refund", 0, 6.6667)
    ]  # fmt: skip


def test_a_refund_counts_from_the_delivery_that_tells_of_it_as_it_rises():
    lines = [line("#1", price=30), line("#1", price=30, delivery=OCTOBER)]
    orders = [order("#1", refunded=10 * TICKS), order("#1", OCTOBER, refunded=25 * TICKS)]

    found = reversals(lines, orders)

    assert found == [
        ("#1", 1, 7, "06-30", "refund", 0, 10), ("#1", 1, 10, "06-30", "refund", 0, 10),
        ("#1", 1, 10, "09-30", "refund", 0, 15),
    ]  # fmt: skip


def test_a_refund_that_a_later_delivery_lowers_counts_only_as_far_as_it_lasts():
    lines = [line("#1", price=30), line("#1", price=30, delivery=OCTOBER)]
    orders = [order("#1", refunded=20 * TICKS), order("#1", OCTOBER, refunded=5 * TICKS)]

    assert [row[-1] for row in reversals(lines, orders) if row[2] == 10] == [5]


def test_refunds_that_exceed_the_goods_take_back_the_goods_and_no_more():
    lines = [line("#1", price=30), line("#1", price=30, delivery=OCTOBER)]
    orders = [order("#1", refunded=20 * TICKS), order("#1", OCTOBER, refunded=500 * TICKS)]

    assert [row[-1] for row in reversals(lines, orders) if row[2] == 10] == [20, 10]


def test_an_order_without_goods_has_nothing_to_take_back():
    assert reversals([line("#1", kind="pseudo_product")], [order("#1", refunded=5 * TICKS)]) == []


def test_a_cancellation_line_takes_the_latest_earlier_purchase_first():
    lines = [line("#1", 1, quantity=5), line("#2", 2, quantity=3), line("C3", 3, quantity=-4),
             line("#4", 4, quantity=9)]  # fmt: skip

    assert reversals(lines) == [
        ("#1", 1, 7, "05-03", "cancellation_line", 1, 10),
        ("#2", 1, 7, "05-03", "cancellation_line", 3, 30),
    ]


def test_pieces_go_back_at_the_price_at_which_they_were_bought():
    lines = [line("#1", 1, price=10), line("#2", 2, price=12), line("C3", 3, -2, price=11)]

    assert [(row[0], row[-1]) for row in reversals(lines)] == [("#1", 10), ("#2", 12)]


def test_a_line_taken_back_in_parts_is_in_the_end_taken_back_exactly():
    whole = 100_000  # ten, not divisible by three
    lines = [line("#1", 1, quantity=3, amount=whole)]
    lines += [line(f"C{day}", day, -1) for day in (2, 3, 4)]

    assert sum(row[-1] for row in reversals(lines)) * TICKS == pytest.approx(whole)


@pytest.mark.parametrize(
    "purchase",
    [
        {"customer_id": "bert"}, {"product_id": "stove"}, {"customer_id": None},
        {"kind": "adjustment"}, {"day": 9},
    ],
)  # fmt: skip
def test_a_cancellation_takes_nothing_of_others_other_things_or_what_comes_later(purchase):
    lines = [line("#1", **purchase), line("C2", 3, quantity=-1)]

    assert reversals(lines) == []


def test_more_cancelled_than_bought_takes_what_there_is():
    lines = [line("#1", 1, quantity=2), line("C2", 2, -5), line("#3", 3), line("C4", 4, -1)]

    assert [(row[0], row[5]) for row in reversals(lines)] == [("#1", 2), ("#3", 1)]


def test_on_one_moment_a_purchase_comes_before_its_cancellation():
    assert len(reversals([line("C1", 2, quantity=-1), line("#2", 2)])) == 1


def test_an_order_whose_newest_version_holds_no_sale_does_not_come_back_in_an_older_one():
    lines = [line("#1"), line("#1", delivery=OCTOBER, kind="test"), line("C2", 5, quantity=-1)]

    assert [row[2] for row in reversals(lines)] == [7]


def random_lines(seed, customers=3, rows=60):
    """Purchases and cancellations of few people and things, so that they meet often."""
    rng, start = np.random.default_rng(seed), pd.Timestamp("2026-05-01", tz="UTC")
    return [
        line(f"#{n}", int(rng.integers(1, 21)), int(quantity), int(rng.integers(1, 9)),
             customer_id=f"c{rng.integers(customers)}", product_id=f"p{rng.integers(2)}",
             ordered_at=start + pd.Timedelta(hours=int(rng.integers(600))))
        for n, quantity in enumerate(rng.choice([-3, -2, -1, 1, 2, 3, 4], rows))
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_what_is_known_on_a_day_is_what_netting_that_days_rows_alone_gives(seed):
    # Also where the hour, written in another zone, contradicts the business day.
    lines = random_lines(seed)
    whole = reversals(lines)

    for day in (5, 10, 15):
        until = pd.Timestamp(2026, 5, day)
        early = reversals([row for row in lines if row["event_day"] <= until])
        assert early == [row for row in whole if row[3] <= str(until.date())[5:]]


@pytest.mark.parametrize("seed", range(5))
def test_no_more_is_taken_back_than_was_bought_or_than_was_cancelled(seed):
    lines = pd.DataFrame(random_lines(seed))
    found = pd.DataFrame(reversals(lines.to_dict("records")))

    back = found.groupby(0)[[5, 6]].sum()
    bought = lines.set_index("order_id").loc[back.index]
    assert (back[5] <= bought["quantity"]).all()
    assert (back[6] * TICKS <= bought["amount"] + 0.5).all()
    assert back[5].sum() <= -lines["quantity"].clip(upper=0).sum()


def test_an_order_cancelled_and_refunded_keeps_both_reasons_each_within_its_amount():
    orders = [order("#1", cancelled_day=pd.Timestamp("2026-05-09"), refunded=10 * TICKS)]

    found = reversals([line("#1")], orders)

    assert [(row[4], row[-1]) for row in found] == [("order_cancelled", 10), ("refund", 10)]


def paid_back(*told, delivery=JULY):
    """Refunds with their days: order, day of May 2026, money."""
    return pd.DataFrame(
        [(order_id, delivery, pd.Timestamp(2026, 5, day), money * TICKS)
         for order_id, day, money in told],
        columns=netting.DATED,
    )  # fmt: skip


def test_refunds_that_are_told_with_their_days_count_from_them():
    lines = [line("#1"), line("#1", line_number=2, price=30), line("#2")]
    orders = [order("#1", refunded=20 * TICKS), order("#2", refunded=5 * TICKS)]

    found = reversals(lines, orders, paid_back(("#1", 20, 8), ("#1", 9, 4), ("#1", 20, 8)))

    assert found == [
        ("#1", 1, 7, "05-09", "refund", 0, 1), ("#1", 1, 7, "05-20", "refund", 0, 4),
        ("#1", 2, 7, "05-09", "refund", 0, 3), ("#1", 2, 7, "05-20", "refund", 0, 12),
        ("#2", 1, 7, "06-30", "refund", 0, 5),
    ]  # fmt: skip


def test_what_is_paid_back_beyond_the_goods_is_shipping_and_counts_nothing():
    orders = [order("#1", refunded=15 * TICKS)]

    found = reversals([line("#1")], orders, paid_back(("#1", 9, 6), ("#1", 20, 9)))

    assert [(day, money) for *_, day, _, _, money in found] == [("05-09", 6), ("05-20", 4)]


def test_the_newest_delivery_of_an_order_says_whether_its_refunds_have_days():
    lines = [line("#1"), line("#1", delivery=OCTOBER)]
    orders = [order("#1", refunded=4 * TICKS), order("#1", OCTOBER, refunded=4 * TICKS)]
    days = [("#1", 20, 4)]

    export_then_api = reversals(lines, orders, paid_back(*days, delivery=OCTOBER))
    api_then_export = reversals(lines, orders, paid_back(*days))

    assert [(found[2], found[3]) for found in export_then_api] == [(7, "06-30"), (10, "05-20")]
    assert [(found[2], found[3]) for found in api_then_export] == [(7, "05-20"), (10, "06-30")]
