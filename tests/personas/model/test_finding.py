import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from helpers.evidence.counts import Counts
from helpers.personas.model.finding import find_personas
from helpers.personas.model.members import model_table

ALIKE = np.full((3, 6), 1 / 6), np.full((3, 2), 0.5)


def nothing_counted(people):
    nothing = np.zeros((2, len(people), 0))
    return Counts(pd.Index(people), [], nothing, [], nothing)


def buyers(rng, rows):
    """Recency, order days and spend of people who all buy at one rate."""
    days = rng.poisson(2.5, rows) + 1
    return pd.DataFrame({
        "customer_id": [f"c{number:05d}" for number in range(rows)],
        "recency_days": np.minimum(rng.exponential(365 / days), 900).astype(int),
        "frequency": days, "monetary": [rng.lognormal(4, 0.6, n).sum().round(2) for n in days],
    })  # fmt: skip


def by_degrees(rng, company, rows, spread=0.6):
    """A company whose customers differ by degrees: tastes of one normal population."""
    place = rng.normal(size=(rows, 3))
    turned = np.random.default_rng(7)
    tastes, ways = (
        np.exp(place @ turned.normal(scale=spread, size=(3, marks))) for marks in (6, 2)
    )
    each = Each(rng, rows)
    return company(
        each, rows, 24, tastes / tastes.sum(axis=1, keepdims=True),
        ways / ways.sum(axis=1, keepdims=True),
    )[0]  # fmt: skip


class Each:
    """Chance that makes every customer a kind of its own."""

    def __init__(self, rng, rows):
        self.rng, self.rows = rng, rows

    def integers(self, *_):
        return np.arange(self.rows)

    def __getattr__(self, name):
        return getattr(self.rng, name)


@pytest.fixture(scope="module")
def found(planted, scored):
    counts, _ = planted
    return find_personas(scored(counts, np.random.default_rng(1)), counts, seed=1, most=4)


def test_planted_groups_are_found_with_degrees_and_readable_features(found, planted):
    counts, kind = planted

    assert (found.why, found.kind, found.model.groups) == ("found", "mixture", 3)
    assert adjusted_rand_score(kind, found.labels) > 0.8
    assert list(found.labels.index) == list(counts.customers)
    np.testing.assert_allclose(found.degrees.sum(axis=1), 1)
    assert found.degrees.idxmax(axis=1).eq(found.labels).all()
    assert found.features.index.equals(found.labels.index) and "category=m0" in found.features
    assert found.evidence["chosen"].sum() == 1 and found.centres.shape == (3, 2)


def test_another_order_of_customers_gives_the_same_personas(found, planted, scored):
    counts, _ = planted
    turned = scored(counts, np.random.default_rng(1)).sample(frac=1, random_state=2)

    again = find_personas(turned, counts, seed=1, most=4)

    pd.testing.assert_series_equal(again.labels, found.labels)
    pd.testing.assert_frame_equal(again.evidence, found.evidence)


def test_the_model_of_the_quarter_before_goes_on_where_customers_are_the_same(
    found, planted, scored
):
    counts, _ = planted
    before = model_table(found, {0: "p-a", 1: "p-b", 2: "p-c"})

    again = find_personas(
        scored(counts, np.random.default_rng(1)), counts, previous=before, seed=2, most=4
    )

    assert again.why == "kept" and again.kept == {0: "p-a", 1: "p-b", 2: "p-c"}
    pd.testing.assert_frame_equal(again.degrees, found.degrees)


def test_a_quarter_without_a_model_before_starts_anew(planted, scored):
    counts, _ = planted
    empty = pd.DataFrame(columns=["part", "persona_id", "item", "place", "value"])

    told = find_personas(
        scored(counts, np.random.default_rng(1)), counts, previous=empty, seed=1, most=3
    )

    assert told.why == "found" and told.kept == {}


@pytest.mark.parametrize("rows", [0, 1, 30])
def test_too_few_customers_are_one_persona_and_it_is_said(rows):
    people = buyers(np.random.default_rng(1), rows)

    told = find_personas(people, nothing_counted(people["customer_id"]), seed=1)

    assert (told.why, told.model.groups) == ("too_few", 1)
    assert (told.labels == 0).all() and len(told.labels) == rows
    assert told.evidence.empty


def test_customers_who_are_all_the_same_are_one_persona():
    people = buyers(np.random.default_rng(1), 200).assign(
        recency_days=7, frequency=1, monetary=10.0
    )

    told = find_personas(people, nothing_counted(people["customer_id"]), seed=1)

    assert (told.why, told.model.groups) == ("nothing_repeats", 1)


def test_one_constant_figure_is_no_error():
    people = buyers(np.random.default_rng(1), 200).assign(frequency=1)

    told = find_personas(people, nothing_counted(people["customer_id"]), seed=1, most=3)

    assert np.isfinite(told.degrees.to_numpy()).all()


def test_what_they_buy_says_nothing_so_that_how_much_they_buy_makes_no_personas(company):
    rng = np.random.default_rng(1)
    counts, _ = company(rng, 400, 12, *ALIKE)
    people = buyers(rng, 400).assign(customer_id=counts.customers)

    told = find_personas(people, counts, seed=1)

    assert (told.why, told.model.groups) == ("nothing_repeats", 1)


def test_a_category_of_five_thousand_values_is_no_error():
    rng = np.random.default_rng(1)
    rows, marks = 120, 5_000
    people = buyers(rng, rows)
    totals = np.zeros((2, rows, marks))
    for half in range(2):
        totals[half, np.repeat(np.arange(rows), 5), rng.integers(0, marks, 5 * rows)] = 1
    columns = [("category", f"m{number:04d}") for number in range(marks)]
    counts = Counts(
        pd.Index(people["customer_id"]), columns, totals, ["category"],
        totals.sum(axis=2, keepdims=True),
    )  # fmt: skip

    assert find_personas(people, counts, seed=1, most=3).model.groups == 1


@pytest.mark.parametrize("seed", range(3))
def test_customers_who_differ_by_degrees_are_one_persona(company, seed):
    rng = np.random.default_rng(seed)
    counts = by_degrees(rng, company, 500)
    people = buyers(rng, 500).assign(customer_id=counts.customers)

    told = find_personas(people, counts, seed=seed, most=5)

    assert (told.why, told.model.groups) == ("one_cloud", 1)
    assert not told.evidence["chosen"].any()


@pytest.mark.trial
@pytest.mark.parametrize("law", ["alike", "orders_alike", "by_degrees", "hardly_by_degrees"])
def test_without_structure_there_are_no_personas_beyond_one_in_95_of_100_runs(company, law):
    rows, wrong = 600, 0
    for seed in range(100):
        rng = np.random.default_rng(10_000 + seed)
        people = buyers(rng, rows)
        counts = nothing_counted(people["customer_id"])
        if law == "alike":
            counts, _ = company(rng, rows, 12, *ALIKE)
        elif law != "orders_alike":
            counts = by_degrees(rng, company, rows, 0.6 if law == "by_degrees" else 0.2)
        people["customer_id"] = counts.customers

        wrong += find_personas(people, counts, seed=seed).model.groups > 1

    assert wrong <= 5
