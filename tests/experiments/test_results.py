"""Results: every metric and variant of an experiment, judged together."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.evidence import control_family_wise
from helpers.experiments.course import course
from helpers.experiments.results import results
from helpers.workspace import contracts, engine


def read(watched):
    return results(watched, course(watched))


def test_a_change_that_doubles_orders_works_and_its_size_is_met(doubling):
    found = read(doubling.watched()).set_index("metric")

    orders = found.loc["order_days"]
    assert orders["verdict"] == "works" and orders["is_primary"]
    assert orders["relative_lower"] < 1 < orders["relative_upper"]
    assert found.loc["net_spend", "verdict"] == "works"
    assert orders["chance_better"] > 0.99


def test_a_change_that_does_nothing_is_not_told_apart_from_none(null):
    found = read(null.watched())

    assert found["verdict"].eq("not told apart").all()
    assert found[["lower", "upper"]].prod(axis="columns").le(0).mean() >= 0.8


def test_arms_that_are_swapped_turn_each_effect(null):
    swapped = {"new": "control", "control": "new"}
    turned = null._replace(
        assignments=null.assignments.assign(variant=null.assignments["variant"].map(swapped))
    )

    there, back = read(null.watched()).set_index("metric"), read(turned.watched()).set_index(
        "metric"
    )  # fmt: skip

    means = ["conversion", "order_days", "net_spend", "spend_per_order"]
    assert back.loc[means, "effect"].to_numpy() == pytest.approx(-there.loc[means, "effect"])
    assert back.loc[means, "lower"].to_numpy() == pytest.approx(-there.loc[means, "upper"])


def test_every_reading_of_an_experiment_is_in_its_family(doubling):
    found = read(doubling.watched())

    expected = control_family_wise(found["p_value"].to_numpy()).adjusted
    assert found["p_adjusted"].to_numpy() == pytest.approx(expected)
    assert found["metric"].tolist() == ["conversion", "order_days", "net_spend", "spend_per_order"]


def test_who_was_kept_is_read_where_that_is_what_was_to_change(doubling):
    keeping = doubling._replace(experiment=doubling.experiment._replace(metric="kept"))
    watched = keeping.watched()
    active = watched.units[watched.units["active_before"].gt(0)]
    silent = active.groupby("arm")["silent"].mean()

    found = read(watched).set_index("metric").loc["kept"]

    assert found["effect"] == pytest.approx(1 - silent["new"] / silent["control"])
    assert found["is_primary"] and found["verdict"] == "works"
    assert found["n"] == len(active)


def test_variants_are_held_against_one_control_and_judged_together(make, doubling):
    third = doubling.assignments["customer_id"].str[-1].isin(list("01234"))
    treated = doubling.assignments["variant"].eq("new")
    arms = doubling.assignments["variant"].mask(treated & third, "blue")
    two = doubling._replace(assignments=doubling.assignments.assign(variant=arms))

    found = read(two.watched())

    assert found.groupby("variant").size().to_dict() == {"blue": 4, "new": 4}
    expected = control_family_wise(found["p_value"].to_numpy()).adjusted
    assert found["p_adjusted"].to_numpy() == pytest.approx(expected)
    assert found["n_control"].max() == 300


def test_an_experiment_that_still_runs_is_judged_by_what_holds_at_every_look(doubling):
    early = doubling.watched(as_of=date(2026, 2, 1))

    found = read(early).set_index("metric")

    assert found["running"].all()
    looks = course(early)
    newest = looks[looks["look_day"].eq(looks["look_day"].max())].set_index("metric")
    for metric in ("conversion", "order_days", "net_spend"):
        assert found.loc[metric, "p_adjusted"] >= newest.loc[metric, "p_always"]
    assert found.loc["spend_per_order", "p_adjusted"] == 1.0


def test_what_was_known_before_narrows_the_reading(doubling):
    found = read(doubling.watched()).set_index("metric").loc["order_days"]

    assert 0.03 < found["narrowed"] < 0.6
    plain, used = found["plain_upper"] - found["plain_lower"], found["upper"] - found["lower"]
    assert used / plain == pytest.approx(1 - found["narrowed"], abs=0.01)


def test_a_metric_that_cannot_be_read_is_left_out(make):
    rows = [(f"c{n}", "control" if n % 2 else "new", date(2026, 1, 5)) for n in range(80)]
    lines = make.orders([(f"c{n}", date(2026, 2, 1), 5.0) for n in range(0, 20, 2)])

    found = read(make.Planted(make.experiment(), make.log(rows), lines).watched())

    assert found["metric"].tolist() == ["conversion", "order_days", "net_spend"]
    assert found["relative"].isna().all()  # the control has nothing


def test_the_table_keeps_its_contract_and_that_of_who_reads_it(doubling, null):
    contract = contracts.load("experiment_results")
    for planted in (doubling, null):
        table = engine.in_memory(read(planted.watched()))
        typed = table.select(*(table[n].cast(t).name(n) for n, t in contract.schema.items()))
        contracts.validate(typed, contract)
    assert {"experiment", "metric", "effect", "lower", "upper", "n", "verdict"} <= set(
        contract.columns
    )


def test_without_experiments_the_table_has_its_columns_and_no_rows(make):
    from helpers.experiments.checks import check
    from helpers.experiments.units import units_of
    from helpers.experiments.watching import watch

    log = make.as_table(make.log([("a", "new", date(2026, 1, 5))]))
    lines = make.as_table(make.orders([("a", date(2026, 1, 6), 5.0)]))
    watched = watch(check(units_of(log, []), []), lines, as_of=date(2026, 9, 30))

    found = read(watched)

    assert found.empty and list(found.columns) == list(contracts.load("experiment_results").columns)
    assert isinstance(found, pd.DataFrame) and np.size(found) == 0
