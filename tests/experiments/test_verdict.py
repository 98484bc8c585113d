"""Verdicts: what works is shipped, what harms is stopped, and what is not known is not claimed."""

from datetime import date

import pandas as pd
import pytest

from helpers.experiments.course import course
from helpers.experiments.results import results
from helpers.experiments.verdict import Terms, decide, guardrail_state, relative_ends, verdicts
from helpers.experiments.worth import NetValue
from helpers.workspace import contracts, engine

TERMS = Terms()


def result(verdict="not told apart", lower=-0.2, upper=0.2, **changed):
    told = {
        "verdict": verdict, "running": False, "relative_lower": lower, "relative_upper": upper,
        "sequential_lower": -30.0, "sequential_upper": 30.0, "mean_control": 100.0,
    }  # fmt: skip
    return pd.Series(told | changed)


@pytest.mark.parametrize(
    ("primary", "guard", "net", "expected"),
    [
        (result("works", 0.1, 0.4), "safe", (1, 5), ("ship", "works")),
        (result("works", 0.1, 0.4), "fell", (1, 5), ("stop", "guardrail_fell")),
        (result("works", 0.1, 0.4), "open", (1, 5), ("keep_going", "guardrail_open")),
        (result("works", 0.1, 0.4), "safe", (-1, 5), ("keep_going", "may_not_pay")),
        (result("works", 0.1, 0.4), "safe", (-5, -1), ("stop", "does_not_pay")),
        (result("harms", -0.4, -0.1), "safe", (1, 5), ("stop", "harms")),
        (result(lower=-0.05, upper=0.04), "safe", (1, 5), ("stop", "nothing_worth_having")),
        (result(lower=-0.05, upper=0.06), "safe", (1, 5), ("cannot_tell", "too_few")),
        (result(upper=0.04, running=True), "open", (1, 5), ("keep_going", "still_runs")),
    ],
)
def test_each_case_has_its_verdict(primary, guard, net, expected):
    worth = NetValue(sum(net) / 2, *net)

    assert decide(primary, guard, worth, Terms(cost=2.0)) == expected


def test_what_costs_nothing_need_not_be_shown_to_pay():
    unsure = NetValue(2.0, -1.0, 5.0)

    assert decide(result("works", 0.1, 0.4), "safe", unsure, Terms(cost=0.0)) == ("ship", "works")


def test_a_guardrail_is_safe_only_where_that_is_sure():
    assert guardrail_state(result(lower=-0.04, upper=0.2), 0.05) == "safe"
    assert guardrail_state(result(lower=-0.06, upper=0.2), 0.05) == "open"
    assert guardrail_state(result(lower=-0.06, upper=-0.01), 0.05) == "fell"
    assert guardrail_state(None, 0.05) == "open"


def test_while_it_runs_only_bounds_count_that_hold_at_every_look():
    running = result(lower=-0.01, upper=0.01, running=True)

    assert relative_ends(running) == (-0.3, 0.3)
    assert guardrail_state(running, 0.05) == "open"
    assert relative_ends(result(running=True, sequential_upper=float("nan"))) is None


def planted_verdict(planted, terms=TERMS, as_of=date(2026, 9, 30)):
    watched = planted.watched(as_of=as_of)
    found = results(watched, course(watched))
    return verdicts(watched.checked, found, terms).iloc[0]


def test_a_change_that_doubles_orders_is_shipped(doubling):
    found = planted_verdict(doubling)

    assert (found["verdict"], found["reason"], found["guardrail_state"]) == (
        "ship", "works", "safe"
    )  # fmt: skip
    assert found["net_lower"] > 0


def test_a_change_that_does_nothing_is_not_shipped_and_told_what_it_would_take(null):
    found = planted_verdict(null)

    assert (found["verdict"], found["reason"]) == ("cannot_tell", "too_few")
    assert found["needed"] > 600


def test_a_change_that_costs_too_much_is_not_shipped(doubling):
    found = planted_verdict(doubling, Terms(cost=10_000.0))

    assert (found["verdict"], found["reason"]) == ("stop", "does_not_pay")


def test_a_broken_split_is_stopped_whatever_its_numbers_say(doubling):
    lost = doubling.assignments["variant"].eq("new") & doubling.assignments.index.to_series().mod(
        3
    ).eq(0)  # fmt: skip
    found = planted_verdict(doubling._replace(assignments=doubling.assignments[~lost]))

    assert (found["verdict"], found["reason"], found["variant"]) == ("stop", "broken_split", "*")
    assert pd.isna(found["relative"])


def test_a_metric_that_is_not_measured_gives_no_verdict(null):
    changed = null._replace(experiment=null.experiment._replace(metric=None))

    found = planted_verdict(changed)

    assert (found["verdict"], found["reason"]) == ("cannot_tell", "not_measured")


def test_a_metric_that_cannot_be_read_in_an_arm_gives_no_verdict_and_says_so(null):
    treated = null.assignments.loc[null.assignments["variant"].eq("new"), "customer_id"]
    first = null.experiment.first_day
    silent = null.lines["customer_id"].isin(treated) & null.lines["event_day"].ge(first)
    ratio = null.experiment._replace(metric="spend_per_order")
    changed = null._replace(lines=null.lines[~silent], experiment=ratio)

    found = planted_verdict(changed)

    assert (found["verdict"], found["reason"]) == ("cannot_tell", "not_readable")


def test_a_guardrail_that_is_not_measured_is_refused_with_those_that_are(null):
    with pytest.raises(ValueError, match="guardrail 'mood' is not measured: conversion, order"):
        planted_verdict(null, Terms(guardrail="mood"))


def test_the_table_keeps_its_contract(doubling, null):
    contract = contracts.load("experiment_verdicts")
    for planted in (doubling, null):
        watched = planted.watched()
        found = verdicts(watched.checked, results(watched, course(watched)), TERMS)
        table = engine.in_memory(found)
        typed = table.select(*(table[n].cast(t).name(n) for n, t in contract.schema.items()))
        contracts.validate(typed, contract)
