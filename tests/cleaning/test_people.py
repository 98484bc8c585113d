from datetime import date

import ibis
import pandas as pd
import pytest

from helpers.cleaning import people
from helpers.workspace import UsageError

DAY = date(2026, 3, 31)


def test_customers_come_from_orders_and_contacts_and_tests_are_left_out(lines, contacts):
    frame = people.customers(lines, contacts, DAY).set_index("customer_id")

    assert set(frame.index) == {"ann", "bob", "eve"}
    assert frame["is_prospect"].to_dict() == {"ann": False, "bob": False, "eve": True}


def test_who_kept_nothing_has_no_first_order_and_is_no_prospect(lines, contacts):
    frame = people.customers(lines, contacts, DAY).set_index("customer_id")

    assert pd.isna(frame.loc["bob", "first_order_day"])
    assert not frame.loc["bob", "is_prospect"]


def test_a_country_that_no_contact_tells_comes_from_the_order(lines, contacts):
    frame = people.customers(lines, contacts, DAY).set_index("customer_id")

    assert frame.loc["bob", "country"] == "CN"
    assert frame.loc["eve", "country"] == "US"


def test_completeness_is_the_share_of_fields_known(lines, contacts):
    frame = people.customers(lines, contacts, DAY).set_index("customer_id")

    # Ann: name, e-mail, country and city of five; Eve: country and city.
    assert frame["completeness"].to_dict() == pytest.approx({"ann": 0.8, "eve": 0.4, "bob": 0.2})


def test_without_contacts_only_the_country_is_expected(lines, contacts):
    frame = people.customers(lines, contacts.filter(contacts.city == "nowhere"), DAY)

    assert frame["completeness"].eq(1).all()


def test_a_contact_told_twice_is_one_customer_with_the_newest_word(lines, contacts):
    twice = contacts.to_pandas()
    newer = twice.head(1).assign(contact_id="k9", city="Beijing")
    both = pd.concat([twice, newer], ignore_index=True).astype({"event_day": "datetime64[us]"})
    both.loc[3, "event_day"] = pd.Timestamp("2026-06-01")

    frame = people.customers(lines, ibis.memtable(both), date(2026, 6, 30))


    assert frame["customer_id"].is_unique
    assert frame.set_index("customer_id").loc["ann", "city"] == "Beijing"


def everybody(lines, contacts):
    return people.customers(lines, contacts, DAY)


def test_no_condition_leaves_everybody_in_scope(lines, contacts):
    frame, steps = people.screen(everybody(lines, contacts), lines)

    assert frame["in_scope"].all()
    assert steps.empty


@pytest.mark.parametrize(
    ("conditions", "left"),
    [
        ({"keyword": "TENT"}, {"ann"}),
        ({"from_day": "2026-03-01", "to_day": "2026-03-01"}, {"ann"}),
        ({"regions": "us, shanghai"}, {"ann", "eve"}),
        ({"completeness": 0.4}, {"ann", "eve"}),
        ({"regions": "CN,US", "completeness": 0.8}, {"ann"}),
    ],
)
def test_conditions_narrow_who_is_in_scope(lines, contacts, conditions, left):
    frame, steps = people.screen(everybody(lines, contacts), lines, **conditions)

    assert set(frame.loc[frame["in_scope"], "customer_id"]) == left
    assert steps["customers"].iloc[-1] == len(left)


def test_conditions_that_leave_nobody_are_refused(lines, contacts):
    with pytest.raises(UsageError, match="leave no customer"):
        people.screen(everybody(lines, contacts), lines, keyword="yacht")


def test_a_misspelt_day_is_refused_by_its_name(lines, contacts):
    with pytest.raises(UsageError, match="screen_from: 'March' is not a day"):
        people.screen(everybody(lines, contacts), lines, from_day="March")


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


def test_prospects_of_a_later_list_are_not_told(lines, contacts):
    before = date(2026, 2, 1)

    frame = people.customers(lines, contacts, before)

    assert "eve" not in set(frame["customer_id"])
    assert people.why_no_prospects(contacts, before) == "cleaning.prospects_later"
    assert people.why_no_prospects(contacts, DAY) is None


def test_one_recorded_no_outweighs_a_yes_of_the_same_day(lines, contacts):
    told = contacts.to_pandas()
    other = told.head(1).assign(contact_id="k0", accepts_email=False)
    both = pd.concat([told, other], ignore_index=True)

    frame = people.customers(lines, ibis.memtable(both), DAY).set_index("customer_id")

    assert not frame.loc["ann", "accepts_email"]


def test_examples_say_what_to_add_where_there_are_none():
    assert people.why_no_examples(pd.DataFrame()) == "cleaning.no_contacts"
    assert people.why_no_examples(pd.DataFrame({"field": ["name"]})) is None


def test_heads_are_counted():
    frame = pd.DataFrame({"is_prospect": [True, False, False]})

    assert people.scope_count(frame.assign(in_scope=[True, False, True])) == {
        "customers": 2, "everybody": 3,
    }  # fmt: skip
    assert people.head_count(frame) == {"customers": 3, "buyers": 2, "prospects": 1}
