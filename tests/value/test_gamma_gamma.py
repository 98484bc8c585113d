import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.optimize import approx_fprime
from scipy.stats import gamma

from helpers.value import NotIdentified, expected_spend, fit_spend
from helpers.value.gamma_gamma import SpendModel, Spends, log_likelihood

TOLD = {"p": 6.25, "q": 3.74, "v": 15.44}
LOGS = np.log(list(TOLD.values()))


def bought(frequency, spend):
    return pd.DataFrame({"frequency": frequency, "repeat_spend": np.asarray(spend, float)})


def model_of(told):
    return SpendModel(dict(told), 0.0, 1, 0, np.zeros((3, 3)), True)


@pytest.fixture
def planted():
    """Mean spends of customers whose own means are spread as TOLD says."""
    rng = np.random.default_rng(1)
    frequency = rng.integers(0, 8, 6_000)
    own = rng.gamma(TOLD["q"], 1 / TOLD["v"], 6_000)
    mean = rng.gamma(TOLD["p"] * np.maximum(frequency, 1), 1 / (own * np.maximum(frequency, 1)))
    return bought(frequency, np.where(frequency > 0, mean, np.nan)), TOLD["p"] / own


def test_cdnow_has_the_published_parameters(cdnow):
    # Fader and Hardie (2013): 946 customers bought again.
    model = fit_spend(cdnow)

    assert list(model.parameters.values()) == pytest.approx([6.25, 3.74, 15.44], abs=0.006)
    assert (model.customers, model.left_out, model.converged) == (946, 0, True)


def test_the_likelihood_agrees_with_an_integral_over_customers_own_rates():
    value, _ = log_likelihood(LOGS, Spends(np.array([3]), np.array([60.0])))

    def at(rate):
        own = gamma(TOLD["p"] * 3, scale=1 / (3 * rate)).pdf(20.0)
        return own * gamma(TOLD["q"], scale=1 / TOLD["v"]).pdf(rate)

    assert value == pytest.approx(np.log(quad(at, 0, 5, limit=200)[0]))


def test_the_slopes_agree_with_small_differences():
    spends = Spends(np.array([1, 3, 3, 40]), np.array([5.0, 0.03, 240.0, 1_400.0]))

    _, slopes = log_likelihood(LOGS, spends)

    differences = approx_fprime(LOGS, lambda logs: log_likelihood(logs, spends)[0], 1e-7)
    assert slopes == pytest.approx(differences, abs=1e-4)


def test_amounts_in_another_currency_change_the_scale_alone(planted):
    frame, _ = planted
    dong = frame.assign(repeat_spend=frame["repeat_spend"] * 1e6)

    ours, theirs = fit_spend(frame), fit_spend(dong)

    assert theirs.parameters["v"] == pytest.approx(1e6 * ours.parameters["v"], rel=1e-6)
    assert theirs.parameters["q"] == pytest.approx(ours.parameters["q"], rel=1e-6)
    change = ours.log_likelihood - theirs.log_likelihood
    assert change == pytest.approx(ours.customers * np.log(1e6))


def test_what_an_order_is_worth_can_be_worked_out_by_hand():
    # p = 2, q = 3, v = 10: nobody's mean is 20 / 2; with two orders of 40: (10 + 80) x 2 / 6.
    found = expected_spend(model_of({"p": 2, "q": 3, "v": 10}), bought([0, 2], [np.nan, 40]))

    assert found.tolist() == [10.0, 30.0]


def test_planted_parameters_are_found_again_and_each_customers_mean(planted):
    frame, own = planted

    model = fit_spend(frame)

    assert list(model.parameters.values()) == pytest.approx(list(TOLD.values()), rel=0.1)
    # Those who are expected to spend most do: the mean of a tenth is met.
    expected = expected_spend(model, frame)
    most = expected.rank(ascending=False).le(600).to_numpy()
    assert expected[most].mean() == pytest.approx(own[most].mean(), rel=0.05)


def test_a_customer_with_very_many_orders_is_judged_by_them_alone():
    found = expected_spend(model_of(TOLD), bought([10_000], [77.0]))

    assert found[0] == pytest.approx(77, rel=1e-3)


def test_spends_of_nothing_and_less_are_left_out_and_counted(planted):
    frame, _ = planted
    repeat = frame.index[frame["frequency"].gt(0)]
    refunded = frame.copy()
    refunded.loc[repeat[:5], "repeat_spend"] = [-10.0, 0.0, -1.0, 0.0, -300.0]

    model = fit_spend(refunded)

    assert (model.left_out, model.customers) == (5, len(repeat) - 5)
    assert expected_spend(model, refunded).gt(0).all()


def test_too_few_repeat_buyers_are_refused_with_how_many_there_are():
    with pytest.raises(NotIdentified, match="at least 20 repeat spenders: there are 2"):
        fit_spend(bought([0, 1, 2, 1], [np.nan, 5, 6, -7]))


def test_spends_without_a_mean_are_held_to_one():
    # Spends of a Pareto tail below 1: without a bound q would fall below 1 too.
    heavy = 1 / np.random.default_rng(2).uniform(size=2_000) ** 2

    model = fit_spend(bought([1] * 2_000, heavy))

    assert model.parameters["q"] >= 1
    assert np.isfinite(expected_spend(model, bought([0], [np.nan]))[0])
