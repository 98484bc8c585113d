import numpy as np
import pytest
from scipy.optimize import approx_fprime

from helpers.value import expected_purchases, fit, mbgnbd, probability_alive
from helpers.value.histories import Cells

LOGS = np.log([0.525, 6.183, 0.891, 1.614])
SOME = Cells(
    np.array([0, 0, 1, 3, 40]), np.array([0, 0, 5.0, 20.0, 51.0]),
    np.array([0, 30.0, 30.0, 30.0, 52.0]), np.array([2.0, 1.0, 1.0, 3.0, 1.0]),
)  # fmt: skip


def test_cdnow_has_the_published_parameters(cdnow):
    # What lifetimes' tests expect, which is what BTYDplus finds on the same 2,357 customers.
    model = fit("mbgnbd", cdnow)

    assert list(model.parameters.values()) == pytest.approx([0.525, 6.183, 0.891, 1.614], abs=6e-4)
    assert model.log_likelihood == pytest.approx(-9582.14, abs=0.006)
    assert model.converged


def test_the_likelihood_of_one_customer_can_be_worked_out_by_hand():
    # All parameters 1; bought once, watched for three weeks. Stopped at once: 1 / 2; else
    # alive, without a purchase: 1 / 2 x (1 + 3)^-1.
    one = Cells(np.array([0]), np.array([0.0]), np.array([3.0]), np.array([1.0]))

    value, _ = mbgnbd.likelihood_of(one)(np.zeros(4))

    assert value == pytest.approx(np.log(1 / 2 + 1 / 8))


def test_so_can_the_probability_to_be_alive():
    told = dict.fromkeys(mbgnbd.NAMES, 1.0)

    alive = mbgnbd.probability_alive(told, np.array([0]), np.array([0.0]), np.array([3.0]))

    assert alive[0] == pytest.approx((1 / 8) / (1 / 2 + 1 / 8))


def test_the_slopes_agree_with_small_differences():
    likelihood = mbgnbd.likelihood_of(SOME)

    _, slopes = likelihood(LOGS)

    assert slopes == pytest.approx(approx_fprime(LOGS, lambda logs: likelihood(logs)[0], 1e-7),
                                   abs=1e-4)  # fmt: skip


def test_planted_parameters_are_found_again(plant):
    told = {"r": 0.8, "alpha": 6.0, "a": 0.9, "b": 3.0}
    drawn = plant("mbgnbd", 6_000, 3, **told)

    model = fit("mbgnbd", drawn)

    errors = np.sqrt(np.diag(model.covariance))
    distance = np.log(list(model.parameters.values())) - np.log(list(told.values()))
    assert (np.abs(distance) < 3 * errors).all()
    expected = expected_purchases(model, drawn, 52).sum()
    assert expected == pytest.approx(drawn["later"].sum(), rel=0.1)


def test_who_bought_once_may_have_stopped_and_ever_more_likely(plant):
    model = fit("mbgnbd", plant("mbgnbd", 2_000, 3, r=0.8, alpha=6.0, a=0.9, b=3.0))
    once = plant("mbgnbd", 50, 4, r=0.1, alpha=60.0, a=0.9, b=3.0)
    once = once[once["frequency"].eq(0)].sort_values("age")

    alive = probability_alive(model, once)

    assert alive.lt(1).all()
    assert alive.is_monotonic_decreasing
