import numpy as np

from helpers.demo import company
from helpers.demo.aftermath import (
    PAID,
    PARTLY_REFUNDED,
    PENDING,
    REFUNDED,
    VOIDED,
    Aftermath,
    net_total,
    state_on,
)
from helpers.demo.orders import Orders

NEVER = company.NEVER


def one_order_each(count):
    """Orders of day 10 that cost 100 each."""
    same = {field: np.zeros(count, dtype=np.int64) for field in Orders._fields}
    return Orders(**{**same, "day": np.full(count, 10), "gross": np.full(count, 100)})


def test_state_tells_only_what_has_happened_by_its_day():
    orders = one_order_each(5)
    aftermath = Aftermath(
        paid_day=np.array([10, 10, 10, 12, NEVER]),
        dispatched_day=np.array([12, 12, 12, NEVER, NEVER]),
        cancelled_day=np.array([NEVER, NEVER, NEVER, 13, 17]),
        refund_day=np.array([NEVER, 20, 20, 13, NEVER]),
        refund=np.array([100, 30, 100, 100, 100]),
    )

    early, late = state_on(orders, aftermath, 11), state_on(orders, aftermath, 30)

    assert early.status.tolist() == [PAID, PAID, PAID, PENDING, PENDING]
    assert late.status.tolist() == [PAID, PARTLY_REFUNDED, REFUNDED, REFUNDED, VOIDED]
    assert net_total(orders, early).tolist() == [100] * 5
    assert net_total(orders, late).tolist() == [100, 70, 0, 0, 0]


def test_nothing_happens_to_an_order_before_it_was_made(history):
    orders, after = history.orders, history.aftermath

    for day in (after.paid_day, after.dispatched_day, after.cancelled_day, after.refund_day):
        assert (day >= orders.day).all()


def test_cancelled_orders_are_never_dispatched_and_give_everything_back(history):
    after = history.aftermath
    cancelled = after.cancelled_day < NEVER
    paid = after.paid_day < NEVER

    assert cancelled.any()
    assert (after.dispatched_day[cancelled] == NEVER).all()
    assert np.array_equal(after.refund_day[cancelled & paid], after.cancelled_day[cancelled & paid])
    assert (after.refund == history.orders.total)[cancelled & paid].all()
    assert (after.refund_day[~paid] == NEVER).all()


def test_no_order_gives_back_more_than_it_cost(history):
    state = state_on(history.orders, history.aftermath, company.DAYS - 1)

    net = net_total(history.orders, state)

    assert (net >= 0).all()
    assert (net <= history.orders.total).all()


def test_an_order_that_is_never_paid_is_voided(history):
    unpaid = history.aftermath.paid_day == NEVER

    state = state_on(history.orders, history.aftermath, company.DAYS + 100)

    assert unpaid.any()
    assert np.array_equal(state.status == VOIDED, unpaid)
