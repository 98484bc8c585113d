"""Which experiments are asked, and what a unit of the metric leaves."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.experiments.uplift.asked import to_ask, unit_left

FREE = SimpleNamespace(cost=0.0, rate=0.5, guardrail="net_spend")


def declared(name, first_day, metric="order_days"):
    return SimpleNamespace(name=name, title=name.title(), first_day=first_day, metric=metric)


class Watched:
    """Experiments that passed their checks, with their units."""

    def __init__(self, *experiments, arms=("red", "blue")):
        self.checked = SimpleNamespace(
            readable=lambda: list(experiments), control=lambda name: "control",
            variants=lambda name: list(arms),
        )  # fmt: skip
        self.arms = ["control", *arms]

    def of(self, name):
        places = range(len(self.arms))
        return pd.DataFrame({
            "customer_id": [f"c{place}" for place in places], "arm": self.arms,
            "order_days": 2.0, "ordered": 1.0, "net_spend": [80.0, *places[1:]],
        })  # fmt: skip


OLD, NEW = declared("old", date(2025, 1, 1)), declared("new", date(2026, 1, 1), "kept")


def test_each_arm_of_each_experiment_is_asked_the_oldest_first():
    found = to_ask(Watched(NEW, OLD), FREE)

    assert [(one.experiment, one.arm, one.arms) for one in found] == [
        ("old", "red", 2), ("old", "blue", 2), ("new", "red", 2), ("new", "blue", 2),
    ]  # fmt: skip
    assert found[1].units["arm"].tolist() == ["control", "blue"]
    assert found[1].treated.tolist() == [False, True]
    assert to_ask(Watched(), FREE) == []


def test_only_so_many_of_the_newest_are_asked():
    found = to_ask(Watched(NEW, OLD, arms=("red",)), FREE, newest=1)

    assert [one.experiment for one in found] == ["new"]


def test_what_is_not_measured_of_each_customer_gives_way_to_net_spend():
    found = to_ask(Watched(NEW), FREE)[0]
    other = to_ask(Watched(OLD), SimpleNamespace(cost=0.0, rate=None, guardrail="kept"))[0]

    assert found.metric == "net_spend" and found.outcome.tolist() == [80.0, 1.0]
    assert found.guarded.tolist() == [80.0, 1.0]
    assert other.metric == "order_days" and other.guarded is None


def test_what_a_unit_leaves_can_be_counted():
    # Four order days for 120: 30 each, of which 40 % are left.
    without = pd.DataFrame({"order_days": [1, 3, 0], "ordered": [1, 1, 0],
                            "net_spend": [20, 100, 0]})  # fmt: skip

    assert unit_left(without, "order_days", 0.4) == pytest.approx(12.0)
    assert unit_left(without, "conversion", 0.4) == pytest.approx(24.0)
    assert unit_left(without, "net_spend", 0.4) == 0.4
    assert unit_left(without, "order_days", None) == pytest.approx(30.0)
    assert unit_left(without.iloc[2:], "order_days", 0.4) == 0.0
