import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.optimize import approx_fprime
from scipy.special import hyp2f1
from scipy.stats import beta as beta_law

from helpers.value import PurchaseModel, bgnbd, expected_purchases, fit, probability_alive
from helpers.value.histories import Cells

TOLD = {"r": 0.2426, "alpha": 4.4136, "a": 0.7929, "b": 2.4259}  # CDNOW's, to a digit more
LOGS = np.log(list(TOLD.values()))
SOME = Cells(
    np.array([0, 0, 1, 3, 40]), np.array([0, 0, 5.0, 20.0, 51.0]),
    np.array([0, 30.0, 30.0, 30.0, 52.0]), np.array([2.0, 1.0, 1.0, 3.0, 1.0]),
)  # fmt: skip


def fit_of(told):
    return PurchaseModel("bgnbd", dict(told), 0.0, 1, np.zeros((4, 4)), True)


def frame_of(found):
    return pd.DataFrame(found._asdict())[["frequency", "recency", "age"]]


def as_printed(x, last, age, t, r, alpha, a, b):
    """Equation 10 as printed."""
    grown = (alpha + age) / (alpha + age + t)
    top = (a + b + x - 1) / (a - 1)
    top *= 1 - grown ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + age + t))
    stopped = a / (b + x - 1) * ((alpha + age) / (alpha + last)) ** (r + x) if x else 0
    return top / (1 + stopped)


def by_integration(x, age, t, r, alpha, a, b):
    """Purchases of who is alive, over the chance to stop: no hypergeometric function."""

    def at(chance):
        return -np.expm1(-(r + x) * np.log1p(chance * t / (alpha + age))) / chance

    law = beta_law(a, b + x)
    return quad(lambda share: at(law.ppf(share)), 0, 1, limit=400, epsabs=1e-11)[0]


def test_cdnow_has_the_published_parameters(cdnow):
    # Fader, Hardie and Lee (2005), table 2.
    model = fit("bgnbd", cdnow)

    assert list(model.parameters.values()) == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=6e-4)
    assert model.log_likelihood == pytest.approx(-9582.43, abs=0.006)
    assert model.converged


def test_cdnows_next_39_weeks_are_forecast_as_well_as_published(cdnow, cdnow_later):
    expected = expected_purchases(fit("bgnbd", cdnow), cdnow, 39)

    top = expected.nlargest(round(len(expected) / 10)).index
    assert ((expected - cdnow_later) ** 2).mean() ** 0.5 < 1.61
    assert cdnow_later[top].sum() / cdnow_later.sum() > 0.467
    assert abs(expected.sum() / cdnow_later.sum() - 1) < 0.122


def test_forecasts_agree_with_the_authors_spreadsheet():
    # As in the tests of lifetimes: of a new customer after these weeks, and of one customer.
    weeks = np.array([0.1429, 1.0, 3.00, 31.8571, 32.00, 78.00])
    one = pd.DataFrame({"frequency": [2], "recency": [30.43], "age": [38.86]})

    new = bgnbd.purchases_if_alive(TOLD, np.array([0]), np.array([0.0]), weeks)
    found = expected_purchases(fit_of(TOLD), one, 39)[0]

    assert new == pytest.approx(
        [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576], abs=6e-5, rel=5e-4
    )
    assert found == pytest.approx(1.226, abs=6e-4)


def test_the_likelihood_of_one_customer_can_be_worked_out_by_hand():
    # With r = alpha = a = b = 1, one purchase in week 1 of 3: stopping or not has chance 1 / 2.
    # Alive: 1 / 2 x 1 x (1 + 3)^-2; stopped: 1 / 2 x (1 + 1)^-2.
    one = Cells(np.array([1]), np.array([1.0]), np.array([3.0]), np.array([1.0]))

    value, _ = bgnbd.log_likelihood(np.zeros(4), one)

    assert value == pytest.approx(np.log(1 / 32 + 1 / 8))


def test_the_slopes_agree_with_small_differences():
    _, slopes = bgnbd.log_likelihood(LOGS, SOME)

    differences = approx_fprime(LOGS, lambda logs: bgnbd.log_likelihood(logs, SOME)[0], 1e-7)
    assert slopes == pytest.approx(differences, abs=1e-4)


def test_expected_purchases_agree_with_the_formula_as_printed():
    model = fit_of(TOLD)
    frame = frame_of(SOME)

    found = expected_purchases(model, frame, 39).to_numpy()

    rows = zip(SOME.frequency, SOME.recency, SOME.age, strict=True)
    assert found == pytest.approx([as_printed(*row, 39, **TOLD) for row in rows])


@pytest.mark.parametrize(
    "a, b", [(0.793, 2.426), (1.0, 2.0), (0.1638, 107.6), (0.2, 0.3), (3, 2e5), (90, 6e4)]
)
@pytest.mark.parametrize(
    "x, age", [(0, 0.0), (0, 30.0), (5, 30.0), (10_000, 1_500.0), (10_000, 300.0)]
)
def test_they_agree_with_an_integral_where_the_printed_formula_breaks_down(x, age, a, b):
    told = TOLD | {"a": a, "b": b}

    found = bgnbd.purchases_if_alive(told, np.array([x]), np.array([age]), 104)[0]

    assert found == pytest.approx(by_integration(x, age, 104, **told), rel=1e-6)


def test_who_bought_once_is_alive_for_certain():
    alive = probability_alive(fit_of(TOLD), frame_of(SOME))

    assert alive[:2].tolist() == [1, 1]
    assert alive[2:].between(0, 1).all()


def test_ten_thousand_orders_leave_a_number():
    one = Cells(np.array([10_000]), np.array([300.0]), np.array([1_430.0]), np.ones(1))

    value, slopes = bgnbd.log_likelihood(LOGS, one)

    assert np.isfinite([value, *slopes]).all()
    assert probability_alive(fit_of(TOLD), frame_of(one))[0] == 0


def test_planted_parameters_are_found_again(plant):
    told = {"r": 0.8, "alpha": 6.0, "a": 0.9, "b": 3.0}
    drawn = plant("bgnbd", 6_000, 1, **told)

    model = fit("bgnbd", drawn)

    errors = np.sqrt(np.diag(model.covariance))
    distance = np.log(list(model.parameters.values())) - np.log(list(told.values()))
    assert (np.abs(distance) < 3 * errors).all()
    expected = expected_purchases(model, drawn, 52).sum()
    assert expected == pytest.approx(drawn["later"].sum(), rel=0.1)


def test_who_never_stops_buys_in_proportion_to_time():
    never = TOLD | {"a": 1e-9, "b": 1.0}

    found = bgnbd.purchases_if_alive(never, np.array([3]), np.array([20.0]), 10)[0]

    assert found == pytest.approx((0.2426 + 3) / (4.4136 + 20) * 10, rel=1e-6)


def test_each_further_week_brings_less():
    weeks = np.arange(0, 60)

    found = bgnbd.purchases_if_alive(TOLD, np.array([3]), np.array([20.0]), weeks)

    gained = np.diff(found)
    assert found[0] == 0
    assert (gained > 0).all()
    assert (np.diff(gained) < 0).all()


@pytest.mark.parametrize("steep", [1, 1e9])
def test_both_series_of_expected_purchases_agree_where_both_can_be_used(monkeypatch, steep):
    known = dict(r=0.7, alpha=9.0, a=5.0, b=60.0)
    counted, age = np.array([0, 1, 20, 75]), np.array([0.0, 10.0, 52.0, 150.0])
    usual = bgnbd.purchases_if_alive(known, counted, age, 104.3)
    monkeypatch.setattr(bgnbd, "STEEP", steep)

    told = bgnbd.purchases_if_alive(known, counted, age, 104.3)

    assert told == pytest.approx(usual, rel=1e-11)


def test_on_a_ridge_without_end_forecasts_settle():
    counted, age = np.array([0, 1, 20, 75]), np.array([0.0, 10.0, 52.0, 150.0])
    far, further = (
        bgnbd.purchases_if_alive(
            dict(r=0.7, alpha=9.0, a=5e3 * times, b=1e5 * times), counted, age, 104.3
        )
        for times in (1, 10)
    )

    assert np.isfinite(further).all()
    assert further == pytest.approx(far, rel=2e-3)


def test_a_customer_with_10_000_orders_is_told_where_leaving_hardly_differs():
    """Where all stop with the same chance p: (1 - (1 + p t / (alpha + T)) ** -(r + x)) / p."""
    known = dict(r=0.9, alpha=10.0, a=700.0, b=900_000.0)

    found = bgnbd.purchases_if_alive(known, np.array([10_000]), np.array([150.0]), 52.0)

    stop = 700 / (910_000 + 700)
    assert found[0] == pytest.approx((1 - (1 + stop * 52 / 160) ** -10_000.9) / stop, rel=2e-3)
