import numpy as np
import pandas as pd
import pytest
from scipy.optimize import nnls

from helpers.evidence.basis import learn_basis
from helpers.evidence.knowledge import best_guess
from helpers.personas.model.held_out import Customers
from helpers.personas.model.patterns import Patterns, amounts, fit_patterns, pattern_degrees

PARTS = np.array([[0.6, 0.4, 0, 0], [0, 0, 0.5, 0.5]])


def test_planted_patterns_are_found_and_customers_are_blends_of_them():
    blend = np.random.default_rng(1).dirichlet([0.5, 0.5], 500)

    patterns = fit_patterns(blend @ PARTS, 2, shares=True, seed=1)

    order = np.argsort(-patterns.parts[:, 0])
    np.testing.assert_allclose(patterns.parts[order], PARTS, atol=0.03)
    degrees = pattern_degrees(patterns, blend @ PARTS)[:, order]
    np.testing.assert_allclose(degrees, blend, atol=0.05)


def test_degrees_are_least_squares_without_negative_parts_as_another_library_finds_them():
    rng = np.random.default_rng(2)
    parts = rng.dirichlet(np.ones(5), 3)
    values = rng.random((20, 5))

    degrees = pattern_degrees(Patterns(np.zeros(5), parts), values)

    theirs = np.array([nnls(parts.T, row)[0] for row in values])
    np.testing.assert_allclose(degrees, theirs / theirs.sum(axis=1, keepdims=True), atol=0.005)


def test_a_customer_of_one_pattern_is_wholly_of_it():
    degrees = pattern_degrees(Patterns(np.zeros(4), PARTS), 3 * PARTS[[1]])

    assert degrees[0] == pytest.approx([0, 1], abs=1e-6)


def test_who_does_nothing_is_of_all_patterns_alike():
    assert pattern_degrees(Patterns(np.zeros(4), PARTS), np.zeros((1, 4)))[0].tolist() == [0.5, 0.5]


def test_figures_count_from_the_least_of_each():
    values = np.array([[-2.0, 1.0], [3.0, 1.5], [0.0, 4.0]])

    patterns = fit_patterns(values, 2, shares=False, seed=1)

    assert patterns.floor.tolist() == [-2, 1]


def test_amounts_are_shares_in_units_of_chance_and_means_are_left_out(planted, scored):
    counts, _ = planted
    customers = Customers(scored(counts, np.random.default_rng(1)), counts, None)
    basis = learn_basis(*customers, seed=1)

    found = amounts(basis, best_guess(customers.known(basis)))

    marks = sum(mark != "mean" for _, mark in basis.mix.columns)
    assert found.shape == (600, marks) and (found >= 0).all()


def test_amounts_of_figures_are_the_places_themselves():
    frame = pd.DataFrame({"customer_id": ["a", "b"], "recency_days": [1, 2], "frequency": [1, 5],
                          "monetary": [10.0, 90.0]})  # fmt: skip
    nothing = np.zeros((2, 2, 0))
    from helpers.evidence.counts import Counts

    counts = Counts(pd.Index(["a", "b"]), [], nothing, [], nothing)
    basis = learn_basis(frame, counts, seed=1)
    places = np.array([[0.1, -0.2, 0.3]])

    np.testing.assert_array_equal(amounts(basis, places), places)
