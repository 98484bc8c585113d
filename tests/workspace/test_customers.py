import ibis
import pandas as pd
import pytest

from helpers.workspace.customers import by_customer

# The contacts k1 and k2 share the number n1, which k1 owns; n3 is known from orders alone.
IDENTITIES = ibis.memtable(pd.DataFrame({
    "record_id": ["k1", "k2", "n3"], "contact_id": ["k1", "k2", None],
    "source_customer_id": ["n1", "n1", "n3"], "person_id": ["a", "b", "c"],
    "customer_id": ["ann", "bob", "cat"],
    "owns_number": [True, False, True],
}))  # fmt: skip


def customers_of(**columns):
    frame = pd.DataFrame({"row": range(len(next(iter(columns.values())))), **columns})
    found = by_customer(ibis.memtable(frame), IDENTITIES).to_pandas().sort_values("row")
    return found, [None if pd.isna(one) else one for one in found["customer_id"]]


def test_a_number_is_replaced_by_the_customer_who_owns_it_and_no_row_is_lost():
    frame, found = customers_of(customer_id=["n1", "n3", "nobody's", None], amount=[1, 2, 3, 4])

    assert found == ["ann", "cat", "nobody's", None]
    assert list(frame) == ["row", "customer_id", "amount"]
    assert frame["amount"].tolist() == [1, 2, 3, 4]


def test_a_number_by_which_the_source_knows_a_contact_is_that_contacts():
    assert customers_of(customer_id=["k2", "n1"])[1] == ["bob", "ann"]


def test_a_contact_belongs_to_its_own_customer_whoever_owns_the_number():
    contacts = ["k1", "k2", "new", None]
    _, found = customers_of(contact_id=contacts, customer_id=["n1", "n1", "n3", "n1"])

    assert found == ["ann", "bob", "cat", "ann"]


def test_a_contact_that_no_list_knows_is_the_customer_whose_orders_carry_its_number():
    # The number n1 is that of the contact k1, and no contact goes by n3.
    assert customers_of(contact_id=["n3", "n1", "stranger"])[1] == ["cat", "ann", None]


def test_a_table_of_contacts_alone_gets_the_customer():
    frame, found = customers_of(contact_id=["k2", None, "stranger"])

    assert found == ["bob", None, None]
    assert list(frame) == ["row", "contact_id", "customer_id"]


def test_a_table_that_names_nobody_is_refused():
    with pytest.raises(ValueError, match="cannot be read by customer"):
        by_customer(ibis.memtable(pd.DataFrame({"row": [1]})), IDENTITIES)
