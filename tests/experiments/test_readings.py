"""Shares, means, ratios and who was kept: other libraries' values, hand counts, laws."""

import numpy as np
import pytest
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from helpers.experiments.moments import Moments, moments_of
from helpers.experiments.readings import (
    METRICS,
    Unreadable,
    read_kept,
    read_mean,
    read_ratio,
    read_share,
)


def share(count, rows):
    return moments_of(np.r_[np.ones(count), np.zeros(rows - count)])


def test_a_share_is_read_as_newcombe_published_it():
    # Newcombe (1998), Table II, example (a), method 10: 56/70 against 48/80.
    found = read_share(share(56, 70), share(48, 80))

    assert found.plain[:3] == pytest.approx((0.20, 0.0524, 0.3339), abs=5e-5)
    assert (found.treated, found.control) == pytest.approx((0.8, 0.6))
    assert found.relative.estimate == pytest.approx(1 / 3)


def test_a_mean_without_anything_known_before_is_read_as_statsmodels_does():
    rng = np.random.default_rng(1)
    first, second = rng.gamma(1, 9, 60), rng.gamma(1, 7, 40)
    expected = CompareMeans(DescrStatsW(first), DescrStatsW(second))
    low, high = expected.tconfint_diff(usevar="unequal")

    found = read_mean(moments_of(first), moments_of(second))

    assert found.plain[1:3] == pytest.approx((low, high))
    assert found.adjusted == found.plain


def test_a_ratio_of_sums_can_be_counted_by_hand():
    # 90 in 6 orders, and 40 in 4.
    treated = moments_of(np.array([30.0, 60.0, 0.0]), np.array([2.0, 4.0, 0.0]))
    control = moments_of(np.array([10.0, 30.0]), np.array([1.0, 3.0]))

    found = read_ratio(treated, control)

    assert (found.treated, found.control) == (15.0, 10.0)
    # Everybody spends 15, or 10, per order: nothing is left to chance.
    assert found.plain[:3] == pytest.approx((5.0, 5.0, 5.0))


def test_the_interval_of_a_ratio_is_as_wide_as_resampling_customers_makes_it():
    rng = np.random.default_rng(2)
    orders = [rng.poisson(2, size) for size in (500, 400)]
    spend = [own * rng.gamma(2, 10, len(own)) for own in orders]
    arms = [moments_of(s, o.astype(float)) for s, o in zip(spend, orders, strict=True)]
    drawn = []
    for _ in range(2000):
        take = [rng.integers(len(own), size=len(own)) for own in orders]
        ratio = [s[t].sum() / o[t].sum() for s, o, t in zip(spend, orders, take, strict=True)]
        drawn.append(ratio[0] - ratio[1])

    found = read_ratio(*arms)

    assert found.plain.standard_error == pytest.approx(np.std(drawn), rel=0.06)


def test_an_arm_without_orders_has_no_ratio_and_says_so():
    with pytest.raises(Unreadable, match="'spend_per_order' cannot be read: zero denominator in c"):
        read_ratio(
            Moments(9, 5.0, 1.0, 1.0, 1.0, 0.5), Moments(9, 0.0, 0.0, 0.0, 0.0, 0.0),
            metric="spend_per_order",
        )  # fmt: skip


def test_who_was_kept_is_counted_among_those_who_would_have_left():
    # Of 100 each, 50 leave without the change and 30 with it: 20 of 50 were kept.
    found = read_kept(share(30, 100), share(50, 100))

    assert found.plain.estimate == pytest.approx(0.4)
    assert 0 < found.plain.lower < 0.4 < found.plain.upper < 1


def test_where_nobody_leaves_nobody_can_be_kept():
    with pytest.raises(Unreadable, match="nobody leaves in treatment"):
        read_kept(share(0, 100), share(50, 100))


def test_readings_change_sign_when_the_arms_swap():
    first, second = Moments(90, 5.0, 4.0, 2.0, 1.0, 1.5), Moments(80, 4.0, 3.0, 2.2, 1.1, 1.4)
    for by in (read_mean, read_ratio):
        there, back = by(first, second), by(second, first)

        assert back.adjusted[:3] == pytest.approx(
            (-there.adjusted.estimate, -there.adjusted.upper, -there.adjusted.lower)
        )


def test_each_metric_has_a_name_of_its_own():
    assert len({metric.name for metric in METRICS}) == len(METRICS)
