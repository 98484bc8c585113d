import numpy as np
import pytest

from helpers.demo.customers import simulate_customers
from helpers.demo.orders import simulate_orders
from helpers.demo.streams import happens, pick, pick_by_row, stream


def test_a_stream_depends_on_seed_and_name_alone():
    first = stream(7, "orders").random(5)

    assert np.array_equal(first, stream(7, "orders").random(5))
    assert not np.array_equal(first, stream(8, "orders").random(5))
    assert not np.array_equal(first, stream(7, "customers").random(5))


def test_a_stream_added_later_changes_nothing_of_the_others():
    customers = simulate_customers(200, 7)
    before, _ = simulate_orders(customers, 7)

    stream(7, "a table added later").random(1000)
    after, _ = simulate_orders(simulate_customers(200, 7), 7)

    assert all(np.array_equal(old, new) for old, new in zip(before, after, strict=True))


def test_pick_follows_the_weights():
    picked = pick(stream(7, "test"), [1, 0, 3], 40_000)

    shares = np.bincount(picked, minlength=3) / 40_000

    assert shares == pytest.approx([0.25, 0, 0.75], abs=0.01)


def test_pick_by_row_uses_each_elements_own_row():
    weights = [[1, 0, 0], [0, 2, 0], [0, 0, 5]]

    picked = pick_by_row(stream(7, "test"), weights, np.array([2, 0, 1, 1]))

    assert picked.tolist() == [2, 0, 1, 1]


def test_what_is_certain_happens_and_what_is_impossible_does_not():
    rng = stream(7, "test")

    assert happens(rng, 1, 100).all()
    assert not happens(rng, 0, 100).any()
