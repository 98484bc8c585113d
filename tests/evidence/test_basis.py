import numpy as np

from helpers.evidence.basis import BEHAVIOUR, describe_blocks, learn_basis, points_of, readable
from helpers.evidence.mix import only_blocks


def test_groups_are_formed_from_what_customers_do_where_it_repeats_itself(planted, scored):
    counts, _ = planted
    people = scored(counts, np.random.default_rng(99))

    basis = learn_basis(people, counts, seed=1)

    assert basis.name == "mix"
    assert points_of(basis, people, counts).shape == (600, 2)
    assert all("=" in name for name in readable(basis, people, counts))


def test_without_what_customers_buy_recency_frequency_and_spend_form_them(planted, scored):
    counts, _ = planted
    people = scored(counts, np.random.default_rng(99))
    orders_only = only_blocks(counts, np.array([False, True, True, True]))

    basis = learn_basis(people, orders_only, seed=1)

    assert basis.name == "rfm"
    assert points_of(basis, people, orders_only).shape == (600, 3)
    assert list(readable(basis, people, orders_only)) == BEHAVIOUR


def test_points_follow_the_order_of_the_customers_asked_for(planted, scored):
    counts, _ = planted
    people = scored(counts, np.random.default_rng(99))
    basis = learn_basis(people, counts, seed=1)

    turned = points_of(basis, people[::-1], counts)

    np.testing.assert_array_equal(turned[::-1], points_of(basis, people, counts))


def test_each_block_says_how_far_it_repeats_itself(planted, scored):
    counts, _ = planted
    basis = learn_basis(scored(counts, np.random.default_rng(99)), counts, seed=1)

    told = describe_blocks(counts, basis).set_index("block")

    assert told.loc["category", "forms_groups"] and not told.loc["offer", "forms_groups"]
    assert told.loc["category", "reliability"] > 0.5 > told.loc["offer", "reliability"]
