import numpy as np
import pytest
from scipy.special import digamma, gammaln

from helpers.value.rising import rising_log, rising_slope

STEPS = np.array([0, 1, 7, 250])


def test_ratios_of_gamma_functions_agree_with_scipys():
    found = rising_log(0.37, STEPS)

    assert found == pytest.approx(gammaln(0.37 + STEPS) - gammaln(0.37), rel=1e-12)


def test_their_slopes_agree_with_scipys_digamma():
    found = rising_slope(0.37, STEPS)

    assert found == pytest.approx(digamma(0.37 + STEPS) - digamma(0.37), rel=1e-12)


def test_no_digits_are_lost_where_the_start_is_large():
    # Differences of gamma functions are off by a thousandth here.
    found = rising_log(1e12, np.array([2]))[0]

    assert found == pytest.approx(2 * np.log(1e12), abs=1e-11)


def test_nobody_at_all_gives_nothing():
    assert rising_log(1.0, np.array([], dtype=int)).tolist() == []
