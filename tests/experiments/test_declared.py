"""What is declared of experiments, and what is made of words that people use."""

from datetime import date

import pandas as pd
import pytest

from helpers.experiments.declared import control_arm, days_of, declared, metric_of


def told(make, **changed):
    rows = {
        "experiment": ["b", "a"], "event_day": [date(2026, 3, 2), date(2026, 1, 5)],
        "last_day": [date(2026, 3, 29), None], "treatment_share": [0.5, None],
        "metric": ["Orders", None], "title": ["A button", None],
    }  # fmt: skip
    return make.as_table(pd.DataFrame(rows | changed))


def test_experiments_come_in_the_order_in_which_they_began(make):
    first, second = declared(told(make))

    assert (first.name, second.name) == ("a", "b")
    assert second[1:] == ("A button", date(2026, 3, 2), date(2026, 3, 29), 0.5, "order_days", True)


def test_what_is_not_declared_is_known_not_to_be(make):
    first = declared(told(make))[0]

    assert first.last_day is None and first.treatment_share is None
    assert (first.title, first.metric, first.metric_declared) == ("a", "net_spend", False)


def test_a_metric_that_is_not_measured_here_is_none(make):
    found = declared(told(make, metric=["happiness", "转化率"]))

    assert [one.metric for one in found] == ["conversion", None]
    assert [one.metric_declared for one in found] == [True, True]


def test_one_experiment_may_be_read_alone(make):
    assert [one.name for one in declared(told(make), experiment="b")] == ["b"]


def test_an_experiment_that_is_not_declared_is_refused_with_those_that_are(make):
    with pytest.raises(ValueError, match="'c' is not declared; there are: a, b"):
        declared(told(make), experiment="c")


def test_an_experiment_that_ends_before_it_begins_is_refused(make):
    ends = [date(2026, 2, 1), None]

    with pytest.raises(ValueError, match="'b' ends on 2026-02-01, before its 2026-03-02"):
        declared(told(make, last_day=ends))


@pytest.mark.parametrize(
    "arms", [["control", "x"], ["X", "Holdout"], ["对照组", "实验组"], ["A", "B"]]
)
def test_the_arm_without_the_change_is_known_by_its_name(arms):
    assert control_arm(arms) in {"control", "Holdout", "对照组", "A"}


@pytest.mark.parametrize("arms", [["red", "blue"], ["control", "none"], []])
def test_where_no_arm_or_several_could_be_the_control_none_is_guessed(arms):
    assert control_arm(arms) is None


def test_each_word_names_one_metric():
    assert metric_of(" AOV ") == "spend_per_order"
    assert metric_of("订单数") == "order_days"
    assert metric_of("nps") is None


def test_looks_are_at_the_end_of_each_week_and_on_the_last_day(make):
    one = make.experiment(first_day=date(2026, 1, 5), last_day=date(2026, 1, 21))

    assert days_of(one, date(2026, 9, 30)) == [date(2026, 1, day) for day in (11, 18, 21)]
    assert days_of(one, date(2026, 1, 7)) == [date(2026, 1, 7)]


def test_an_experiment_runs_until_its_last_day_has_passed(make):
    one = make.experiment(last_day=date(2026, 3, 29))
    holdout = make.experiment(last_day=None)

    assert one.runs(date(2026, 3, 28)) and not one.runs(date(2026, 3, 29))
    assert holdout.runs(date(2030, 1, 1)) and holdout.end(date(2030, 1, 1)) == date(2030, 1, 1)
    assert one.end(date(2026, 2, 1)) == date(2026, 2, 1)
