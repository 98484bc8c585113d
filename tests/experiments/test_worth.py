"""What a change is worth: cases that can be counted, and a known number of customers."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.power import TTestIndPower

from helpers.experiments.worth import left_of_sales, needed_units, net_value

SPEND = pd.Series({"effect": 20.0, "lower": 10.0, "upper": 30.0, "n": 200, "standard_error": 5.0})


def test_what_is_left_of_sales_less_the_cost_is_the_net_value():
    assert net_value(SPEND, cost=3.0, rate=0.25) == (2.0, -0.5, 4.5)


def test_where_costs_are_not_known_sales_count_whole():
    assert net_value(SPEND, cost=3.0, rate=None) == (17.0, 7.0, 27.0)


def test_sales_that_cost_more_than_they_bring_turn_the_interval():
    assert net_value(SPEND, cost=0.0, rate=-0.5) == (-10.0, -15.0, -5.0)


def test_what_is_left_is_that_of_all_customers_together():
    costs = pd.DataFrame({"revenue": [100.0, 300.0, 50.0], "margin": [50.0, 70.0, np.nan]})

    assert left_of_sales(costs) == pytest.approx(0.3)
    assert left_of_sales(costs.iloc[:0]) is None


def test_the_customers_that_are_needed_are_those_of_statsmodels():
    # Standard deviation 8 in two arms of 100: the error of the difference is the root of 1.28.
    result = pd.Series({"n": 200, "standard_error": 1.28**0.5})
    per_arm = TTestIndPower().solve_power(effect_size=0.25, alpha=0.05, power=0.8)

    assert needed_units(result, smallest=2.0) == pytest.approx(2 * per_arm, rel=0.01)


def test_half_the_effect_needs_four_times_the_customers():
    assert needed_units(SPEND, 1.0) == pytest.approx(4 * needed_units(SPEND, 2.0), abs=4)
    assert needed_units(SPEND, 0.0) is None
