import numpy as np
import pytest

from helpers.demo import company, groups, places, variants
from helpers.demo.customers import PROSPECTS, simulate_customers


@pytest.fixture(scope="module")
def customers():
    return simulate_customers(20_000, 11)


def test_groups_have_their_shares(customers):
    weights = np.array(company.JOINING_BY_QUARTER)[:, None] * groups.joining_weights()
    expected = weights.sum(axis=0) / weights.sum()

    shares = np.bincount(customers.kind) / len(customers.kind)

    assert shares == pytest.approx(expected, abs=0.03)


def test_the_group_of_a_branch_member_is_its_parent(customers):
    branch = customers.kind == groups.BRANCHED

    assert branch.any()
    assert (customers.group[branch] == groups.PARENT).all()
    assert np.array_equal(customers.group[~branch], customers.kind[~branch])


def test_the_growing_group_joins_more_often_later(customers):
    growing = customers.kind == groups.NAMES.index(groups.GROWING)
    half = company.DAYS // 2

    early, late = (growing[side].mean() for side in (customers.join_day < half,
                                                     customers.join_day >= half))  # fmt: skip

    assert late > 1.3 * early


def test_everybody_lives_in_a_place_of_their_country_and_region(customers):
    abroad = customers.place >= len(places.CHINA)

    assert np.array_equal(abroad, customers.overseas)
    assert np.array_equal(customers.region == 2, customers.overseas)
    assert (customers.region == 0).mean() == pytest.approx(0.43, abs=0.03)


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

    assert means == pytest.approx(groups.values("orders_per_year")[:6], rel=0.07)


def test_lognormal_rates_have_the_mean_and_spread_of_gamma_rates():
    usual, shifted = (
        simulate_customers(20_000, 11, variant=variants.VARIANTS[name]).orders_per_year
        for name in ("usual", "shifted")
    )

    assert shifted.mean() == pytest.approx(usual.mean(), rel=0.04)
    assert shifted.std() == pytest.approx(usual.std(), rel=0.15)
    assert np.median(shifted) != pytest.approx(np.median(usual), rel=0.01)


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
    assert taken.kind.tolist() == customers.kind[[5, 3]].tolist()
