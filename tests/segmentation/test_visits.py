from datetime import date

import ibis
import pandas as pd
import pytest

from helpers.segmentation.visits import steps_told, visits_of, with_cuts

SINCE = date(2026, 1, 1)
COLUMNS = ["visitor_id", "session", "contact_id", "event", "minute", "source", "category",
           "consented", "day"]  # fmt: skip


@pytest.fixture
def visits(tmp_path, monkeypatch):
    """A function that makes visits of events: visitor, session, contact, event, minute."""
    monkeypatch.setenv("HELPERS_ROOT", str(tmp_path))

    def make(*rows):
        padded = [(*row, *(("google", None, True, "2026-03-01")[len(row) - 5 :])) for row in rows]
        frame = pd.DataFrame(padded, columns=COLUMNS)
        at = pd.to_datetime(frame["day"]) + pd.to_timedelta(frame.pop("minute"), unit="min")
        frame = frame.assign(
            occurred_at=at.dt.tz_localize("UTC"), event_day=pd.to_datetime(frame["day"]).dt.date,
            device="mobile", platform="WEB", order_id=None, product_id=None,
        ).drop(columns="day")  # fmt: skip
        text = ["visitor_id", "session", "contact_id", "event", "source", "category"]
        events = ibis.memtable(frame).cast(
            dict.fromkeys(text, "string") | {"consented": "boolean", "event_day": "date"}
        )
        contacts = pd.DataFrame({"contact_id": ["k1"], "customer_id": ["ann"]})
        return visits_of(events, ibis.memtable(contacts), since=SINCE)

    return make


def test_a_visit_is_one_row_with_how_far_it_came_and_how_long_it_took(visits):
    found = visits(
        ("v1", "1", None, "session_start", 0), ("v1", "1", None, "view_item", 1, "google", "tents"),
        ("v1", "1", None, "add_to_cart", 3, "google", "socks"), ("v2", "2", None, "scroll", 0),
    ).order_by("visit").to_pandas()  # fmt: skip

    assert found["place"].tolist() == [2, 0]
    assert found["seconds"].tolist() == [180, 0]
    assert found["moments"].tolist() == [3, 1]
    assert found["category"].tolist()[0] == "socks"
    assert found["has_checkout"].tolist() == [False, False]


def test_a_device_on_which_somebody_logged_in_is_that_customer_before_and_after(visits):
    found = visits(
        ("v1", "1", None, "view_item", 0), ("v1", "2", "k1", "view_item", 9),
        ("v2", "3", None, "view_item", 9),
    ).order_by("visit").to_pandas()  # fmt: skip

    assert found["visitor"].tolist() == ["ann", "ann", "v2"]
    assert found["customer_id"].isna().tolist() == [False, False, True]


def test_who_did_not_agree_and_what_is_long_ago_is_left_out(visits):
    found = visits(
        ("v1", "1", None, "view_item", 0, "google", None, False),
        ("v2", "2", None, "view_item", 0, "google", None, None),
        ("v3", "3", None, "view_item", 0, "google", None, True, "2025-12-31"),
    ).to_pandas()  # fmt: skip

    assert found["visitor"].tolist() == ["v2"]


def test_rare_sources_are_counted_together_and_missing_ones_apart(visits):
    rows = [(f"v{n}", "1", None, "view_item", 0, f"s{n % 13:02d}") for n in range(26)]
    told = visits(*rows, ("v0", "9", None, "view_item", 0, "s00"), ("w", "1", None, "x", 0, None))

    sources = told.to_pandas()["source"].value_counts()

    assert sources["other"] == 2 and sources["not_told"] == 1
    assert len(sources) == 14


def test_steps_that_no_event_tells_of_are_no_steps(visits):
    told = visits(("v1", "1", None, "view_item", 0), ("v1", "1", None, "purchase", 1))

    assert steps_told(told) == ["visit", "product", "purchase"]
    assert steps_told(told.filter(told.visit == "none")) == []


def test_visits_of_nobody_known_are_in_no_group_of_customers(visits):
    told = visits(("v1", "1", "k1", "view_item", 0), ("v2", "2", None, "view_item", 0))

    groups = {"segment": pd.Series(["A", "B"], index=["ann", "bob"])}
    found = with_cuts(told, groups).to_pandas()

    assert found[found["cut"].eq("segment")]["part"].tolist() == ["A"]
    assert found["cut"].value_counts().to_dict() == {
        "all": 2, "source": 2, "device": 2, "platform": 2, "segment": 1,
    }  # fmt: skip
