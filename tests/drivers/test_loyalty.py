from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.drivers.loyalty import hidden_reason, judged_loyalty, trials
from helpers.workspace import contracts, engine

ENDS = [day.date() for day in pd.date_range("2024-06-30", "2026-06-30", freq="QE")]
BEGIN = pd.Timestamp("2024-01-01")


def planted(effect=1.0, size=3000, seed=1):
    """Customers who order at a pace of their own until they leave; members leave `effect` as fast.

    Who joins is drawn by lot of those who are still there.
    """
    rng = np.random.default_rng(seed)
    days, joined = [], []
    for number in range(size):
        pace, patience = rng.gamma(3, 0.006), rng.exponential(1)
        first = rng.integers(0, 400)
        join = rng.exponential(300) if rng.random() < 0.5 else np.inf
        leave = patience * 500 if patience * 500 < join else join + (patience * 500 - join) / effect
        if leave > join:
            joined.append((f"c{number}", BEGIN + pd.Timedelta(days=int(first + join))))
        at = first + np.r_[0, np.cumsum(rng.exponential(1 / pace, 60))]
        at = np.unique(at[at <= first + leave].astype(int))
        days += [(f"c{number}", BEGIN + pd.Timedelta(days=int(day))) for day in at if day < 912]
    orders = pd.DataFrame(days, columns=["customer_id", "event_day"]).assign(spend=30.0)
    return orders, pd.DataFrame(joined, columns=["customer_id", "event_day"])


@pytest.fixture(scope="module")
def kept():
    return judged_loyalty(trials(*planted(effect=0.25), ENDS))


def test_a_programme_that_keeps_its_members_is_found(kept):
    own = kept.iloc[0]

    assert own["verdict"] == "less" and own["odds_upper"] < 1
    assert own["left"] < own["left_alike"] and own["hidden_reason"] > 1


def test_the_table_keeps_its_contract(kept):
    contract = contracts.load("driver_loyalty")

    contracts.validate(engine.in_memory(kept).cast(contract.schema), contract)


def test_a_programme_without_effect_is_seldom_said_to_have_one():
    wrong = [judged_loyalty(trials(*planted(seed=seed, size=1500), ENDS)).iloc[0]["verdict"]
             for seed in range(6)]  # fmt: skip

    assert sum(verdict == "less" for verdict in wrong) <= 1


def test_who_has_joined_earlier_is_in_no_trial():
    days, joined = planted(size=200)
    early = joined.assign(event_day=BEGIN - pd.Timedelta(days=400))

    rows = trials(days, early, ENDS)

    assert rows.joined == 0


def test_only_days_whose_outcome_is_known_count():
    rows = trials(*planted(size=200), ENDS).rows

    assert rows["day"].max() + pd.Timedelta(days=182) <= pd.Timestamp(ENDS[-1])


def test_joining_is_a_sign_of_life():
    days = pd.DataFrame({"customer_id": ["a", "b"], "event_day": [BEGIN, BEGIN], "spend": 1.0})
    joined = pd.DataFrame({"customer_id": ["a"], "event_day": [pd.Timestamp("2024-06-10")]})

    rows = trials(days, joined, [date(2024, 6, 30), date(2025, 6, 30)]).rows.set_index(
        "customer_id")  # fmt: skip

    assert rows["last_sign"].tolist() == [pd.Timestamp("2024-06-10"), BEGIN]
    assert rows["joined"].tolist() == [True, False] and rows["left"].all()


def test_too_few_members_are_counted_and_nothing_is_said():
    days, joined = planted(size=100)

    told = judged_loyalty(trials(days, joined.head(5), ENDS)).iloc[0]

    assert told["verdict"] == "too_few" and np.isnan(told["odds"]) and told["joined"] <= 5


def test_the_strength_of_an_unseen_reason_is_the_published_formula():
    """VanderWeele and Ding (2017): a ratio of 3.9 has an E-value of 7.26."""
    assert hidden_reason(0.39, 0.1) == pytest.approx(7.26, abs=0.01)
    assert hidden_reason(0.1, 0.39) == hidden_reason(0.39, 0.1)
    assert hidden_reason(0.3, 0.3) == 1 and np.isnan(hidden_reason(0.3, 0.0))
