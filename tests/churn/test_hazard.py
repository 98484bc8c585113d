import warnings

import numpy as np
import pandas as pd
import pytest

from helpers.churn.hazard import BANDS, band_rows, chance_to_end, fit_hazard

NO_PRIOR = 1e6


def lives(months, ended, from_month=0):
    return pd.DataFrame({"from_month": from_month, "months": months, "ended": ended})


def simulated(n, ratios, *, monthly=0.03, last=60, seed=1):
    """Contracts whose hazard is even, multiplied by the ratio of each flag that they have."""
    rng = np.random.default_rng(seed)
    flags = pd.DataFrame({name: rng.integers(0, 2, n).astype(float) for name in ratios})
    rate = monthly * np.prod([np.power(r, flags[name]) for name, r in ratios.items()], axis=0)
    until, watched = rng.exponential(1 / rate), rng.integers(1, last, n)
    ended = until <= watched
    return lives(np.where(ended, np.floor(until) + 1, watched).astype(int), ended), flags


def test_each_contract_is_counted_by_its_months_in_each_band():
    rows = band_rows(lives([5, 1, 3, 0], [True, True, False, False], [0, 0, 2, 0]))

    told = {place: own[["band", "at_risk", "ended"]].to_numpy().tolist()
            for place, own in rows.groupby("place")}  # fmt: skip
    assert told == {
        0: [[1, 1, 0], [2, 2, 0], [4, 2, 1]], 1: [[1, 1, 1]], 2: [[2, 1, 0]],
    }  # fmt: skip


def test_without_terms_a_band_has_the_share_of_its_months_that_ended():
    # By hand: 10 contracts, 4 end in month 1; of the 6 left 3 end in the 12 months of 2 and 3.
    few = lives([1] * 4 + [3] * 3 + [3] * 3, [True] * 4 + [True] * 3 + [False] * 3)

    found = fit_hazard(few, pd.DataFrame(index=few.index)).coefficients

    assert -np.expm1(-np.exp(found.to_numpy())) == pytest.approx([4 / 10, 3 / 12], abs=1e-6)


def test_ratios_and_intervals_are_those_of_statsmodels():
    import statsmodels.api as sm

    told, flags = simulated(800, {"a": 2.0, "b": 0.5})
    rows = band_rows(told)
    bands = pd.get_dummies(rows["band"], dtype=float)
    design = np.hstack([bands, flags.to_numpy()[rows["place"]]])
    both = np.column_stack([rows["ended"], rows["at_risk"] - rows["ended"]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        link = sm.families.links.CLogLog()
        other = sm.GLM(both, design, family=sm.families.Binomial(link=link)).fit(tol=1e-12)

    found = fit_hazard(told, flags, prior_sd=NO_PRIOR)

    np.testing.assert_allclose(found.coefficients, other.params, atol=1e-6)
    np.testing.assert_allclose(np.sqrt(np.diag(found.covariance)), other.bse, rtol=1e-4)


def test_ratios_are_near_those_of_coxs_model():
    from statsmodels.duration.hazard_regression import PHReg

    told, flags = simulated(2_000, {"a": 2.0, "b": 0.5}, seed=2)
    cox = PHReg(told["months"], flags, status=told["ended"].astype(int), ties="efron").fit()

    found = fit_hazard(told, flags, prior_sd=NO_PRIOR)

    np.testing.assert_allclose(found.coefficients[["a", "b"]], cox.params, atol=0.03)


def test_planted_ratios_lie_in_their_intervals_as_often_as_they_say():
    inside = 0
    for seed in range(100):
        told, flags = simulated(300, {"a": 2.0}, seed=seed)
        found = fit_hazard(told, flags)
        half = 1.96 * np.sqrt(found.covariance[-1, -1])
        inside += abs(found.coefficients["a"] - np.log(2)) <= half

    assert 90 <= inside <= 99


def test_who_is_watched_from_later_on_tells_of_the_later_months_alone():
    whole, flags = simulated(3_000, {"a": 2.0}, seed=4)
    late = whole.assign(from_month=6)[whole["months"].gt(6)]

    found = fit_hazard(late, flags.loc[late.index])

    assert "month 1" not in found.coefficients and "month 7" in found.coefficients
    assert found.coefficients["a"] == pytest.approx(np.log(2), abs=0.25)


def test_where_nobody_with_a_term_ended_the_ratio_is_small_and_finite():
    told, flags = simulated(400, {"a": 1.0}, seed=5)
    never = told.assign(ended=told["ended"] & flags["a"].eq(0))

    found = fit_hazard(never, flags)

    assert -9 < found.coefficients["a"] < -2
    assert np.isfinite(found.covariance).all()


def test_the_chance_to_end_is_that_of_the_months_ahead():
    told, flags = simulated(20_000, {"a": 2.0}, seed=6)
    found = fit_hazard(told, flags)

    chance = chance_to_end(found, lives([0, 30, 200], False), pd.DataFrame({"a": [0.0, 1, 1]}),
                           months=3)  # fmt: skip

    expected = -np.expm1(-3 * 0.03 * np.array([1, 2, 2]))
    np.testing.assert_allclose(chance, expected, rtol=0.15)
    assert (chance_to_end(found, told, flags, months=0) == 0).all()


def test_twice_the_time_is_twice_the_hazard_whatever_the_bands():
    told, flags = simulated(5_000, {"a": 2.0}, seed=7)
    found = fit_hazard(told, flags)
    at = lives([13], False)  # bands of a year and more

    short, long = (chance_to_end(found, at, flags.head(1), months=m)[0] for m in (2, 4))

    assert np.log1p(-long) == pytest.approx(2 * np.log1p(-short))
    assert BANDS[4] == 13


@pytest.mark.parametrize(
    ("terms", "ended", "told"),
    [
        (pd.DataFrame({"a": [1.0]}), True, "terms of 1 contracts"),
        (pd.DataFrame({"a": [1.0, np.nan]}), True, "some missing"),
        (pd.DataFrame({"a": [1.0, 0.0]}), False, "no contract ended"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(terms, ended, told):
    with pytest.raises(ValueError, match=told):
        fit_hazard(lives([3, 4], ended), terms)
