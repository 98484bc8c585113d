"""What units did: after they were assigned, and not before."""

from datetime import date, timedelta

import pandas as pd
import pytest

from helpers.experiments.watching import days_known, last_assigned, within

FIRST, LAST = date(2026, 1, 5), date(2026, 3, 29)


def watched(make, own, as_of=date(2026, 9, 30)):
    """An experiment of 40 per arm in which only customer c0 orders, on some days since FIRST."""
    rows = [(f"c{n}", "control" if n % 2 else "new", FIRST) for n in range(80)]
    lines = make.orders([("c0", FIRST + timedelta(days=day), amount) for day, amount in own])
    return make.Planted(make.experiment(), make.log(rows), lines).watched(as_of)


def of_first(found):
    return found.units.set_index("customer_id").loc["c0"]


def test_spend_before_assignment_never_counts_and_that_of_its_day_does(make):
    one = of_first(watched(make, [(-1, 100.0), (0, 7.0), (3, 20.0)]))

    assert (one["order_days"], one["net_spend"]) == (2, 27.0)
    assert (one["order_days_before"], one["net_spend_before"]) == (1, 100.0)
    assert (one["ordered"], one["silent"], one["active_before"]) == (1, 0, 1)


def test_spend_after_the_last_day_does_not_count(make):
    one = of_first(watched(make, [((LAST - FIRST).days, 5.0), ((LAST - FIRST).days + 1, 90.0)]))

    assert one["net_spend"] == 5.0


def test_what_is_older_than_a_year_is_not_known_before(make):
    found = watched(make, [(-365, 10.0), (-366, 50.0)])
    one = of_first(found)

    assert one["net_spend_before"] == 10.0
    assert found.days["day"].tolist() == [-365]


def test_several_orders_of_one_day_are_one_order_day(make):
    one = of_first(watched(make, [(2, 5.0), (2, 6.0)]))

    assert (one["order_days"], one["net_spend"]) == (1, 11.0)


def test_who_never_ordered_has_nought_and_not_nothing(make):
    found = watched(make, [(2, 5.0)])

    others = found.units[found.units["customer_id"].ne("c0")]
    assert len(others) == 79 and others["net_spend"].eq(0).all()
    assert others["silent"].eq(1).all() and others["active_before"].eq(0).all()


def test_an_order_that_was_taken_back_is_none(make):
    planted = make.Planted(
        make.experiment(), make.log([(f"c{n}", "new" if n % 2 else "control", FIRST)
                                     for n in range(80)]),
        make.orders([("c0", FIRST, 9.0)]).assign(net_quantity=0),
    )  # fmt: skip

    assert of_first(planted.watched())["order_days"] == 0


def test_an_experiment_that_still_runs_is_watched_until_the_as_of_day(make):
    found = watched(make, [(2, 5.0), (30, 8.0)], as_of=FIRST + timedelta(days=20))

    assert of_first(found)["net_spend"] == 5.0
    assert days_known(found, "button") == 21
    assert last_assigned(found, "button") == FIRST


def test_days_since_assignment_are_counted_for_each_unit_by_itself(make):
    rows = [(f"c{n}", "control" if n % 2 else "new", FIRST) for n in range(78)]
    rows += [("late", "new", FIRST + timedelta(days=10)), ("last", "control", FIRST)]
    lines = make.orders([("late", FIRST + timedelta(days=9), 50.0),
                         ("late", FIRST + timedelta(days=12), 8.0)])  # fmt: skip
    found = make.Planted(make.experiment(), make.log(rows), lines).watched()

    late = found.units.set_index("customer_id").loc["late"]
    assert (late["net_spend"], late["net_spend_before"]) == (8.0, 50.0)
    units = found.of("button")
    assert within(found.days, units, 0, 1)["net_spend"].sum() == 0
    assert within(found.days, units, 0, 2)["net_spend"].sum() == 8.0


def test_each_unit_stands_once_with_its_arm(doubling):
    found = doubling.watched()

    assert not found.units.duplicated(["experiment", "customer_id"]).any()
    assert found.units["arm"].value_counts().to_dict() == {"control": 300, "new": 300}
    inside = doubling.lines[doubling.lines["event_day"].between(FIRST, LAST)]
    assert found.units["net_spend"].sum() == pytest.approx(inside["net_amount"].sum())
    assert isinstance(found.units["assigned_on"].iloc[0], pd.Timestamp)
