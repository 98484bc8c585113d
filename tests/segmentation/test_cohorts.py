from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.segmentation.cohorts import (
    cohort_summary,
    cohorts,
    first_years,
    joined_on,
    loyalty,
    shown_years,
)
from helpers.workspace import contracts

DAY = date(2026, 9, 30)


def days_of(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "event_day", "spend"])
    return frame.assign(event_day=pd.to_datetime(frame["event_day"]))


# Two customers of the first quarter of 2026, one of the second; the third quarter is over.
DAYS = days_of(
    ("ann", "2026-01-05", 100.0), ("ann", "2026-04-07", 30.0), ("bob", "2026-03-31", 50.0),
    ("cat", "2026-04-01", 70.0), ("cat", "2026-09-30", 20.0),
)  # fmt: skip


def test_each_cohort_is_followed_quarter_by_quarter():
    found = cohorts(DAYS, DAY).set_index(["cohort", "age"])

    assert found["active"].to_dict() == {
        ("2026Q1", 0): 2, ("2026Q1", 1): 1, ("2026Q1", 2): 0, ("2026Q2", 0): 1, ("2026Q2", 1): 1,
    }  # fmt: skip
    assert found.loc[("2026Q1", 1), "retention"] == 0.5
    assert found.loc[("2026Q1", 1), "mean_spend"] == 15  # of both customers, one of whom spent 30
    assert {"cohort", "age", *found.columns} == set(contracts.load("cohorts").columns)


def test_a_quarter_that_is_not_over_is_left_out():
    found = cohorts(DAYS, date(2026, 9, 29))

    assert found.groupby("cohort")["age"].max().to_dict() == {"2026Q1": 1, "2026Q2": 0}


def test_a_year_later_is_not_known_before_it_is_over():
    summary = cohort_summary(cohorts(DAYS, DAY)).set_index("cohort")

    assert summary.loc["2026Q1", "next_active"] == 1
    assert pd.isna(summary.loc["2026Q1", "year_active"])


def test_retention_of_a_planted_cohort_lies_in_its_interval():
    rng = np.random.default_rng(9)
    inside = 0
    for _ in range(100):
        back = rng.random(300) < 0.3
        first = [(f"c{n:03d}", "2026-05-01", 10.0) for n in range(300)]
        again = [(f"c{n:03d}", "2026-08-01", 10.0) for n in np.flatnonzero(back)]
        row = cohorts(days_of(*first, *again), DAY).iloc[1]
        inside += row["retention_lower"] <= 0.3 <= row["retention_upper"]

    assert inside >= 90


YEARS = days_of(
    ("ann", "2025-02-01", 10.0), ("ann", "2026-01-31", 5.0), ("ann", "2026-03-01", 99.0),
    ("bob", "2025-03-01", 40.0), ("cat", "2026-05-01", 1.0), ("cat", "2026-05-02", 1.0),
    ("dan", "2025-04-01", 7.0),
)  # fmt: skip


def test_spend_of_the_first_year_counts_only_the_first_year_and_whole_cohorts():
    found = first_years(YEARS, DAY)

    assert found[["cohort", "customers", "mean_spend"]].to_numpy().tolist() == [["2025Q1", 2, 27.5]]
    guarded = shown_years(found, YEARS, DAY).iloc[0]
    assert guarded[["contributed", "largest", "second_largest"]].tolist() == [55, 40, 15]


def test_only_who_was_watched_for_a_year_counts_and_members_are_those_who_joined_at_once():
    joined = pd.Series(pd.to_datetime(["2025-02-01", "2025-08-01"]), index=["ann", "bob"])

    found = loyalty(YEARS, DAY, joined).set_index("group")

    assert found[["customers", "returned"]].to_numpy().tolist() == [[3, 1], [1, 1], [2, 0]]
    assert found.loc["everybody", "share"] == pytest.approx(1 / 3)


def test_without_members_everybody_is_told_alone():
    none = pd.Series(dtype="datetime64[us]")

    assert loyalty(YEARS, DAY, none)["group"].tolist() == ["everybody"]
    assert loyalty(YEARS, date(2025, 6, 30), none).empty


def test_who_joined_twice_joined_on_the_first_day(tmp_path, monkeypatch):
    import ibis

    monkeypatch.setenv("HELPERS_ROOT", str(tmp_path))
    table = ibis.memtable(pd.DataFrame({
        "customer_id": ["ann", "ann"], "event_day": [date(2026, 2, 1), date(2025, 2, 1)],
    }))  # fmt: skip

    class Desk:
        def read(self, name, *, by_customer):
            assert (name, by_customer) == ("memberships?", True)
            return table

    assert joined_on(Desk()).to_dict() == {"ann": pd.Timestamp("2025-02-01")}
