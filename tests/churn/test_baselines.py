import numpy as np
import pandas as pd
import pytest

from helpers.churn.baselines import BASELINES, baseline_forecasts, learn_baselines


@pytest.fixture
def rows():
    since = np.repeat([10, 60, 120, 200], 25)
    return pd.DataFrame({"recency_days": since, "orders_365": 365 / 91})


def test_the_best_rule_finds_after_how_many_days_customers_leave(rows):
    left = rows["recency_days"].ge(100).to_numpy()

    learned = learn_baselines(rows, left, window_days=91)

    assert 60 < learned["after_days"] <= 120
    assert learned["base_rate"] == 0.5


def test_rules_tell_the_shares_of_the_silent_and_of_the_others(rows):
    left = rows["recency_days"].ge(100).to_numpy()
    learned = learn_baselines(rows, left, window_days=91)

    told = baseline_forecasts(rows, learned)

    assert list(told) == list(BASELINES)
    # 50 of 50 silent left, 0 of 50 others: each with one more customer of the mean.
    assert told["last_period"].unique() == pytest.approx([0.5 / 51, 50.5 / 51])


def test_the_purchase_rate_takes_orders_by_chance_as_often_as_last_year(rows):
    learned = learn_baselines(rows, np.arange(100) < 50, window_days=91)

    told = baseline_forecasts(rows, learned)

    assert told["purchase_rate"].unique() == pytest.approx([np.exp(-1)])


def test_rules_that_say_nothing_fall_back_on_the_mean(rows):
    rows = rows.assign(recency_days=0)
    learned = learn_baselines(rows, np.arange(100) < 30, window_days=91)

    told = baseline_forecasts(rows, learned)

    assert told["last_period"].unique() == pytest.approx([0.3])
