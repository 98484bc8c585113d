import numpy as np
import pandas as pd
import pytest

from helpers.churn.snapshot_features import (
    EXPECTED,
    LEAST,
    known_then,
    measured,
    silence_expected,
)

DAY = pd.Timestamp("2026-06-30")
FEATURES = pd.DataFrame({
    "customer_id": ["a", "b"], "snapshot_day": [DAY, DAY], "recency_days": [10, 40],
    "tenure_days": [100, 200], "orders_365": [3, 1], "order_days": [3, None],
    "visits": pd.array([5, None], dtype="Int64"), "last_visit_day": [DAY, pd.NaT],
    "net_amount": [120.0, -5.0],
})  # fmt: skip


def test_expected_orders_come_from_the_outlook_of_the_same_window_and_day():
    outlook = pd.DataFrame({
        "customer_id": ["a", "a", "b"], "expected_30": [0.1, 0.1, 0.1],
        "snapshot_day": [DAY, DAY - pd.Timedelta(days=91), DAY], "expected_91": [0.7, 0.2, 0.0],
    })  # fmt: skip

    found = known_then(FEATURES, outlook, window_days=91)

    assert found[EXPECTED].tolist() == [0.7, LEAST]


def test_without_an_outlook_last_years_orders_are_carried_forward():
    found = known_then(FEATURES, pd.DataFrame(), window_days=73)

    assert found[EXPECTED].tolist() == pytest.approx([3.5 / 5, 1.5 / 5])


def test_who_is_in_no_table_has_done_nothing_and_never_came_since_known():
    found = known_then(FEATURES, pd.DataFrame(), window_days=91)

    assert found["visits"].tolist() == [5, 0]
    assert found["days_since_visit"].tolist() == [0, 200]


def test_silence_is_what_chance_gives_at_the_expected_pace():
    rows = pd.DataFrame({EXPECTED: [1.0, 2.0]})

    assert silence_expected(rows) == pytest.approx([0.367879, 0.135335], abs=1e-6)


def test_features_are_measured_against_the_customers_of_their_own_day():
    rows = pd.DataFrame({
        "snapshot_day": [DAY] * 2 + [DAY + pd.Timedelta(days=92)] * 2,
        "visits": [0.0, 2.0, 8.0, 26.0], EXPECTED: [1.0, 2.0, 1.0, 2.0],
    })  # fmt: skip

    wide = measured(rows, ["visits", EXPECTED])

    # In logs of one more: 0 and log 3; log 9 and log 27, equally far apart.
    assert wide["visits"].tolist() == pytest.approx([-(0.5**0.5), 0.5**0.5] * 2)
    assert wide[EXPECTED].tolist() == pytest.approx([0, np.log(2)] * 2)


def test_what_is_unknown_alike_or_negative_takes_no_side():
    rows = known_then(FEATURES, pd.DataFrame(), window_days=91).assign(tickets=1.0)

    wide = measured(rows, ["tickets", "rating", "net_amount"])

    assert wide["tickets"].tolist() == wide["rating"].tolist() == [0, 0]
    assert np.isfinite(wide["net_amount"]).all()
