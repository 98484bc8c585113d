"""Units: each customer once, with the arms that the log holds it in."""

from datetime import date

import pandas as pd

from helpers.experiments.units import single_arm, units_of

DAY, LATER = date(2026, 1, 5), date(2026, 1, 8)


def units(make, rows):
    return units_of(make.as_table(make.log(rows)), [make.experiment()])


def test_a_customer_who_is_logged_twice_in_one_arm_is_one_unit(make):
    found = units(make, [("a", "control", DAY), ("a", "control", LATER), ("b", "new", DAY)])

    assert found["customer_id"].tolist() == ["a", "b"]
    assert found["rows"].tolist() == [2, 1]
    assert found["assigned_on"].tolist() == [pd.Timestamp(DAY)] * 2
    assert len(single_arm(found)) == 2


def test_who_crossed_over_has_two_arms_and_counts_in_none(make):
    found = units(make, [("a", "new", LATER), ("a", "control", DAY), ("b", "new", DAY)])

    crossed = found[found["customer_id"].eq("a")].iloc[0]
    assert (crossed["arms"], crossed["arm"], crossed["rows"]) == (2, "control", 2)
    assert single_arm(found)["customer_id"].tolist() == ["b"]


def test_what_two_deliveries_tell_alike_is_one_assignment(make):
    rows = make.log([("a", "new", DAY), ("b", "control", DAY)])
    twice = pd.concat([rows, rows], ignore_index=True)

    found = units_of(make.as_table(twice), [make.experiment()])

    assert found["rows"].tolist() == [1, 1]


def test_who_is_on_no_list_is_counted_together_and_left_out(make):
    found = units(make, [(None, "new", DAY), (None, "control", DAY), ("b", "control", DAY)])

    unknown = found[found["customer_id"].isna()].iloc[0]
    assert unknown["rows"] == 2
    assert single_arm(found)["customer_id"].tolist() == ["b"]


def test_other_experiments_are_not_read(make):
    rows = make.log([("a", "new", DAY)])
    other = rows.assign(experiment="other", customer_id="z")

    found = units_of(make.as_table(pd.concat([rows, other])), [make.experiment()])

    assert found["customer_id"].tolist() == ["a"]
