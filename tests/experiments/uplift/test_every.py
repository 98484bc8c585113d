"""All experiments: who is asked of what, why nothing can be told, and what was known before."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.experiments.uplift import every
from helpers.experiments.uplift.every import NOT_TOLD, for_whom
from helpers.experiments.uplift.whom import TABLES
from helpers.reporting import catalogue
from helpers.workspace import contracts

FREE = SimpleNamespace(cost=0.0, rate=None, guardrail="net_spend")


def units(number, *, same=False, day="2026-01-12"):
    each = np.arange(number)
    bought = np.zeros(number) if same else each % 3.0
    return pd.DataFrame({
        "customer_id": [f"c{place:04d}" for place in each], "assigned_on": pd.Timestamp(day),
        "arm": np.where(each % 2, "red", "control"), "order_days": bought,
        "net_spend": 10 * bought,
    })  # fmt: skip


class Watched:
    """Experiments that passed their checks: the name, the first day and the units of each."""

    def __init__(self, **experiments):
        self.experiments = experiments
        told = [SimpleNamespace(name=name, title=name, metric="order_days",
                                first_day=own["assigned_on"].min().date())
                for name, own in experiments.items()]  # fmt: skip
        self.checked = SimpleNamespace(
            readable=lambda: told, control=lambda name: "control", variants=lambda name: ["red"]
        )

    def of(self, name):
        return self.experiments[name]


@pytest.fixture
def asked(monkeypatch):
    """The days of which it was asked what was known; what is known is a number."""
    days = []

    def known(desk, customers, day, *, seed):
        days.append(day)
        index = pd.Index(sorted(customers), name="customer_id")
        return pd.DataFrame({"age": np.arange(len(index), dtype=float)}, index=index)

    monkeypatch.setattr(every, "known_before", known)
    return days


def test_what_is_known_ends_the_day_before_the_first_assignment(asked):
    found = for_whom(None, Watched(x=units(900)), FREE, seed=1)

    assert asked == [date(2026, 1, 11)]
    assert found.tests["known_through"].tolist() == [pd.Timestamp("2026-01-11")]
    assert found.tests["customers"].tolist() == [900]


def test_every_experiment_has_rows_of_its_own(asked):
    watched = Watched(new=units(600), old=units(500, day="2025-03-03"))

    found = for_whom(None, watched, FREE, seed=1)

    assert found.tests["experiment"].tolist() == ["old", "new"]
    sizes = [len(found.of("uplift", test)) for _, test in found.tests.iterrows()]
    assert sizes == [500, 600]
    alone = for_whom(None, Watched(new=units(600)), FREE, seed=1)
    both = found.of("uplift_policy", found.tests.iloc[1]).reset_index(drop=True)
    pd.testing.assert_frame_equal(both, alone.tables["uplift_policy"])


@pytest.mark.parametrize(
    ("watched", "cost", "why"),
    [
        (Watched(few=units(100)), 0.0, "few_customers"),
        (Watched(idle=units(900, same=True)), 0.0, "no_outcome"),
        (Watched(free=units(900).assign(net_spend=0.0)), 1.0, "nothing_left"),
    ],
)
def test_where_nothing_can_be_told_the_reason_is_and_every_table_is_empty(watched, cost, why):
    found = for_whom(None, watched, SimpleNamespace(cost=cost, rate=None, guardrail=""), seed=1)

    assert [unless for _, unless in found.not_told] == [why]
    assert all(found.tables[name].empty for name in TABLES)


def test_a_causal_forest_is_asked_only_where_that_is_wanted(asked, monkeypatch):
    told = []
    monkeypatch.setattr(every, "looked_into",
                        lambda *args, learners, **rest: told.append(learners) or {
                            name: contracts.empty(name) for name in TABLES})  # fmt: skip

    for_whom(None, Watched(x=units(900)), FREE, seed=1)
    for_whom(None, Watched(x=units(900)), FREE, seed=1, forest=True)

    assert told == [("s", "t", "x", "class"), ("s", "t", "x", "class", "forest")]


def test_without_experiments_there_is_nothing_and_no_reason():
    found = for_whom(None, Watched(), FREE, seed=1)

    assert found.tests.empty and found.not_told == []


def test_every_reason_has_a_sentence():
    for language in catalogue.languages():
        known = catalogue.messages(language)
        assert all(f"experiments_uplift.unless_{why}" in known for why in NOT_TOLD)
