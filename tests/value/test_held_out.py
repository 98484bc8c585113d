from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from helpers.value.held_out import (
    FEWEST,
    anew,
    newest_before,
    published,
    tenths_of,
    value_history,
    value_scores,
)
from helpers.value.histories import histories
from helpers.value.known import Told

DAY, NOW = date(2026, 6, 30), date(2026, 9, 30)


class Oracle:
    """Knows each customer's rate of order days."""

    def __init__(self, rates):
        self.rates = rates

    def expected(self, histories, days):
        return self.rates.reindex(histories.index) * days

    def alive(self, histories):
        return pd.Series(1.0, histories.index)


def company(customers=400, seed=1, until=NOW):
    """Customers who order at rates of their own, and what an oracle foretells of them."""
    rng = np.random.default_rng(seed)
    names = [f"c{n:04}" for n in range(customers)]
    rates = pd.Series(rng.gamma(1.5, 0.01, customers), names)
    length = (until - date(2026, 1, 1)).days
    rows = [(name, date(2026, 1, 1) + timedelta(days=int(day)), 10.0)
            for name, rate in rates.items()
            for day in [0, *np.flatnonzero(rng.random(length) < rate) + 1]]  # fmt: skip
    days = pd.DataFrame(rows, columns=["customer_id", "event_day", "spend"])
    days = days.astype({"event_day": "datetime64[us]"})
    seen = histories(days, DAY)
    return Told(DAY, seen, Oracle(rates), pd.Series(10.0, seen.index)), days


def test_the_newest_snapshot_that_is_old_enough_is_taken():
    told, _ = company()
    older = told._replace(day=date(2026, 3, 31))

    assert newest_before([older, told], NOW, 92) is told
    assert newest_before([older, told], NOW, 93) is older
    assert newest_before([older, told], NOW, 365) is None


def test_a_snapshot_with_few_customers_is_held_against_nothing():
    told, _ = company(FEWEST - 1)

    assert newest_before([told], NOW, 28) is None


def test_tenths_stand_from_best_to_worst_and_hold_everybody_once():
    told, days = company()

    frame = tenths_of(told, days, 92)

    assert frame["tenth"].value_counts().eq(40).all()
    assert frame.groupby("tenth")["predicted"].mean().is_monotonic_decreasing


def test_the_history_of_an_oracle_holds_what_came_within_its_intervals():
    told, days = company(2_000)

    history = value_history([told], days, NOW, horizons=(92, 365))

    assert history["horizon_days"].unique().tolist() == [92]
    inside = history["predicted"].between(history["lower"], history["upper"])
    assert inside.sum() >= 8
    whole = (history["happened"] * history["customers"]).sum()
    late = days[days["event_day"].gt(pd.Timestamp(DAY))]
    assert whole == pytest.approx(late["spend"].sum(), rel=0.001)


def test_an_oracle_beats_every_plain_rule():
    told, days = company(2_000)

    scores = value_scores([anew(told, days, NOW), None], NOW, seed=1)

    assert scores["skill"].gt(0).all()
    assert set(scores["grade"]) <= {"A", "B"}
    assert scores["customers"].eq(2_000).all()


def test_skill_can_be_counted_by_hand():
    told, days = company()

    scores = value_scores([anew(told, days, NOW)], NOW, seed=1)

    row = scores.iloc[0]
    assert row["skill"] == pytest.approx(1 - row["loss"] / row["baseline_loss"])


def test_a_quarter_with_hardly_an_order_gives_no_grade():
    told, days = company()
    quiet = days[days["event_day"].le(pd.Timestamp(DAY))]

    scores = value_scores([anew(told, quiet, NOW)], NOW, seed=1)

    assert scores["grade"].eq("refused").all() and scores["skill"].isna().all()


def test_what_was_published_is_held_against_what_came_of_who_is_still_known():
    told, days = company()
    before = pd.DataFrame({
        "customer_id": ["gone", *told.histories.index], "snapshot_day": pd.Timestamp(DAY),
        "expected_orders_91": 1.0, "expected_order_value": 10.0,
    })  # fmt: skip

    held = published(before, told, days, NOW)

    assert "gone" not in held.predicted.index
    assert held.predicted["sales"].iloc[0] == pytest.approx(10 * 92 / 91)
    assert held.came["orders"].sum() == days["event_day"].gt(pd.Timestamp(DAY)).sum()


def test_before_there_is_a_quarter_nothing_was_published():
    told, days = company()

    assert published(pd.DataFrame(), told, days, NOW) is None
    assert anew(None, days, NOW) is None
    assert value_scores([None], NOW, seed=1).empty
    assert value_history([], days, NOW, horizons=(91,)).empty
