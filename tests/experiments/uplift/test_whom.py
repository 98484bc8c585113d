"""Every step together, on planted trials: whom to treat, and tables that keep their contracts."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.experiments.uplift import whom
from helpers.experiments.uplift.policy import Terms
from helpers.experiments.uplift.whom import (
    TABLES,
    Compared,
    chosen,
    for_whom,
    looked_into,
)
from helpers.workspace import contracts, engine

NAMES = Compared("try", None, "control", "treatment", "order_days")


@pytest.fixture(scope="module")
def targeted(make):
    """A change that helps half of the customers and harms the others."""
    return looked_into(make(1_600, helps=0.8, harms=0.6), NAMES, date(2026, 1, 1),
                       terms=Terms(), seed=1)  # fmt: skip


def test_a_change_that_harms_some_is_made_for_those_whom_it_helps(targeted, make):
    trial = make(1_600, helps=0.8, harms=0.6)

    recommended = targeted.tables["uplift"]["recommended"].to_numpy(dtype=bool)

    assert targeted.test[["policy", "why", "differs"]].tolist() == ["plain", "plain_pays", True]
    assert (recommended == trial.known["sport"].eq(1).to_numpy()).all()


def test_every_table_keeps_its_contract(targeted):
    for name in TABLES:
        table = targeted.tables[name]
        contract = contracts.load(name)
        typed = engine.in_memory(table).cast(contract.schema)
        contracts.validate(typed, contract)
        assert list(table.columns) == list(contract.columns)


def test_the_value_of_the_policy_comes_back_from_the_table_of_customers(targeted):
    customers = targeted.tables["uplift"]
    policy = targeted.tables["uplift_policy"].set_index("policy").loc["all"]

    assert customers["measured_effect"].mean() == pytest.approx(policy["value"])
    assert customers["measured_effect"].mean() == pytest.approx(targeted.test["effect"])


def test_one_effect_for_all_is_made_for_everybody_and_told_as_the_same_for_each(make):
    trial = make(1_200, same=0.6)

    found = looked_into(trial, NAMES, date(2026, 1, 1), terms=Terms(), seed=1)

    customers = found.tables["uplift"]
    assert found.test[["policy", "differs"]].tolist() == ["all", False]
    assert customers["recommended"].all()
    assert customers["expected_effect"].nunique() == 1


def test_no_effect_is_made_for_nobody(make):
    found = looked_into(make(1_200), NAMES, date(2026, 1, 1), terms=Terms(), seed=1)

    assert found.test["policy"] == "none"
    assert not found.tables["uplift"]["recommended"].any()


def test_of_very_many_customers_some_are_looked_at_and_everybody_is_told(make, monkeypatch):
    monkeypatch.setattr(whom, "MOST_LEARNT_FROM", 900)
    trial = make(1_500, helps=1.0, harms=1.0)

    found = looked_into(trial, NAMES, date(2026, 1, 1), terms=Terms(), seed=1)

    customers = found.tables["uplift"]
    assert len(customers) == 1_500 and customers["measured_effect"].count() == 900
    assert found.test["customers"] == 900
    assert (customers["recommended"] == trial.known["sport"].eq(1).to_numpy()).all()


def test_the_same_seed_gives_the_same_tables(make):
    trial = make(600, helps=0.5)

    runs = [looked_into(trial, NAMES, date(2026, 1, 1), terms=Terms(), seed=3) for _ in range(2)]

    for name in TABLES:
        pd.testing.assert_frame_equal(runs[0].tables[name], runs[1].tables[name])


def declared(name, first_day, metric="order_days"):
    return SimpleNamespace(name=name, first_day=first_day, metric=metric)


class Watched:
    """Experiments that passed their checks, with their units."""

    def __init__(self, *experiments, units=None, arms=("red", "blue")):
        self.checked = SimpleNamespace(
            readable=lambda: list(experiments), control=lambda name: "control",
            variants=lambda name: list(arms),
        )  # fmt: skip
        self.units = units if units is not None else pd.DataFrame({"arm": ["control", *arms]})

    def of(self, name):
        return self.units


def test_the_newest_experiment_is_looked_into_and_the_first_of_its_arms():
    old, new = declared("old", date(2025, 1, 1)), declared("new", date(2026, 1, 1), "kept")

    found = chosen(Watched(old, new))

    assert found[0] == "new" and found[2:] == ("control", "red", "net_spend")
    assert found.units["arm"].tolist() == ["control", "red"]
    assert chosen(Watched(old, new), experiment="old", arm="blue")[2:4] == ("control", "blue")
    assert chosen(Watched(old), experiment="other") is None


def units(number, *, same=False):
    each = np.arange(number)
    return pd.DataFrame({
        "customer_id": [f"c{place}" for place in each], "assigned_on": pd.Timestamp("2026-01-12"),
        "arm": np.where(each % 2, "red", "control"),
        "order_days": np.zeros(number) if same else each % 3.0,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("watched", "why"),
    [
        (Watched(), "no_experiment"),
        (Watched(declared("few", date(2026, 1, 1)), units=units(100)), "few_customers"),
        (Watched(declared("idle", date(2026, 1, 1)), units=units(900, same=True)), "no_outcome"),
    ],
)
def test_where_nothing_can_be_told_the_reason_is_and_every_table_is_empty(watched, why):
    found = for_whom(None, watched, seed=1)

    assert found.unless == why
    assert all(found.tables[name].empty for name in TABLES)


def test_what_is_known_ends_the_day_before_the_first_assignment(monkeypatch):
    asked = []

    def known(desk, customers, day, *, seed):
        asked.append(day)
        index = pd.Index(sorted(customers), name="customer_id")
        return pd.DataFrame({"age": np.arange(len(index), dtype=float)}, index=index)

    monkeypatch.setattr(whom, "known_before", known)

    found = for_whom(None, Watched(declared("x", date(2026, 1, 12)), units=units(900)), seed=1)

    assert asked == [date(2026, 1, 11)]
    assert found.test["customers"] == 900
    assert found.test["known_through"] == pd.Timestamp("2026-01-11")
