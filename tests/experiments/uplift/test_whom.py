"""One experiment, every step, on planted trials: whom to treat, and tables with contracts."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.experiments.uplift import whom
from helpers.experiments.uplift.asked import Compared
from helpers.experiments.uplift.whom import TABLES, looked_into
from helpers.workspace import contracts, engine

NAMES = Compared("try", "A try", None, "control", "new", "order_days")
DAY = date(2026, 1, 1)


def test_of(tables):
    return tables["uplift_tests"].iloc[0]


test_of.__test__ = False


@pytest.fixture(scope="module")
def targeted(make):
    """A change that helps half of the customers and harms the others."""
    return looked_into(make(1_600, helps=0.8, harms=0.6), NAMES, DAY, seed=1)


def test_a_change_that_harms_some_is_made_for_those_whom_it_helps(targeted, make):
    trial = make(1_600, helps=0.8, harms=0.6)

    recommended = targeted["uplift"]["recommended"].to_numpy(dtype=bool)

    assert test_of(targeted)[["policy", "why", "differs"]].tolist() == ["plain", "plain_pays", True]
    assert (recommended == trial.known["sport"].eq(1).to_numpy()).all()


def test_every_table_keeps_its_contract(targeted):
    for name in TABLES:
        table = targeted[name]
        contract = contracts.load(name)
        typed = engine.in_memory(table).cast(contract.schema)
        contracts.validate(typed, contract)
        assert list(table.columns) == list(contract.columns)


def test_the_value_of_the_policy_comes_back_from_the_table_of_customers(targeted):
    customers = targeted["uplift"]
    policy = targeted["uplift_policy"].set_index("policy").loc["all"]

    assert customers["measured_effect"].mean() == pytest.approx(policy["value"])
    assert customers["measured_effect"].mean() == pytest.approx(test_of(targeted)["effect"])


def test_one_effect_for_all_is_made_for_everybody_and_told_as_the_same_for_each(make):
    trial = make(1_200, same=0.6)

    found = looked_into(trial, NAMES, DAY, seed=1)

    customers = found["uplift"]
    assert test_of(found)[["policy", "differs"]].tolist() == ["all", False]
    assert customers["recommended"].all()
    assert customers["expected_effect"].nunique() == 1


def test_no_effect_is_made_for_nobody(make):
    found = looked_into(make(1_200), NAMES, DAY, seed=1)

    assert test_of(found)["policy"] == "none"
    assert not found["uplift"]["recommended"].any()


def test_of_very_many_customers_some_are_looked_at_and_everybody_is_told(make, monkeypatch):
    monkeypatch.setattr(whom, "MOST_LEARNT_FROM", 900)
    trial = make(1_500, helps=1.0, harms=1.0)

    found = looked_into(trial, NAMES, DAY, seed=1)

    customers = found["uplift"]
    assert len(customers) == 1_500 and customers["measured_effect"].count() == 900
    assert test_of(found)["customers"] == 900
    assert (customers["recommended"] == trial.known["sport"].eq(1).to_numpy()).all()


def test_the_same_seed_gives_the_same_tables(make):
    trial = make(600, helps=0.5)

    runs = [looked_into(trial, NAMES, DAY, seed=3) for _ in range(2)]

    for name in TABLES:
        pd.testing.assert_frame_equal(runs[0][name], runs[1][name])


def test_names_of_experiment_and_arm_stand_in_every_table(targeted):
    for name in TABLES:
        assert targeted[name][["experiment", "arm"]].drop_duplicates().values.tolist() == [
            ["try", "new"]
        ]


def test_a_cost_is_counted_in_units_of_the_metric(make):
    # Of an effect of .6, a cost of 10 leaves .1 where a unit leaves 20, and all are treated.
    trial = make(1_600, same=0.6)
    free = looked_into(trial, NAMES, DAY, seed=1)
    dear = looked_into(trial, NAMES._replace(cost=10.0, unit_left=20.0), DAY, seed=1)
    dearer = looked_into(trial, NAMES._replace(cost=16.0, unit_left=20.0), DAY, seed=1)

    values = [found["uplift_policy"].set_index("policy").loc["all", "value"]
              for found in (free, dear, dearer)]  # fmt: skip

    assert values[0] - values[1] == pytest.approx(0.5)
    assert values[0] - values[2] == pytest.approx(0.8)
    assert test_of(dearer)["policy"] == "none"
    assert test_of(dear)[["cost", "unit_left"]].tolist() == [10.0, 20.0]


def test_targeting_that_surely_lowers_the_guardrail_is_not_followed(make):
    trial = make(1_600, helps=0.8, harms=0.6)
    rng = np.random.default_rng(1)
    falls = 10 - 5.0 * trial.treated + rng.normal(size=1_600)

    safe = looked_into(trial, NAMES, DAY, seed=1, guard=10 + rng.normal(size=1_600))
    found = looked_into(trial, NAMES, DAY, seed=1, guard=falls)

    assert test_of(safe)["why"] == "plain_pays"
    assert test_of(found)["policy"] in ("all", "none")
    guards = found["uplift_policy"].set_index("policy")
    assert guards.loc["plain", "guard_upper"] < 0 == guards.loc["none", "guard"]


def test_of_several_arms_each_is_held_to_a_smaller_level(make, monkeypatch):
    asked = []
    real = whom.test_heterogeneity
    monkeypatch.setattr(whom, "test_heterogeneity",
                        lambda *args, level, **rest: asked.append(level) or real(*args, **rest))

    looked_into(make(600), NAMES._replace(arms=2), DAY, seed=1)

    assert asked == [0.025]
