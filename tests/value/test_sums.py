from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.value.choosing import TotalInterval
from helpers.value.histories import histories
from helpers.value.known import Told
from helpers.value.sums import range_held, value_concentration, value_measures, value_totals

NOW = date(2026, 9, 30)


def value(predicted, historic=None):
    horizons = {f"predicted_clv_{days}": predicted for days in (91, 182, 365, 730)}
    orders = {f"expected_orders_{days}": np.ones(len(predicted)) for days in (91, 182, 365, 730)}
    past = predicted if historic is None else historic
    return pd.DataFrame({**horizons, **orders, "historic_clv": past})


def forecaster(lower, upper, origins=4):
    return SimpleNamespace(total_interval=lambda days: TotalInterval(lower, upper, origins))


def test_totals_and_their_bounds_can_be_counted_by_hand():
    totals = value_totals(value([10.0, 30.0]), forecaster(0.5, 1.5), NOW).set_index("horizon_days")

    year = totals.loc[365]
    assert year[["orders_expected", "orders_lower", "orders_upper"]].tolist() == [2, 1, 3]
    assert year[["value_expected", "value_lower", "value_upper"]].tolist() == [40, 20, 60]
    assert year["value_each"] == 20
    assert year["through"] == pd.Timestamp("2027-09-30")


def test_bounds_of_a_loss_stand_in_order_and_those_of_the_unknown_are_missing():
    loss = value_totals(value([-10.0, -30.0]), forecaster(0.5, 1.5), NOW).iloc[0]
    unknown = value_totals(value([np.nan]), forecaster(np.nan, np.nan, 0), NOW).iloc[0]

    assert loss["value_lower"] < loss["value_expected"] < loss["value_upper"]
    assert unknown[["value_lower", "orders_upper"]].isna().all()


def test_the_curve_counts_who_costs_more_than_it_brings_as_nought():
    curve = value_concentration(value([-5.0, 0.0, 1.0, 3.0]), smallest=1)

    ahead = curve[curve["measure"].eq("predicted")].set_index("share_of_customers")
    assert ahead["share_of_value"].to_dict() == pytest.approx(
        {0.0: 0, 0.25: 0.75, 0.5: 1, 0.75: 1, 1.0: 1}
    )


def test_measures_can_be_counted_by_hand():
    found = value_measures(
        value([0.0, 0.0, 0.0, 0.0, 8.0], [-2.0, -1.0, 0.0, 1.0, 2.0]), (0.9, 50), seed=1
    ).set_index("measure")  # fmt: skip

    assert found.loc["mean_predicted", "value"] == 1.6
    assert found.loc["top_fifth_predicted", "value"] == 1
    assert found.loc["gini_predicted", "value"] == pytest.approx(0.8)
    assert found.loc["below_nought_historic", ["value", "n"]].tolist() == [-3, 2]
    assert found.loc["range_held", ["value", "n"]].tolist() == [0.9, 50]


def test_what_is_not_known_has_no_row():
    found = value_measures(value([np.nan, np.nan], [1.0, 2.0]), (np.nan, 0), seed=1)

    assert found["measure"].str.endswith("historic").all()


def steady(day, customers=300, seed=1):
    rng = np.random.default_rng(seed)
    rows = [(f"c{n:03}", when, 10.0) for n, rate in enumerate(rng.gamma(2, 0.01, customers))
            for when in pd.Timestamp("2024-01-01") + pd.to_timedelta(
                [0, *np.flatnonzero(rng.random(1_000) < rate) + 1], unit="D")]  # fmt: skip
    days = pd.DataFrame(rows, columns=["customer_id", "event_day", "spend"])
    seen = histories(days.astype({"event_day": "datetime64[us]"}), day)
    rate = (seen["frequency"] + 2) / (seen["age"] * 7 + 100)
    oracle = SimpleNamespace(expected=lambda histories, days: rate * days)
    return Told(day, seen, oracle, pd.Series(10.0, seen.index)), days


def test_ranges_hold_for_about_four_in_five_where_nothing_changes():
    told, days = zip(*(steady(day) for day in (date(2024, 9, 29), date(2025, 9, 30))), strict=True)

    held, customers = range_held(list(told), days[0], NOW)

    assert customers == 300
    assert held == pytest.approx(0.8, abs=0.1)


def test_without_two_years_nothing_is_known_of_ranges():
    told, days = steady(date(2025, 9, 30))

    assert range_held([told], days, NOW)[1] == 0
    assert range_held([], days, NOW)[1] == 0


def test_totals_without_a_forecast_are_missing_and_not_nought():
    totals = value_totals(value([np.nan, np.nan]), forecaster(0.8, 1.2), date(2026, 9, 30))

    assert totals[["value_expected", "value_each"]].isna().all(axis=None)


def test_of_nobody_there_is_no_curve():
    assert value_concentration(value([]), smallest=10).empty
