from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.churn.window import WINDOWS, choose_window, own_windows, window_evidence


def everyone(gap, *, customers=80, until="2026-06-30"):
    """Customers who each order every so many days, their first orders spread over one gap."""
    end = pd.Timestamp(until)
    parts = []
    for number in range(customers):
        first = pd.Timestamp("2022-01-01") + pd.Timedelta(days=number * gap // customers)
        at = pd.date_range(first, end, freq=f"{gap}D")
        parts.append(pd.DataFrame({"customer_id": f"c{number:03d}", "event_day": at}))
    return pd.concat(parts, ignore_index=True)


def evidence(back, *, upper=None):
    upper = upper or [share + 0.02 for share in back]
    return pd.DataFrame({"window_days": WINDOWS, "back_365": back, "back_365_upper": upper})


def test_who_orders_every_hundred_days_always_comes_back_from_a_quarter_of_silence():
    table = window_evidence(everyone(100), date(2026, 6, 30)).set_index("window_days")

    assert table.loc[91, "back_91"] == table.loc[91, "back_365"] == 1
    assert table.loc[91, "silent_91"] > 0
    # Nobody is ever silent for longer than a hundred days.
    assert table.loc[182, "silent_365"] == 0
    assert np.isnan(table.loc[182, "back_365"])


def test_who_never_comes_back_is_counted_as_gone():
    days = everyone(20, until="2024-06-30")

    table = window_evidence(days, date(2026, 6, 30)).set_index("window_days")

    assert table.loc[91, "back_365"] == 0
    assert table.loc[91, "back_365_upper"] < 0.06


def test_the_shortest_window_after_which_most_stay_away_is_taken():
    assert choose_window(evidence([0.7, 0.6, 0.4, 0.1])) == (182, "evidence")
    assert choose_window(evidence([0.3, 0.3, 0.2, 0.1])) == (91, "evidence")


def test_a_share_that_may_be_half_is_not_enough():
    found = choose_window(evidence([0.7, 0.49, 0.4, 0.1], upper=[0.72, 0.51, 0.42, 0.12]))

    assert found == (182, "evidence")


def test_without_enough_evidence_the_window_says_so():
    nothing = [np.nan] * 4

    assert choose_window(evidence([0.9, 0.8, np.nan, np.nan])) == (91, "longest")
    assert choose_window(evidence(nothing, upper=nothing)) == (91, "usual")


def test_each_customer_is_late_by_its_own_rhythm():
    days = pd.concat([everyone(20), everyone(100).assign(
        customer_id=lambda one: "s" + one["customer_id"])])  # fmt: skip

    late = own_windows(days, date(2026, 6, 30))

    # Exponential gaps of 20 days are longer than 60 days once in twenty.
    assert late["c000"] == pytest.approx(60, rel=0.1)
    assert late["sc000"] > 3 * late["c000"]


def test_too_few_customers_have_no_rhythm():
    assert own_windows(everyone(20, customers=3), date(2026, 6, 30)).isna().all()
