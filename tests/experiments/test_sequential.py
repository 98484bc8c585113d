"""Readings that are safe to peek at: the published formula, laws, and peeking by simulation."""

import numpy as np
import pytest

from helpers.experiments.sequential import (
    always_valid_p,
    boundary,
    information,
    planned_fraction,
)


def published_half_width(t, *, planned, alpha):
    """Waudby-Smith et al. (2024): theorem 2.2 of a mean with variance 1, rho for `planned`."""
    rho = np.sqrt((-2 * np.log(alpha) + np.log(-2 * np.log(alpha) + 1)) / planned)
    inside = 2 * (t * rho**2 + 1) / (t**2 * rho**2) * np.log(np.sqrt(t * rho**2 + 1) / alpha)
    return np.sqrt(inside)


@pytest.mark.parametrize("alpha", [0.05, 0.1, 0.01])
def test_the_boundary_is_the_published_one_in_standard_errors(alpha):
    t = np.array([10, 250, 1000, 4000])

    found = boundary(t / 1000, confidence=1 - alpha)

    assert found / np.sqrt(t) == pytest.approx(published_half_width(t, planned=1000, alpha=alpha))


def test_the_p_value_is_the_level_at_which_the_boundary_is_met():
    fraction = np.array([0.05, 0.3, 1.0, 3.0])

    assert always_valid_p(boundary(fraction), fraction) == pytest.approx(0.05)
    assert always_valid_p(0.0, 1.0) == 1.0


def test_the_sequence_is_wider_than_a_single_look_and_not_by_much_at_the_end():
    wide = boundary(np.linspace(0.01, 5, 200))

    assert (wide > 1.96 * 1.5).all()
    assert boundary(1.0) < 3.05


def test_where_nothing_is_known_nothing_is_left_out():
    assert boundary(0.0) == np.inf
    assert always_valid_p(5.0, 0.0) == 1.0


def test_information_grows_with_units_and_with_what_they_do():
    # 100 units of variance 1 in two like arms: the variance of the difference is 4 / 100.
    coming_in = information(np.array([100, 200, 400]), 4 / np.array([100, 200, 400]))
    acting = information(np.full(3, 100), 4 * np.array([1, 2, 4]) / 100)

    assert coming_in == pytest.approx([400, 800, 1600])
    assert acting == pytest.approx([400, 800, 1600])


def test_what_was_planned_is_told_from_the_first_look_and_stays():
    known, elapsed = np.array([0.0, 10.0, 25.0, 30.0]), np.array([7, 14, 21, 28])

    found = planned_fraction(known, elapsed, 28)

    assert found == pytest.approx([0.0, 0.5, 1.25, 1.5])
    assert planned_fraction(np.zeros(2), np.array([7, 14]), 28).tolist() == [0.0, 0.0]


def test_a_hundred_looks_at_units_coming_in_are_wrong_in_one_of_twenty_at_most():
    rng = np.random.default_rng(1)

    wrong, once = peeking_at_new_units(rng, runs=1500)

    assert wrong <= 0.05
    assert once > 0.25  # what looking a hundred times at plain intervals does


def test_weekly_looks_at_customers_who_go_on_are_wrong_in_one_of_twenty_at_most():
    wrong, once = peeking_at_acts(np.random.default_rng(2), runs=200)

    assert wrong <= 0.05
    assert once > 0.10


def peeking_at_new_units(rng, *, runs, looks=100, each=40, chance=0.1):
    """How often 100 looks at a share that does not differ find a difference, either way."""
    rows = each * np.arange(1, looks + 1)
    counts = rng.binomial(each, chance, (2, runs, looks)).cumsum(axis=-1)
    shares = counts / rows
    variance = (shares * (1 - shares) / (rows - 1)).sum(axis=0)
    return _found(shares[0] - shares[1], variance, 2 * rows, np.arange(1, looks + 1))


def peeking_at_acts(rng, *, runs, looks=100, units=200):
    """The same for units that are all there at the start and order at paces of their own."""
    pace = rng.gamma(0.5, 2 / looks, (2, runs, units, 1))
    counts = rng.poisson(np.broadcast_to(pace, (2, runs, units, looks))).cumsum(axis=-1)
    variance = (counts.var(axis=2, ddof=1) / units).sum(axis=0)
    means = counts.mean(axis=2)
    rows = np.full(looks, 2 * units)
    return _found(means[0] - means[1], variance, rows, np.arange(1, looks + 1))


def _found(effects, variance, rows, elapsed):
    known = information(rows, variance)
    fractions = np.array([planned_fraction(one, elapsed, len(elapsed)) for one in known])
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(variance > 0, np.abs(effects) / np.sqrt(variance), 0.0)
    return (score > boundary(fractions)).any(axis=-1).mean(), (score > 1.96).any(axis=-1).mean()
