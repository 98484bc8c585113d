"""Chapter 06 as its readers meet it: what is published agrees with itself."""

import pandas as pd
import pytest

FOLDER = "data/processed/demo/2026Q3"


@pytest.fixture(scope="module")
def read(demo):
    return lambda name: pd.read_parquet(demo / FOLDER / f"{name}.parquet")


def test_each_customer_with_an_order_that_it_kept_is_valued_once(read):
    value, people = read("customer_value"), read("customers")

    buyers = people[people["first_order_day"].notna() & people["in_scope"]]
    assert set(value["customer_id"]) == set(buyers["customer_id"])
    assert value["customer_id"].is_unique and value["rank"].is_unique


def test_longer_horizons_hold_more_orders_and_tiers_follow_value(read):
    value = read("customer_value")

    orders = value[[f"expected_orders_{days}" for days in (91, 182, 365, 730)]]
    assert orders.diff(axis="columns").iloc[:, 1:].ge(-1e-6).all(axis=None)
    best = value.groupby("value_tier")["predicted_clv_365"].min()
    assert best["high"] >= best["mid"] >= best["low"] > 0


def test_totals_are_the_sums_of_customers(read):
    value, totals = read("customer_value"), read("value_totals").set_index("horizon_days")

    for days in (91, 182, 365, 730):
        own = value[f"predicted_clv_{days}"].sum()
        assert totals.loc[days, "value_expected"] == pytest.approx(own, abs=1)


def test_the_outlook_of_each_day_knows_no_customer_of_later_days(read):
    outlook, people = read("purchase_outlook"), read("customers")

    first = outlook["customer_id"].map(people.set_index("customer_id")["first_order_day"])
    assert not outlook.duplicated(["customer_id", "snapshot_day"]).any()
    assert outlook["snapshot_day"].nunique() >= 8
    known = pd.to_datetime(first).le(pd.to_datetime(outlook["snapshot_day"]))
    # Somebody's first order may have been taken back since; hardly anybody's is.
    assert known.mean() > 0.99


def test_the_demo_is_graded_against_plain_rules(read):
    scores = read("value_scores")

    assert {"same_days_before", "own_rate", "mean_of_all"} == set(scores["baseline"])
    assert scores["skill"].notna().all()
