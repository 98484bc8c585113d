from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.value import foretelling
from helpers.value.choosing import TotalInterval
from helpers.value.foretelling import (
    Unknown,
    choose_forecaster,
    foretell,
    lacking,
    no_forecast,
    tell,
    why_unknown,
)
from helpers.value.histories import NotIdentified

NOW = date(2026, 9, 30)


def once(day):
    """Two hundred customers who bought once each, as far as known on a day."""
    frame = pd.DataFrame({
        "customer_id": [f"c{n:03}" for n in range(200)], "spend": 10.0,
        "event_day": pd.date_range("2025-01-01", periods=200, freq="D").astype("datetime64[us]"),
    })  # fmt: skip
    return frame[frame["event_day"].le(pd.Timestamp(day))].reset_index(drop=True)


class Rule:
    """Stands for a way to forecast that was chosen."""

    name = "rate"

    def __init__(self, day=None):
        self.day = day

    def at(self, days, day):
        if len(days) < 100:
            raise NotIdentified("customers", found=len(days))
        return Rule(day)

    def expected(self, histories, days):
        return pd.Series(days / 365, histories.index)

    def alive(self, histories):
        return pd.Series(np.nan, histories.index)


@pytest.fixture
def refused():
    return choose_forecaster(once, NOW)


def test_a_company_in_which_nobody_came_again_gets_a_reason_and_no_forecast(refused):
    assert isinstance(refused, Unknown)
    assert why_unknown(refused) == "value.few_repeat_buyers"
    assert no_forecast(refused) == "value.nothing_ahead"
    assert lacking(refused) == {"found": 0, "needed": 20}
    assert refused.expected(pd.DataFrame(index=["a"]), 91).isna().all()
    assert refused.total_interval(365).origins == 0
    assert tell(refused, once, [NOW]) == []


def test_where_there_is_a_forecast_nothing_is_lacking(monkeypatch):
    monkeypatch.setattr(foretelling, "choose", lambda read_days, as_of: Rule(as_of))

    found = choose_forecaster(lambda day: pd.concat([once(day)] * 2, ignore_index=True).assign(
        event_day=lambda own: own["event_day"].where(own.index < 200, pd.Timestamp(day))), NOW)

    assert found.day == NOW
    assert why_unknown(found) is None and no_forecast(found) is None and lacking(found) == {}


def test_each_day_is_told_from_what_was_known_on_it_and_days_that_know_too_little_are_left_out():
    told = tell(Rule(), once, [date(2025, 3, 1), date(2025, 6, 30), NOW])

    assert [one.day for one in told] == [date(2025, 6, 30), NOW]
    assert [len(one.histories) for one in told] == [181, 200]
    assert [one.forecaster.day for one in told] == [date(2025, 6, 30), NOW]


def test_ranges_come_from_a_forecast_that_is_a_year_old():
    told = tell(Rule(), once, [date(2025, 6, 30), date(2025, 9, 30), NOW])
    settings = {"margins": None, "yearly_rate": 0.1}

    with_year = foretell(Rule(), told, once(NOW), NOW, **settings)
    without = foretell(Rule(), told[-1:], once(NOW), NOW, **settings)

    # Nobody bought again, so nothing came of any forecast.
    assert with_year.spread.upper.max() == 0
    assert without.spread is None


def test_totals_of_nothing_are_not_known(refused):
    interval = refused.total_interval(91)

    assert isinstance(interval, TotalInterval) and np.isnan(interval.lower)
