import numpy as np
import pytest

from helpers.demo.interventions import Intervention, thinned


def test_only_purchases_of_the_treated_on_its_days_are_thinned():
    customer = np.repeat([0, 1, 2], 4000)
    day = np.tile([5, 15], 6000)
    change = Intervention("less", np.array([0, 1]), 10, 20, np.array([0.6, 1.4]))

    kept = thinned(customer, day, change, 3, np.random.default_rng(1))

    assert kept[(day == 5) | (customer != 0)].all()
    assert kept[(day == 15) & (customer == 0)].mean() == pytest.approx(0.6, abs=0.04)
