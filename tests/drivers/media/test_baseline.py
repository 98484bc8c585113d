import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from helpers.drivers.media import baseline
from helpers.drivers.media.baseline import Design, Plan
from helpers.drivers.media.series import plain_series


def by_day(days=800, seed=0, level=50.0):
    rng = np.random.default_rng(seed)
    index = pd.date_range("2023-01-01", periods=days)
    sales = pd.Series(rng.poisson(level, days).astype(float), index)
    return plain_series(sales, pd.DataFrame({"tv": rng.uniform(0, 1, days)}, index))


def test_the_fit_is_that_of_a_poisson_regression():
    rng = np.random.default_rng(1)
    columns = np.column_stack([np.ones(300), rng.normal(size=(300, 3))])
    offset = rng.normal(0, 0.3, 300)
    sales = rng.poisson(np.exp(1 + columns[:, 1:] @ [0.3, -0.2, 0] + offset))

    found = baseline.fit(sales, Design(columns, np.zeros(4)), offset)

    usual = sm.GLM(sales, columns, family=sm.families.Poisson(), offset=offset).fit()
    assert found.coefficients == pytest.approx(usual.params, abs=1e-3)
    assert found.expected == pytest.approx(usual.fittedvalues, rel=1e-3)


def test_a_penalty_draws_a_coefficient_to_nought():
    rng = np.random.default_rng(2)
    columns = np.column_stack([np.ones(200), rng.normal(size=200)])
    sales = rng.poisson(np.exp(1 + 0.5 * columns[:, 1]))

    free, held = (
        baseline.fit(sales, Design(columns, np.array([0, penalty])), np.zeros(200)).coefficients[1]
        for penalty in (0.0, 1e4)
    )

    assert free == pytest.approx(0.5, abs=0.1)
    assert 0 < held < 0.1


def test_a_plan_says_which_columns_there_are():
    series = by_day()
    level_slope, weekdays = 2, 6

    counted = {
        plan: baseline.design(series, plan).columns.shape[1]
        for plan in (Plan(0, False, False), Plan(2, False, False), Plan(12, False, False),
                     Plan(0, True, False))
    }  # fmt: skip

    assert list(counted.values()) == [
        level_slope + weekdays, level_slope + weekdays + 4, level_slope + weekdays + 11,
        level_slope + weekdays + 3,
    ]  # fmt: skip


def test_a_trend_that_bends_stays_level_from_where_learning_stops():
    series = by_day()

    columns = baseline.design(series, Plan(0, True, False), known=600).columns[:, :4]

    assert (columns[600:] == columns[599]).all()
    assert len(np.unique(columns[:600, 1])) == 600


def test_what_a_design_takes_out_is_what_a_weighted_regression_takes_out():
    rng = np.random.default_rng(3)
    columns, weight = rng.normal(size=(100, 4)), rng.uniform(1, 5, 100)
    one, other = rng.normal(size=(2, 100))

    basis = baseline.held_basis(Design(columns, np.zeros(4)), weight, 1.0)
    left = one * other @ weight - (basis.T @ (one * np.sqrt(weight))) @ (
        basis.T @ (other * np.sqrt(weight))
    )

    residual = sm.WLS(one, columns, weights=weight).fit().resid
    assert left == pytest.approx((residual * other) @ weight, rel=1e-3)


def test_the_dispersion_of_chance_is_one_and_of_level_shifts_more():
    calm = by_day()
    shifts = np.repeat(np.random.default_rng(5).uniform(0.7, 1.3, 58), 14)[:800]
    moved = calm._replace(sales=(calm.sales * shifts).round())

    found = []
    for series in (calm, moved):
        described = baseline.design(series, Plan(0, False, False))
        fitted = baseline.fit(series.sales.to_numpy(), described, np.zeros(800))
        basis = baseline.held_basis(described, fitted.expected, 1.0)
        found.append(baseline.dispersion(series, fitted.expected, basis))

    assert 1 <= found[0] < 1.5
    assert found[1] > 5


def test_places_of_the_season_are_those_of_its_columns():
    series = by_day()
    plan = Plan(2, False, False)

    places = baseline.seasonal_places(series, plan, 0)

    assert places.tolist() == [False] * 2 + [True] * 4 + [False] * 6
