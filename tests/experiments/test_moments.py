"""Moments of arms: numpy's, what the engine adds up, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from helpers.experiments.moments import Moments, moments, moments_of
from helpers.workspace import engine

UNITS = pd.DataFrame({
    "arm": ["a", "a", "a", "b", "b"], "spend": [1.0, 2.0, 6.0, 4.0, 8.0],
    "before": [0.0, 1.0, 2.0, 5.0, 7.0], "orders": [1, 1, 4, 2, 2],
})  # fmt: skip


def test_moments_can_be_counted_by_hand():
    found = moments(engine.in_memory(UNITS), [("spend", "before")])[("spend", "before")]

    # Arm a: mean 3, squares 4 + 1 + 9 over 2; before: mean 1, 1 + 0 + 1; together 2 + 0 + 3.
    assert found["a"] == Moments(3, 3.0, 7.0, 1.0, 1.0, 2.5)
    assert found["b"] == Moments(2, 6.0, 8.0, 6.0, 2.0, 4.0)


def test_one_pass_tells_what_numpy_tells_of_each_arm():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"arm": rng.choice(["x", "y", "z"], 900), "before": rng.gamma(2, 9, 900)})
    frame["spend"] = frame["before"] * 0.5 + rng.lognormal(3, 1, 900)

    told = moments(engine.in_memory(frame), [("spend", "before"), ("before", None)])

    for arm, own in frame.groupby("arm"):
        expected = moments_of(own["spend"].to_numpy(), own["before"].to_numpy())
        assert told[("spend", "before")][arm] == pytest.approx(expected, rel=1e-10)
        covariance = np.cov(own["spend"], own["before"])
        assert expected.covariance == pytest.approx(covariance[0, 1])
        assert expected.variance == pytest.approx(covariance[0, 0])
        assert told[("before", None)][arm].other_mean == 0


def test_moments_of_many_experiments_are_those_of_each():
    rng = np.random.default_rng(2)
    values, before = rng.gamma(1, 1, (4, 30)), rng.gamma(1, 1, (4, 30))

    together = moments_of(values, before)

    alone = [moments_of(*pair) for pair in zip(values, before, strict=True)]
    assert np.array(together[1:]).T == pytest.approx(np.array([one[1:] for one in alone]))


def test_units_in_another_order_have_the_same_moments():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"arm": rng.choice(["a", "b"], 5000), "spend": rng.gamma(0.1, 900, 5000)})

    first = moments(engine.in_memory(frame), [("spend", None)])
    again = moments(engine.in_memory(frame.sample(frac=1, random_state=1)), [("spend", None)])

    assert first == again


@pytest.mark.parametrize("hole", [None, float("nan")])
def test_a_metric_that_is_missing_in_one_arm_is_refused_by_name(hole):
    frame = UNITS.assign(spend=[1.0, 2.0, 6.0, hole, hole])

    with pytest.raises(ValueError, match="metric 'spend' is missing for 2 of 2 units of arm 'b'"):
        moments(engine.in_memory(frame), [("spend", "before")])


def test_an_arm_of_one_unit_is_refused_by_name():
    with pytest.raises(ValueError, match="arm 'b' has fewer than two units"):
        moments(engine.in_memory(UNITS.iloc[:4]), [("spend", None)])
