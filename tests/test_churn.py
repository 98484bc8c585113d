"""Chapter 09 as its readers meet it: what is published agrees with itself."""

import pandas as pd
import pytest

FOLDER = "data/processed/demo/2026Q3"


@pytest.fixture(scope="module")
def read(demo):
    return lambda name: pd.read_parquet(demo / FOLDER / f"{name}.parquet")


def test_everybody_who_ordered_within_a_year_is_scored_once(read):
    risk, people = read("churn_risk"), read("customers")

    last = pd.to_datetime(people["last_order_day"])
    active = people[people["in_scope"] & last.gt(pd.Timestamp("2026-09-30") - pd.Timedelta("365D"))]
    assert set(risk["customer_id"]) == set(active["customer_id"])
    assert risk["customer_id"].is_unique and risk["rank"].is_unique


def test_the_expected_loss_is_risk_times_value_and_the_list_holds_more_risk_than_usual(read):
    risk = read("churn_risk")

    assert (risk["risk"] * risk["value_at_stake"]).sub(risk["expected_loss"]).abs().max() < 0.01
    listed = risk[risk["on_list"]]
    assert 0 < len(listed) <= 0.1 * len(risk) + 1
    assert listed["risk"].ge(listed["base_rate"] - 1e-9).all()


def test_everybody_at_risk_has_a_reason_or_is_said_to_have_none(read):
    reasons, risk = read("churn_reasons"), read("churn_risk")

    assert set(reasons["customer_id"]) == set(risk["customer_id"])
    assert reasons.groupby("customer_id")["place"].max().le(3).all()
    assert reasons.loc[reasons["reason"].ne("none"), "contribution"].gt(0).all()


def test_offers_add_up_over_the_bands(read):
    offer = read("churn_offer").set_index("offered_to")

    bands = offer.loc[["high", "mid", "low"]]
    assert bands["customers"].sum() == offer.loc["everybody", "customers"]
    assert bands["expected_loss"].sum() == pytest.approx(offer.loc["everybody", "expected_loss"])


def test_scores_are_kept_until_they_are_due(read):
    kept, risk = read("churn_forecasts"), read("churn_risk")

    today = kept[pd.to_datetime(kept["scored_on"]).eq(pd.Timestamp("2026-09-30"))]
    assert set(today["customer_id"]) == set(risk["customer_id"])
    assert pd.to_datetime(kept["due_on"]).gt(pd.Timestamp("2026-09-30")).all()


def test_the_planted_drivers_that_are_strongest_are_found(read):
    drivers = read("churn_drivers").set_index("circumstance")

    assert drivers.loc[["member", "ticket:complaint"], "is_driver"].all()
    assert drivers.loc["member", "odds"] < 1 < drivers.loc["ticket:complaint", "odds"]


def test_the_forecast_beats_giving_everybody_the_same(read):
    rules = read("churn_baselines").set_index("rule")

    assert rules.loc["model", "brier"] < rules.drop(index="model")["brier"].min()
    assert rules.loc["model", "auc"] > 0.7
