import numpy as np
import pandas as pd
import pytest

from helpers.value.tiers import (
    past_and_ahead,
    past_tiers,
    tier_profile,
    value_tiers,
    with_contributions,
)


def worth(predicted, historic=None, orders=1.0):
    predicted = np.asarray(predicted, dtype=float)
    own = pd.DataFrame({
        "customer_id": [f"c{n}" for n in range(len(predicted))],
        "predicted_clv_365": predicted, "historic_clv": predicted if historic is None else historic,
        "expected_orders_365": orders, "p_alive": 0.5,
    })  # fmt: skip
    return own.assign(value_tier=value_tiers(own["predicted_clv_365"], own["expected_orders_365"]))


def test_the_best_fifth_is_high_and_the_next_three_tenths_mid():
    tiers = value_tiers(pd.Series(np.arange(1.0, 101)), pd.Series(np.ones(100)))

    assert tiers.value_counts().to_dict() == {"low": 50, "mid": 30, "high": 20}
    assert tiers.iloc[-20:].eq("high").all()


def test_who_hardly_orders_or_leaves_nothing_is_none():
    tiers = value_tiers(pd.Series([5.0, -1.0, 0.0, 9.0]), pd.Series([1.0, 1.0, 1.0, 0.05]))

    assert tiers.tolist() == ["low", "none", "none", "none"]


def test_equal_values_share_a_tier_and_the_unknown_have_none():
    tiers = value_tiers(pd.Series([3.0, 3.0, np.nan]), pd.Series([1.0, 1.0, np.nan]))

    assert tiers.iloc[:2].nunique() == 1
    assert tiers.isna().tolist() == [False, False, True]


def test_a_profile_can_be_counted_by_hand():
    profile = tier_profile(worth([10, 2, 2, 2, 4], [0, 1, 1, 1, 1])).set_index("value_tier")

    assert profile.loc["mid", ["customers", "mean_predicted"]].tolist() == [1, 4]
    assert profile["predicted_share"].sum() == pytest.approx(1)
    assert profile["share"].sum() == pytest.approx(1)


def test_past_and_ahead_hold_each_customer_once():
    value = worth(np.arange(1.0, 101), np.arange(100.0, 0, -1))

    cross = past_and_ahead(value)

    assert cross["customers"].sum() == 100
    assert set(past_tiers(value)) == {"high", "mid", "low"}
    assert cross.iloc[0][["historic_tier", "value_tier"]].tolist() == ["high", "low"]


def test_amounts_are_guarded_by_their_largest_whatever_their_sign():
    value = worth([5.0, 1.0, 1.0], [-90.0, 1.0, 1.0])

    guarded = with_contributions(tier_profile(value), value, "value_tier")

    assert guarded["largest"].max() == 90


def test_where_nothing_is_foretold_there_is_no_tier():
    assert tier_profile(worth([np.nan, np.nan], [1.0, 2.0], np.nan)).empty
