"""Snapshots over a real desk: each knows what was known on its day, and no more."""

from datetime import date

import pandas as pd
import pytest

from helpers.single_view.behaviour import owners
from helpers.single_view.records import order_numbers
from helpers.single_view.snapshots import (
    COUNTS,
    MEASURES,
    feature_coverage,
    features_on,
    take_features,
)
from helpers.workspace import contracts, engine, open_desk, paths, tables
from helpers.workspace.settings import settings

MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)
LAST = date(2026, 10, 5)
QUALITIES = ("name_quality", "email_quality", "phone_quality")
SOURCE = """
title = "Acme"
currency = "CNY"
time_zone = "UTC"
data_through = 2026-09-30
[[files]]
path = "a.csv"
format = "shopify-customers"
encoding = "utf-8"
received = 2026-10-05
"""
IDENTITIES = pd.DataFrame({
    "contact_id": ["k1", None], "source_customer_id": ["c1", "c2"], "person_id": ["p", "q"],
    "customer_id": ["p", "q"], "owns_number": True,
})  # fmt: skip


@pytest.fixture
def put(own_root):
    """Write a canonical table of the company acme; what rows do not tell is filled or missing."""
    settings.cache_clear()
    paths.raw("acme").mkdir(parents=True)
    (paths.raw("acme") / "source.toml").write_text(SOURCE, encoding="utf-8")
    usual = {"text": "x", "integer": 1, "money": 1.0, "number": 1.0, "flag": False,
             "time": pd.Timestamp("2026-01-01", tz="UTC")}  # fmt: skip

    def put(name, *rows):
        contract = contracts.load(name)
        filled = [
            {column: row.get(column, None if told.missing else usual.get(told.type))
             for column, told in contract.columns.items()}
            for row in rows
        ]  # fmt: skip
        frame = pd.DataFrame(filled, columns=list(contract.columns), dtype=object)
        tables.write_table(
            frame, contract, tables.table_path(paths.processed("acme"), "", contract)
        )

    yield put
    settings.cache_clear()


def line(order, customer, day, delivery=LAST, amount=10.0):
    return {"order_id": order, "customer_id": customer, "event_day": day, "delivery": delivery,
            "kind": "sale", "amount": amount, "unit_price": amount, "discount": 0.0,
            "ordered_at": pd.Timestamp(day, tz="UTC")}  # fmt: skip


def back(order, day, delivery=LAST):
    return {"order_id": order, "line_number": 1, "delivery": delivery, "event_day": day,
            "rule": "refund", "cause": order, "units": 1, "amount": 10.0}  # fmt: skip


EARLY = [line("o1", "c1", date(2026, 2, 1)), line("o2", "c2", date(2026, 5, 1)),
         line("o3", "c1", date(2026, 6, 1))]  # fmt: skip


def taken(*days):
    desk = open_desk("02_single_view", "acme", "2026Q3")
    frame = take_features(desk, IDENTITIES, list(days))
    return frame.set_index(["customer_id", "snapshot_day"])


def test_each_snapshot_counts_what_had_happened_by_its_day(put):
    put("order_lines", *EARLY)
    put("reversals", back("o1", date(2026, 5, 5)))

    told = taken(MARCH, JUNE)

    assert set(told.index) == {("p", pd.Timestamp(MARCH)), ("p", pd.Timestamp(JUNE)),
                               ("q", pd.Timestamp(JUNE))}  # fmt: skip
    p = told.loc["p"]
    # In March the order was not yet taken back; in June it was, and another had come.
    assert p["orders"].tolist() == [1, 1] and p["net_amount"].tolist() == [10.0, 10.0]
    assert p["recency_days"].tolist() == [58, 29]
    assert p["tenure_days"].tolist() == [58, 149]
    assert p["returned_share"].tolist() == [0.0, 0.5]


def test_who_only_subscribes_is_a_record_and_has_features(put):
    put("order_lines")
    put("reversals")
    put("subscriptions", {"subscription_id": "s1", "delivery": LAST, "customer_id": "c2",
                          "event_day": date(2026, 5, 1)})  # fmt: skip
    desk = open_desk("02_single_view", "acme", "2026Q3")

    numbers, features = order_numbers(desk), take_features(desk, IDENTITIES, [MARCH, JUNE])

    assert numbers.tolist() == ["c2"]
    assert features[["customer_id", "snapshot_day", "tenure_days"]].to_numpy().tolist() == [
        ["q", pd.Timestamp(JUNE), 60]
    ]


def test_nothing_after_a_snapshot_day_matters(put):
    put("order_lines", *EARLY)
    put("reversals", back("o1", date(2026, 5, 5)))
    before = taken(MARCH, JUNE)

    later = date(2026, 7, 1)
    put("order_lines", *EARLY, line("o4", "c1", later), line("o5", "c2", later))
    put("reversals", back("o1", date(2026, 5, 5)), back("o2", later))
    put("events", {"event_id": "e", "delivery": LAST, "event_day": later, "contact_id": "k1",
                   "visitor_id": "v"})  # fmt: skip
    put("email_activity", {"activity_id": "a", "delivery": LAST, "event_day": later,
                           "customer_id": "c1", "action": "open"})  # fmt: skip
    put("contacts", {"contact_id": "k1", "delivery": LAST, "event_day": date(2026, 9, 30),
                     "customer_id": "c1", "kind": "customer", "created_day": later,
                     **dict.fromkeys(QUALITIES, "good")})  # fmt: skip
    put("feedback", {"feedback_id": "f", "delivery": LAST, "event_day": later, "kind": "review",
                     "customer_id": "c1", "rating": 1.0})  # fmt: skip
    put("interactions", {"interaction_id": "i", "delivery": LAST, "event_day": later,
                         "kind": "ticket", "customer_id": "c1"})  # fmt: skip
    put("memberships", {"contact_id": "k1", "delivery": LAST, "event_day": later,
                        "customer_id": "c1"})  # fmt: skip

    after = taken(MARCH, JUNE, date(2026, 9, 30))

    pd.testing.assert_frame_equal(after.loc[before.index], before)
    now = after.xs(pd.Timestamp("2026-09-30"), level="snapshot_day").loc["p"]
    assert now[["orders", "visits", "mails_opened", "tickets", "reviews"]].tolist() == [
        2,
        1,
        1,
        1,
        1,
    ]


def test_what_no_table_tells_is_missing_and_not_nought(put):
    put("order_lines", *EARLY)
    put("reversals")
    put("events", {"event_id": "e", "delivery": LAST, "event_day": date(2026, 6, 2),
                   "contact_id": "k1", "visitor_id": "v"})  # fmt: skip

    told = taken(JUNE)

    # Visits are measured: who made none has none. Newsletters are not known of.
    assert told["visits"].tolist() == [1, 0]
    assert told[["mails_opened", "tickets", "rating", "categories"]].isna().all(axis=None)


def test_the_table_keeps_its_contract_and_may_be_empty(put):
    put("order_lines", *EARLY)
    put("reversals")

    full, nobody = taken(MARCH, JUNE).reset_index(), taken(date(2025, 3, 31)).reset_index()

    columns = list(contracts.load("features").columns)
    assert list(nobody[columns]) == columns and nobody.empty
    put("features", *full.astype(object).where(full.notna(), None).to_dict("records"))
    assert set(COUNTS) < set(columns)


def test_customers_may_be_households_or_accounts(put):
    put("order_lines", *EARLY)
    put("reversals")
    desk = open_desk("02_single_view", "acme", "2026Q3")

    told = take_features(desk, IDENTITIES.assign(customer_id="home"), [JUNE])

    assert told["customer_id"].tolist() == ["home"] and told["orders"].tolist() == [3]


def test_money_is_conserved_whoever_is_whom(put):
    put("order_lines", *EARLY)
    put("reversals")

    apart = taken(JUNE)["net_amount"].sum()
    desk = open_desk("02_single_view", "acme", "2026Q3")
    lines = desk.read("order_lines", as_of=JUNE)
    assert apart == float(lines.net_amount.sum().to_pandas())


def test_each_snapshot_is_counted(put):
    put("order_lines", *EARLY)
    put("reversals")

    counted = feature_coverage(taken(MARCH, JUNE).reset_index())

    assert counted["customers"].tolist() == [1, 2] and counted["buyers"].tolist() == [1.0, 1.0]
    assert counted["visitors"].isna().all()


def test_rows_that_a_desk_would_not_hand_over_count_for_nothing_either(put):
    put("order_lines", *EARLY)
    put("reversals")
    desk = open_desk("02_single_view", "acme", "2026Q3")
    every = {name: desk.read(name) for name in MEASURES}

    told = features_on(every, owners(IDENTITIES), MARCH)

    assert told["customer_id"].tolist() == ["p"] and told["orders"].tolist() == [1]
    assert engine.in_memory(told).count().to_pandas() == 1
