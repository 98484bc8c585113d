import numpy as np
import pandas as pd
import pytest
from drivers.media.planted_series import planted

from helpers.drivers.media.refusing import is_booked, never_changed, refusal, usable
from helpers.drivers.media.series import plain_series


def weekly(weeks, channels, *, sales=100.0):
    index = pd.date_range("2025-01-06", periods=weeks, freq="7D")
    rng = np.random.default_rng(0)
    spend = pd.DataFrame(
        rng.uniform(0, 100, (weeks, channels)), index, [f"c{number}" for number in range(channels)]
    )
    return plain_series(pd.Series(sales, index), spend)


def test_20_weeks_and_12_channels_are_refused_with_what_is_missing():
    told = refusal(weekly(20, 12))

    assert told.key == "drivers_media.too_short"
    assert told.values == {"needed": 96, "weeks": 20, "channels": 12}


def test_a_year_is_the_least_even_of_one_channel():
    assert refusal(weekly(51, 1)).values["needed"] == 52
    assert refusal(weekly(52, 1)) is None


def test_few_orders_and_no_channel_are_refused():
    assert refusal(weekly(60, 2, sales=5.0)).key == "drivers_media.few_sales"
    assert refusal(weekly(60, 0)).key == "drivers_media.no_spend"


def test_spend_that_never_changed_is_left_out_and_named():
    series = planted()
    spend = series.spend.assign(rent=100.0)

    kept, told = usable(series._replace(spend=spend))

    assert list(kept.spend) == ["radio", "search", "posters"]
    assert [(one.key, one.values) for one in told] == [
        ("drivers_media.never_changed", {"channels": "rent"})
    ]
    assert not never_changed(series, "radio")


def test_spend_that_stands_on_days_of_invoices_is_left_out_and_named():
    series = planted()
    monthly = (series.sales.index.day == 1) * 3_000.0

    kept, told = usable(series._replace(spend=series.spend.assign(agency=monthly)))

    assert "agency" not in kept.spend
    assert told[0].key == "drivers_media.only_booked"


def test_a_few_days_of_advertising_are_no_invoices():
    spend = np.zeros(800)
    spend[[3, 4, 5, 300, 301, 700]] = 50.0

    assert not is_booked(spend, 1)
    assert not is_booked(planted().spend["radio"], 1)


@pytest.mark.parametrize("days", [90, 200])
def test_a_short_history_is_refused(days):
    assert refusal(planted(days=days)).key == "drivers_media.too_short"
