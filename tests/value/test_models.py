from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.value import (
    PurchaseModel,
    discounted_purchases,
    draw_parameters,
    expected_order_day,
    expected_purchases,
    fit,
    probability_alive,
    untold,
)
from helpers.value.models import KINDS

KIND = {
    "bgnbd": {"r": 0.8, "alpha": 6.0, "a": 0.9, "b": 3.0},
    "mbgnbd": {"r": 0.8, "alpha": 6.0, "a": 0.9, "b": 3.0},
    "paretonbd": {"r": 0.8, "alpha": 6.0, "s": 0.7, "beta": 12.0},
}
each_kind = pytest.mark.parametrize("kind", list(KINDS))


def model_of(kind, **told):
    return PurchaseModel(kind, KIND[kind] | told, 0.0, 1, np.eye(4) * 0.01, True)


@pytest.fixture
def some():
    return pd.DataFrame(
        {"frequency": [0, 0, 1, 5, 5], "recency": [0.0, 0.0, 3.0, 20.0, 20.0],
         "age": [0.0, 30.0, 30.0, 21.0, 40.0]},
        index=pd.Index(list("edcba"), name="customer_id"),
    )  # fmt: skip


@each_kind
def test_answers_stand_by_the_customers_they_were_asked_for(kind, some):
    found = expected_purchases(model_of(kind), some, 26)

    alone = expected_purchases(model_of(kind), some.loc[["b"]], 26)
    assert found.index.tolist() == list("edcba")
    assert found["b"] == alone["b"]


@each_kind
def test_the_order_of_the_customers_changes_no_fit(kind, plant):
    drawn = plant(kind, 400, 1, **KIND[kind])

    first, second = fit(kind, drawn), fit(kind, drawn.iloc[::-1])

    assert first.parameters == second.parameters


@each_kind
def test_a_fit_from_last_quarters_parameters_ends_at_the_same_top(kind, plant):
    drawn = plant(kind, 2_000, 1, **KIND[kind])

    usual, warm = fit(kind, drawn), fit(kind, drawn, start=KIND[kind])

    assert warm.log_likelihood == pytest.approx(usual.log_likelihood, abs=1e-3)
    assert usual.converged and warm.converged


@each_kind
def test_longer_ago_is_less_alive(kind, some):
    alive = probability_alive(model_of(kind), some)

    assert alive.between(0, 1).all()
    assert alive["a"] < alive["b"]


@each_kind
def test_discounting_at_no_rate_changes_nothing(kind, some):
    found = discounted_purchases(model_of(kind), some, 104, yearly_rate=0)

    expected = expected_purchases(model_of(kind), some, 104)
    pd.testing.assert_series_equal(found, expected, check_exact=False, rtol=1e-12)


@each_kind
def test_discounting_agrees_with_a_sum_over_short_steps(kind, some):
    found = discounted_purchases(model_of(kind), some, 104, yearly_rate=0.15)

    ends = np.linspace(0, 104, 261)
    bought = np.array([expected_purchases(model_of(kind), some, weeks) for weeks in ends])
    middle = (ends[1:] + ends[:-1]) / 2
    weights = 1.15 ** (-middle * 7 / 365.25)
    summed = (np.diff(bought, axis=0) * weights[:, np.newaxis]).sum(axis=0)
    assert found.to_numpy() == pytest.approx(summed, rel=1e-4)


def test_a_purchase_a_year_from_now_counts_as_one_over_one_and_the_rate():
    # Never stops and buys once a week for one week: at most a week's discount.
    model = model_of("bgnbd", r=1e6, alpha=1e6, a=1e-9, b=1.0)
    one = pd.DataFrame({"frequency": [0], "recency": [0.0], "age": [0.0]})

    found = discounted_purchases(model, one, 365.25 / 7, yearly_rate=0.1)[0]

    assert found == pytest.approx(365.25 / 7 * (1 - 1 / 1.1) / np.log(1.1), rel=1e-4)


def test_a_rate_below_nothing_is_refused(some):
    with pytest.raises(ValueError, match="yearly_rate must be 0 or more, not -0.1"):
        discounted_purchases(model_of("bgnbd"), some, 52, yearly_rate=-0.1)


@each_kind
def test_draws_lie_about_the_fit_as_its_covariance_says(kind):
    rng = np.random.default_rng(1)

    drawn = draw_parameters(model_of(kind), 2_000, rng)

    logs = np.log([list(model.parameters.values()) for model in drawn])
    assert logs.mean(axis=0) == pytest.approx(np.log(list(KIND[kind].values())), abs=0.02)
    assert logs.std(axis=0) == pytest.approx([0.1] * 4, rel=0.1)


@pytest.fixture
def without_difference(plant):
    """Customers who all stop with the same chance: b has no end, only a / b is told."""
    return plant("bgnbd", 1_500, 2, r=0.9, alpha=10.8, a=500.0, b=300_000.0)


def test_a_ridge_breaks_neither_the_fit_nor_the_forecast(without_difference):
    model = fit("bgnbd", without_difference)

    forecasts = [
        expected_purchases(draw, without_difference, 52).sum()
        for draw in draw_parameters(model, 20, np.random.default_rng(1))
    ]
    assert model.converged
    assert np.isfinite(model.covariance).all()
    assert set(untold(model)) >= {"a", "b"}
    assert np.mean(forecasts) == pytest.approx(without_difference["later"].sum(), rel=0.1)


def test_draws_stay_on_a_ridge(plant):
    # All stop at the same rate: s and beta have no end, and only their ratio matters.
    drawn = plant("paretonbd", 800, 2, r=0.9, alpha=13.0, s=5e3, beta=6e5)
    model = fit("paretonbd", drawn)

    forecasts = [
        expected_purchases(draw, drawn, 52).sum()
        for draw in draw_parameters(model, 20, np.random.default_rng(1))
    ]

    assert untold(model) == ["s", "beta"]
    assert forecasts == pytest.approx([expected_purchases(model, drawn, 52).sum()] * 20, rel=0.3)


def test_parameters_that_are_told_are_not_called_untold(plant):
    assert untold(fit("bgnbd", plant("bgnbd", 4_000, 1, **KIND["bgnbd"]))) == []


def test_one_customer_of_ten_thousand_orders_leaves_the_fit_standing(plant):
    drawn = plant("bgnbd", 1_000, 1, **KIND["bgnbd"])
    wild = pd.DataFrame({"frequency": [10_000], "recency": [1_500.0], "age": [1_500.0]})
    everybody = pd.concat([drawn, wild], ignore_index=True)

    for kind in KINDS:
        model = fit(kind, everybody)
        assert model.converged, kind
        assert expected_purchases(model, everybody, 52).iloc[-1] == pytest.approx(346, rel=0.1)


@each_kind
def test_by_the_expected_day_one_more_order_is_expected(kind, some):
    found = expected_order_day(model_of(kind), some, date(2026, 9, 30))

    weeks = (found - pd.Timestamp("2026-09-30")).dt.days / 7
    for name in "cb":
        early, late = (
            expected_purchases(model_of(kind), some.loc[[name]], at)[name]
            for at in (weeks[name] * 0.99 - 1 / 7, weeks[name] * 1.01)
        )
        assert early < 1 < late


def test_where_no_order_is_expected_for_ten_years_there_is_no_day(some):
    gone = some.assign(age=500.0)

    found = expected_order_day(model_of("paretonbd"), gone, date(2026, 9, 30))

    assert found.isna().all()


def test_an_unknown_model_is_refused_with_those_there_are(some):
    with pytest.raises(ValueError, match="no model 'nbd': choose from bgnbd, mbgnbd, paretonbd"):
        fit("nbd", some)
