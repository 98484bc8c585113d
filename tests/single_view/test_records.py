import pandas as pd
import pytest

from helpers.single_view.records import contact_records, holders, standing_for

CONTACTS = pd.DataFrame({
    "contact_id": ["c2", "c1", "t1"], "kind": ["contact", "customer", "customer"],
    "customer_id": ["p1", "p1", "p3"], "city": ["York", None, "York"],
    "is_test": [False, False, True], "source": "Trade Fair",
})  # fmt: skip
LEADS = pd.DataFrame({"contact_id": ["l1"], "customer_id": ["p4"], "city": ["Leeds"]})
MEMBERS = pd.DataFrame({"contact_id": ["m1", "c1"], "customer_id": ["p1", "p1"]})
DETAILS = pd.DataFrame({
    "contact_id": ["c1", "c2", "l1", "m1", "t1"], "name": ["Ana", "Ana", "Ben", "Ana", "Test"],
    "email": [f"{n}@x.example" for n in range(5)], "phone": None, "address": None,
})  # fmt: skip


def test_every_list_of_people_gives_its_records_once():
    records = contact_records(CONTACTS, DETAILS, leads=LEADS, memberships=MEMBERS)

    assert records[["record_id", "source"]].to_numpy().tolist() == [
        ["c1", "customer"], ["c2", "contact"], ["l1", "lead"], ["m1", "member"],
    ]  # fmt: skip
    assert records["name"].tolist() == ["Ana", "Ana", "Ben", "Ana"]


def test_contacts_that_are_marked_as_tests_are_nobody():
    assert "t1" not in set(contact_records(CONTACTS, DETAILS)["record_id"])


def test_a_record_without_details_is_kept():
    records = contact_records(CONTACTS, DETAILS[DETAILS["contact_id"] != "c2"])

    assert records["record_id"].tolist() == ["c1", "c2"]
    assert records["name"].isna().tolist() == [False, True]


def test_details_of_two_deliveries_are_refused():
    with pytest.raises(ValueError, match="many-to-one"):
        contact_records(CONTACTS, pd.concat([DETAILS, DETAILS]))


def test_a_number_that_only_orders_carry_is_a_record_of_which_nothing_else_is_known():
    numbers = pd.Series(["c1", "p1", "p9"])  # the shop knows somebody by c1

    records = contact_records(CONTACTS, DETAILS, numbers=numbers).set_index("record_id")

    assert sorted(records.index) == ["c1", "c2", "p9"]
    assert records.loc["p9", ["source", "customer_id"]].tolist() == ["orders", "p9"]
    assert records.loc["p9", ["contact_id", "name", "event_day"]].isna().all()


def test_a_shared_number_is_held_by_the_first_list_and_there_by_the_first_record():
    records = pd.DataFrame({
        "record_id": ["a", "b", "c", "d"], "customer_id": ["n", "n", "n", "m"],
        "source": ["contact", "customer", "customer", "lead"],
    })  # fmt: skip

    assert holders(records).to_dict() == {"n": "b", "m": "d"}


def test_an_id_stands_for_its_record_and_a_number_for_the_record_that_holds_it():
    records = pd.DataFrame({
        "record_id": ["a", "b", "m"], "customer_id": ["n", "n", "b"], "source": "customer",
    })  # fmt: skip

    assert standing_for(records).to_dict() == {"a": "a", "b": "b", "m": "m", "n": "a"}
