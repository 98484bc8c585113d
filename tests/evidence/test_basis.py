import numpy as np
import pandas as pd

from helpers.evidence.basis import (
    BEHAVIOUR,
    describe_blocks,
    known_of,
    learn_basis,
    points_of,
    readable,
)
from helpers.evidence.counts import spread
from helpers.evidence.knowledge import best_guess
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


def test_without_orders_traits_form_groups():
    rng = np.random.default_rng(1)
    one = rng.normal(size=300)
    people = pd.Index([f"c{n:03d}" for n in range(300)], name="customer_id")
    frame = {name: one + rng.normal(scale=0.3, size=300) for name in ("wine", "meat", "fish")}
    traits = pd.DataFrame(frame, index=people)
    nobody = spread(pd.DataFrame(columns=["customer_id", "half", "block", "mark", "cases",
                                          "total"]), people)  # fmt: skip
    listed = pd.DataFrame({"customer_id": people})

    basis = learn_basis(listed, nobody, traits, seed=1)

    assert basis.name == "traits"
    assert points_of(basis, listed, nobody, traits).shape == (300, 1)
    assert list(readable(basis, listed, nobody, traits)) == ["fish", "meat", "wine"]


def test_where_there_are_orders_traits_form_nothing(planted, scored):
    counts, _ = planted
    people = scored(counts, np.random.default_rng(99))
    traits = pd.DataFrame(
        np.random.default_rng(1).normal(size=(600, 3)), index=counts.customers, columns=list("abc")
    )
    orders_only = only_blocks(counts, np.array([False, True, True, True]))

    assert learn_basis(people, orders_only, traits, seed=1).name == "rfm"


def test_what_is_known_of_places_leads_to_the_points(planted, scored):
    counts, _ = planted
    people = scored(counts, np.random.default_rng(99))
    orders_only = only_blocks(counts, np.array([False, True, True, True]))

    for own in (counts, orders_only):
        basis = learn_basis(people, own, seed=1)
        guess = best_guess(known_of(basis, people, own))
        np.testing.assert_allclose(guess, points_of(basis, people, own), atol=1e-4)


def test_a_hidden_figure_says_nothing(planted, scored):
    counts, _ = planted
    people = scored(counts, np.random.default_rng(99))
    orders_only = only_blocks(counts, np.array([False, True, True, True]))
    basis = learn_basis(people, orders_only, seed=1)

    hidden = known_of(basis, people, orders_only, without="frequency")

    assert not best_guess(hidden)[:, BEHAVIOUR.index("frequency")].any()
