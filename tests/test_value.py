"""Chapter 06 as its readers meet it: on the demo, on strange companies, and on an earlier day."""

from datetime import date, timedelta

import pandas as pd
import pytest
from value.books import NOW, lively, walk

from helpers.reporting import catalogue
from helpers.value import lacking, why_unknown

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


def test_the_outlook_of_each_day_counts_the_order_days_that_were_known_on_it(read):
    outlook, features = read("purchase_outlook"), read("features")

    both = outlook.merge(features, on=["customer_id", "snapshot_day"], how="left")
    assert not outlook.duplicated(["customer_id", "snapshot_day"]).any()
    assert outlook["snapshot_day"].nunique() >= 8
    assert (both["first_order_day"] <= both["snapshot_day"]).all()
    assert (both["frequency"] + 1 == both["order_days"]).all()


def test_the_demo_is_graded_against_plain_rules(read):
    scores = read("value_scores")

    assert {"same_days_before", "own_rate", "mean_of_all"} == set(scores["baseline"])
    assert scores["skill"].notna().all()


def test_rows_dated_after_the_as_of_day_change_no_byte(own_root):
    rows = lively(80, first=date(2026, 1, 1))
    later = [(who, NOW + timedelta(days=day), 1e6) for who, *_ in rows[:50] for day in (1, 90)]

    walk(rows, own_root / "before")
    walk(rows + later, own_root / "after")

    for path in sorted((own_root / "before").iterdir()):
        assert path.read_bytes() == (own_root / "after" / path.name).read_bytes(), path.name


def once(customers):
    return [(f"c{n:04}", date(2025, 1, 1) + timedelta(days=n % 600), 20.0)
            for n in range(customers)]  # fmt: skip


STRANGE = {
    "one customer": once(1),
    "one purchase each": once(200),
    "younger than twice the window": lively(first=date(2026, 6, 1)),
    "a customer with 10,000 orders": [
        *lively(150), *(("whale", date(1999, 1, 1) + timedelta(days=n), 5.0) for n in range(10_000))
    ],
    "orders that are worth nothing or less": [
        (who, day, -5.0 if place % 3 else 0.0)
        for place, (who, day, _) in enumerate(lively(150))
    ],
}  # fmt: skip


@pytest.mark.trial
@pytest.mark.parametrize("rows", STRANGE.values(), ids=STRANGE)
def test_a_strange_company_gets_its_tables_or_a_reason(rows, own_root):
    made = walk(rows, own_root)

    value, reason = made["customer_value"], why_unknown(made["forecaster"])
    assert value["customer_id"].nunique() == len({row[0] for row in rows})
    assert value["historic_clv"].notna().all()
    assert value["predicted_clv_365"].isna().all() == (reason is not None)
    if reason:
        assert catalogue.has(reason, "en") and catalogue.has(reason, "zh")


def test_of_one_purchase_each_the_page_says_what_is_missing_and_how_much(own_root):
    made = walk(once(200), own_root)

    assert why_unknown(made["forecaster"]) == "value.few_repeat_buyers"
    assert lacking(made["forecaster"]) == {"found": 0, "needed": 20}


def test_costly_customers_are_worth_less_than_nothing_and_stay_in_the_table(own_root):
    rows = lively(80, first=date(2026, 1, 1))
    names = sorted({row[0] for row in rows})
    costs = pd.DataFrame({
        "customer_id": names, "orders": 2, "with_discount": 0, "with_return": 0, "tickets": 0,
        "discounts": 0.0, "revenue": 40.0, "goods": 45.0, "parcels": 5.0, "returns": 0.0,
        "payment": 0.0, "service": 0.0, "margin": -10.0,
    })  # fmt: skip

    value = walk(rows, own_root, costs=costs)["customer_value"]

    assert value["clv_basis"].eq("margin").all()
    assert value["predicted_clv_365"].lt(0).mean() > 0.9
    assert value["value_tier"].eq("none").mean() > 0.9
