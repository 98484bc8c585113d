from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

from helpers.drivers.touches.paths import (
    NEWSLETTER,
    clicks_by_person,
    paths_of,
    read_touches,
    visits_by_person,
)
from helpers.workspace import contracts, engine

AS_OF = date(2026, 6, 30)
DAY = pd.Timedelta(days=1)


def touches(*rows):
    table = pd.DataFrame(rows, columns=["person", "event_day", "source", "ordered"])
    day = pd.to_datetime(table["event_day"])
    return table.assign(event_day=day, at=day)


def test_a_path_ends_with_an_order_and_the_next_touch_begins_another():
    found = paths_of(touches(
        ("p", "2026-01-01", "search", False), ("p", "2026-01-05", "mail", True),
        ("p", "2026-01-06", "search", False),
    ), AS_OF)  # fmt: skip

    assert found["path"].tolist() == [0, 0, 1]
    assert found["converted"].tolist() == [True, True, False]


def test_a_month_of_silence_ends_a_path_with_nothing():
    found = paths_of(touches(
        ("p", "2026-01-01", "search", False), ("p", "2026-02-10", "mail", True),
    ), AS_OF)  # fmt: skip

    assert found["path"].tolist() == [0, 1]
    assert found["converted"].tolist() == [False, True]


def test_people_share_no_path():
    found = paths_of(touches(
        ("p", "2026-01-01", "search", False), ("q", "2026-01-01", "mail", True),
    ), AS_OF)  # fmt: skip

    assert found["path"].nunique() == 2


def test_what_may_still_become_an_order_counts_for_nothing_yet():
    found = paths_of(touches(
        ("p", "2026-06-20", "search", False), ("q", "2026-06-20", "search", True),
    ), AS_OF)  # fmt: skip

    assert found["person"].tolist() == ["q"]
    assert found["path"].tolist() == [0]


def event(**values):
    row = {"event_id": "e", "event_day": date(2026, 1, 1), "event": "session_start",
           "occurred_at": pd.Timestamp("2026-01-01 10:00", tz="UTC"), "visitor_id": "v",
           "session": "1", "source": "baidu", "medium": "organic", "consented": True}  # fmt: skip
    return row | values


def table(name, rows):
    schema = contracts.load(name).schema.to_pyarrow()
    known = {column: [row.get(column) for row in rows] for column in schema.names}
    return engine.in_memory(pa.table(known, schema=schema))


def contacts(*rows):
    named = [dict(zip(("contact_id", "customer_id"), row, strict=True)) for row in rows]
    return table("contacts", named)


def test_a_visitor_who_was_logged_in_once_is_that_customer_in_all_visits():
    events = table("events", [
        event(event_id="a", session="1"),
        event(event_id="b", session="2", contact_id="c1", order_id="o1"),
        event(event_id="c", visitor_id="w", session="3"),
    ])  # fmt: skip

    visits = visits_by_person(events, contacts(("c1", "anna")))

    assert sorted(visits["person"]) == ["anna", "anna", "w"]
    assert visits.set_index("person")["ordered"].groupby(level=0).sum().to_dict() == {
        "anna": 1, "w": 0,
    }  # fmt: skip


def test_who_did_not_agree_to_be_measured_is_left_out():
    events = table("events", [event(consented=False)])

    assert visits_by_person(events, contacts()).empty


def test_clicks_in_newsletters_count_once_a_day_and_opens_never():
    rows = [
        {"action": action, "customer_id": "anna", "event_day": date(2026, 1, 1), "campaign": "n",
         "occurred_at": pd.Timestamp("2026-01-01 09:00", tz="UTC")}
        for action in ("click", "click", "open")
    ]  # fmt: skip

    clicks = clicks_by_person(table("email_activity", rows))

    assert clicks[["person", "source", "ordered"]].values.tolist() == [["anna", NEWSLETTER, False]]


class Desk:
    """A desk whose tables are given."""

    def __init__(self, **tables):
        self.tables = tables

    def read(self, name, *, by_customer=False):
        return self.tables.get(name.rstrip("?"), table(name.rstrip("?"), []))


def test_a_click_that_became_a_visit_is_one_touch():
    click = {"action": "click", "customer_id": "anna", "event_day": date(2026, 1, 1),
             "occurred_at": pd.Timestamp("2026-01-01 09:00", tz="UTC")}  # fmt: skip
    later = {"event_day": date(2026, 1, 3), "occurred_at": click["occurred_at"] + DAY}
    visit = event(contact_id="c1", source="newsletter", medium="email")
    desk = Desk(
        events=table("events", [visit]), contacts=contacts(("c1", "anna")),
        email_activity=table("email_activity", [click, click | later]),
    )  # fmt: skip

    found = read_touches(desk)

    assert found["source"].tolist() == ["newsletter", NEWSLETTER]


def test_without_visits_there_are_no_touches():
    assert read_touches(Desk()).empty


@pytest.mark.parametrize("days", [5, 60])
def test_how_long_a_path_waits_is_a_choice(days):
    found = paths_of(touches(
        ("p", "2026-01-01", "search", False), ("p", "2026-01-20", "mail", True),
    ), AS_OF, lookback_days=days)  # fmt: skip

    assert found["path"].nunique() == (1 if days == 60 else 2)
