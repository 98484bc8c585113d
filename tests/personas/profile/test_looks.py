from datetime import date
from types import SimpleNamespace

import ibis
import pandas as pd
import pytest

from helpers.personas.profile.looks import asked_about, looks, visited
from helpers.workspace import contracts

# Ann looks at boots twice in one visit and once in another; in a third she buys.
EVENTS = [
    ("v1", "1", "2026-09-05", "boot-1", "boots", None), ("v1", "1", "2026-09-05", "boot-1", "boots",
     None), ("v1", "2", "2026-09-07", "boot-1", "boots", None),
    ("v1", "3", "2026-09-08", "tent-1", "tents", "#1"), ("v2", "1", "2026-09-08", "tent-1", "tents",
     None),
]  # fmt: skip
CONTACTS = pd.DataFrame({"contact_id": ["k-ann", "k-bob"], "customer_id": ["ann", "bob"]})


def table(name, frame):
    contract = contracts.load(name)
    made = ibis.memtable(frame.reindex(columns=list(contract.columns)))
    return made.select(*(made[key].cast(type).name(key) for key, type in contract.schema.items()))


@pytest.fixture
def events():
    rows = pd.DataFrame(EVENTS, columns=["visitor_id", "session", "event_day", "product_id",
                                         "category", "order_id"])  # fmt: skip
    return table("events", rows.assign(
        contact_id=rows["visitor_id"].map({"v1": "k-ann", "v2": "k-bob"}), platform="web",
        device="phone", source="search", occurred_at=pd.Timestamp("2026-09-05 13:00", tz="UTC"),
        event="view_item",
    ))  # fmt: skip


def told(frame):
    own = frame[["customer_id", "block", "mark", "cases"]].to_numpy().tolist()
    return {(who, block, mark): cases for who, block, mark, cases in own}


def test_what_led_to_an_order_is_left_out_and_a_product_counts_once_a_visit(events):
    found = told(visited(events, ibis.memtable(CONTACTS), "Asia/Shanghai").to_pandas())

    assert found["ann", "category", "boots"] == 2
    assert ("ann", "category", "tents") not in found
    assert found["ann", "platform", "web"] == 2
    assert found["ann", "time", "evening"] == 2  # 13:00 in Greenwich is 21:00 in Shanghai
    assert found["ann", "weekday", "weekend"] == 1
    assert found["bob", "category", "tents"] == 1


def test_what_a_lead_asked_for_is_a_case_of_its_category():
    leads = ibis.memtable(pd.DataFrame({"customer_id": ["cat", "cat", "dan"],
                                        "interest": ["boots", "boots", None]}))  # fmt: skip

    assert told(asked_about(leads)) == {("cat", "category", "boots"): 1}


def test_visits_leads_and_mails_stand_side_by_side(events):
    acts = table("acts", pd.DataFrame({
        "customer_id": ["ann", "ann", "ann"], "snapshot_day": ["2026-09-30", "2026-06-30",
        "2026-09-30"], "half": 0, "block": ["opened", "opened", "code"], "mark": "yes",
        "cases": [3, 1, 9], "total": [3.0, 1.0, 9.0],
    }))  # fmt: skip
    leads = table("leads", pd.DataFrame({"customer_id": ["cat"], "interest": ["boots"]}))
    tables = {"events?": events, "contacts?": ibis.memtable(CONTACTS), "leads?": leads,
              "acts?": acts}  # fmt: skip
    desk = SimpleNamespace(
        as_of=date(2026, 9, 30), source=SimpleNamespace(time_zone="UTC"),
        read=lambda name, by_customer=False: tables[name],
    )  # fmt: skip

    counts = looks(desk, pd.Index(["ann", "bob", "cat"]))

    frame = pd.DataFrame(counts.totals.sum(axis=0), counts.customers, counts.columns)
    assert frame.loc["ann", [("opened", "yes")]].tolist() == [3]
    assert frame.loc["cat"].sum() == 1
    assert "code" not in counts.blocks
