import pandas as pd
import pytest

from helpers.intake import persons
from helpers.intake.cells import Cells
from helpers.intake.layout import Layout
from helpers.workspace import contracts, privacy

SPELLINGS = {"email": ("mail",), "phone": ("tel",), "given_name": ("first",), "name": ("full",),
             "family_name": ("last",), "address": ("street",), "postcode": ("zip",),
             "birth_day": ("born",), "gender": ("sex",)}  # fmt: skip


@pytest.fixture
def person(context, root):
    """Return a function that works a row's columns out of who it is about."""

    def person(table="contacts", by_number=False, **cells):
        frame = pd.DataFrame({name: [text] for name, text in cells.items()}, dtype="str", index=[2])
        layout = Layout(table, SPELLINGS, by_number=by_number)
        rows = {"contact_id": pd.Series(["own"], index=[2])}
        found = persons.columns(contracts.load(table), Cells(frame, context(), layout), rows)
        return {name: column if isinstance(column, bool) else column.iloc[0]
                for name, column in found.items()}  # fmt: skip

    return person


def test_a_customer_is_named_by_e_mail_else_phone_else_the_contacts_own_number(person):
    by_mail = person(mail="Ana@Example.org", tel="13900000001")
    by_phone = person(mail="ana@", tel="13900000001")
    by_number = person(mail="", tel="x")

    assert by_mail["customer_id"] == privacy.pseudonym("email", "ana@example.org")
    assert by_phone["customer_id"] == privacy.pseudonym("phone", "+8613900000001")
    assert by_number["customer_id"] == "own"


def test_where_orders_carry_the_lists_own_number_it_names_the_customer(person):
    assert person(mail="ana@example.org", by_number=True)["customer_id"] == "own"


def test_an_event_of_nobody_known_has_no_customer(person):
    assert pd.isna(person("interactions", mail="", tel="")["customer_id"])


def test_names_are_put_together_from_their_parts_or_taken_whole(person):
    assert person(first="ANA", last="DIAZ")["name"] == "Ana Diaz"
    assert person(full="王小明")["name"] == "王小明"
    assert person(first="若曦", last="欧阳")["name"] == "欧阳若曦"


def test_details_are_kept_as_received_and_standardised(person):
    found = person(mail="Ana@Example.org", tel="139 0000 0001", street="1 High St", zip="LS1")

    assert (found["email_received"], found["email"]) == ("Ana@Example.org", "ana@example.org")
    assert (found["phone_received"], found["phone"]) == ("139 0000 0001", "+8613900000001")
    assert (found["address_received"], found["address"]) == ("1 High St", "1 High St, LS1")


def test_a_day_of_birth_is_read_where_the_year_stands_first_and_else_kept_as_received(person):
    told, unread = person(born="1980-02-03", sex=" f "), person(born="03/02/1980")

    assert told["birth_day"] == pd.Timestamp("1980-02-03") and told["gender"] == "f"
    assert pd.isna(unread["birth_day"]) and unread["birth_day_received"] == "03/02/1980"
    assert pd.isna(person(mail="ana@example.org")["birth_day"])


def test_the_quality_of_each_part_is_told(person):
    found = person(mail="ana@", tel="", full="")

    told = [found[f"{part}_quality"] for part in ("email", "phone", "name")]
    assert told == ["malformed", "missing", "missing"]


def test_personal_columns_are_those_of_the_private_table(root):
    assert persons.is_of_person("email", "contacts") and persons.is_of_person("name", "leads")
    assert persons.is_of_person("customer_id", "events")
    assert not persons.is_of_person("name", "deals") and not persons.is_of_person("city", "leads")
