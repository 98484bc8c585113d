from datetime import date

import ibis
import pandas as pd
import pytest

from helpers.single_view.customers import customers, head_count, scope_count, why_no_prospects
from helpers.workspace import contracts

DAY = date(2026, 3, 31)
RECORDS = [
    # record, source, customer, known up to, country, city, accepts, name, email, phone
    ("k1", "customer", "n1", "2026-03-31", "CN", "Shanghai", True, "Ann", "a@x.example", None),
    ("k2", "contact", "n2", "2026-03-31", "CN", "Beijing", None, "Ann", None, "+8613912340000"),
    ("k3", "lead", "n3", "2026-03-31", "US", "Boston", None, "Eve", None, None),
    ("n4", "orders", "n4", None, None, None, None, None, None, None),
]
PERSON = {"k1": "ann", "k2": "ann", "k3": "eve", "n4": "bob"}


def records(*rows):
    columns = ["record_id", "source", "customer_id", "event_day", "country", "city",
               "accepts_email", "name", "email", "phone"]  # fmt: skip
    frame = pd.DataFrame(list(rows or RECORDS), columns=columns)
    frame["event_day"] = pd.to_datetime(frame["event_day"])
    return frame.assign(province=None).astype({"accepts_email": "boolean"})


def line(customer, kind, net_quantity):
    at = pd.Timestamp("2026-03-01 10:00", tz="UTC")
    return {"customer_id": customer, "kind": kind, "net_quantity": net_quantity,
            "event_day": at.date(), "ordered_at": at, "country": "CN"}  # fmt: skip


LINES = [line("ann", "sale", 2), line("bob", "sale", 0), line(None, "sale", 1),
         line("cat", "test", 0)]  # fmt: skip


def people_of(told=None, person=PERSON, as_of=DAY, lines=LINES):
    known = records() if told is None else told
    frame = customers(
        known, pd.Series(person, dtype="str"), ibis.memtable(pd.DataFrame(lines)), as_of
    )
    return frame.set_index("customer_id")


def test_one_row_per_person_from_lists_and_orders_together():
    frame = people_of()

    assert set(frame.index) == {"ann", "bob", "eve"}
    assert frame["is_prospect"].to_dict() == {"ann": False, "bob": False, "eve": True}
    assert {"customer_id", *frame.columns} == set(contracts.load("customers").columns)


def test_who_kept_nothing_has_no_first_order_and_is_no_prospect():
    frame = people_of()

    assert pd.isna(frame.loc["bob", "first_order_day"])
    assert not frame.loc["bob", "is_prospect"]


def test_a_country_that_no_list_tells_comes_from_the_order():
    frame = people_of()

    assert frame["country"].to_dict() == {"ann": "CN", "bob": "CN", "eve": "US"}


def test_a_field_is_told_by_the_newest_record_that_knows_it():
    newer = [*RECORDS[0][:3], "2026-02-01", *RECORDS[0][4:]]
    silent = [*RECORDS[1][:5], None, *RECORDS[1][6:]]

    assert people_of().loc["ann", "city"] == "Shanghai"  # equally new: the shop's list first
    assert people_of(records(newer, *RECORDS[1:])).loc["ann", "city"] == "Beijing"
    assert people_of(records(newer, silent, *RECORDS[2:])).loc["ann", "city"] == "Shanghai"


def test_completeness_is_the_share_of_fields_that_any_record_knows():
    frame = people_of()

    # Ann: country, city, name, e-mail and phone of five, from two records; Eve: the first three.
    assert frame["completeness"].to_dict() == pytest.approx({"ann": 1, "eve": 0.6, "bob": 0.2})


def test_without_lists_only_the_country_is_expected():
    frame = people_of(records(RECORDS[3]), person={"n4": "bob"})

    assert frame["completeness"].eq(1).all()


def test_where_nobody_is_known_there_are_no_customers_and_no_error():
    guests = [line(None, "sale", 1)]

    frame = people_of(records().head(0), person={}, lines=guests)

    assert frame.empty


def test_one_recorded_no_outweighs_any_yes():
    no = [*RECORDS[1][:6], False, *RECORDS[1][7:]]

    assert people_of().loc["ann", "accepts_email"]
    assert not people_of(records(RECORDS[0], no, *RECORDS[2:])).loc["ann", "accepts_email"]


def test_prospects_of_a_later_list_are_not_told():
    before = date(2026, 2, 1)

    frame = people_of(as_of=before)

    assert "eve" not in frame.index
    assert why_no_prospects(records(), before) == "single_view.prospects_later"
    assert why_no_prospects(records(), DAY) is None
    assert why_no_prospects(records(RECORDS[3]), DAY) == "single_view.prospects_unlisted"


def test_heads_are_counted():
    frame = pd.DataFrame({"is_prospect": [True, False, False]})

    assert scope_count(frame.assign(in_scope=[True, False, True])) == {
        "customers": 2, "everybody": 3,
    }  # fmt: skip
    assert head_count(frame) == {"customers": 3, "buyers": 2, "prospects": 1}
