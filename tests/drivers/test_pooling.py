import numpy as np
import pytest

from helpers.drivers.pooling import pool

# Rubin's eight schools: Gelman et al., Bayesian Data Analysis, tables 5.2 and 5.3.
EFFECTS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
ERRORS = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])


def test_eight_schools_are_drawn_as_the_book_says():
    """Posterior medians 10, 8, 7, 8, 5, 6, 10, 8 and 95 % intervals from 200 draws."""
    found = pool(EFFECTS, ERRORS)

    assert found.value == pytest.approx([11, 8, 6, 8, 5, 6, 11, 8.5], abs=1.2)
    assert found.upper[0] == pytest.approx(31, abs=4) and found.lower[4] == pytest.approx(-9, abs=4)
    assert found.mean == pytest.approx(8, abs=0.5)


def test_effects_without_error_stay_where_they_are():
    found = pool(np.array([1.0, 2, 5]), np.full(3, 1e-4))

    assert found.value == pytest.approx([1, 2, 5], abs=1e-3)


def test_effects_that_differ_by_chance_alone_meet_in_their_mean():
    rng = np.random.default_rng(3)
    estimates = 2 + rng.normal(0, 0.5, 200)

    found = pool(estimates, np.full(200, 0.5))

    assert found.value.std() < 0.15 and found.mean == pytest.approx(2, abs=0.1)


def test_intervals_hold_what_is_true():
    rng, held = np.random.default_rng(4), []
    for _ in range(200):
        true = rng.normal(-2, 0.3, 10)
        errors = rng.uniform(0.1, 0.4, 10)
        found = pool(true + rng.normal(0, errors), errors)
        held.append(((found.lower <= true) & (true <= found.upper)).mean())

    assert 0.93 <= np.mean(held) <= 0.985


def test_what_is_not_known_is_as_wide_as_effects_differ():
    found = pool(np.array([1.0, 2, 3, np.nan]), np.array([0.1, 0.1, 0.1, np.nan]))

    assert found.value[3] == pytest.approx(2, abs=0.05)
    assert found.upper[3] - found.lower[3] > 2


def test_a_single_effect_stays_as_it_is():
    found = pool(np.array([1.5, np.nan]), np.array([0.5, np.nan]))

    assert found.value[0] == 1.5 and found.lower[0] == pytest.approx(1.5 - 1.96 * 0.5, abs=1e-3)
