import numpy as np
import pandas as pd
import pytest
from drivers.media.planted_series import STRAIGHT, planted
from statsmodels.genmod.families import Poisson

from helpers.drivers.media import foretelling
from helpers.drivers.media.series import plain_series


def test_the_deviance_is_that_of_a_poisson_regression():
    came, told = np.array([3.0, 0.0, 7.0]), np.array([2.5, 1.0, 7.0])

    found = foretelling.deviance(came, told)

    assert found.sum() == pytest.approx(Poisson().deviance(came, told))
    assert found[2] == 0


def test_what_is_held_out_comes_last_and_never_twice():
    parts = foretelling.stretches(planted())

    held = [range(part.origin, len(part.series.sales)) for part in parts]
    assert max(held[-1]) == 799
    assert all(before.stop <= after.start for before, after in zip(held, held[1:], strict=False))
    assert {len(days) for days in held} == {28}


def test_weeks_are_held_out_by_quarters():
    index = pd.date_range("2020-01-06", periods=180, freq="7D")
    series = plain_series(pd.Series(100.0, index), pd.DataFrame({"tv": 1.0}, index))

    parts = foretelling.stretches(series)

    assert {len(part.series.sales) - part.origin for part in parts} == {13}


def test_sales_after_the_origin_change_nothing_that_is_told():
    part = foretelling.stretches(planted())[0]
    sales = part.series.sales.copy()
    sales.iloc[part.origin :] = 9_999.0
    later = part._replace(series=part.series._replace(sales=sales))

    for way in foretelling.WAYS:
        told = foretelling.foretell(part, STRAIGHT, way)
        assert told == pytest.approx(foretelling.foretell(later, STRAIGHT, way))


def test_days_with_more_advertising_are_told_more_sales():
    part = foretelling.stretches(planted())[-1]
    silent = part.series.spend.copy()
    silent.iloc[part.origin :] = 0.0
    quiet = part._replace(series=part.series._replace(spend=silent))

    told, without = (foretelling.foretell(each, STRAIGHT, "both") for each in (part, quiet))

    assert told.sum() > without.sum()


def test_too_few_periods_leave_nothing_to_hold_out():
    assert foretelling.stretches(planted(days=60)) == []
