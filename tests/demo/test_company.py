from datetime import date

import numpy as np
import pytest

from helpers.demo import company
from helpers.workspace.periods import parse_period


def test_the_history_is_twelve_whole_quarters():
    assert company.FIRST_DAY == parse_period("2023Q4").first_day
    assert company.LAST_DAY == parse_period("2026Q3").last_day
    assert np.unique(company.quarter_numbers()).tolist() == list(range(company.QUARTERS))
    assert len(company.JOINING_BY_QUARTER) == company.QUARTERS


def test_day_numbers_count_from_the_first_day_to_the_last():
    assert company.day_number(company.calendar()[0]) == 0
    assert company.day_number(company.calendar()[-1]) == company.DAYS - 1


def test_the_season_has_a_mean_of_one_and_peaks_on_double_eleven():
    season = company.season()

    busiest = company.calendar()[int(season.argmax())]

    assert season.mean() == pytest.approx(1)
    assert (busiest.month, busiest.day) in {(11, day) for day in range(8, 12)}


def test_spring_and_autumn_are_busier_than_midsummer_and_late_winter():
    months = np.array([day.month for day in company.calendar()])
    season = company.season()

    busy = {month: np.median(season[months == month]) for month in range(1, 13)}

    assert min(busy[4], busy[5], busy[9], busy[10]) > 1.2 * max(busy[1], busy[2], busy[7], busy[8])


def test_what_is_new_in_a_delivery_begins_where_the_one_before_ends():
    early, late = (company.window(delivery) for delivery in company.DELIVERIES)

    assert (early[0], late[1]) == (0, company.DAYS - 1)
    assert late[0] == early[1] + 1


def test_the_second_delivery_overlaps_the_first_by_one_quarter():
    first, second = company.DELIVERIES

    assert (second.orders_from, first.data_through) == (date(2026, 4, 1), date(2026, 6, 30))
    assert second.data_through == company.LAST_DAY
    assert first.folder == "2026-07-06"
