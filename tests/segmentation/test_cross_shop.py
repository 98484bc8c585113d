from datetime import date
from itertools import combinations

import ibis
import numpy as np
import pandas as pd
import pytest

from helpers.segmentation.cross_shop import (
    baskets,
    chance_of_pairs,
    cross_shop,
    kept_categories,
    no_pairs,
    shown_pairs,
)
from helpers.workspace import contracts

DAY = date(2026, 7, 1)


def held(rng, rows, weights, *, likes=None):
    """Customers who buy each category by chance; a like makes its pair likelier."""
    own = rng.random((rows, len(weights))) < weights
    if likes:
        one, other = likes
        own[:, other] |= own[:, one] & (rng.random(rows) < 0.25)
    return pd.DataFrame(own, columns=[f"k{n}" for n in range(len(weights))])


def test_chance_keeps_how_many_categories_each_customer_bought():
    # By hand: one customer with two of three equally popular categories, one with all three.
    own = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]], dtype=bool)

    expected, _ = chance_of_pairs(own)

    np.testing.assert_allclose(expected[np.triu_indices(3, 1)], 3 / 3 + 1, rtol=1e-6)


def test_chance_is_that_of_all_subsets_counted_one_by_one():
    rng = np.random.default_rng(10)
    own = rng.random((60, 4)) < [0.8, 0.5, 0.3, 0.2]
    expected, _ = chance_of_pairs(own)

    # The popularity under which each is bought as often as it was, by brute force over subsets.
    margins = np.zeros(4)
    sizes = own.sum(axis=1)
    found = _subset_weights(own)
    pairs = np.zeros((4, 4))
    for size in sizes:
        chances = _subsets(found, size)
        for subset, chance in chances.items():
            margins[list(subset)] += chance
            for one, other in combinations(subset, 2):
                pairs[one, other] += chance
    np.testing.assert_allclose(margins, own.sum(axis=0), rtol=1e-4)
    np.testing.assert_allclose(expected[np.triu_indices(4, 1)], pairs[np.triu_indices(4, 1)],
                               rtol=1e-3)  # fmt: skip


def _subsets(weights, size):
    every = {one: np.prod(weights[list(one)]) for one in combinations(range(4), size)}
    return {one: weight / sum(every.values()) for one, weight in every.items()}


def _subset_weights(own):
    weights = np.ones(4)
    for _ in range(150):
        reached = np.zeros(4)
        for size in own.sum(axis=1):
            for subset, chance in _subsets(weights, size).items():
                reached[list(subset)] += chance
        weights *= own.sum(axis=0) / reached
    return weights


def test_where_only_chance_is_at_work_hardly_any_pair_is_called_different():
    rng = np.random.default_rng(11)
    named = [
        cross_shop(held(rng, 600, np.array([0.7, 0.5, 0.4, 0.3, 0.2])))["differs"].any()
        for _ in range(40)
    ]

    assert np.mean(named) <= 0.10


def test_customers_who_differ_in_how_much_they_buy_are_no_affinity():
    rng = np.random.default_rng(12)
    appetite = rng.beta(1, 1, (2000, 1))
    bought = pd.DataFrame(rng.random((2000, 5)) < appetite, columns=list("abcde"))

    found = cross_shop(bought)

    assert found["lift"].min() > 1.15  # against each category alone all pairs look like friends
    assert not found["differs"].any()


def test_a_planted_pair_is_found_and_the_usual_lift_is_told_beside():
    rng = np.random.default_rng(13)
    bought = held(rng, 3000, np.array([0.4, 0.4, 0.4, 0.4, 0.4]), likes=(0, 1))

    found = cross_shop(bought)

    first = found.iloc[0]
    assert {first["category"], first["other_category"]} == {"k0", "k1"}
    assert first["differs"] and first["affinity_lower"] > 1
    both = bought[["k0", "k1"]].all(axis=1).mean()
    own = found.set_index(["category", "other_category"]).loc[("k0", "k1"), "lift"]
    assert own == pytest.approx(both / bought["k0"].mean() / bought["k1"].mean())
    assert set(found.columns) == set(contracts.load("cross_shop").columns)
    assert shown_pairs(found)["category"].tolist()[0] == first["category"]


def test_one_category_makes_no_pair():
    found = cross_shop(pd.DataFrame({"tents": [True, True]}))

    assert found.empty and no_pairs(found) == "segmentation_way.no_pairs"


def test_baskets_hold_what_was_kept_by_customers_in_scope(tmp_path, monkeypatch):
    monkeypatch.setenv("HELPERS_ROOT", str(tmp_path))
    lines = pd.DataFrame(
        [("ann", "tent", "packs", 1, "sale"), ("ann", "bar", "food", 0, "sale"),
         ("bob", "bar", "food", 2, "sale"), ("cat", "bar", "food", 1, "sale"),
         ("ann", "fee", "fees", 1, "pseudo_product"), ("ann", "sock", None, 1, "sale")],
        columns=["customer_id", "product_id", "category", "net_quantity", "kind"],
    )  # fmt: skip
    seen = pd.DataFrame({"product_id": ["sock"], "category": ["clothing"]})
    days = pd.DataFrame({"customer_id": ["ann", "bob"]})

    bought = kept_categories(ibis.memtable(lines.assign(event_day=DAY)), ibis.memtable(seen))
    found = baskets(bought, days)

    assert found.loc["ann"].to_dict() == {"clothing": True, "food": False, "packs": True}
    assert list(found.index) == ["ann", "bob"]


def test_who_bought_what_and_kept_it_is_told_once_a_day(own_root):
    columns = ["customer_id", "category", "net_quantity", "kind"]
    rows = [("a", "tea", 1, "sale"), ("a", "tea", 2, "sale"), ("d", "tea", 0, "sale"),
            ("c", None, 1, "sale"), (None, "tea", 1, "sale")]  # fmt: skip
    lines = pd.DataFrame(rows, columns=columns).assign(event_day=DAY, product_id="p")
    events = pd.DataFrame({"product_id": ["p"], "category": ["seen"]})

    told = kept_categories(ibis.memtable(lines), ibis.memtable(events)).to_pandas()

    # A line without a category has the one under which visitors see its product.
    assert sorted(zip(told["customer_id"], told["category"], strict=True)) == [
        ("a", "tea"), ("c", "seen"),
    ]  # fmt: skip
