"""Records are followed from one to the next, and never to somebody else."""

import pandas as pd
import pytest

from helpers.rights import person
from helpers.workspace import UsageError, privacy

NOBODY_TOLD = pd.DataFrame(columns=list(person.IDENTITIES), dtype="str")
NOBODY_BEFORE = NOBODY_TOLD.assign(period="")


def mail(text):
    return privacy.pseudonym("email", text)


def phone(text):
    return privacy.pseudonym("phone", text)


def find(rows, start, told=NOBODY_TOLD, earlier=NOBODY_BEFORE):
    return person.find(person.Records(rows, told, earlier), start, kind="email")


def contact(number, email=None, tel=None, line=1, **cells):
    known = mail(email) if email else phone(tel) if tel else f"n{number}"
    return {"contact_id": f"n{number}", "customer_id": known, "email": email, "phone": tel,
            "kind": "contact", "file": "a.csv", "line": line, **cells}  # fmt: skip


def test_a_record_leads_to_those_with_its_number_e_mail_and_phone(a_record):
    rows = a_record(
        contact(1, "anna@x.org", "+8613800000001", 2),
        contact(2, None, "+8613800000001", 3),
        {"customer_id": mail("anna@x.org"), "file": "orders.csv", "line": 4},
        {"contact_id": "n2", "file": "arms.csv", "line": 5},
        contact(3, "bert@x.org", "+8613800000002", 6),
    )

    who = find(rows, {mail("anna@x.org")})

    assert who.rows["line"].tolist() == [2, 3, 4, 5]
    assert who.ids == {mail("anna@x.org"), phone("+8613800000001"), "n1", "n2"}
    assert who.others["line"].tolist() == [6]


def test_a_familys_telephone_leads_nowhere_and_is_told(a_record):
    rows = a_record(
        contact(1, "anna@x.org", "+8613800000001", 2), contact(2, "bert@x.org", "+8613800000001", 3)
    )

    who = find(rows, {mail("anna@x.org")})

    assert who.rows["line"].tolist() == [2]
    assert phone("+8613800000001") not in who.ids
    assert who.shared == 1


def test_a_telephone_of_several_people_names_none_of_them(a_record):
    rows = a_record(
        contact(1, "anna@x.org", "+8613800000001"), contact(2, "bert@x.org", "+8613800000001")
    )

    with pytest.raises(UsageError, match="stands beside several people"):
        find(rows, {phone("+8613800000001")})


def test_an_e_mail_that_stands_beside_a_crowd_is_a_placeholder(a_record):
    rows = a_record(*(contact(n, "no@mail.org") for n in range(person.MOST_RECORDS + 1)))

    with pytest.raises(UsageError, match="several people"):
        find(rows, {mail("no@mail.org")})


def test_a_mailbox_of_two_who_were_told_apart_leads_to_neither_from_the_other(a_record):
    rows = a_record(
        contact(1, "family@x.org", "+8613800000001", 2),
        contact(2, "family@x.org", "+8613800000002", 3),
    )
    told = pd.DataFrame(
        [("n1", mail("family@x.org"), "p1", "alone"), ("n2", mail("family@x.org"), "p2", "alone")],
        columns=list(person.IDENTITIES), dtype="str",
    )  # fmt: skip

    who = find(rows, {"n1"}, person._of_one_person(told))

    assert who.rows["line"].tolist() == [2] and who.shared == 1
    with pytest.raises(UsageError, match="several people"):
        find(rows, {mail("family@x.org")}, person._of_one_person(told))


@pytest.mark.parametrize("by_phone", [False, True])
def test_a_placeholder_e_mail_does_not_lead_from_one_to_the_crowd(a_record, by_phone):
    rows = a_record(*(contact(n, "no@mail.org", f"+86138{n:08d}", n + 2)
                      for n in range(person.MOST_RECORDS + 1)))  # fmt: skip

    who = find(rows, {phone("+8613800000000") if by_phone else "n0"})

    assert who.rows["line"].tolist() == [2]


def test_what_the_single_view_joined_is_one_person(a_record):
    rows = a_record(contact(1, "anna@x.org", line=2), contact(2, "anna@y.org", line=3))
    told = pd.DataFrame(
        [("n1", mail("anna@x.org"), "p1", "weighed"), ("n2", mail("anna@y.org"), "p1", "weighed")],
        columns=list(person.IDENTITIES), dtype="str",
    )  # fmt: skip

    who = find(rows, {mail("anna@x.org")}, told)

    assert who.rows["line"].tolist() == [2, 3]
    assert "p1" in who.ids
    assert who.weighed == 2


def test_an_id_of_an_earlier_quarter_is_theirs_if_nobody_shared_it(a_record):
    rows = a_record(contact(1, "anna@x.org"), contact(2, "bert@x.org"))
    earlier = pd.DataFrame(
        [("n1", mail("anna@x.org"), "alone", "rule", "2026Q1"),
         ("n1", mail("anna@x.org"), "both", "rule", "2025Q4"),
         ("n2", mail("bert@x.org"), "both", "rule", "2025Q4")],
        columns=[*person.IDENTITIES, "period"], dtype="str",
    )  # fmt: skip

    who = find(rows, {mail("anna@x.org")}, earlier=earlier)

    assert "alone" in who.ids and "both" not in who.ids


def test_a_number_that_several_people_share_joins_none(own_root):
    folder = own_root / "data/processed/shop/2026Q1"
    folder.mkdir(parents=True)
    rows = [("n1", "both", "p1", "phone"), ("n2", "both", "p2", "phone")]
    pd.DataFrame(rows, columns=list(person.IDENTITIES)).to_parquet(folder / "identities.parquet")

    records = person.records_of("shop", [])

    assert records.told["source_customer_id"].isna().all()


def test_the_newest_quarter_tells_who_is_the_same(own_root):
    for period, named in (("2026Q1", "old"), ("2026Q2", "new")):
        folder = own_root / "data/processed/shop" / period
        folder.mkdir(parents=True)
        told = pd.DataFrame([("n1", "c1", named, "rule")], columns=list(person.IDENTITIES))
        told.to_parquet(folder / "identities.parquet")

    records = person.records_of("shop", [])

    assert records.told["person_id"].tolist() == ["new"]
    assert records.earlier[["person_id", "period"]].values.tolist() == [["old", "2026Q1"]]


def test_a_device_is_theirs_unless_somebody_else_was_known_on_it(a_record):
    rows = a_record(
        contact(1, "anna@x.org", line=1),
        {"contact_id": "n1", "visitor_id": "own", "file": "e", "line": 2},
        {"visitor_id": "own", "customer_id": None, "file": "e", "line": 3},
        {"contact_id": "n1", "visitor_id": "both", "file": "e", "line": 4},
        {"contact_id": "n9", "visitor_id": "both", "file": "e", "line": 5},
    )

    who = find(rows, {mail("anna@x.org")})

    assert who.rows["line"].tolist() == [1, 2, 3, 4]


def test_nobody_is_known_by_a_value_of_nobody(a_record):
    assert find(a_record(contact(1, "anna@x.org")), {mail("zoe@x.org")}).rows.empty


@pytest.mark.parametrize(
    ("kind", "value"), [("email", "no mail"), ("phone", "a@x.org"), ("phone", "12"), ("email", "")]
)
def test_a_value_that_cannot_be_read_is_refused_and_not_repeated(kind, value):
    with pytest.raises(UsageError, match="country's prefix") as refusal:
        person.ids_of(kind, value, None)

    assert not value or value not in str(refusal.value)


def test_a_number_is_looked_for_in_every_system():
    found = person.ids_of("customer-id", " 7100000004099 ", "CN")

    assert privacy.pseudonym("contact", "7100000004099") in found
    assert privacy.pseudonym("contact of zoho", "7100000004099") in found
