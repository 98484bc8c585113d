"""The course of an experiment: what each look knew, and what may be said at it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.evidence import sample_of, welch_difference
from helpers.experiments.course import course, newest_look, with_sequence
from helpers.experiments.sequential import always_valid_p


def test_the_last_look_is_the_plain_reading_of_the_whole_experiment(doubling):
    watched = doubling.watched()
    units = watched.of("button")
    arms = [sample_of(units.loc[units["arm"].eq(arm), "order_days"]) for arm in ("new", "control")]
    expected = welch_difference(treatment=arms[0], control=arms[1])

    look = newest_look(course(watched), "button", "new", "order_days")

    assert look["look_day"].date() == date(2026, 3, 29)
    assert (look["effect"], look["lower"], look["upper"]) == pytest.approx(expected[:3])


def test_looks_are_weekly_and_each_knows_no_later_day(doubling):
    watched = doubling.watched()
    earlier = doubling.watched(as_of=date(2026, 2, 8))

    looks, before = course(watched), course(earlier)

    assert len(looks) == 3 * 12
    same = looks[looks["look_day"].le("2026-02-08")].reset_index(drop=True)
    columns = ["effect", "lower", "sequential_lower", "sequential_upper", "p_always"]
    assert same[columns].to_numpy() == pytest.approx(
        before.sort_values(["metric", "look_day"])[columns].to_numpy()
    )


def test_the_bounds_for_all_looks_hold_those_of_one_look(doubling):
    looks = course(doubling.watched())

    assert looks["sequential_lower"].lt(looks["lower"]).all()
    assert looks["sequential_upper"].gt(looks["upper"]).all()


def test_a_change_that_doubles_orders_is_seen_before_the_end(doubling):
    looks = course(doubling.watched())
    own = looks[looks["metric"].eq("order_days")].sort_values("look_day")

    sure = own[own["sequential_lower"].gt(0)]
    assert len(sure) and sure["look_day"].iloc[0].date() < date(2026, 3, 29)
    assert np.diff(own["p_always"]).max() <= 0


def test_a_change_that_does_nothing_is_not_seen(null):
    looks = course(null.watched())

    assert not (looks["sequential_lower"].gt(0) | looks["sequential_upper"].lt(0)).any()


def test_what_was_once_sure_stays_so_though_later_looks_are_not(make):
    days = pd.to_datetime(["2026-01-11", "2026-01-18", "2026-01-25"])
    looks = pd.DataFrame({
        "look_day": days, "effect": [0.5, 0.1, 0.0], "standard_error": 0.1, "n": [200, 400, 600],
    })  # fmt: skip

    found = with_sequence(looks, make.experiment())

    # The first look is taken for 7 of the planned 84 days of information.
    assert found["p_always"].iloc[0] == pytest.approx(always_valid_p(5.0, 7 / 84))
    assert found["p_always"].nunique() == 1
    assert found["sequential_lower"].iloc[-1] < 0


def test_an_experiment_without_end_is_followed_to_the_as_of_day(make):
    watched = make.planted(seed=3, customers=120, last_day=None).watched(as_of=date(2026, 2, 4))

    looks = course(watched)

    assert looks["look_day"].max().date() == date(2026, 2, 4)


def test_where_nobody_ordered_there_is_no_look(make):
    rows = [(f"c{n}", "control" if n % 2 else "new", date(2026, 1, 5)) for n in range(80)]
    lines = make.orders([("c0", date(2025, 6, 1), 5.0)])

    looks = course(make.Planted(make.experiment(), make.log(rows), lines).watched())

    assert looks.empty and "p_always" in looks.columns
    assert newest_look(looks, "button", "new", "order_days") is None
