"""Net spend in several ways, and whether plain intervals hold for it."""

import pytest

from helpers.experiments.course import course
from helpers.experiments.results import results
from helpers.experiments.tails import tails


def read(watched, **options):
    found = results(watched, course(watched))
    return tails(watched, found, **{"seed": 1, "runs": 400} | options), found


def test_each_way_is_told_beside_the_plain_one(doubling):
    found, told = read(doubling.watched())

    assert found["way"].tolist() == ["plain", "adjusted", "winsorised", "bootstrap"]
    spend = told[told["metric"].eq("net_spend")].iloc[0]
    by = found.set_index("way")
    assert by.loc["plain", "effect"] == pytest.approx(spend["plain_effect"])
    assert by.loc["adjusted", "lower"] == pytest.approx(spend["lower"])
    assert by.loc["bootstrap", "effect"] == pytest.approx(by.loc["plain", "effect"])
    assert by["limit"].notna().to_dict() == {
        "plain": False, "adjusted": False, "winsorised": True, "bootstrap": False
    }  # fmt: skip


def test_the_plain_interval_holds_where_arms_are_large_enough(null):
    found, _ = read(null.watched(), runs=2000)

    first = found.iloc[0]
    assert first["plain_from"] < first["smaller_arm"]
    assert first["holds"] and 0.935 <= first["coverage_from"] <= 0.97


def test_the_same_seed_says_the_same(null):
    watched = null.watched()

    assert read(watched)[0].equals(read(watched)[0])


def test_without_experiments_there_are_no_rows(null):
    watched = null.watched()
    unread = watched._replace(checked=watched.checked._replace(experiments=[]))

    found = tails(unread, results(watched, course(watched)), seed=1)

    assert found.empty and "coverage" in found.columns
