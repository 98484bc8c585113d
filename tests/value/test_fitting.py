import numpy as np
import pytest
from scipy.optimize import minimize

from helpers.value import bgnbd, paretonbd
from helpers.value.fitting import BLOCK, FURTHEST, climb, covariance, in_blocks, some_of
from helpers.value.histories import Cells, cells

PLACE = np.log([2.0, 5.0])
SHARP = np.array([[40.0, 10.0], [10.0, 20.0]])


def hill(logs):
    """A hill about (2, 5), whose curvature is known."""
    away = logs - PLACE
    return float(-7 - away @ SHARP @ away / 2), -SHARP @ away


def ridge(logs):
    """Only the ratio of the two parameters matters."""
    away = logs[0] - logs[1] - 1
    return float(-away * away), np.array([-2 * away, 2 * away])


def two_tops(logs):
    """A low top at 1 and a high one at e^4."""
    low, high = 100 * np.exp(-(logs**2)), 200 * np.exp(-((logs - 4) ** 2))
    return float((low + high)[0]), -2 * logs * low - 2 * (logs - 4) * high


def test_the_top_of_a_hill_is_found_with_its_covariance():
    top = climb(hill, [(1.0, 1.0)])

    assert np.exp(top.logs) == pytest.approx([2, 5], rel=1e-4)
    assert top.log_likelihood == pytest.approx(-7)
    assert top.covariance == pytest.approx(np.linalg.inv(SHARP), rel=1e-6)
    assert top.converged


def test_the_top_is_the_one_that_scipys_optimiser_finds(plant):
    drawn = plant("bgnbd", 1_000, 5, r=0.8, alpha=6.0, a=0.9, b=3.0)
    likelihood = bgnbd.likelihood_of(cells(drawn))

    top = climb(likelihood, bgnbd.STARTS)

    theirs = minimize(lambda logs: -likelihood(logs)[0] / 1_000, top.logs + 0.3, method="BFGS")
    assert top.logs == pytest.approx(theirs.x, abs=1e-2)
    assert top.log_likelihood >= -1_000 * theirs.fun - 1e-6


def test_of_two_tops_the_higher_one_is_found():
    top = climb(two_tops, [(1.0,), (30.0,)])

    assert top.logs == pytest.approx([4], abs=1e-3)


def test_along_a_ridge_nothing_is_told_apart_and_nothing_breaks():
    top = climb(ridge, [(1.0, 1.0)])

    assert top.converged
    # The ratio is known as well as the hill is sharp; the way along the ridge has no bound.
    assert np.array([1, -1]) @ top.covariance @ [1, -1] == pytest.approx(1 / 2)
    assert np.array([1, 1]) @ top.covariance @ [1, 1] / 2 == pytest.approx(100**2)


def test_a_slope_without_end_is_followed_to_the_bound():
    top = climb(lambda logs: (float(logs[0]), np.ones(1)), [(1.0,)])

    assert top.logs == pytest.approx([FURTHEST])
    assert top.converged


def test_a_lower_bound_is_kept():
    top = climb(hill, [(9.0, 9.0)], lowest=(3.0, 1.0))

    assert np.exp(top.logs[0]) == pytest.approx(3)


def test_the_covariance_is_that_of_the_curvature():
    assert covariance(hill, PLACE) == pytest.approx(np.linalg.inv(SHARP), rel=1e-6)


def test_a_sum_over_blocks_is_the_sum_over_all(plant):
    drawn = cells(plant("bgnbd", 300, 5, r=0.8, alpha=6.0, a=0.9, b=3.0))
    many = Cells(*(np.tile(column, BLOCK // 100) for column in drawn))
    logs = np.zeros(4)

    value, slopes = in_blocks(bgnbd.likelihood_of, many)(logs)

    whole, by_log = bgnbd.likelihood_of(many)(logs)
    assert len(many.age) > 2 * BLOCK
    assert value == pytest.approx(whole, rel=1e-12)
    assert slopes == pytest.approx(by_log, rel=1e-9)


def test_some_rows_stand_for_all_from_end_to_end():
    columns = Cells(*(np.arange(20_000.0) for _ in range(4)))

    some = some_of(columns)

    assert len(some.age) == 5_000
    assert (some.age[0], some.age[-1]) == (0, 19_996)


def test_at_a_bound_of_a_curved_ridge_few_evaluations_are_enough(plant):
    # Customers who all stop at the same rate: s and beta go to their bound together.
    likelihood = paretonbd.likelihood_of(cells(plant("paretonbd", 1_500, 2, r=0.9, alpha=13.0,
                                                     s=5e3, beta=6e5)))  # fmt: skip
    asked = []

    def counted(logs):
        asked.append(logs)
        return likelihood(logs)

    top = climb(counted, paretonbd.STARTS)

    assert top.converged
    assert top.logs[3] == FURTHEST
    assert len(asked) < 500
