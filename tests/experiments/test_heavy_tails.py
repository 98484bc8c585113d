"""Heavy tails: cut amounts by hand, scipy's bootstrap, and from how many plain intervals hold."""

import numpy as np
import pytest
from scipy.stats import bootstrap

from helpers.evidence import sample_of, welch_difference
from helpers.experiments.heavy_tails import (
    bootstrap_difference,
    coverage,
    holds,
    plain_from,
    winsorised_difference,
)


def spend(rng, rows, *, buyers=0.25, sigma=1.0):
    return np.where(rng.random(rows) < buyers, rng.lognormal(5, sigma, rows), 0.0).round(2)


def test_amounts_are_cut_at_one_limit_for_both_arms():
    treated, control = np.arange(1.0, 51.0), np.arange(51.0, 101.0)

    found = winsorised_difference(treated, control, keep=0.9)

    # Of 1 to 100 nine tenths are at most 90: ten of the control are cut there.
    assert (found.limit, found.cut) == (90.0, 10)
    assert found.difference.estimate == pytest.approx(25.5 - (70.5 * 40 + 90 * 10) / 50)


def test_where_nothing_is_cut_the_winsorised_reading_is_the_plain_one():
    rng = np.random.default_rng(1)
    treated, control = spend(rng, 80), spend(rng, 90)

    found = winsorised_difference(treated, control, keep=1.0)

    plain = welch_difference(treatment=sample_of(treated), control=sample_of(control))
    assert found.difference == plain
    assert found.cut == 0


def test_one_large_order_moves_the_plain_reading_and_hardly_the_cut_one():
    rng = np.random.default_rng(2)
    treated, control = spend(rng, 500), spend(rng, 500)
    moved = np.r_[treated[:-1], 1_000_000.0]

    before, after = (winsorised_difference(arm, control) for arm in (treated, moved))

    assert abs(after.difference.estimate - before.difference.estimate) < 5
    assert moved.mean() - treated.mean() > 1900


def test_the_bootstrap_interval_is_scipys():
    rng = np.random.default_rng(3)
    treated, control = spend(rng, 300), spend(rng, 200)
    expected = bootstrap(
        (treated, control), lambda a, b, axis: a.mean(axis) - b.mean(axis), n_resamples=9999,
        method="percentile", rng=np.random.default_rng(4), batch=500,
    ).confidence_interval  # fmt: skip

    found = bootstrap_difference(treated, control, rng=rng, resamples=9999)

    width = expected.high - expected.low
    assert found.estimate == pytest.approx(treated.mean() - control.mean())
    assert found[1:] == pytest.approx((expected.low, expected.high), abs=0.03 * width)


def test_the_bootstrap_says_the_same_whatever_the_order_of_customers():
    rng = np.random.default_rng(5)
    treated, control = spend(rng, 300), spend(rng, 200)

    there, again = (
        bootstrap_difference(arm, control, rng=np.random.default_rng(6))
        for arm in (treated, treated[::-1])
    )

    assert there == again


def test_an_arm_of_very_many_amounts_is_not_bootstrapped():
    many = np.arange(60_000.0)

    assert bootstrap_difference(many, many, rng=np.random.default_rng(1)) is None


def test_how_many_are_needed_can_be_worked_out_by_hand():
    # Of the exponential the skewness is 2 and the kurtosis 6: Hall's q is
    # 2 z phi(z) (4 (z^4 + 2 z^2 - 3) / 18 - 6 (z^2 - 3) / 12 + (z^2 + 1) / 4) = 1.171.
    values = -np.log1p(-(np.arange(400_000) + 0.5) / 400_000)

    assert plain_from(values, error=0.01) == pytest.approx(117, abs=1)


def test_heavier_tails_need_more_customers():
    rng = np.random.default_rng(7)
    needed = [plain_from(spend(rng, 20_000, sigma=sigma)) for sigma in (0.3, 1.0, 1.5)]

    assert needed == sorted(needed) and needed[0] < needed[-1] / 3
    assert plain_from(np.ones(50)) == 30


def test_from_that_number_on_plain_intervals_hold_and_well_below_they_do_not():
    rng = np.random.default_rng(8)
    values = spend(rng, 4_000, buyers=0.1)
    enough = plain_from(values)

    # One arm far smaller than the other: there skewness does not cancel.
    held = coverage(values, (enough, 8 * enough), rng=rng, runs=2_000)
    not_held = coverage(values, (enough // 25, enough), rng=rng, runs=2_000)

    assert 0.93 <= held <= 0.965
    assert not_held < 0.93


def test_coverage_is_called_short_only_where_that_is_sure():
    assert holds(0.95, 2000) and holds(0.97, 2000)
    assert holds(0.93, 100) and not holds(0.93, 10_000)
