import ibis
import numpy as np
import pandas as pd
import pytest

from helpers.evidence import counts as counts_module
from helpers.evidence.counts import (
    OTHER,
    counts_on,
    half_of,
    names,
    spread,
    telling,
    with_rare_marks_together,
)

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
    # What was done lately is all that counts in the recent columns of this toy: a half of it.
    told = LONG.assign(recent_cases=LONG["cases"] / 2, recent_total=LONG["total"] / 2)
    return ibis.memtable(told.assign(snapshot_day=LONG["snapshot_day"].dt.date))


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


def test_recent_acts_are_read_from_their_own_columns(acts):
    every, recent = (
        counts_on(acts, LATE.date(), ["ann", "bob"], recent=lately) for lately in (False, True)
    )

    np.testing.assert_allclose(recent.totals, every.totals / 2)
    np.testing.assert_allclose(recent.cases, every.cases / 2)


def test_reading_in_parts_gives_the_same_counts(acts, monkeypatch):
    whole = counts_on(acts, LATE.date(), ["ann", "bob"])

    monkeypatch.setattr(counts_module, "ROWS_AT_A_TIME", 1)

    again = counts_on(acts, LATE.date(), ["ann", "bob"])
    np.testing.assert_array_equal(again.totals, whole.totals)
    np.testing.assert_array_equal(again.cases, whole.cases)


def test_nobody_and_nothing_are_no_error(acts):
    nobody = counts_on(acts, LATE.date(), [])
    stranger = counts_on(acts, LATE.date(), ["zoe"])

    assert nobody.totals.shape == (2, 0, 0)
    assert stranger.blocks == [] and len(stranger.customers) == 1


def test_what_only_others_did_is_no_column_and_no_block(acts):
    own = counts_on(acts, LATE.date(), ["bob"])

    # Ann used the web, and has prices.
    assert own.columns == [("channel", "app")] and own.blocks == ["channel"]
    assert own.totals.shape == own.cases.shape == (2, 1, 1)
    assert own.cases[:, 0, 0].tolist() == own.totals[:, 0, 0].tolist() == [0, 3]


def test_rare_marks_are_counted_together():
    many = [(f"c{n}", 0, "category", f"m{n:02d}", 100 - n, 100.0 - n) for n in range(20)]
    long = pd.DataFrame(many, columns=["customer_id", "half", "block", "mark", "cases", "total"])

    told = with_rare_marks_together(long, rarest=0.005)

    assert told["mark"].nunique() == counts_module.MOST_MARKS + 1
    assert told["mark"].eq(OTHER).sum() == 8
