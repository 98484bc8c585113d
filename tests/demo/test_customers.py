import numpy as np
import pytest

from helpers.demo import company, groups
from helpers.demo.customers import PROSPECTS, simulate_customers


@pytest.fixture(scope="module")
def customers():
    return simulate_customers(20_000, 11)


def test_groups_have_their_shares(customers):
    shares = np.bincount(customers.group) / len(customers.group)

    assert shares == pytest.approx(groups.values("share"), abs=0.01)


def test_customers_join_in_order_within_the_history(customers):
    assert (np.diff(customers.join_day) >= 0).all()
    assert customers.join_day.min() >= 0
    assert customers.join_day.max() < company.DAYS


def test_nobody_orders_before_joining_or_leaves_before_ordering(customers):
    assert (customers.first_order_day >= customers.join_day).all()
    assert (customers.leave_day >= customers.first_order_day).all()


def test_prospects_have_their_share(customers):
    prospects = customers.first_order_day == company.NEVER

    assert prospects.mean() == pytest.approx(PROSPECTS, abs=0.01)


def test_purchase_rates_have_their_groups_mean(customers):
    means = [customers.orders_per_year[customers.group == g].mean() for g in range(6)]

    assert means == pytest.approx(groups.values("orders_per_year"), rel=0.07)


def test_consent_turns_into_its_opposite_on_its_day(customers):
    turning = customers.email_change_day < company.DAYS
    day = customers.email_change_day

    before, after = customers.consents("email", day - 1), customers.consents("email", day)

    assert (before != after)[turning].all()
    assert np.array_equal(customers.consents("sms", -1), customers.sms_opt_in)


def test_opting_out_is_more_common_than_opting_in(customers):
    changed = customers.email_change_day < company.DAYS

    assert changed[customers.email_opt_in].mean() > 2 * changed[~customers.email_opt_in].mean()


def test_take_keeps_the_fields_of_each_customer_together(customers):
    taken = customers.take(np.array([5, 3]))

    assert taken.orders_per_year.tolist() == customers.orders_per_year[[5, 3]].tolist()
    assert taken.group.tolist() == customers.group[[5, 3]].tolist()
