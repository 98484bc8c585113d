import numpy as np
import pytest

from helpers.evidence.concentration import gini, lorenz, top_share, top_share_interval


def test_the_top_share_can_be_counted_by_hand():
    assert top_share(np.array([50, 20, 10, 10, 10.0])) == 0.5


def test_equal_spend_gives_the_best_fifth_a_fifth_and_no_concentration():
    spend = np.full(100, 3.0)

    assert top_share(spend) == pytest.approx(0.2)
    assert gini(spend) == pytest.approx(0)


def test_gini_has_its_textbook_values():
    # One of n has all: (n - 1) / n. The numbers 1 to 5: 4/15.
    assert gini(np.array([0, 0, 0, 1.0])) == pytest.approx(0.75)
    assert gini(np.array([1, 2, 3, 4, 5.0])) == pytest.approx(4 / 15)


def test_gini_of_a_pareto_distribution_is_one_over_two_a_minus_one():
    spend = np.random.default_rng(2).pareto(3, size=200_000) + 1

    assert gini(spend) == pytest.approx(1 / (2 * 3 - 1), abs=0.01)


def test_gini_agrees_with_twice_the_area_between_lorenz_curve_and_diagonal():
    spend = np.random.default_rng(3).gamma(0.7, size=500)

    curve = lorenz(spend, points=500)

    area = np.trapezoid(curve["share_of_spend"], curve["share_of_customers"])
    assert gini(spend) == pytest.approx(2 * area - 1, abs=0.005)


def test_concentration_is_not_known_where_nobody_spent():
    assert np.isnan(top_share(np.zeros(5)))
    assert np.isnan(gini(np.zeros(5)))


def test_the_lorenz_curve_starts_at_nothing_and_ends_at_all():
    curve = lorenz(np.array([3.0, 1.0, 6.0]), points=3)

    assert curve["share_of_spend"].tolist() == pytest.approx([0, 0.6, 0.9, 1])


def test_the_interval_of_the_top_share_holds_the_estimate_and_is_repeatable():
    spend = np.random.default_rng(4).gamma(0.5, size=400)

    first, again = (top_share_interval(spend, seed=1) for _ in range(2))

    assert first.lower < first.estimate < first.upper
    assert first == again
