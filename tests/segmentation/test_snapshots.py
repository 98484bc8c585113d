from datetime import date

import pandas as pd

from helpers.segmentation.snapshots import (
    on_day,
    segments_on,
    spend_between,
    tiers,
    with_orders,
    without_purchase,
)
from helpers.workspace import privacy

DAY = date(2026, 3, 31)
DAYS = pd.DataFrame(
    [("ann", "2026-01-10", 30.0), ("ann", "2026-04-01", 12.5), ("bob", "2024-02-01", 99.0)],
    columns=["customer_id", "event_day", "spend"],
).astype({"event_day": "datetime64[us]"})
PEOPLE = pd.DataFrame({
    "customer_id": ["ann", "bob", "cat", "dan"], "is_prospect": [False, False, True, False],
    "in_scope": [True, True, True, True],
})  # fmt: skip


def test_tiers_can_be_counted_by_hand():
    recent = pd.Series([100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 0, 0])

    assert tiers(recent).tolist() == ["high"] * 2 + ["mid"] * 3 + ["low"] * 5 + ["zero"] * 2


def test_equal_spend_means_an_equal_tier():
    recent = pd.Series([5, 5, 5, 5, 1, 9])

    assert tiers(recent).groupby(recent).nunique().eq(1).all()


def test_nobody_active_means_everybody_in_tier_zero():
    assert set(tiers(pd.Series([0, 0.0, 0]))) == {"zero"}


def test_a_snapshot_sees_nothing_after_its_day():
    segments = segments_on(DAYS, PEOPLE, DAY).set_index("customer_id")

    assert segments.loc["ann", ["frequency", "monetary"]].tolist() == [1, 30.0]
    assert segments.loc["bob", "spend_tier"] == "zero"
    assert "cat" not in segments.index


def test_a_snapshot_leaves_out_who_is_not_in_scope():
    people = PEOPLE.assign(in_scope=[False, True, True, True])

    assert set(segments_on(DAYS, people, DAY)["customer_id"]) == {"bob"}


def test_prospects_are_potential_and_who_kept_nothing_is_zero():
    others = without_purchase(PEOPLE, DAYS, DAY).set_index("customer_id")

    assert others["spend_tier"].to_dict() == {"cat": "potential", "dan": "zero"}
    assert others["frequency"].eq(0).all()


def test_spend_between_counts_after_the_first_day_and_up_to_the_last():
    spend = spend_between(DAYS, date(2026, 1, 10), date(2026, 4, 1))

    assert spend.to_dict() == {"ann": 12.5}


def test_on_day_and_with_orders_pick_rows():
    frame = pd.DataFrame({
        "snapshot_day": pd.to_datetime(["2026-03-31", "2026-03-31", "2025-12-31"]),
        "r_score": [1.0, None, 2.0],
    })  # fmt: skip

    assert len(on_day(frame, DAY)) == 2
    assert with_orders(on_day(frame, DAY))["r_score"].tolist() == [1.0]


def test_frequency_equals_a_count_from_what_the_demo_knows_of_itself(demo):
    truth = pd.read_parquet(demo / "data/truth/demo/orders.parquet")
    published = pd.read_parquet(demo / "data/processed/demo/2026Q3/segments.parquet")
    kept = truth[~truth["test"] & truth["readable"] & truth["net 2026-09-30"].gt(0)]
    people = pd.read_parquet(demo / "data/processed/demo/2026Q3/identities.parquet")
    person = people.set_index("record_id")["person_id"]
    who = privacy.pseudonyms("contact", kept["customer"].astype(str)).map(person)
    expected = kept.groupby(who)["day"].nunique()
    newest = published[published["snapshot_day"].eq(published["snapshot_day"].max())]

    told = newest.set_index("customer_id")["frequency"].reindex(expected.index)

    # Orders of a gift card alone are no purchase of goods: they are rare.
    assert told.eq(expected).mean() > 0.98
    assert (told - expected).between(-1, 1).mean() > 0.995
