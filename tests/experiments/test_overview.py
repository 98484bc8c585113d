"""All experiments together: hand counts, limits, and luck taken off where the truth is known."""

import numpy as np
import pandas as pd
import pytest

from helpers.experiments.overview import Z, overview, standard_errors, usual_spread
from helpers.workspace import contracts


def results(effects, errors):
    effects, errors = np.asarray(effects, float), np.asarray(errors, float)
    return pd.DataFrame({
        "experiment": [f"e{n:04d}" for n in range(len(effects))], "variant": "new",
        "metric": "order_days", "relative": effects, "relative_lower": effects - Z * errors,
        "relative_upper": effects + Z * errors, "is_primary": True, "verdict": "not told apart",
        "n": 500,
    })  # fmt: skip


def test_effects_are_drawn_towards_none_as_can_be_counted():
    # Spread: the root of (4 x .01 + .25 - .01) / 5; the weight .056 / (.056 + .01).
    found = overview(results([0.5], [0.1])).iloc[0]

    assert found["usual_spread"] == pytest.approx(0.056**0.5)
    assert found["shrunken"] == pytest.approx(0.5 * 0.056 / 0.066)


def test_the_less_sure_an_effect_the_more_of_it_is_luck():
    found = overview(results([0.2, 0.2], [0.01, 0.2]))

    assert found["shrunken"].iloc[0] > 0.19
    assert found["shrunken"].iloc[1] < 0.1


def test_the_spread_of_many_experiments_is_learnt_from_them():
    rng = np.random.default_rng(1)
    effects = rng.normal(0, 0.3, 4000)
    errors = np.full(4000, 0.05)

    found = usual_spread(rng.normal(effects, errors), errors, usual_lift=0.01)

    assert found == pytest.approx(0.3, rel=0.05)


def test_what_looks_best_is_less_wrong_once_luck_is_taken_off():
    rng = np.random.default_rng(2)
    effects = rng.normal(0, 0.1, 400)
    read = rng.normal(effects, 0.1)
    found = overview(results(read, np.full(400, 0.1)))

    best = np.argsort(read)[-20:]
    plain = (read[best] - effects[best]).mean()
    shrunken = (found["shrunken"].to_numpy()[best] - effects[best]).mean()
    assert plain > 0.05
    assert abs(shrunken) < plain / 2
    held = (found["shrunken_lower"] <= effects) & (effects <= found["shrunken_upper"])
    assert 0.92 < held.mean() < 0.99


def test_only_what_experiments_were_to_change_counts():
    told = results([0.1, 0.2], [0.1, 0.1]).assign(is_primary=[True, False])

    assert overview(told)["experiment"].tolist() == ["e0000"]
    assert list(overview(told.iloc[:0]).columns) == list(
        contracts.load("experiment_overview").columns
    )


def test_standard_errors_are_those_of_the_intervals():
    assert standard_errors(results([0.1, 0.3], [0.02, 0.07])) == pytest.approx([0.02, 0.07])
