import numpy as np
import pytest

from helpers.demo import company, leaving
from helpers.demo.customers import simulate_customers
from helpers.demo.leaving import time_to_leave
from helpers.demo.variants import VARIANTS


def lives(large, chosen):
    """Return events and days at risk in the first sixty days after the first order."""
    customers = large.customers
    stay = customers.leave_day[chosen] - customers.first_order_day[chosen]
    stay = stay[stay > 0]
    return (stay < 60).sum() / np.minimum(stay, 60).sum()


def test_patience_is_used_up_at_the_hazard_of_each_stretch():
    hazard, patience = np.full(4, 0.1), np.array([0.5, 2.0, 2.0, 2.0])
    member, trouble = np.array([9.0, 10, np.inf, 5]), np.array([20.0, np.inf, 10, 10])

    days = time_to_leave(hazard, patience, member, trouble)

    by_hand = [
        5.0,
        10 + 1 / (0.1 * leaving.AS_MEMBER),
        10 + 1 / (0.1 * leaving.AFTER_TROUBLE),
        10 + (1.5 - 0.5 * leaving.AS_MEMBER) / (0.1 * leaving.AS_MEMBER * leaving.AFTER_TROUBLE),
    ]
    assert days == pytest.approx(by_hand)


def test_those_who_live_far_off_leave_sooner(large):
    customers = large.customers
    buyers = customers.first_order_day < company.DAYS
    remote = leaving.is_remote(customers.place)

    ratio = lives(large, buyers & remote) / lives(large, buyers & ~remote)

    # Trouble, too, comes more often there.
    assert ratio == pytest.approx(leaving.REMOTE, rel=0.25)


def test_those_who_agreed_to_mail_leave_later(large):
    customers = large.customers
    buyers = customers.first_order_day < company.DAYS

    ratio = lives(large, buyers & customers.email_opt_in) / lives(
        large, buyers & ~customers.email_opt_in
    )

    assert ratio == pytest.approx(leaving.WITH_MAIL, rel=0.2)


def test_trouble_is_followed_by_leaving(large):
    customers = large.customers
    seen = (customers.trouble_day <= customers.leave_day) & (customers.trouble_day < company.DAYS)
    since = customers.leave_day[seen] - customers.trouble_day[seen]
    after = (since < 60).sum() / np.minimum(since + 1, 60).sum()

    before = lives(large, customers.first_order_day < company.DAYS)

    assert 2 < after / before < 5


def test_prospects_have_neither_trouble_nor_membership(large):
    customers = large.customers
    prospect = customers.first_order_day == company.NEVER

    assert (customers.member_day[prospect] == company.NEVER).all()
    assert (customers.trouble_day[prospect] == company.NEVER).all()


def test_lives_of_the_shifted_version_end_early_or_late():
    usual, shifted = (
        simulate_customers(20_000, 11, variant=VARIANTS[name]) for name in ("usual", "shifted")
    )

    stays = [item.leave_day - item.first_order_day for item in (usual, shifted)]

    early, late = ([np.mean(test(stay)) for stay in stays] for test in (
        lambda stay: stay < 30, lambda stay: stay > 4000))  # fmt: skip
    assert early[1] > 1.3 * early[0]
    assert late[1] > 1.1 * late[0]
