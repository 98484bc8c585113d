import ibis
import numpy as np
import pandas as pd
import pytest

from helpers.evidence.counts import counts_on, half_of, names, spread, telling

EARLY, LATE = pd.Timestamp("2026-06-30"), pd.Timestamp("2026-09-30")
LONG = pd.DataFrame(
    [
        ("ann", LATE, 0, "channel", "app", 2, 2.0), ("ann", LATE, 1, "channel", "web", 1, 1.0),
        ("ann", LATE, 0, "price", "mean", 2, -0.5), ("bob", LATE, 1, "channel", "app", 3, 3.0),
        ("bob", EARLY, 1, "channel", "app", 1, 1.0),
    ],
    columns=["customer_id", "snapshot_day", "half", "block", "mark", "cases", "total"],
)  # fmt: skip


@pytest.fixture
def acts(root_of_tests):
    return ibis.memtable(LONG.assign(snapshot_day=LONG["snapshot_day"].dt.date))


@pytest.fixture
def root_of_tests(tmp_path, monkeypatch):
    monkeypatch.setenv("HELPERS_ROOT", str(tmp_path))


def test_acts_become_one_row_per_customer_and_one_column_per_mark(acts):
    counts = counts_on(acts, LATE.date(), ["bob", "ann", "cat"])

    assert list(counts.customers) == ["ann", "bob", "cat"]
    assert counts.columns == [("channel", "app"), ("channel", "web"), ("price", "mean")]
    np.testing.assert_allclose(counts.totals.sum(axis=0), [[2, 1, -0.5], [3, 0, 0], [0, 0, 0]])
    np.testing.assert_array_equal(counts.cases.sum(axis=0), [[3, 2], [3, 0], [0, 0]])


def test_another_snapshot_day_counts_for_itself(acts):
    counts = counts_on(acts, EARLY.date(), ["ann", "bob"])

    np.testing.assert_array_equal(counts.totals.sum(axis=0), [[0], [1]])


def test_only_marks_are_shares_and_not_sums_of_values():
    counts = spread(LONG[LONG["snapshot_day"].eq(LATE)], pd.Index(["ann", "bob"]))

    assert counts.are_shares.tolist() == [True, True, False]


def test_the_no_beside_a_yes_and_what_is_rare_are_not_worth_a_word():
    pairs = [("code", "yes"), ("code", "no"), ("origin", "other"), ("origin", "search")]

    assert telling(names(pairs)) == ["code=yes", "origin=search"]


def test_days_fall_into_halves_by_a_portable_hash_about_evenly():
    import hashlib

    days = pd.date_range("2026-01-01", periods=200)
    table = ibis.memtable(pd.DataFrame({"who": "ann", "day": days.strftime("%Y-%m-%d")}))
    table = table.mutate(day=table.day.cast("date"))

    told = table.mutate(half=half_of(table.who, table.day)).order_by("day").to_pandas()["half"]

    expected = [int(hashlib.md5(f"ann|{day:%Y-%m-%d}".encode()).hexdigest()[0] in "01234567")
                for day in days]  # fmt: skip
    assert told.tolist() == expected
    assert 70 < told.sum() < 130
