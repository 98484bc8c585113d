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
