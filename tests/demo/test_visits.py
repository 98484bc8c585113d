import numpy as np
import pytest

from helpers.demo import groups, products, visits
from helpers.demo.orders import STORE


@pytest.fixture(scope="module")
def seen(traces):
    return traces.visits


def test_visits_stand_in_the_order_of_their_times_since_measuring_began(seen):
    moment = seen.day * 86_400 + seen.second

    assert (np.diff(moment) >= 0).all()
    assert seen.day.min() >= visits.MEASURED_FROM
    assert len(seen.product) == seen.views.sum()


def test_an_order_ends_one_visit_of_its_own_customer_on_its_day(seen, history):
    ordered = np.flatnonzero(seen.order >= 0)
    order = seen.order[ordered]

    assert len(set(order)) == len(order)
    assert np.array_equal(history.orders.customer[order], seen.visitor[ordered])
    assert np.array_equal(history.orders.day[order], seen.day[ordered])
    assert (history.orders.channel[order] != STORE).all()
    assert seen.logged_in[ordered].all() and seen.cart[ordered].all()


def test_what_an_order_begins_with_was_seen_last(seen, history):
    last = np.cumsum(seen.views) - 1
    ordered = seen.order >= 0

    first = history.lines.product[history.orders.first_line[seen.order[ordered]]]

    assert np.array_equal(seen.product[last[ordered]], first)


def test_strangers_never_buy_and_never_log_in(seen, history):
    strange = seen.visitor >= len(history.customers.kind)

    assert 0 < strange.mean() < 0.3
    assert (seen.order[strange] == -1).all()
    assert not seen.logged_in[strange].any()


def test_customers_look_at_what_their_kind_buys(seen, history):
    kind = np.repeat(np.append(history.customers.kind, 0)[
        np.minimum(seen.visitor, len(history.customers.kind))], seen.views)  # fmt: skip
    fitness = products.column("category")[seen.product] == "fitness"

    share = [fitness[kind == groups.NAMES.index(name)].mean()
             for name in ("studio_regulars", "summit_seekers")]  # fmt: skip

    assert share[0] > 5 * share[1]
