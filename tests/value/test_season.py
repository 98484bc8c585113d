from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from helpers.value import bgnbd, histories
from helpers.value.histories import cells
from helpers.value.season import (
    Season,
    bent,
    bent_ahead,
    bent_weeks,
    flat,
    learn_season,
)
from tests.value.conftest import SEASON

END = date(2026, 6, 30)
BEGAN = pd.Timestamp("2024-01-01")


@pytest.fixture(scope="module")
def learned(shop_days):
    return learn_season(shop_days, histories(shop_days, END), END)


def test_a_month_that_runs_twice_as_fast_holds_twice_its_weeks():
    index = np.ones(12)
    index[1] = 2.0
    season = Season(index, BEGAN)

    weeks = bent_weeks(season, pd.to_datetime(["2024-01-31", "2024-02-07", "2024-03-07"]))

    # 31 days; and 7 days twice; and the rest of 29 days of February twice, and 7 of March.
    assert weeks * 7 == pytest.approx([31, 31 + 14, 31 + 58 + 7])


def test_a_flat_season_changes_no_history(shop_days):
    told = histories(shop_days, END)

    assert bent(flat(BEGAN), told, END) is told
    assert bent_ahead(flat(BEGAN), END, 91) == pytest.approx(13)


def test_weeks_ahead_add_up_on_the_clock_of_the_season():
    season = Season(SEASON, BEGAN)

    parts = bent_ahead(season, END, 100) + bent_ahead(season, date(2026, 10, 8), 82)

    assert parts == pytest.approx(bent_ahead(season, END, 182))


def test_a_planted_season_is_found_again(learned):
    planted = SEASON / SEASON.mean()

    assert learned.index == pytest.approx(planted, rel=0.15)
    assert np.corrcoef(learned.index, planted)[0, 1] > 0.97


def test_a_shop_without_season_has_next_to_none(seasonal_shop):
    days = seasonal_shop(index=np.ones(12), customers=800)

    found = learn_season(days, histories(days, END), END)

    assert np.abs(found.index - 1).max() < 0.2


def test_months_that_nobody_has_seen_count_as_usual(seasonal_shop):
    days = seasonal_shop(until="2024-09-30", customers=600)
    end = date(2024, 9, 30)

    found = learn_season(days, histories(days, end), end)

    assert found.index[9:].tolist() == [1, 1, 1]


def test_no_other_season_makes_the_same_orders_more_likely(shop_days, monkeypatch):
    """The joint likelihood of season and BG/NBD, climbed by other means from where it was left."""
    monkeypatch.setattr("helpers.value.season.PRIOR_ORDERS", 0.0)
    monkeypatch.setattr("helpers.value.season.CLOSE", 1e-5)
    monkeypatch.setattr("helpers.value.season.ROUNDS", 60)
    days = shop_days[shop_days["customer_id"].lt("c00400")]
    told = histories(days, END)
    found = learn_season(days, told, END)
    first = days.groupby("customer_id")["event_day"].transform("min")
    months = days.loc[days["event_day"].gt(first), "event_day"].dt.month - 1

    def joint(index):
        clock = bent(Season(index, found.began), told, END)
        start = np.log([1.2, 12, 1, 10])
        top = minimize(
            lambda logs: -np.array(bgnbd.log_likelihood(logs, cells(clock))[0]), start,
            method="Nelder-Mead", options={"xatol": 1e-4, "fatol": 1e-4, "maxiter": 2_000},
        )  # fmt: skip
        return -top.fun + np.log(index[months]).sum()

    best = joint(found.index)
    for month, factor in ((0, 1.15), (5, 0.85), (10, 1.15), (11, 0.85)):
        other = found.index.copy()
        other[month] *= factor
        assert joint(other) < best


def test_orders_after_the_day_change_no_digit_of_the_season(shop_days):
    end = date(2025, 6, 30)
    known = shop_days[shop_days["event_day"].le(pd.Timestamp(end))]

    found = learn_season(shop_days, histories(shop_days, end), end)

    assert np.array_equal(found.index, learn_season(known, histories(known, end), end).index)
