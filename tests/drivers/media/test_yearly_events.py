import numpy as np
import pandas as pd

from helpers.drivers.media import baseline
from helpers.drivers.media.baseline import Plan
from helpers.drivers.media.series import plain_series
from helpers.drivers.media.yearly_events import yearly_events


def company(*, festival=True, days=1096, years=(2023, 2024, 2025), seed=0):
    """Forty orders a day; in some years, three times as many from 8 to 11 November."""
    rng = np.random.default_rng(seed)
    index = pd.date_range("2023-01-01", periods=days)
    busy = (index.month == 11) & (index.day >= 8) & (index.day <= 11) & index.year.isin(years)
    sales = rng.poisson(40 * np.where(busy & festival, 3.0, 1.0)).astype(float)
    return plain_series(pd.Series(sales, index), pd.DataFrame({"tv": 1.0}, index))


def found(series):
    plain = baseline.design(series, Plan(2, False, False))
    return yearly_events(series, plain, baseline.log_expected(series))


def test_a_festival_of_every_year_is_found_to_the_day():
    series = company()

    events = found(series)

    marked = series.sales.index[events.columns(series.sales.index)[:, 0] > 0]
    assert {(day.month, day.day) for day in marked} == {(11, day) for day in range(8, 12)}


def test_the_fortnight_after_a_strong_festival_is_marked():
    series = company()

    after = found(series).columns(series.sales.index)[:, -1]

    marked = series.sales.index[(after > 0) & (series.sales.index.year == 2024)]
    assert (marked.min(), marked.max()) == (pd.Timestamp("2024-11-12"), pd.Timestamp("2024-11-25"))


def test_what_happened_in_one_year_alone_is_no_yearly_event():
    assert found(company(years=(2024,))).runs == ()


def test_chance_alone_makes_no_event():
    assert found(company(festival=False)).runs == ()


def test_a_single_year_tells_no_yearly_event():
    assert found(company(days=400, years=(2023,))).runs == ()


def test_days_that_were_not_seen_are_marked_by_the_same_runs():
    ahead = pd.date_range("2026-11-01", "2026-11-30")

    columns = found(company()).columns(ahead)

    assert ahead[columns[:, 0] > 0].day.tolist() == [8, 9, 10, 11]
