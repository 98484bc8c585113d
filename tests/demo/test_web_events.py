import gzip
import json

import numpy as np
import pytest

from helpers.demo import company, order_export
from helpers.demo.web_events import NAMES


@pytest.fixture(scope="module")
def events(demo):
    """All events by file, parsed."""
    return {
        path.name: [json.loads(line) for line in gzip.open(path, "rt", encoding="utf-8")]
        for path in sorted(demo.raw.glob("*/ga4_events_*.json.gz"))
    }


def test_each_file_holds_the_events_of_its_quarter_in_the_order_of_visits(events):
    assert len(events) == 5
    for name, rows in events.items():
        first, last = name.removesuffix(".json.gz").split("_")[2:]

        assert rows
        assert all(first <= row["event_date"] <= last for row in rows)


def test_an_event_has_the_fields_that_analytics_exports(events):
    row = next(iter(events.values()))[0]

    assert {"event_date", "event_timestamp", "event_name", "event_params", "user_id",
            "user_pseudo_id", "device", "geo", "traffic_source",
            "privacy_info"} <= set(row)  # fmt: skip
    assert row["event_params"][0]["key"] == "ga_session_id"
    assert isinstance(row["event_timestamp"], str) and len(row["event_timestamp"]) == 16


def test_the_event_date_is_the_day_of_the_timestamp_in_the_companys_time(events):
    for row in next(iter(events.values()))[:500]:
        local = np.datetime64(int(row["event_timestamp"]) + 8 * 3_600_000_000, "us")

        late = np.datetime64(local, "D") - np.datetime64(
            f"{row['event_date'][:4]}-{row['event_date'][4:6]}-{row['event_date'][6:]}"
        )
        # A visit shortly before midnight runs into the next day.
        assert late in (np.timedelta64(0, "D"), np.timedelta64(1, "D"))


def test_every_purchase_names_its_order_and_what_was_paid(events, history):
    total = dict(zip(order_export.order_names(np.arange(len(history.orders.day))).to_pylist(),
                     history.orders.total, strict=True))  # fmt: skip
    bought = [row for rows in events.values() for row in rows if row["event_name"] == "purchase"]

    assert len(bought) > 200
    for row in bought:
        told = row["ecommerce"]
        assert round(told["purchase_revenue"] * 100) == total[told["transaction_id"]]
        assert row["user_id"]


def test_the_events_of_a_visit_follow_one_another(events):
    rank = {name: number for number, name in enumerate(NAMES)}
    before = {}
    for row in next(iter(events.values())):
        visit = (row["user_pseudo_id"], row["event_params"][0]["value"]["int_value"])
        now = (rank[row["event_name"]], int(row["event_timestamp"]))

        assert visit not in before or before[visit][0] <= now[0] and before[visit][1] < now[1]
        before[visit] = now


def test_no_device_is_shared_by_two_customers(events):
    owner = {}
    for rows in events.values():
        for row in rows:
            if row["user_id"]:
                assert owner.setdefault(row["user_pseudo_id"], row["user_id"]) == row["user_id"]


def test_the_default_company_has_at_most_150_thousand_events():
    from helpers.demo.history import simulate_history
    from helpers.demo.visits import simulate_visits

    seen = simulate_visits(simulate_history(5000, 20231001))

    count = len(seen.day) + seen.views.sum() + seen.cart.sum() + 2 * (seen.order >= 0).sum()
    assert 50_000 < count <= 150_000
    assert seen.day.max() < company.DAYS
