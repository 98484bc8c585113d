from datetime import date

import ibis
import pandas as pd
import pyarrow as pa
import pytest

from helpers.single_view.candidates import (
    candidates,
    impossible_birth_days,
    record_versions,
    versions,
)
from helpers.workspace import contracts

AS_OF = date(2026, 9, 30)
JUNE, SEPTEMBER = date(2026, 6, 30), AS_OF
IDENTITIES = pd.DataFrame({"contact_id": ["k1", "k2", None], "person_id": ["p", "p", "q"]})


def table(name, *rows):
    """A canonical table of some rows; what a row does not tell is missing."""
    schema = contracts.load(name).schema.to_pyarrow()
    full = [{field.name: row.get(field.name) for field in schema} for row in rows]
    return ibis.memtable(pa.Table.from_pylist(full, schema=schema))


class Desk:
    """A desk whose tables are known by delivery, as the real one reads them."""

    def __init__(self, **tables):
        self.tables, self.asked = tables, []

    def read(self, name, *, as_of=AS_OF):
        name = name.rstrip("?")
        self.asked.append((name, as_of))
        found = self.tables.get(name, table(name))
        known = found.filter(found.delivery <= as_of)
        newest = known.delivery.max().over(group_by=contracts.load(name).version)
        return known.mutate(newest=newest).filter(ibis._.delivery == ibis._.newest).drop("newest")


def contact(key, delivery, **told):
    return {"contact_id": key, "delivery": delivery, "event_day": delivery, "customer_id": key,
            "kind": "customer", "is_test": False} | told  # fmt: skip


def known(key, delivery, **told):
    return {"contact_id": key, "delivery": delivery} | told


def changed_phone():
    """Record k1 is entered in 2025 and gets another phone before September."""
    entered = date(2025, 3, 1)
    return Desk(
        contacts=table("contacts", contact("k1", JUNE, created_day=entered, country="CN"),
                       contact("k1", SEPTEMBER, created_day=entered, country="CN")),
        contact_details=table("contact_details", known("k1", JUNE, phone="+1", name="Al"),
                              known("k1", SEPTEMBER, phone="+2", name="Al")),
    )  # fmt: skip


def test_a_value_is_as_old_as_its_record_and_a_changed_one_as_new_as_the_first_to_tell():
    rows = record_versions(changed_phone(), [JUNE, SEPTEMBER])

    told = candidates(rows, IDENTITIES, as_of=AS_OF).set_index("field")

    assert told["value"].to_dict() == {"country": "CN", "name": "Al", "phone": "+2"}
    assert told["day"].dt.date.to_dict() == {
        "country": date(2025, 3, 1), "name": date(2025, 3, 1), "phone": SEPTEMBER,
    }  # fmt: skip


def test_nothing_is_read_that_was_delivered_after_the_days_asked_for():
    desk = changed_phone()

    told = candidates(record_versions(desk, [JUNE]), IDENTITIES, as_of=JUNE).set_index("field")

    assert told["value"]["phone"] == "+1"
    listed = {"contacts", "contact_details", "leads", "memberships"}
    assert {day for name, day in desk.asked if name in listed} == {JUNE}


def test_a_value_that_was_emptied_is_no_value_any_more():
    desk = Desk(
        contacts=table("contacts", contact("k1", JUNE), contact("k1", SEPTEMBER)),
        contact_details=table("contact_details", known("k1", JUNE, phone="+1"),
                              known("k1", SEPTEMBER, phone="")),
    )  # fmt: skip

    told = candidates(record_versions(desk, [JUNE, SEPTEMBER]), IDENTITIES, as_of=AS_OF)

    assert told.empty


def test_leads_and_members_tell_of_their_person_too_and_tests_do_not():
    joined = date(2024, 5, 5)
    desk = Desk(
        contacts=table("contacts", contact("k0", SEPTEMBER, is_test=True)),
        leads=table("leads", {"contact_id": "k1", "delivery": SEPTEMBER, "city": "Ulm",
                              "event_day": SEPTEMBER}),
        memberships=table("memberships", {"contact_id": "k2", "delivery": SEPTEMBER,
                                          "event_day": joined}),
        contact_details=table("contact_details", known("k2", SEPTEMBER, name="Bo")),
    )  # fmt: skip

    rows = record_versions(desk, [SEPTEMBER])
    told = candidates(rows, IDENTITIES, as_of=AS_OF).set_index("field")

    assert set(rows["contact_id"]) == {"k1", "k2"}
    assert told["source"].to_dict() == {"city": "lead", "name": "member"}
    assert told["day"]["name"] == pd.Timestamp(joined)


def test_the_company_is_the_name_of_the_account():
    desk = Desk(
        contacts=table("contacts", contact("k1", SEPTEMBER, account_id="a1")),
        account_details=table("account_details", {"account_id": "a1", "delivery": SEPTEMBER,
                                                  "name": "Summit Club"}),
    )  # fmt: skip

    told = candidates(record_versions(desk, [SEPTEMBER]), IDENTITIES, as_of=AS_OF)

    assert told[["field", "value"]].to_numpy().tolist() == [["company", "Summit Club"]]


def test_birth_days_to_come_and_of_long_ago_are_no_values_and_are_counted():
    rows = record_versions(changed_phone(), [SEPTEMBER])
    days = ["2026-10-01", "1899-12-31", "1999-05-06", None]
    rows = pd.concat([rows.assign(contact_id=f"k{n}", birth_day=pd.Timestamp(day))
                      for n, day in enumerate(days)])  # fmt: skip
    people = pd.DataFrame({"contact_id": [f"k{n}" for n in range(4)], "person_id": "p"})

    told = candidates(rows, people, as_of=AS_OF)

    assert told.loc[told["field"].eq("birth_day"), "value"].tolist() == ["1999-05-06"]
    assert impossible_birth_days(rows, AS_OF) == {"records": 3, "unusable": 2}
    unread = rows.assign(birth_day_received=["x", "x", "x", "31 Feb"])
    assert impossible_birth_days(unread, AS_OF) == {"records": 4, "unusable": 3}


def test_a_record_of_two_persons_is_refused():
    twice = pd.DataFrame({"contact_id": ["k1", "k1"], "person_id": ["p", "q"]})

    with pytest.raises(ValueError, match="a contact_id stands in two rows"):
        candidates(record_versions(Desk(), [AS_OF]), twice, as_of=AS_OF)


def test_without_any_list_there_is_nothing_to_choose_from():
    rows = record_versions(Desk(), [JUNE, SEPTEMBER])

    assert rows.empty and candidates(rows, IDENTITIES, as_of=AS_OF).empty


def test_versions_are_told_once_though_two_days_know_them():
    assert len(versions(changed_phone(), "contacts", [JUNE, JUNE, SEPTEMBER])) == 2
