import numpy as np
import pandas as pd
import pytest

from helpers.drivers.media import telling

EFFECTS = pd.DataFrame({
    "channel": ["a", "b", "c", "d"], "spend": [10.0, 20.0, 30.0, 40.0],
    "separable": [True, True, False, False], "together_with": ["", "", "c, d", "c, d"],
    "contribution": [30.0, 20.0, np.nan, np.nan], "return_per_spend": [3.0, 1.0, np.nan, np.nan],
    "return_lower": [2.0, 0.5, np.nan, np.nan], "return_upper": [4.0, 1.5, np.nan, np.nan],
    "return_pooled": [2.5, 1.1, np.nan, np.nan], "group_contribution": [np.nan] * 2 + [50.0] * 2,
    "group_lower": [np.nan] * 2 + [20.0] * 2, "group_upper": [np.nan] * 2 + [70.0] * 2,
    "basis": "margin", "grade": ["B", "B", "refused", "refused"],
})  # fmt: skip


def backtest(lower):
    return pd.DataFrame({
        "stage": ["without_media", "media", "media"], "way": ["none", "none", "both"],
        "gain": [np.nan, 0.0, 0.1], "gain_lower": [np.nan, np.nan, lower],
        "gain_upper": [np.nan, np.nan, 0.2], "newest_mape": [0.3, 0.04, 0.05],
    })  # fmt: skip


@pytest.mark.parametrize(("lower", "key"), [(0.02, "adds"), (-0.1, "adds_nothing"),
                                            (np.nan, "adds_untested")])  # fmt: skip
def test_media_add_accuracy_only_where_the_whole_interval_says_so(lower, key):
    table = backtest(lower)

    assert telling.test_key(table) == f"drivers_media.{key}"
    assert telling.test_words(table) == (
        {} if np.isnan(lower) else {"gain": 0.1, "lower": lower, "upper": 0.2}
    )
    assert telling.newest_words(table) == {"none": 0.04, "both": 0.05}


def test_the_best_channel_is_ranked_by_what_is_drawn_to_the_others():
    turned = EFFECTS.assign(return_pooled=[1.0, 1.1, np.nan, np.nan])

    assert telling.best_channel(EFFECTS)["channel"] == "a"
    assert telling.best_channel(turned)["channel"] == "b"
    assert telling.clearly_below(EFFECTS) == ["b"]


def test_where_no_channel_stands_alone_none_is_best():
    nobody = EFFECTS.iloc[2:]

    assert telling.best_channel(nobody) is None
    assert telling.clearly_below(nobody) == []


def test_a_pair_that_cannot_be_separated_is_told_once():
    assert telling.inseparable(EFFECTS) == [
        {"channels": "c, d", "number": 50.0, "lower": 20.0, "upper": 70.0}
    ]


def test_mass_is_all_channels_together_and_groups_count_once():
    direct = pd.DataFrame({"channel": ["all", "email"], "return_per_spend": [7.0, 8.0],
                           "return_lower": [5.0, 6.0], "return_upper": [9.0, 9.0]})  # fmt: skip

    told = telling.mass_and_direct(EFFECTS, direct)

    assert told == {"mass": (30 + 20 + 50) / 100, "direct": 7.0, "lower": 5.0, "upper": 9.0}
    assert telling.mass_and_direct(EFFECTS, direct.iloc[1:]) is None


def test_claims_name_their_table_and_grade():
    plan = pd.DataFrame({"plan_gain": [5.0], "plan_gain_lower": [1.0], "plan_gain_upper": [9.0],
                         "plan_likely": [0.9], "basis": ["margin"], "grade": ["C"]})  # fmt: skip

    best, split = telling.claim_best(EFFECTS, 500), telling.claim_plan(plan, 500)

    assert (best["table"], best["channel"], best["grade"], best["n"]) == (
        "media_effects", "a", "B", 500,
    )  # fmt: skip
    assert (split["table"], split["number"], split["likely"]) == ("media_plan", 5.0, 0.9)


def test_everybody_stands_before_the_tiers_from_the_best_down():
    reach = pd.DataFrame({name: 0.0 for name in telling.REACH_COLUMNS}, index=range(4))
    reach = reach.assign(channel="a", grp=["low", "high", "all", "mid"], differs=False)

    assert telling.reach_shown(reach)["grp"].tolist() == ["all", "high", "mid", "low"]
    assert telling.differing(reach).empty


def test_credits_stand_side_by_side_and_the_winners_are_named_once():
    credit = pd.DataFrame({
        "source": ["x", "y"] * 4, "method": np.repeat(["first", "last", "linear", "markov"], 2),
        "orders": [5.0, 4.0, 1.0, 8.0, 3.0, 6.0, 4.0, 5.0], "customers": [10, 20] * 4,
        "removal_effect": [np.nan] * 6 + [0.4, 0.5],
    })  # fmt: skip

    table = telling.credit_shown(credit)

    assert table["source"].tolist() == ["y", "x"]
    assert table["removal_effect"].tolist() == [0.5, 0.4]
    assert telling.credited_most(credit) == ["x", "y"]
