"""What goes with leaving: planted drivers are found, and others hardly ever."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.churn.drivers import adjustments, habits, judged_drivers, past_rows

ENDS = [date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30)]


def orders(*rows):
    table = pd.DataFrame(rows, columns=["customer_id", "event_day", "spend"])
    return table.astype({"event_day": "datetime64[us]", "spend": float})


def test_left_is_who_has_no_order_within_the_days_after_a_snapshot():
    days = orders(("a", "2024-12-01", 10), ("a", "2025-07-01", 5), ("b", "2025-01-01", 7),
                  ("b", "2025-12-30", 7), ("c", "2026-01-01", 1))  # fmt: skip

    rows = past_rows(days, ENDS, 182)

    told = rows.set_index(["customer_id", "snapshot_day"])["left"]
    assert told.to_dict() == {
        ("a", pd.Timestamp("2025-06-30")): False, ("b", pd.Timestamp("2025-06-30")): True,
    }  # fmt: skip
    assert rows["spend"].tolist() == [10, 7]


def test_an_outcome_that_is_not_known_yet_is_not_used():
    days = orders(("a", "2024-12-01", 10))

    assert past_rows(days, ENDS, 400)["snapshot_day"].nunique() == 0
    assert past_rows(days, ENDS, 181)["snapshot_day"].nunique() == 2


def test_habits_are_shares_of_orders_until_the_day():
    rows = pd.DataFrame({"customer_id": ["a", "a"],
                         "snapshot_day": pd.to_datetime(["2025-06-30", "2025-12-31"])})  # fmt: skip
    told = pd.DataFrame({
        "customer_id": ["a", "a", "b"], "channel": ["web", "app", "app"],
        "event_day": pd.to_datetime(["2025-01-01", "2025-08-01", "2025-01-01"]),
        "with_code": [True, False, False],
    })  # fmt: skip

    share = habits(rows, told)["habit:code"]

    # One of one, and one of two, each with a third of an order more.
    assert share.tolist() == pytest.approx([(1 + 1 / 3) / 2, (1 + 1 / 3) / 3])


def planted(seed, *, customers=1_500):
    """Rows on three days; trouble doubles the odds of leaving, the other flags do nothing."""
    rng = np.random.default_rng(seed)
    flags = pd.DataFrame(rng.integers(0, 2, (customers, 6)) * 1.0,
                         columns=["trouble", *(f"nothing{n}" for n in range(5))])  # fmt: skip
    own, parts = rng.normal(0, 0.7, customers), []
    for day in pd.to_datetime(["2025-06-30", "2025-09-30", "2025-12-31"]):
        recency = rng.integers(0, 300, customers)
        odds = -0.5 + 0.004 * recency + 0.9 * flags["trouble"] + own
        last = day - pd.to_timedelta(recency, unit="D")
        parts.append(pd.DataFrame({
            "customer_id": [f"c{n:04}" for n in range(customers)], "snapshot_day": day,
            "first_order_day": last - pd.Timedelta(days=100), "last_order_day": last,
            "last_sign": last, "order_days": rng.integers(1, 6, customers),
            "spend": rng.gamma(2, 50, customers),
            "left": rng.random(customers) < 1 / (1 + np.exp(-odds)),
        }))  # fmt: skip
    return pd.concat(parts, ignore_index=True), pd.concat([flags] * 3, ignore_index=True)


def test_a_planted_driver_is_found_and_of_those_called_few_are_false():
    called = [judged_drivers(*planted(seed), 182).query("is_driver")["circumstance"].tolist()
              for seed in range(12)]  # fmt: skip

    assert all("trouble" in names for names in called)
    false = sum(len(names) - 1 for names in called)
    assert false / sum(map(len, called)) <= 0.2


def test_the_odds_are_told_with_an_interval_and_plain_shares():
    told = judged_drivers(*planted(1), 182).set_index("circumstance").loc["trouble"]

    assert told["odds_lower"] < told["odds"] < told["odds_upper"]
    assert told["odds"] > 1.5
    assert told["left_with"] > told["left_without"]
    assert told["horizon_days"] == 182


def test_too_few_who_left_are_refused_by_an_empty_table():
    rows, known = planted(1)

    assert judged_drivers(rows.assign(left=False), known, 182).empty
    assert judged_drivers(rows.iloc[:50], known.iloc[:50], 182).empty


def test_a_circumstance_that_only_follows_from_silence_is_no_driver():
    rows, known = planted(2)
    recent = rows["snapshot_day"] - rows["last_order_day"] < pd.Timedelta(days=100)

    told = judged_drivers(rows, known.assign(recent=recent * 1.0), 182).set_index("circumstance")

    assert told.loc["recent", "left_with"] < told.loc["recent", "left_without"] - 0.1
    assert told.loc["recent", "odds_lower"] < 1 < told.loc["recent", "odds_upper"]
    assert np.isfinite(adjustments(rows).to_numpy(dtype=float)).all()
