import pandas as pd
import pytest

from helpers.drivers.media.series import plain_series


def weeks(count=60, start="2024-01-01"):
    return pd.date_range(start, periods=count, freq="7D")


def test_a_year_of_weeks_is_52_and_of_days_365():
    days = pd.date_range("2023-01-01", periods=800)

    by_week = plain_series(pd.Series(1.0, weeks()), pd.DataFrame({"tv": 1.0}, weeks()))
    by_day = plain_series(pd.Series(1.0, days), pd.DataFrame({"tv": 1.0}, days))

    assert (by_week.step_days, by_week.year) == (7, 52)
    assert (by_day.step_days, by_day.year) == (1, 365)


def test_the_first_periods_are_those_of_every_part():
    series = plain_series(pd.Series(1.0, weeks()), pd.DataFrame({"tv": 1.0}, weeks()))

    first = series.until(10)

    assert {len(part) for part in first[:6]} == {10}
    assert first.value_each == series.value_each


def test_parts_of_other_weeks_holes_and_sales_below_nought_are_refused():
    sales = pd.Series(1.0, weeks())
    spend = pd.DataFrame({"tv": 1.0}, weeks())

    with pytest.raises(ValueError, match="spend and sales are not of the same periods"):
        plain_series(sales, spend.iloc[1:])
    with pytest.raises(ValueError, match="evenly spaced"):
        plain_series(sales.drop(sales.index[5]), spend.drop(spend.index[5]))
    with pytest.raises(ValueError, match="below nought"):
        plain_series(-sales, spend)
