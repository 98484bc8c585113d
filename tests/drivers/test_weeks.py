import pandas as pd
import pytest

from helpers.drivers.weeks import first_weekday, week_of, whole_weeks


def test_a_week_begins_on_the_day_on_which_most_changes_fall():
    prices = pd.Series(pd.to_datetime(["2026-01-04", "2026-01-11", "2026-01-18"]))
    stock = pd.Series(pd.to_datetime(["2026-01-05"]))

    assert first_weekday([prices, stock]) == 6


def test_without_changes_a_week_begins_on_monday():
    assert first_weekday([pd.Series(dtype="datetime64[us]")]) == 0


@pytest.mark.parametrize("weekday", range(7))
def test_every_day_lies_in_the_week_that_begins_last_before_it(weekday):
    days = pd.Series(pd.date_range("2026-01-01", periods=20))

    begin = week_of(days, weekday)

    assert (begin.dt.dayofweek == weekday).all()
    assert ((days - begin).dt.days.between(0, 6)).all()


def test_weeks_that_are_cut_short_are_left_out():
    weeks = whole_weeks(pd.Timestamp("2026-01-06"), pd.Timestamp("2026-01-24"), 0)

    assert weeks.strftime("%m-%d").tolist() == ["01-12"]
