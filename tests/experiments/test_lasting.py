"""Whether effects last: those that do, those that end, and what is not known yet."""

from datetime import date

import numpy as np
import pytest
import statsmodels.api as sm

from helpers.experiments.lasting import lasting


def test_an_effect_that_ends_with_the_change_is_told_from_one_that_lasts(make, doubling):
    ending = lasting(doubling.watched()).set_index(["metric", "from_day"])
    going_on = lasting(make.planted(seed=2, lift=2.0, lasts=True, last_day=None).watched())
    going_on = going_on.set_index(["metric", "from_day"])

    assert ending.loc[("order_days", 0), "verdict"] == "works"
    assert ending.loc[("order_days", 91), "verdict"] == "not told apart"
    assert going_on.loc[("order_days", 91), "verdict"] == "works"


def test_only_days_count_that_are_known_of_everybody(doubling):
    found = lasting(doubling.watched(as_of=date(2026, 7, 4)))  # 181 days, the first included

    assert found["through_day"].max() == 90
    assert lasting(doubling.watched(as_of=date(2026, 7, 5)))["through_day"].max() == 181


def test_before_91_days_have_passed_nothing_is_told(doubling):
    found = lasting(doubling.watched(as_of=date(2026, 4, 4)))

    assert found.empty and "p_adjusted" in found.columns


def test_days_after_the_end_are_marked(doubling, make):
    found = lasting(doubling.watched())

    # Twelve weeks end on day 83: the first 91 days begin before it.
    assert found.groupby("from_day")["after_end"].first().to_dict() == {0: False, 91: True}
    holdout = lasting(make.planted(seed=4, customers=120, last_day=None).watched())
    assert not holdout["after_end"].any()


def test_the_effect_is_that_of_the_regression_on_arm_and_spend_before(doubling):
    watched = doubling.watched()
    units = watched.of("button").set_index("customer_id")
    inside = watched.days[watched.days["day"].between(91, 181)]
    spend = inside.groupby("customer_id")["spend"].sum().reindex(units.index).fillna(0)
    beside = np.column_stack([units["arm"].eq("new"), units["net_spend_before"]]).astype(float)
    expected = sm.OLS(spend.to_numpy(), sm.add_constant(beside)).fit().params[1]

    found = lasting(watched)

    own = found[found["metric"].eq("net_spend") & found["from_day"].eq(91)].iloc[0]
    assert own["effect"] == pytest.approx(expected, abs=0.01)  # spend is told in cents
    assert own["n"] == 600
