"""The preventive offer: cost and break-even that can be counted, and limits set by experiments."""

import pandas as pd
import pytest

from helpers.churn.offer import offer_table, sample_size, tried_offer

RISK = pd.DataFrame({
    "customer_id": list("abcd"), "risk": [0.8, 0.6, 0.4, 0.2],
    "band": ["high", "mid", "mid", "low"],
    "on_list": [True, True, False, False], "expected_loss": [80.0, 60.0, 20.0, 0.0],
})  # fmt: skip
RESULTS = pd.DataFrame({
    "experiment": ["letter", "call", "page"], "metric": ["kept", "kept", "orders"],
    "effect": [0.3, 0.25, 0.9], "lower": [0.05, 0.1, 0.8], "upper": [0.55, 0.4, 1.0],
    "n": [800, 900, 900], "verdict": ["works", "works", "works"],
})  # fmt: skip


def by_group(table):
    return table.set_index("offered_to")


def test_an_offer_pays_from_the_share_at_which_what_it_keeps_covers_its_cost():
    told = by_group(offer_table(RISK, RESULTS.iloc[:0], cost=7.0))

    assert told.loc["list", ["customers", "expected_loss", "cost"]].tolist() == [2, 140, 14]
    assert told.loc["list", "break_even"] == pytest.approx(0.1)
    assert told["net"].isna().all()
    assert list(told.index) == ["list", "high", "mid", "low", "everybody"]


def test_the_net_value_is_limited_by_what_an_experiment_says():
    told = by_group(offer_table(RISK, RESULTS, cost=7.0))

    # The call has the better lower end: 0.25, 0.10 to 0.40 of 140, less 14.
    assert told.loc["list", "experiment"] == "call"
    assert told.loc["list", ["net", "net_lower", "net_upper"]].tolist() == [21, 0, 42]


def test_another_experiment_can_be_asked_for_and_other_metrics_do_not_count():
    assert tried_offer(RESULTS, "letter")["effect"] == 0.3
    assert tried_offer(RESULTS, "page") is None
    assert tried_offer(RESULTS.iloc[2:]) is None


def test_who_has_nothing_at_stake_can_never_pay_for_an_offer():
    told = by_group(offer_table(RISK, RESULTS.iloc[:0], cost=7.0))

    assert pd.isna(told.loc["low", "break_even"])
    assert pd.isna(told.loc["low", "sample_size"])


def test_where_value_is_not_known_nothing_is_said():
    assert offer_table(RISK.assign(expected_loss=float("nan")), RESULTS, cost=7.0).empty


def test_the_sample_size_is_that_of_another_library_but_for_its_arcsine():
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import proportion_effectsize

    each = NormalIndPower().solve_power(proportion_effectsize(0.5, 0.4), alpha=0.05, power=0.8)

    assert sample_size(0.5, 0.2) == pytest.approx(2 * each, rel=0.02)


@pytest.mark.parametrize("effect", [0.0, 1.5, float("nan")])
def test_an_effect_that_cannot_be_has_no_sample_size(effect):
    assert sample_size(0.5, effect) is None
