import numpy as np
import pandas as pd
import pytest

from helpers.segmentation.profiles import by_snapshot, changes_of_choice, profile, score_grid


def test_profiles_can_be_counted_by_hand():
    segments = pd.DataFrame({
        "tier": ["high", "low", "low"], "monetary": [60.0, 30.0, 10.0],
        "recency_days": [1, 10, 20], "frequency": [9, 2, 1],
    })  # fmt: skip

    groups = profile(segments, "tier").set_index("tier")

    assert groups.loc["high", ["customers", "revenue_share"]].tolist() == [1, 0.6]
    assert groups.loc["low", "share"] == pytest.approx(2 / 3)
    assert groups.loc["low", ["median_recency_days", "median_frequency"]].tolist() == [15, 1.5]


def test_shares_of_a_profile_add_up_to_one():
    rng = np.random.default_rng(1)
    segments = pd.DataFrame({
        "g": rng.integers(4, size=50).astype(str), "monetary": rng.gamma(2, size=50),
        "recency_days": 1, "frequency": 1,
    })  # fmt: skip

    groups = profile(segments, "g")

    assert groups[["share", "revenue_share"]].sum().tolist() == pytest.approx([1, 1])


def test_by_snapshot_counts_customers_with_orders_on_each_day():
    segments = pd.DataFrame({
        "snapshot_day": pd.to_datetime(["2026-06-30", "2026-06-30", "2026-09-30"]),
        "r_score": [1.0, None, 3.0], "recency_days": [4, None, 6], "frequency": [1, 0, 2],
        "monetary": [5.0, 0.0, 7.0],
    })  # fmt: skip

    assert by_snapshot(segments)["customers"].tolist() == [1, 1]


def test_the_grid_holds_every_customer_once():
    scored = pd.DataFrame({"r_score": [1, 1, 5], "f_score": [2, 2, 5]})

    assert score_grid(scored)["customers"].tolist() == [2, 1]


def test_another_choice_of_bins_changes_some_classes_and_the_same_choice_none():
    rng = np.random.default_rng(5)
    behaviour = pd.DataFrame({
        "recency_days": rng.integers(0, 400, 300), "frequency": rng.poisson(3, 300) + 1,
        "monetary": rng.gamma(2, 50, 300),
    })  # fmt: skip

    changed = changes_of_choice(behaviour).set_index("choice")["changed"]

    assert changed.between(0, 1).all()
    assert changed["ten_bins"] > 0


def test_tiers_stand_from_high_to_potential_whatever_their_revenue():
    segments = pd.DataFrame({
        "spend_tier": ["potential", "zero", "low", "high"], "monetary": [0.0, 99.0, 1.0, 5.0],
        "recency_days": 1, "frequency": 1,
    })  # fmt: skip

    told = profile(segments, "spend_tier")["spend_tier"]

    assert told.tolist() == ["high", "low", "zero", "potential"]
