"""What leaving costs: sums that can be counted, and who stands on the list."""

import numpy as np
import pandas as pd
import pytest

from helpers.churn.at_stake import lost_value, number_lost, ratio_doubt, with_stakes

RISK = pd.DataFrame({"customer_id": ["a", "b", "c", "d"], "risk": [0.9, 0.5, 0.5, 0.2],
                     "base_rate": 0.0})  # fmt: skip
NO_VALUES = pd.DataFrame({"customer_id": pd.Series(dtype="str"), "predicted_clv_365": []})


def values(*amounts):
    return pd.DataFrame({"customer_id": list("abcd"), "predicted_clv_365": amounts})


def test_the_expected_loss_is_risk_times_value_and_the_list_takes_the_largest():
    told = with_stakes(RISK, values(10, 100, 200, 1000), list_share=0.5)

    assert told["expected_loss"].tolist() == [9, 50, 100, 200]
    assert told["rank"].tolist() == [4, 3, 2, 1]
    assert told["on_list"].tolist() == [False, False, True, True]


def test_who_costs_more_than_to_bring_has_nothing_at_stake_and_is_not_listed():
    told = with_stakes(RISK, values(-50, 10, -1, 0), list_share=1.0)

    assert told["value_at_stake"].tolist() == [0, 10, 0, 0]
    assert told["on_list"].tolist() == [False, True, False, False]


def test_nobody_is_listed_whose_risk_is_below_that_of_all():
    told = with_stakes(RISK.assign(base_rate=0.5), values(10, 100, 200, 1000), list_share=0.5)

    assert told["rank"].tolist() == [4, 3, 2, 1]
    assert told["on_list"].tolist() == [False, True, True, False]


def test_without_values_the_list_goes_by_risk_and_ties_by_id():
    told = with_stakes(RISK, NO_VALUES, list_share=0.5)

    assert told["rank"].tolist() == [1, 2, 3, 4]
    assert told["on_list"].tolist() == [True, True, False, False]
    assert told["value_at_stake"].isna().all()
    assert lost_value(told) is None


def test_nobody_at_risk_is_an_empty_list():
    told = with_stakes(RISK.iloc[:0], values(1, 2, 3, 4), list_share=0.1)

    assert told.empty and {"rank", "on_list", "expected_loss"} <= set(told)


def test_the_interval_of_the_loss_holds_simulated_losses():
    rng = np.random.default_rng(3)
    risk = pd.DataFrame({"customer_id": [f"c{n:04}" for n in range(2_000)],
                         "risk": rng.uniform(0.1, 0.9, 2_000), "base_rate": 0.5})  # fmt: skip
    worth = pd.DataFrame({"customer_id": risk["customer_id"],
                          "predicted_clv_365": rng.gamma(1, 100, 2_000)})  # fmt: skip
    told = with_stakes(risk, worth, list_share=0.1)

    loss, number = lost_value(told), number_lost(told)

    leaves = rng.random((500, 2_000)) < told["risk"].to_numpy()
    lost = leaves @ told["value_at_stake"].to_numpy()
    assert 0.92 <= np.mean((lost >= loss.lower) & (lost <= loss.upper)) <= 0.98
    left = leaves.sum(axis=1)
    assert 0.92 <= np.mean((left >= number.lower) & (left <= number.upper)) <= 0.98


def test_doubt_about_all_forecasts_widens_the_interval():
    told = with_stakes(RISK, values(10, 100, 200, 1000), list_share=0.5)

    assert lost_value(told, doubt=0.3).upper > lost_value(told).upper


def test_doubt_is_how_far_ratios_strayed_from_one():
    happened, expected = pd.Series([11, 9, np.nan]), pd.Series([10, 10, 10])

    assert ratio_doubt(happened, expected) == pytest.approx(0.1)
    assert np.isnan(ratio_doubt(happened[:1], expected[:1]))
