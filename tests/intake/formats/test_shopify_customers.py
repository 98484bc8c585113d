from helpers.workspace import privacy

from .conftest import PARTS, rejected, told

OLD = ("First Name", "Last Name", "Email", "Accepts Email Marketing", "Company", "Address1",
       "City", "Province Code", "Country Code", "Zip", "Phone", "Tags")  # fmt: skip
NEW = ("Customer ID", "First Name", "Last Name", "Email", "Accepts Email Marketing",
       "Default Address Address1", "Default Address City", "Default Address Province Code",
       "Default Address Country Code", "Default Address Zip", "Default Address Phone", "Phone",
       "Accepts SMS Marketing", "Tags")  # fmt: skip
DAY = "2026-07-06"


def test_old_and_new_customer_headers_give_the_same_person(acme):
    old = {"First Name": "ANNA", "Last Name": "DIAZ", "Email": "Anna@Example.org", "Phone": "",
           "Accepts Email Marketing": "yes", "Address1": "1 High St", "City": "Leeds",
           "Country Code": "gb", "Zip": "LS1"}  # fmt: skip
    new = {"Customer ID": "'77", "First Name": "Anna", "Last Name": "Diaz",
           "Phone": "'+447911123456", "Email": "anna@example.org", "Accepts Email Marketing": "no",
           "Default Address Address1": "1 High St", "Default Address City": "Leeds",
           "Default Address Country Code": "GB", "Default Address Zip": "LS1",
           "Accepts SMS Marketing": "yes"}  # fmt: skip

    tables = acme.take_in(acme.customers(DAY, old, header=OLD),
                          acme.customers("2026-10-05", new, header=NEW))  # fmt: skip

    contacts = tables.contacts.sort_values("delivery")
    assert contacts["customer_id"].nunique() == 1
    assert contacts["accepts_email"].tolist() == [True, False]
    assert contacts["country"].tolist() == ["GB", "GB"] and contacts["city"].unique() == ["Leeds"]
    details = tables.contact_details.sort_values("delivery")
    assert details["name"].tolist() == ["Anna Diaz", "Anna Diaz"]
    assert details["address"].tolist() == ["1 High St, LS1"] * 2
    assert details["phone"].iloc[1] == "+447911123456"


def test_a_contact_without_id_e_mail_and_phone_is_rejected(acme):
    tables = acme.take_in(acme.customers(DAY, {"First Name": "Anna"}, header=NEW))

    rejected = tables.rejected[["line", "rule", "column"]].to_numpy().tolist()
    assert rejected == [[2, "contact_without_id", "Customer ID"]]


def test_no_personal_value_leaves_the_private_area(acme):
    row = {"Customer ID": "77", "First Name": "Zebedee", "Email": "zebedee@example.org",
           "Phone": "13800138000", "Default Address Address1": "1 High St"}  # fmt: skip
    told = acme.take_in(acme.customers(DAY, row, row | {"Phone": "x"}, header=NEW),
                        acme.orders(DAY, acme.order("#1", Email="zebedee@example.org",
                                                    Total="zebedee")))  # fmt: skip

    for name, frame in vars(told).items():
        shown = frame.astype(str).to_csv().lower()
        private = name in ("contact_details", "rejected_text")
        assert private or ("zebedee" not in shown and "13800138000" not in shown)


def test_a_customer_of_the_api_is_the_exports_customer(deliver, take_in):
    tables = take_in(deliver("shopify-customers.csv"),
                     deliver("shopify-customers.jsonl", "2026-10-05"))  # fmt: skip

    versions = tables.contacts[
        tables.contacts["contact_id"].eq(privacy.pseudonym("contact", "123"))
    ].sort_values("delivery")
    zebedee = privacy.pseudonym("email", "zebedee.quill@example.org")
    assert told(versions, "customer_id", "kind", "accepts_email", "created_day", "country") == [
        (zebedee, "customer", True, None, None), (zebedee, "customer", True, "2026-04-30", "GB")
    ]
    details = tables.contact_details.set_index("contact_id").loc[versions["contact_id"].iloc[0]]
    assert details["email"].unique().tolist() == ["zebedee.quill@example.org"]
    assert sorted(details["address"]) == ["17 Osier Lane", "17 Osier Lane, LS1 4AB"]


def test_consents_of_the_api_are_yes_no_or_not_known_and_a_refusal_has_its_day(deliver, take_in):
    tables = take_in(deliver("shopify-customers.jsonl"))

    assert told(tables.contacts.sort_values("line"), "line", "accepts_email", "accepts_sms",
                "opted_out_day", "created_day", "country", "is_test") == [
        (1, True, None, None, "2026-04-30", "GB", False),
        (2, False, False, "2026-05-04", "2026-05-02", "CN", False),
        (6, None, None, None, None, None, True),
    ]  # fmt: skip
    details = tables.contact_details.dropna(subset="phone").sort_values("phone", ascending=False)
    assert told(details, "name", "phone", "address") == [
        ("Zebedee Quill", "+8613900000001", "17 Osier Lane, LS1 4AB"),
        ("欧阳若曦", "+861055500002", None),
    ]  # fmt: skip
    assert rejected(tables) == [
        (3, "impossible_date", "created_at"), (4, "contact_without_id", "id")
    ]
    assert tables.intake_ledger[PARTS].iloc[0].tolist() == [3, 0, 1, 2]
