"""Experiments that may be read, and those that must not."""

from datetime import date

import pytest

from helpers.experiments.checks import check
from helpers.experiments.units import units_of
from helpers.workspace import contracts, engine

DAY = date(2026, 1, 5)


def checked(make, counts, *, crossed=0, again=0, **declared):
    """Check an experiment of so many units per arm; some cross over, some are logged again."""
    rows = [(f"{arm}{n}", arm, DAY) for arm, size in counts.items() for n in range(size)]
    first, *_ = counts
    rows += [(f"both{n}", arm, DAY) for n in range(crossed) for arm in (first, "new")]
    rows += [(f"{first}{n}", first, DAY) for n in range(again)]
    one = make.experiment(**declared)
    return check(units_of(make.as_table(make.log(rows)), [one]), [one])


def stop(found):
    why = found.table["stop"].iloc[0]
    return why if isinstance(why, str) else None


def test_a_sound_experiment_is_read_by_everybody_in_one_arm(make):
    found = checked(make, {"control": 500, "new": 490}, crossed=4, again=7)

    row = found.table.iloc[0]
    assert stop(found) is None
    assert (row["units"], row["crossed"], row["repeated"], row["unknown"]) == (994, 4, 7, 0)
    assert found.arms.set_index("arm")["units"].to_dict() == {"control": 500, "new": 490}
    assert len(found.units) == 990
    assert found.control("button") == "control" and found.variants("button") == ["new"]


def test_a_broken_split_is_stopped_and_not_read(make):
    found = checked(make, {"control": 500, "new": 400})

    assert stop(found) == "broken_split"
    assert found.units.empty and found.readable() == []


def test_an_uneven_split_that_was_planned_is_sound(make):
    assert stop(checked(make, {"control": 900, "new": 100}, treatment_share=0.1)) is None


def test_an_uneven_split_of_which_nothing_was_declared_is_asked_for(make):
    assert stop(checked(make, {"control": 900, "new": 100}, treatment_share=None)) == (
        "undeclared_split"
    )
    assert stop(checked(make, {"control": 500, "new": 490}, treatment_share=None)) is None


def test_too_many_who_crossed_over_stop_an_experiment(make):
    assert stop(checked(make, {"control": 500, "new": 490}, crossed=9)) is None
    assert stop(checked(make, {"control": 500, "new": 490}, crossed=11)) == "crossed_over"


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ({"red": 100, "new": 100}, "no_control"),
        ({"control": 100}, "empty_arm"),
        ({"control": 25, "new": 25}, "few_units"),
    ],
)
def test_what_cannot_be_compared_is_not_read(make, counts, why):
    assert stop(checked(make, counts)) == why


def test_an_experiment_that_nobody_was_assigned_to_is_not_read(make):
    found = check(
        units_of(make.as_table(make.log([("a", "new", DAY)])), [make.experiment(name="other")]),
        [make.experiment(name="other")],
    )

    assert stop(found) == "no_units"


def test_variants_share_the_planned_part(make):
    found = checked(make, {"control": 500, "blue": 250, "new": 250})

    assert stop(found) is None
    assert found.arms.set_index("arm")["planned_share"].to_dict() == {
        "blue": 0.25, "control": 0.5, "new": 0.25
    }  # fmt: skip
    assert found.variants("button") == ["blue", "new"]


def test_without_experiments_there_is_nothing_to_check(make):
    found = check(units_of(make.as_table(make.log([("a", "new", DAY)])), []), [])

    assert found.table.empty and found.arms.empty and found.units.empty


def test_both_tables_keep_their_contracts(make):
    for counts in ({"control": 500, "new": 490}, {"control": 500, "new": 300}):
        found = checked(make, counts)
        for name, frame in (("experiment_checks", found.table), ("experiment_arms", found.arms)):
            contract = contracts.load(name)
            assert list(frame.columns) and set(frame.columns) == set(contract.columns)
            table = engine.in_memory(frame)
            typed = table.select(
                *(table[n].cast(t).name(n) for n, t in contract.schema.items())
            )  # fmt: skip
            contracts.validate(typed, contract)
