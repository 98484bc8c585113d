import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import gammaln

from helpers.value import expected_purchases, fit, paretonbd
from helpers.value.histories import Cells

TOLD = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}
CASES = [
    TOLD,
    {"r": 0.553, "alpha": 10.0, "s": 0.606, "beta": 10.0},
    {"r": 2.0, "alpha": 40.0, "s": 0.3, "beta": 2.0},
    {"r": 0.4, "alpha": 1.0, "s": 3.0, "beta": 200.0},
    {"r": 0.4, "alpha": 1.0, "s": 3e4, "beta": 2e6},  # nobody differs in staying
]
SOME = Cells(
    np.array([0, 0, 1, 3, 40]), np.array([0, 0, 5.0, 20.0, 51.0]),
    np.array([0, 30.0, 30.0, 30.0, 52.0]), np.array([2.0, 1.0, 1.0, 3.0, 1.0]),
)  # fmt: skip


def by_integration(x, last, age, r, alpha, s, beta):
    """The log-likelihood of a customer, over the unknown day of stopping."""
    u = r + x

    def stopped(t):
        buying = -u * np.log((alpha + t) / (alpha + age))
        return np.exp(buying - s * np.log1p(t / beta)) / (beta + t)

    whole = s * quad(stopped, last, age, epsabs=1e-13, epsrel=1e-11, limit=300)[0]
    ways = np.log(np.exp(-s * np.log1p(age / beta)) + whole) - u * np.log(alpha + age)
    return gammaln(u) - gammaln(r) + r * np.log(alpha) + ways


def test_cdnow_has_the_published_parameters(cdnow):
    # Fader, Hardie and Lee (2005), table 2.
    model = fit("paretonbd", cdnow)

    found = list(model.parameters.values())
    assert found == pytest.approx([0.553, 10.578, 0.606, 11.669], abs=6e-4)
    assert model.log_likelihood == pytest.approx(-9594.98, abs=0.006)
    assert model.converged


@pytest.mark.parametrize("told", CASES)
def test_the_likelihood_agrees_with_an_integral_over_the_day_of_stopping(told):
    likelihood = paretonbd.likelihood_of(SOME)

    value, _ = likelihood(np.log(list(told.values())))

    rows = zip(SOME.frequency, SOME.recency, SOME.age, strict=True)
    parts = [by_integration(*row, **told) for row in rows]
    assert value == pytest.approx((parts * SOME.customers).sum(), rel=1e-9)


@pytest.mark.parametrize("told", CASES)
def test_the_slopes_agree_with_small_differences(told):
    likelihood, logs = paretonbd.likelihood_of(SOME), np.log(list(told.values()))

    _, slopes = likelihood(logs)

    differences = [
        (likelihood(logs + aside)[0] - likelihood(logs - aside)[0]) / 2e-5
        for aside in np.eye(4) * 1e-5
    ]
    assert slopes == pytest.approx(differences, abs=1e-6, rel=1e-6)


def test_the_likelihood_of_one_customer_can_be_worked_out_by_hand():
    # All parameters 1; bought once, watched for one week. Alive: (1 + 1)^-1 (1 + 1)^-1;
    # stopped: the integral of (1 + t)^-3 from 0 to 1, (1 - 1 / 4) / 2.
    one = Cells(np.array([0]), np.array([0.0]), np.array([1.0]), np.array([1.0]))

    value, _ = paretonbd.likelihood_of(one)(np.zeros(4))

    assert value == pytest.approx(np.log(1 / 4 + 3 / 8))


def test_on_the_day_of_an_order_the_customer_is_alive():
    x, day = np.array([0, 2, 10_000]), np.array([0.0, 10.0, 1_400.0])

    alive = paretonbd.probability_alive(TOLD, x, day, day)

    assert alive == pytest.approx([1, 1, 1])


def test_ten_thousand_orders_leave_a_number():
    one = Cells(np.array([10_000]), np.array([300.0]), np.array([1_430.0]), np.ones(1))

    value, slopes = paretonbd.likelihood_of(one)(np.log(list(TOLD.values())))

    assert np.isfinite([value, *slopes]).all()


def test_expected_purchases_can_be_worked_out_by_hand_and_pass_smoothly_through_s_of_1():
    # r = alpha = beta = 1 and s = 2, after a week without an order: rate 1 / 2 a week, and of
    # each week ahead (2 / (2 + t))^2 is lived: in two weeks 2 (1 - 1 / 2) = 1.
    told = {"r": 1.0, "alpha": 1.0, "s": 2.0, "beta": 1.0}
    x, age = np.array([0]), np.array([1.0])

    found = paretonbd.purchases_if_alive(told, x, age, 2)[0]
    near, at = (
        paretonbd.purchases_if_alive(told | {"s": s}, x, age, 2)[0] for s in (1 + 1e-9, 1.0)
    )

    assert found == pytest.approx(0.5)
    assert at == pytest.approx(np.log(2))
    assert near == pytest.approx(at)


def test_planted_parameters_are_found_again(plant):
    told = {"r": 0.8, "alpha": 6.0, "s": 0.7, "beta": 12.0}
    drawn = plant("paretonbd", 6_000, 3, **told)

    model = fit("paretonbd", drawn)

    errors = np.sqrt(np.diag(model.covariance))
    distance = np.log(list(model.parameters.values())) - np.log(list(told.values()))
    assert (np.abs(distance) < 3 * errors).all()
    expected = expected_purchases(model, drawn, 52).sum()
    assert expected == pytest.approx(drawn["later"].sum(), rel=0.1)
