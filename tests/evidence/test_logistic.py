"""Coefficients and clustered errors: held to another library, to counting, and to planted odds."""

import numpy as np
import pandas as pd
import pytest

from helpers.evidence.logistic import clustered_logit


def planted(rows=4_000, *, seed=1):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"x": rng.normal(size=rows), "flag": rng.integers(0, 2, rows) * 1.0})
    who = np.repeat(np.arange(rows // 4), 4)
    chance = 1 / (1 + np.exp(-(-0.5 + 0.7 * frame["x"] - 0.4 * frame["flag"])))
    return frame, rng.random(rows) < chance, who


def test_coefficients_and_errors_are_those_of_another_library():
    import statsmodels.api as sm

    frame, happened, who = planted(400)

    fit = clustered_logit(frame, happened, who)

    # statsmodels 0.14 takes N - 1 over N - columns as well: G/(G-1) x (N-1)/(N-K).
    known = sm.Logit(happened * 1.0, sm.add_constant(frame)).fit(
        disp=0, cov_type="cluster", cov_kwds={"groups": who}
    )
    small = np.sqrt((len(frame) - 1) / (len(frame) - 3))
    assert fit.converged
    assert fit.coefficients.to_numpy() == pytest.approx(known.params.iloc[1:].to_numpy(), abs=1e-5)
    assert fit.errors.to_numpy() * small == pytest.approx(known.bse.iloc[1:].to_numpy(), rel=1e-4)


def test_the_odds_of_a_flag_are_those_that_can_be_counted():
    # 3 of 4 with the flag and 1 of 4 without: odds of 3 against 1/3.
    frame = pd.DataFrame({"flag": [1.0] * 4 + [0.0] * 4})
    happened = np.array([1, 1, 1, 0, 1, 0, 0, 0], dtype=bool)

    fit = clustered_logit(frame, happened, np.arange(8))

    assert np.exp(fit.coefficients["flag"]) == pytest.approx(9, rel=1e-4)


def test_repeating_every_row_of_a_customer_tells_nothing_new():
    frame, happened, _ = planted(400)
    alone = clustered_logit(frame, happened, np.arange(400))

    twice = clustered_logit(
        pd.concat([frame, frame]), np.tile(happened, 2), np.tile(np.arange(400), 2)
    )

    assert twice.errors.to_numpy() == pytest.approx(alone.errors.to_numpy(), rel=1e-5)


def test_planted_odds_lie_within_their_intervals():
    fit = clustered_logit(*planted())

    away = (fit.coefficients - pd.Series({"x": 0.7, "flag": -0.4})) / fit.errors
    assert away.abs().max() < 3
    assert (fit.p_values < 1e-6).all()


def test_outcomes_that_are_all_alike_are_refused():
    frame, happened, who = planted(40)

    with pytest.raises(ValueError, match="all alike"):
        clustered_logit(frame, np.ones(len(happened), dtype=bool), who)
