import ibis
import pandas as pd
import pytest

from helpers.single_view import marks
from helpers.single_view.records import ORDERS
from helpers.workspace import privacy

KEY = "a-key-for-tests-only-it-keeps-no-secret"


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("HELPERS_KEY", KEY)


def told(record, source="customer", **details):
    usual = {"record_id": record, "contact_id": None if source == ORDERS else record,
             "source": source, "customer_id": record, "email": None, "phone": None}  # fmt: skip
    return usual | details


def records(*rows):
    return pd.DataFrame(list(rows)).astype({"email": "str", "phone": "str"})


def pairs(frame):
    return list(frame[["record", "other"]].itertuples(index=False, name=None))


def test_a_number_on_orders_is_whose_e_mail_or_telephone_it_was_made_of():
    phone, email = "+8613912340000", "ann@x.example"
    numbers = [privacy.pseudonym("phone", phone), privacy.pseudonym("email", email)]
    known = records(
        told("lead", "lead", phone=phone, email=email), told("shop", phone=phone),
        *(told(number, ORDERS) for number in numbers),
    )  # fmt: skip

    assert pairs(marks.detail_pairs(known, "phone")) == [("shop", numbers[0])]  # the shop first
    assert pairs(marks.detail_pairs(known, "email")) == [("lead", numbers[1])]


def test_a_placeholder_on_orders_is_nobodys():
    listed, shared = "+8613800000000", "+8613912340000"
    numbers = [privacy.pseudonym("phone", phone) for phone in (listed, shared)]
    crowd = [told(f"k{place}", phone=shared) for place in range(9)]
    known = records(told("a", phone=listed), *crowd, *(told(one, ORDERS) for one in numbers))

    assert marks.detail_pairs(known, "phone").empty


def test_a_number_that_a_contact_had_in_an_earlier_delivery_is_still_its_own():
    known = records(told("k", customer_id="new"), told("old", ORDERS))
    former = pd.DataFrame({"contact_id": ["k", "k"], "customer_id": ["old", "new"]})

    assert pairs(marks.former_numbers(known, former)) == [("k", "old")]


def test_who_ordered_while_logged_in_is_who_the_order_is_from():
    known = records(told("k", customer_id="n1"), told("n2", ORDERS))
    events = pd.DataFrame({"order_id": ["#1", "#2", None], "contact_id": ["k", None, "k"]})
    lines = pd.DataFrame({"order_id": ["#1", "#2"], "customer_id": "n2", "kind": "sale"})

    found = marks.order_pairs(known, ibis.memtable(events), ibis.memtable(lines))

    assert pairs(found) == [("k", "n2")]
    assert found["why"].tolist() == ["order"]


def test_every_pair_has_a_mark_of_its_own_and_none_with_itself():
    known = records(told("k", customer_id="n1"), told("old", ORDERS))
    contacts = pd.DataFrame({"contact_id": ["k", "k"], "customer_id": ["old", "n1"]})
    events = pd.DataFrame({"order_id": ["#1"], "contact_id": ["k"]})
    lines = pd.DataFrame({"order_id": ["#1"], "customer_id": "n1", "kind": "sale"})
    tables = {"contacts?": contacts, "events?": events, "order_lines?": lines}

    class Desk:
        def read(self, name, *, every_version=False):
            assert every_version == (name == "contacts?")
            return ibis.memtable(tables[name])

    found = marks.marks_of(Desk(), known)

    assert sorted(found["record_id"]) == ["k", "old"]
    assert found["why"].unique().tolist() == ["number"] and found["mark"].nunique() == 1
