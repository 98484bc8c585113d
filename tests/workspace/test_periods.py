from datetime import date, timedelta

import pytest

from helpers.workspace import UsageError
from helpers.workspace.periods import (
    Period,
    as_of_day,
    last_complete_period,
    parse_period,
    period_of,
    snapshot_days,
)


def test_quarters_lie_next_to_one_another_without_a_gap():
    periods = [Period(2026, 1).later(step) for step in range(-9, 9)]

    for earlier, later in zip(periods, periods[1:], strict=False):
        assert earlier.last_day + timedelta(days=1) == later.first_day


def test_a_period_and_its_name_are_each_others_inverse():
    assert str(parse_period("2024Q4")) == "2024Q4"


@pytest.mark.parametrize("text", ["2026", "2026Q5", "2026q3", "26Q3", " 2026Q3", "2026-Q3", ""])
def test_a_misspelt_period_is_refused_with_an_example(text):
    with pytest.raises(UsageError, match="is not a quarter: write it like 2026Q3"):
        parse_period(text)


def test_both_ends_of_a_quarter_belong_to_it():
    assert period_of(date(2026, 7, 1)) == period_of(date(2026, 9, 30)) == Period(2026, 3)


@pytest.mark.parametrize(
    ("data_through", "expected"), [(date(2026, 9, 30), "2026Q3"), (date(2026, 9, 29), "2026Q2")]
)
def test_the_last_complete_period_ends_no_later_than_the_data(data_through, expected):
    assert str(last_complete_period(data_through)) == expected


def test_snapshots_are_the_as_of_day_and_quarter_ends_strictly_before_its_quarter_ends():
    days = snapshot_days(date(2026, 9, 30))

    assert len(days) == 9 and days == sorted(set(days))
    assert days[-2:] == [date(2026, 6, 30), date(2026, 9, 30)]


@pytest.mark.parametrize(
    ("data_through", "as_of", "expected"),
    [
        (date(2026, 9, 30), "", date(2026, 9, 30)),
        (date(2027, 1, 5), "", date(2026, 9, 30)),
        (date(2026, 8, 14), "", date(2026, 8, 14)),
        (date(2026, 9, 30), "2026-07-01", date(2026, 7, 1)),
    ],
)
def test_the_as_of_day_is_given_or_the_earlier_of_quarter_and_data(data_through, as_of, expected):
    assert as_of_day(parse_period("2026Q3"), data_through, as_of) == expected


@pytest.mark.parametrize(("as_of", "words"), [("soon", "not a day"), ("2026-06-30", "not lie in")])
def test_an_as_of_day_that_is_none_or_lies_elsewhere_is_refused(as_of, words):
    with pytest.raises(UsageError, match=words):
        as_of_day(parse_period("2026Q3"), date(2026, 9, 30), as_of)
