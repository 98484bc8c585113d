import numpy as np
import pandas as pd
import pytest
from scipy.optimize import approx_fprime

from helpers.value import (
    NotIdentified,
    discounted_renewals,
    expected_renewals,
    fit_retention,
    lifetime_renewals,
)
from helpers.value.retention import RetentionModel, log_likelihood, renewal_rate, survival

# Fader and Hardie (2007), table 1: of 1,000 customers so many are left after each year.
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173]
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394]


def renewals(left):
    return pd.DataFrame({
        "period": range(1, len(left)), "at_risk": left[:-1], "renewed": left[1:]
    })  # fmt: skip


def model_of(alpha, beta):
    return RetentionModel({"alpha": alpha, "beta": beta}, 0.0, 1, np.zeros((2, 2)), True)


@pytest.mark.parametrize(
    "left, alpha, beta", [(REGULAR, 0.704, 1.182), (HIGH_END, 0.668, 3.806)]
)  # fmt: skip
def test_the_first_seven_years_have_the_published_parameters(left, alpha, beta):
    model = fit_retention(renewals(left[:8]))

    assert list(model.parameters.values()) == pytest.approx([alpha, beta], abs=6e-4)
    assert model.converged


@pytest.mark.parametrize("left", [REGULAR, HIGH_END])
def test_the_next_five_years_are_forecast_within_two_hundredths(left):
    model = fit_retention(renewals(left[:8]))

    assert survival(model, np.arange(8, 13)) == pytest.approx(np.array(left[8:]) / 1000, abs=0.02)


def test_chances_can_be_counted_by_hand():
    # With alpha = beta = 1 every chance to end is alike: 1 / 2 renew, then 2 / 3, then 3 / 4.
    model = model_of(1.0, 1.0)

    assert renewal_rate(model, np.array([1, 2, 3])).tolist() == [1 / 2, 2 / 3, 3 / 4]
    assert survival(model, np.array([0, 1, 2, 3])) == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])
    assert expected_renewals(model, pd.Series([0, 1]), 2).tolist() == pytest.approx(
        [1 / 2 + 1 / 3, 2 / 3 + 1 / 2]
    )


def test_the_slopes_agree_with_small_differences():
    told = renewals(HIGH_END).to_numpy(float).T
    logs = np.log([0.5, 4.0])

    _, slopes = log_likelihood(logs, told)

    differences = approx_fprime(logs, lambda at: log_likelihood(at, told)[0], 1e-7)
    assert slopes == pytest.approx(differences, rel=1e-4)


def test_planted_parameters_are_found_again_from_subscriptions_of_all_ages():
    rng = np.random.default_rng(1)
    lasts = rng.geometric(rng.beta(0.7, 3.0, 20_000))  # the renewal that fails
    watched = rng.integers(1, 25, 20_000)  # renewals that each has come up for at most
    period = np.arange(1, 25)
    at_risk = [((lasts >= t) & (watched >= t)).sum() for t in period]
    renewed = [((lasts > t) & (watched >= t)).sum() for t in period]

    model = fit_retention(
        pd.DataFrame({"period": period, "at_risk": at_risk, "renewed": renewed})
    )  # fmt: skip

    errors = np.sqrt(np.diag(model.covariance))
    distance = np.log(list(model.parameters.values())) - np.log([0.7, 3.0])
    assert (np.abs(distance) < 3 * errors).all()


def test_a_lifetime_is_what_very_many_periods_come_to():
    renewed = pd.Series([0, 3, 40], index=list("abc"))
    model = model_of(0.668, 3.806)

    found = lifetime_renewals(model, renewed, rate=0.1)

    pd.testing.assert_series_equal(found, discounted_renewals(model, renewed, 400, rate=0.1))


def test_who_has_stayed_longer_stays_longer():
    found = expected_renewals(model_of(0.7, 1.2), pd.Series([0, 1, 5, 50]), 12)

    assert found.is_monotonic_increasing
    assert found.lt(12).all()


def test_customers_who_do_not_differ_break_nothing():
    # The same eighty percent renew at every age: alpha and beta have no end, their ratio is 1 / 4.
    same = pd.DataFrame({"period": range(1, 13), "at_risk": 1_000, "renewed": 800})

    model = fit_retention(same)

    assert model.converged
    assert renewal_rate(model, np.array([1, 12])) == pytest.approx([0.8, 0.8], abs=1e-3)
    assert np.isfinite(model.covariance).all()


def test_where_nobody_has_left_the_refusal_counts_them():
    with pytest.raises(NotIdentified, match="at least 20 ended: there are 0"):
        fit_retention(pd.DataFrame({"period": [1], "at_risk": [500], "renewed": [500]}))


def test_where_nothing_came_up_for_renewal_the_refusal_says_so():
    nothing = pd.DataFrame({"period": [], "at_risk": [], "renewed": []})

    with pytest.raises(NotIdentified, match="at least 50 subscriptions: there are 0"):
        fit_retention(nothing)


def test_more_renewed_than_at_risk_are_refused_with_the_renewal():
    with pytest.raises(ValueError, match="renewal 2: 60 renewed of 50"):
        fit_retention(
            pd.DataFrame({"period": [1, 2], "at_risk": [90, 50], "renewed": [50, 60]})
        )  # fmt: skip


def test_an_undiscounted_lifetime_is_refused():
    with pytest.raises(ValueError, match="rate must be above 0, not 0"):
        lifetime_renewals(model_of(1, 1), pd.Series([0]), rate=0)
