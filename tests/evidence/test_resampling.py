import numpy as np
import pytest
from scipy import stats

from helpers.evidence import (
    basic_interval,
    bootstrap_blocks,
    bootstrap_interval,
    bundles_of,
    percentile_interval,
    resampling,
)
from helpers.evidence.resampling import bootstrap_weights


def test_each_resample_draws_as_many_rows_as_there_are():
    weights = bootstrap_weights(7, resamples=50, rng=np.random.default_rng(1))

    assert weights.shape == (50, 7)
    assert (weights.sum(axis=1) == 7).all()


def test_weights_have_the_mean_and_variance_of_drawing_with_replacement():
    weights = bootstrap_weights(20, resamples=5_000, rng=np.random.default_rng(1))

    # Each weight is binomial(20, 1/20): mean 1, variance 0.95.
    assert weights.mean() == 1
    assert weights.var() == pytest.approx(0.95, abs=0.02)


def test_weights_a_few_at_a_time_are_those_drawn_at_once(monkeypatch):
    monkeypatch.setattr("helpers.evidence.resampling.BLOCK", 20)

    parts = list(bootstrap_blocks(7, resamples=9, rng=np.random.default_rng(1)))

    assert [len(part) for part in parts] == [2, 2, 2, 2, 1]
    once = bootstrap_weights(7, resamples=9, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(np.concatenate(parts), once)


def test_weights_refuse_a_table_without_rows():
    with pytest.raises(ValueError, match="rows and resamples must be at least 1, not 0 and 5"):
        bootstrap_weights(0, resamples=5, rng=np.random.default_rng(1))


def test_the_percentile_interval_can_be_counted_by_hand():
    # 0, 1, ..., 100: the 5th and the 95th of a hundred steps.
    interval = percentile_interval(50, np.arange(101), confidence=0.9)

    assert interval == pytest.approx((50, 5, 95))


def test_the_basic_interval_mirrors_the_percentiles_around_the_estimate():
    interval = basic_interval(40, np.arange(101), confidence=0.9)

    assert interval == pytest.approx((40, -15, 75))


def test_a_confidence_beyond_one_is_refused():
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1, not at 95"):
        percentile_interval(0, np.zeros(3), confidence=95)


def test_a_table_without_rows_has_no_bootstrap_interval():
    with pytest.raises(ValueError, match="no row to draw from"):
        bootstrap_interval(np.mean, np.array([]), rng=np.random.default_rng(1))


@pytest.mark.parametrize(
    ("method", "ours"), [("percentile", percentile_interval), ("basic", basic_interval)]
)
def test_intervals_agree_with_scipys_bootstrap(method, ours):
    values = np.random.default_rng(4).gamma(2, size=200)
    expected = stats.bootstrap((values,), np.mean, method=method, n_resamples=4_000,
                               rng=np.random.default_rng(5)).confidence_interval  # fmt: skip
    weights = bootstrap_weights(200, resamples=4_000, rng=np.random.default_rng(6))

    interval = ours(values.mean(), weights @ values / 200)

    assert interval[1:] == pytest.approx(tuple(expected), abs=0.02)


def test_the_bootstrap_interval_of_a_mean_is_near_the_textbook_one():
    values = np.random.default_rng(2).normal(10, 2, size=400)

    interval = bootstrap_interval(np.mean, values, rng=np.random.default_rng(3))

    half = 1.96 * values.std() / 20
    assert interval.estimate == pytest.approx(values.mean())
    assert (interval.lower, interval.upper) == pytest.approx(
        (values.mean() - half, values.mean() + half), abs=0.05
    )


@pytest.mark.trial
def test_the_bootstrap_interval_of_a_mean_covers_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(7)
    hits = [
        interval.lower <= 0 <= interval.upper
        for interval in (
            bootstrap_interval(np.mean, rng.normal(size=100), rng=rng, resamples=399)
            for _ in range(400)
        )
    ]

    assert 0.92 <= np.mean(hits) <= 0.98


def test_rows_are_drawn_alone_until_they_are_very_many(monkeypatch):
    monkeypatch.setattr(resampling, "MOST_ALONE", 10)
    monkeypatch.setattr(resampling, "BUNDLES", 4)
    rng = np.random.default_rng(1)

    few, many = bundles_of(10, rng=rng), bundles_of(11, rng=rng)

    assert few.tolist() == list(range(10))
    assert sorted(np.bincount(many)) == [2, 3, 3, 3]


def test_bundles_of_rows_differ_as_much_as_rows_do(monkeypatch):
    monkeypatch.setattr(resampling, "MOST_ALONE", 1_000)
    monkeypatch.setattr(resampling, "BUNDLES", 1_000)
    rng = np.random.default_rng(2)
    values = rng.gamma(1, size=20_000)

    bundle = bundles_of(len(values), rng=rng)

    sums, sizes = np.bincount(bundle, weights=values), np.bincount(bundle)
    drawn = np.concatenate([
        (weights @ sums) / (weights @ sizes)
        for weights in bootstrap_blocks(len(sums), resamples=2_000, rng=rng)
    ])  # fmt: skip
    # The standard error of a mean, by its formula.
    assert drawn.std() == pytest.approx(values.std() / len(values) ** 0.5, rel=0.08)


def test_a_statistic_sees_the_resamples_that_are_drawn_all_at_once():
    values = np.random.default_rng(3).normal(size=31)
    seen = []

    bootstrap_interval(lambda drawn: seen.append(drawn) or 0.0, values, resamples=7,
                       rng=np.random.default_rng(4))  # fmt: skip

    at_once = values[np.random.default_rng(4).integers(31, size=(7, 31))]
    np.testing.assert_array_equal(seen[:7], at_once)
