"""Plans: statsmodels' power, laws, and a planned experiment that shows what was promised."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.power import NormalIndPower, TTestIndPower

from helpers.evidence import sample_of, welch_difference
from helpers.experiments.planning import customers_needed, plans, power, smallest_seen

AS_OF = date(2026, 9, 30)


def test_the_customers_needed_are_those_of_statsmodels():
    per_arm = TTestIndPower().solve_power(effect_size=0.1, alpha=0.05, power=0.8)

    assert customers_needed(20.0, 2.0) == pytest.approx(2 * per_arm, rel=0.005)


def test_an_uneven_split_needs_more():
    per_arm = TTestIndPower().solve_power(effect_size=0.1, alpha=0.05, power=0.8, ratio=9)

    assert customers_needed(1.0, 0.1, treated=0.1) == pytest.approx(10 * per_arm, rel=0.005)
    assert customers_needed(1.0, 0.1, treated=0.1) > 2.5 * customers_needed(1.0, 0.1)


@pytest.mark.parametrize(("effect", "treated"), [(0.05, 0.5), (0.1, 0.2), (0.0, 0.5)])
def test_the_chance_to_show_an_effect_is_that_of_statsmodels(effect, treated):
    treated_arm = round(1200 * treated)
    other = NormalIndPower().power(effect, treated_arm, 0.05, ratio=(1 - treated) / treated)

    assert power(20.0, 20 * effect, 1200, treated) == pytest.approx(other, abs=1e-9)


def test_the_smallest_effect_is_shown_with_the_chance_that_was_asked_for():
    assert power(3.0, smallest_seen(3.0, 500, 0.3), 500, 0.3) == pytest.approx(0.8, abs=1e-5)


def test_what_is_seen_with_the_customers_needed_is_what_was_asked_for():
    assert smallest_seen(20.0, customers_needed(20.0, 2.0)) == pytest.approx(2.0, rel=1e-3)


def test_the_smallest_effect_is_shown_four_times_in_five():
    rng = np.random.default_rng(1)
    effect = smallest_seen(1.0, 400)
    found = welch_difference(
        treatment=sample_of(rng.normal(effect, 1, (4000, 200))),
        control=sample_of(rng.normal(0, 1, (4000, 200))),
    )

    assert (found.p_value < 0.05).mean() == pytest.approx(0.8, abs=0.02)


def test_an_experiment_without_a_control_is_refused():
    with pytest.raises(ValueError, match="treated must lie between 0 and 1, not at 1"):
        smallest_seen(1.0, 100, treated=1.0)


def test_plans_tell_what_customers_did_in_the_last_weeks(make):
    names = pd.Series([f"c{n}" for n in range(10)])
    lines = make.orders(
        [("c0", AS_OF, 30.0), ("c0", AS_OF - timedelta(days=27), 10.0),
         ("c1", AS_OF - timedelta(days=28), 99.0)]
    )  # fmt: skip

    found = plans(names, make.as_table(lines), as_of=AS_OF, smallest=0.1)
    found = found.set_index(["metric", "days"])

    assert found.loc[("net_spend", 28), "mean"] == pytest.approx(4.0)
    assert found.loc[("order_days", 28), "mean"] == pytest.approx(0.2)
    assert found.loc[("conversion", 56), "mean"] == pytest.approx(0.2)
    assert found.loc[("order_days", 28), "customers"] == 10
    assert found["treated_share"].eq(0.5).all() and found["power"].between(0.05, 1).all()
    spread = np.std([2] + [0] * 9, ddof=1)
    assert found.loc[("order_days", 28), "spread"] == pytest.approx(spread)


def test_a_year_before_that_explains_leaves_less_to_chance(doubling, make):
    names = pd.Series(doubling.assignments["customer_id"].unique())
    lines = make.as_table(doubling.lines)

    found = plans(names, lines, as_of=AS_OF, smallest=0.1).set_index(["metric", "days"])

    assert (found["adjusted_spread"] < found["spread"]).all()
    # Longer experiments see smaller effects.
    assert found.loc[("order_days", 84), "smallest_seen"] < found.loc[
        ("order_days", 28), "smallest_seen"
    ]  # fmt: skip


def test_where_nobody_ordered_nothing_can_be_planned(make):
    lines = make.as_table(make.orders([("x", AS_OF - timedelta(days=200), 5.0)]))

    found = plans(pd.Series(["a", "b"]), lines, as_of=AS_OF, smallest=0.1)

    assert found.empty and "needed" in found.columns
