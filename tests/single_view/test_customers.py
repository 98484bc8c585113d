from datetime import date

import ibis
import pandas as pd
import pytest

from helpers.single_view.customers import (
    customers,
    head_count,
    head_key,
    known_since,
    scope_count,
    why_no_prospects,
)
from helpers.workspace import contracts

DAY = date(2026, 3, 31)
DETAILS = pd.DataFrame({
    "person_id": ["ann", "bob", "eve"], "country": ["CN", None, "US"],
    "province": ["上海", None, None], "city": ["Shanghai", None, "Boston"],
    "name": ["Ann", None, "Eve"], "email": ["a@x.example", None, None],
    "phone": ["+8613912340000", None, None],
})  # fmt: skip
SINCE = pd.Series({"ann": DAY, "eve": DAY}).astype("datetime64[us]")
CONSENTS = pd.DataFrame({
    "person_id": ["ann", "ann", "eve"], "channel": ["email", "sms", "sms"],
    "newest_state": ["granted", "refused", "granted"],
})  # fmt: skip


def line(customer, kind, net_quantity):
    at = pd.Timestamp("2026-03-01 10:00", tz="UTC")
    return {"customer_id": customer, "kind": kind, "net_quantity": net_quantity,
            "event_day": at.date(), "ordered_at": at, "country": "CN"}  # fmt: skip


LINES = [line("ann", "sale", 2), line("bob", "sale", 0), line(None, "sale", 1),
         line("eve", "test", 0)]  # fmt: skip

WHO = pd.DataFrame({"customer_id": ["ann", "bob", "eve", "eve"],
                    "source": ["customer", "orders", "lead", "subscriber"]})  # fmt: skip


def table_of(lines):
    frame = pd.DataFrame(lines, columns=list(LINES[0]))
    types = dict.fromkeys(("customer_id", "kind", "country"), "string")
    types |= {"net_quantity": "int64", "event_day": "date", "ordered_at": "timestamp('UTC')"}
    return ibis.memtable(frame).cast(types)


def people_of(
    *, details=DETAILS, consents=CONSENTS, since=SINCE, lines=LINES, as_of=DAY, units=None, who=WHO
):
    table = table_of(lines)
    person = details["person_id"]
    homes = pd.DataFrame({"person_id": person, "unit_id": person.replace(units or {})})
    found = customers(details, consents, since, table, as_of, homes=homes, who=who)
    return found.set_index("customer_id")


def test_one_row_per_person_from_lists_and_orders_together():
    frame = people_of()

    assert set(frame.index) == {"ann", "bob", "eve"}
    assert frame["is_prospect"].to_dict() == {"ann": False, "bob": False, "eve": True}
    assert {"customer_id", *frame.columns} == set(contracts.load("customers").columns)


def test_a_household_has_the_details_of_its_fullest_person_and_agrees_where_one_does():
    lines = [line("home", "sale", 2), line("eve", "sale", 1)]
    refused = CONSENTS.replace("granted", "refused")
    said = pd.concat([refused, pd.DataFrame({
        "person_id": ["bob"], "channel": ["email"], "newest_state": ["granted"],
    })])  # fmt: skip

    frame = people_of(units={"ann": "home", "bob": "home"}, lines=lines, consents=said)

    assert sorted(frame.index) == ["eve", "home"]
    assert frame.loc["home", ["city", "completeness"]].tolist() == ["Shanghai", 1]
    assert frame.loc["home", "accepts_email"] and not frame["is_prospect"].any()


def test_who_kept_nothing_has_no_first_order_and_is_no_prospect():
    frame = people_of()

    assert pd.isna(frame.loc["bob", "first_order_day"])
    assert not frame.loc["bob", "is_prospect"]


def test_a_country_that_no_list_tells_comes_from_the_order():
    frame = people_of()

    assert frame["country"].to_dict() == {"ann": "CN", "bob": "CN", "eve": "US"}


def test_completeness_is_the_share_of_fields_known():
    frame = people_of()

    # Country, city, name, e-mail and phone: Ann knows all, Eve the first three, Bob the first.
    assert frame["completeness"].to_dict() == pytest.approx({"ann": 1, "eve": 0.6, "bob": 0.2})


def test_without_lists_only_the_country_is_expected():
    frame = people_of(details=DETAILS[DETAILS["person_id"].eq("bob")], since=SINCE.head(0))

    assert frame["completeness"].eq(1).all()


@pytest.mark.parametrize(
    ("state", "agrees"),
    [("granted", True), ("refused", False), ("withdrawn", False), ("unknown", None)],
)
def test_who_agrees_to_e_mail_is_what_holds_by_the_consents(state, agrees):
    frame = people_of(consents=CONSENTS.assign(newest_state=state))

    told = frame["accepts_email"].astype(object).where(frame["accepts_email"].notna(), None)
    assert told.to_dict() == {"ann": agrees, "bob": None, "eve": None}


def test_where_nobody_is_known_there_are_no_customers_and_no_error():
    frame = people_of(
        details=DETAILS.head(0), consents=CONSENTS.head(0), since=SINCE.head(0),
        lines=[line(None, "sale", 1)],
    )  # fmt: skip

    assert frame.empty


def records(**lists):
    """Records by list: each its id and the day up to which it is known."""
    rows = [(record, source, day) for source, (record, day) in lists.items()]
    frame = pd.DataFrame(rows, columns=["record_id", "source", "event_day"])
    return frame.assign(event_day=pd.to_datetime(frame["event_day"]))


def test_a_person_is_known_since_the_first_of_its_lists_and_orders_are_none():
    told = records(customer=("a", "2026-06-30"), lead=("b", "2026-03-31"), orders=("c", None))

    since = known_since(told, pd.Series({"a": "ann", "b": "ann", "c": "bob"}))

    assert since.to_dict() == {"ann": pd.Timestamp("2026-03-31")}


def test_prospects_of_a_later_list_are_not_told():
    before, told = date(2026, 2, 1), records(lead=("a", "2026-03-31"))

    assert set(people_of(as_of=before).index) == {"ann", "bob"}
    assert why_no_prospects(told, before) == "single_view.prospects_later"
    assert why_no_prospects(told, DAY) is None
    assert why_no_prospects(records(orders=("a", None)), DAY) == "single_view.prospects_unlisted"


def test_without_any_orders_only_who_may_be_won_is_a_prospect():
    both = pd.concat([WHO, pd.DataFrame({"customer_id": ["ann"], "source": ["lead"]})])

    frame = people_of(lines=[], who=both)

    assert frame["is_prospect"].to_dict() == {"ann": False, "bob": False, "eve": True}
    assert frame["first_order_day"].isna().all()


def test_heads_are_counted():
    frame = pd.DataFrame({"is_prospect": [True, False, False]})
    none, some = table_of([]), table_of(LINES)

    assert scope_count(frame.assign(in_scope=[True, False, True])) == {
        "customers": 2, "everybody": 3,
    }  # fmt: skip
    assert head_count(frame, some) == {"customers": 3, "buyers": 2, "prospects": 1}
    assert head_count(frame, none) == {"customers": 3, "prospects": 1}
    assert head_key(some) == "single_view.customers"
    assert head_key(none) == "single_view.customers_without_orders"
