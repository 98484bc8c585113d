import numpy as np

from helpers.demo import company
from helpers.demo.history import simulate_history

FIRST, SECOND = company.DELIVERIES


def test_the_same_seed_gives_the_same_history_and_another_seed_another():
    one, same, other = (simulate_history(60, seed) for seed in (7, 7, 8))

    assert np.array_equal(one.orders.gross, same.orders.gross)
    assert one.people.full_name.equals(same.people.full_name)
    assert not one.people.full_name.equals(other.people.full_name)


def test_a_delivery_holds_the_orders_of_its_days(history):
    days = history.orders.day[history.made_by(SECOND)]

    assert days.min() == company.day_number(SECOND.orders_from)
    assert days.max() <= company.day_number(SECOND.data_through)
    assert history.made_by(FIRST).sum() == history.known_to(FIRST).sum()


def test_spending_counts_orders_that_are_no_test_and_nets_refunds(history):
    orders, spent = history.spending(SECOND)

    assert orders.sum() == (~history.flaws.test_order).sum()
    assert (spent[orders == 0] == 0).all()
    in_yuan = history.orders.total * np.where(history.orders.overseas, company.CNY_PER_USD, 1)
    assert 0.8 < spent.sum() / in_yuan.sum() < 1


def test_later_refunds_change_what_an_earlier_delivery_knew(history):
    before, after = history.state(FIRST).refunded, history.state(SECOND).refunded
    known = history.known_to(FIRST)

    assert (after >= before)[known].all()
    assert (after > before)[known].any()
