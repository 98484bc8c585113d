import ibis
import pandas as pd

from helpers.workspace.visitors import of_customers, visits_of, with_owners

# One device: Bob once, Ann twice, then nobody; another: both once; a third: nobody ever.
EVENTS = pd.DataFrame({
    "row": range(8), "visitor_id": ["v", "v", "v", "v", "w", "w", "x", None],
    "who": ["bob", "ann", "ann", None, "bob", "ann", None, "cat"],
    "session": ["1", "1", "2", None, "1", "1", "1", "9"], "event_day": "2026-03-01",
})  # fmt: skip


def test_what_nobody_is_named_for_is_the_one_s_who_was_seen_most_and_no_row_is_lost():
    found = with_owners(ibis.memtable(EVENTS), "who").order_by("row").to_pandas()

    owners = [None if pd.isna(one) else one for one in found["who"]]
    assert owners == ["bob", "ann", "ann", "ann", "bob", "ann", None, "cat"]
    assert set(found) == {*EVENTS, "visit"}


def test_a_visit_is_a_visitor_s_session_else_its_day():
    found = with_owners(ibis.memtable(EVENTS), "who").order_by("row").to_pandas()

    assert found["visit"].iloc[[0, 2, 3, 7]].tolist() == ["v|1", "v|2", "v|2026-03-01", "|9"]


def test_of_two_seen_as_often_on_one_device_the_first_by_id_owns_the_rest():
    more = pd.concat([EVENTS, EVENTS.iloc[[4]].assign(row=8, who=None)])

    found = with_owners(ibis.memtable(more), "who").to_pandas().set_index("row")

    assert found.loc[8, "who"] == "ann"


def test_events_are_of_known_customers_who_agreed_to_be_measured():
    people = {"contact_id": ["ann", "bob"], "customer_id": ["A", "B"]}
    contacts = ibis.memtable(pd.DataFrame(people))
    events = EVENTS.rename(columns={"who": "contact_id"}).assign(
        consented=[None, True, False, True, True, True, True, True]
    )

    found = of_customers(ibis.memtable(events), contacts).order_by("row").to_pandas()

    # Without row 2 the first device was Ann's as often as Bob's, and hers by id; cat is nobody.
    assert found["customer_id"].tolist() == ["B", "A", "A", "B", "A"]
    assert found["row"].tolist() == [0, 1, 3, 4, 5]


def test_a_visit_is_described_once_by_when_it_began_and_whence_it_came():
    told = pd.DataFrame({
        "customer_id": ["ann", "ann", "bob"], "visit": ["v|1", "v|1", "w|1"],
        "event_day": pd.to_datetime(["2026-03-02", "2026-03-01", "2026-03-05"]),
        "occurred_at": pd.to_datetime(["2026-03-02 00:10", "2026-03-01 23:50", "2026-03-05 08:00"]),
        "platform": ["web", "web", "app"], "device": ["mobile", None, None],
        "source": [None, "baidu", None],
    })  # fmt: skip

    visits = visits_of(ibis.memtable(told)).order_by("customer_id").to_pandas()

    assert visits["at"].tolist()[0] == pd.Timestamp("2026-03-01 23:50")
    assert visits[["device", "origin"]].iloc[0].tolist() == ["mobile", "baidu"]
    assert len(visits) == 2
