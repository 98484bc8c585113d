import ibis
import pandas as pd

from helpers.cleaning import people


def test_examples_show_no_more_than_first_letters():
    details = ibis.memtable(pd.DataFrame({
        "contact_id": ["k1"], "name_received": ["ANA DIAZ"], "name": ["Ana Diaz"],
        "email_received": [" ANA@Example.com"], "email": ["ana@example.com"],
        "phone_received": ["13800000000"], "phone": ["+8613800000000"],
        "address_received": [None], "address": [None],
    }, dtype="str"))  # fmt: skip

    examples = people.standardised_examples(details, smallest=1)

    assert examples.loc[0].tolist() == ["name", "A** ****", "A** ****"]
    shown = " ".join(examples["received"] + examples["standardised"])
    assert not any(word in shown.lower() for word in ("ana", "diaz", "138", "example"))


def test_few_contacts_give_no_examples():
    columns = ("contact_id", "name", "name_received", "email", "email_received", "phone",
               "phone_received", "address", "address_received")  # fmt: skip
    details = ibis.memtable(pd.DataFrame({column: ["ab", "cd"] for column in columns}))

    assert people.standardised_examples(details).empty


def test_examples_say_what_to_add_where_there_are_none():
    assert people.why_no_examples(pd.DataFrame()) == "cleaning.no_contacts"
    assert people.why_no_examples(pd.DataFrame({"field": ["name"]})) is None
