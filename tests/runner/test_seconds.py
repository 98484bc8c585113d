import pytest

from helpers.runner.seconds import Seconds, time_left

CHAIN = {"a": [], "b": ["a"], "c": ["b"]}
FREE = {"a": [], "b": [], "c": []}


def test_a_task_is_expected_to_take_what_it_took_last_time(tmp_path):
    Seconds(tmp_path / "seconds.json").note("2026Q2/01_first", 11.25)

    seconds = Seconds(tmp_path / "seconds.json")

    assert seconds.expected("2026Q2/01_first") == 11.25


def test_a_new_quarter_is_expected_to_take_what_the_newest_one_took(tmp_path):
    seconds = Seconds(tmp_path / "seconds.json")
    seconds.note("2026Q2/01_first", 7)
    seconds.note("2026Q1/01_first", 9)

    assert seconds.expected("2026Q3/01_first") == 7
    assert seconds.expected("2026Q3/02_second") is None


@pytest.mark.parametrize(
    ("after", "workers", "expected"),
    [(CHAIN, 1, 9), (CHAIN, 2, 9), (FREE, 1, 9), (FREE, 2, 5), (FREE, 3, 4)],
)
def test_the_time_left_follows_the_plans_freedom_and_the_workers(after, workers, expected):
    left = {"a": 4.0, "b": 3.0, "c": 2.0}

    assert time_left(left, after, workers) == expected


def test_what_is_done_is_not_waited_for():
    assert time_left({"c": 2.0}, CHAIN, 2) == 2
    assert time_left({}, CHAIN, 2) == 0
