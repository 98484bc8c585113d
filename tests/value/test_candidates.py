from datetime import date

import pandas as pd
import pytest

from helpers.value import NotIdentified, histories
from helpers.value.candidates import available, candidates, learn

END = date(2026, 6, 30)


def test_season_waits_for_a_whole_year(shop_days):
    early, late = candidates(shop_days, date(2024, 12, 29)), candidates(shop_days, END)

    assert not any("season" in name for name in early)
    assert {"bgnbd+season", "paretonbd+season", "last_year"} <= set(late)


def test_what_was_added_falls_away_where_too_little_was_seen(shop_days):
    assert available("mbgnbd+season", shop_days, END) == "mbgnbd+season"
    assert available("mbgnbd+season", shop_days, date(2024, 9, 30)) == "mbgnbd"
    assert available("rate", shop_days, date(2024, 9, 30)) == "rate"


def test_every_way_to_forecast_tells_a_finite_number_of_each_customer(shop_days):
    told = histories(shop_days, END)

    for name in candidates(shop_days, END):
        learned = learn(name, shop_days, END)
        expected, alive = learned.expected(told, 91), learned.alive(told)
        assert (expected >= 0).all(), name
        assert alive.isna().all() if learned.model is None else alive.between(0, 1).all()


def test_a_model_with_season_knows_a_high_quarter_from_a_low_one(shop_days):
    told = histories(shop_days, END)
    plain, seasonal = (learn(name, shop_days, END) for name in ("bgnbd", "bgnbd+season"))

    def quarter(learned):
        parts = [learned.expected(told, days).sum() for days in (91, 182)]
        return parts[0], parts[1] - parts[0]

    assert quarter(seasonal)[1] > 1.4 * quarter(seasonal)[0]  # October to December
    assert quarter(plain)[1] < quarter(plain)[0]


@pytest.mark.parametrize("name", ["bgnbd", "bgnbd+season", "last_year"])
def test_orders_after_the_day_change_no_digit_of_a_forecast(shop_days, name):
    end = date(2025, 6, 30)
    known = shop_days[shop_days["event_day"].le(pd.Timestamp(end))]
    told = histories(known, end)

    later = learn(name, shop_days, end).expected(told, 182)

    pd.testing.assert_series_equal(later, learn(name, known, end).expected(told, 182),
                                   check_exact=True)  # fmt: skip


def test_a_misspelt_name_is_refused(shop_days):
    with pytest.raises(ValueError, match="no way to forecast called 'bgnbd2'"):
        learn("bgnbd2", shop_days, END)


def test_without_any_order_nothing_is_learned(shop_days):
    assert candidates(shop_days, date(2023, 1, 1)) == []
    with pytest.raises(NotIdentified, match="there are 0"):
        learn("bgnbd", shop_days, date(2023, 1, 1))
