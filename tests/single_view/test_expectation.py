import numpy as np
import pytest

from helpers.single_view.expectation import Learnt, maximise, probabilities

PLANTED = Learnt(
    0.02,
    [np.array([0.1, 0.9]), np.array([0.2, 0.3, 0.5]), np.array([0.05, 0.95])],
    [np.array([0.99, 0.01]), np.array([0.9, 0.08, 0.02]), np.array([0.7, 0.3])],
)


def simulated(rows=400_000, seed=1):
    """Return patterns and their counts under the planted parameters."""
    rng = np.random.default_rng(seed)
    same = rng.random(rows) < PLANTED.share
    columns = []
    for m, u in zip(PLANTED.m, PLANTED.u, strict=True):
        level = np.where(same, rng.choice(len(m), rows, p=m), rng.choice(len(u), rows, p=u))
        columns.append(np.where(rng.random(rows) < 0.1, -1, level))
    return np.unique(np.column_stack(columns), axis=0, return_counts=True)


def test_planted_parameters_are_recovered_from_a_poor_start():
    start = Learnt(0.1, [np.linspace(0.2, 0.8, len(m)) / np.linspace(0.2, 0.8, len(m)).sum()
                         for m in PLANTED.m], PLANTED.u)  # fmt: skip

    found = maximise(*simulated(), start)

    assert found.share == pytest.approx(PLANTED.share, rel=0.05)
    for side in ("m", "u"):
        for got, planted in zip(getattr(found, side), getattr(PLANTED, side), strict=True):
            assert got == pytest.approx(planted, abs=0.03)


def test_u_that_is_known_stays():
    found = maximise(*simulated(), PLANTED._replace(share=0.5), u_is_known=True)

    assert all(got is known for got, known in zip(found.u, PLANTED.u, strict=True))
    assert found.m[0] == pytest.approx(PLANTED.m[0], abs=0.03)


def test_the_probability_is_bayes_rule():
    pattern = np.array([[1, 2, 1], [-1, -1, -1]])

    found = probabilities(pattern, PLANTED)

    odds = 0.02 / 0.98 * (0.9 / 0.01) * (0.5 / 0.02) * (0.95 / 0.3)
    assert found == pytest.approx([odds / (1 + odds), 0.02])


def test_a_level_that_nobody_shows_stays_possible():
    patterns, pairs = simulated()
    shown = patterns[:, 1] != 2

    found = maximise(patterns[shown], pairs[shown], PLANTED)

    assert all((side > 0).all() for side in (*found.m, *found.u))
