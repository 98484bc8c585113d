import pytest

from helpers.workspace import InputError, privacy

from .conftest import rejected, told


def zoho(thing, number):
    return privacy.pseudonym(f"{thing} of zoho", number)


def test_contacts_keep_their_numbers_names_and_places(deliver, take_in):
    tables = take_in(deliver("zoho-contacts.csv"))

    ledger = tables.intake_ledger.iloc[0]
    assert ledger[["rows_in", "accepted", "repeated", "rejected"]].tolist() == [6, 3, 1, 2]
    contacts = tables.contacts.set_index("line")
    assert contacts["contact_id"].to_dict() == {
        2: zoho("contact", "3652397000000100001"), 3: zoho("contact", "3652397000000100002"),
        5: zoho("contact", "3652397000000100003"),
    }  # fmt: skip
    assert contacts.loc[2, "customer_id"] == privacy.pseudonym("email", "zebedee.quill@example.org")
    assert contacts.loc[2, "account_id"] == zoho("account", "3652397000000900001")
    assert contacts.loc[2, ["province", "city"]].tolist() == ["West Yorkshire", "Leeds"]
    assert contacts.loc[5, "customer_id"] == contacts.loc[5, "contact_id"]
    details = tables.contact_details.set_index("contact_id")
    assert details.loc[contacts.loc[3, "contact_id"], ["name", "phone"]].tolist() == [
        "欧阳若曦", "+861055500002"
    ]  # fmt: skip
    assert details.loc[contacts.loc[5, "contact_id"], "name"] == "NA Null"
    assert set(tables.attributes["name"]) == {"Description", "Account Name"}


def test_a_record_is_the_same_with_or_without_its_prefix(deliver, take_in):
    tables = take_in(deliver("zoho-contacts.csv"),
                     deliver("zoho-contacts_semicolon.csv", "2026-10-05"))  # fmt: skip

    second = tables.intake_ledger.iloc[1]
    assert second[["accepted", "repeated", "rejected"]].tolist() == [1, 1, 0]
    versions = tables.contact_details[
        tables.contact_details["contact_id"].eq(zoho("contact", "3652397000000100001"))
    ]
    assert versions.sort_values("delivery")["phone"].tolist() == ["+8613900000001",
                                                                 "+8613900000009"]  # fmt: skip


def test_leads_have_what_they_asked_for_and_an_impossible_day_is_rejected(deliver, take_in):
    tables = take_in(deliver("zoho-leads.csv"))

    leads = tables.leads.set_index("line")
    assert leads.loc[2, ["status", "source", "interest", "city"]].tolist() == [
        "Not Contacted", "Trade Fair", "footwear", "Leeds"
    ]  # fmt: skip
    assert str(leads.loc[2, "created_day"]) == "2026-05-01"
    assert tables.rejected[["line", "rule", "column"]].to_numpy().tolist() == [
        [3, "impossible_date", "Created Time"]
    ]


def test_accounts_are_told_in_the_companys_currency(deliver, take_in):
    tables = take_in(deliver("zoho-accounts.csv"))

    account = tables.accounts.set_index("line").loc[2]
    assert (account["employees"], float(account["annual_revenue"])) == (12, 8403.5)
    details = tables.account_details.set_index("account_id").loc[account["account_id"]]
    assert details[["name", "phone", "address"]].tolist() == [
        "Quillworks", "+8613900000021", "17 Osier Lane, LS1 4AB"
    ]  # fmt: skip


def test_a_deal_that_is_closed_and_won_is_won_and_an_open_one_neither(deliver, take_in):
    tables = take_in(deliver("zoho-deals.csv"))

    deals = tables.deals.set_index("line")
    assert deals["is_won"].astype(object).to_dict() == {2: True, 3: False, 4: None, 5: None}
    assert deals["amount"].dropna().astype(float).to_dict() == {2: 86800.0, 3: 3477.0, 4: 1200.0}
    assert [str(day) for day in deals["closing_day"].dropna().sort_index()] == [
        "2026-09-12", "2026-06-01", "2026-12-24"
    ]  # fmt: skip
    assert deals["probability"].dropna().to_dict() == {2: 1.0, 3: 0.0, 4: 0.6}
    assert deals.loc[2, "contact_id"] == zoho("contact", "3652397000000100001")
    assert tables.rejected[["line", "column"]].to_numpy().tolist() == [
        [6, "Amount"], [7, "Closing Date"]
    ]  # fmt: skip


def test_a_deal_told_again_in_another_locale_is_another_version_of_it(deliver, take_in):
    tables = take_in(deliver("zoho-deals.csv"), deliver("zoho-deals_us.csv", "2026-10-05"))

    told = tables.deals.sort_values("delivery").groupby("deal_id")["is_won"].agg(list)
    assert told[zoho("deal", "3652397000000800003")] == [None, True]
    assert str(tables.deals.groupby("deal_id")["closing_day"].last()
               [zoho("deal", "3652397000000800003")]) == "2026-10-01"  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"date_format": {}}, "no date format is declared for column 'Closing Date'"),
        ({"decimal": ""}, "decimal is not declared, and column 'Amount' needs it"),
    ],
)
def test_what_follows_the_locale_must_be_declared(deliver, take_in, changes, told):
    with pytest.raises(InputError, match=told):
        take_in(deliver("zoho-deals_us.csv", **changes))


def test_an_amount_in_a_currency_without_a_rate_is_refused(deliver, take_in):
    from .conftest import TOP

    with pytest.raises(InputError, match="amounts in 'USD' have no rate"):
        take_in(deliver("zoho-deals.csv"), top=TOP.replace("USD = 7.0, ", ""))


def test_notes_are_masked_and_belong_to_their_contact(deliver, take_in):
    tables = take_in(deliver("zoho-notes.csv"))

    notes = tables.interactions.set_index("line")
    assert notes.loc[2, "text"] == "wants a quote; reach me at [e-mail]\nor [number]"
    assert notes.loc[2, "contact_id"] == zoho("contact", "3652397000000100001")
    assert notes["contact_id"].isna().to_dict() == {2: False, 4: True}
    assert set(notes["kind"]) == {"note"}
    assert tables.rejected["line"].tolist() == [5]


def test_a_contact_of_the_api_is_the_exports_contact(deliver, take_in):
    tables = take_in(deliver("zoho-contacts.csv"),
                     deliver("zoho-contacts.jsonl", "2026-10-05"))  # fmt: skip

    pulled = tables.contacts[tables.contacts["file"].str.endswith("jsonl")].set_index("line")
    exported = tables.contacts[tables.contacts["file"].str.endswith("csv")].set_index("line")
    same = ["contact_id", "customer_id", "account_id", "province", "city"]
    assert told(pulled.loc[[1]], *same) == told(exported.loc[[2]], *same)
    assert told(pulled.sort_index(), "kind", "country", "source", "created_day", "accepts_email",
                "opted_out_day") == [
        ("contact", None, "Trade Fair", "2026-05-01", None, None),
        ("contact", "CN", None, "2026-05-02", False, "2026-05-04"),
    ]  # fmt: skip
    assert rejected(tables)[-4:] == [
        (3, "impossible_date", "Created_Time"), (4, "deleted_at_its_source", "Record_Status__s"),
        (5, "empty_needed_cell", "id"), (6, "not_json", None),
    ]  # fmt: skip


def test_what_the_api_tells_beside_is_kept_as_attributes_but_not_who_owns_it(deliver, take_in):
    tables = take_in(deliver("zoho-contacts.jsonl"))

    assert sorted(told(tables.attributes, "line", "name", "value")) == [
        (1, "Account_Name.name", "Quillworks"), (1, "Description", "Prefers mornings"),
        (1, "Interests", '["climbing", "skiing"]'),
        (2, "Description", "met at the fair,\nasked for a quote"),
        (2, "Reporting_To.id", "3652397000000100001"), (2, "Reporting_To.name", "Zebedee Quill"),
    ]  # fmt: skip


def test_leads_accounts_and_deals_of_the_api_need_no_declared_dates_or_decimals(deliver, take_in):
    names = ("zoho-leads.jsonl", "zoho-accounts.jsonl", "zoho-deals.jsonl")

    tables = take_in(*(deliver(name) for name in names))

    assert told(tables.leads.sort_values("line"), "contact_id", "status", "interest",
                "created_day") == [
        (zoho("contact", "3652397000000500001"), "Not Contacted", "footwear", "2026-05-01"),
        (zoho("contact", "3652397000000500003"), None, "tents", "2026-06-30"),
    ]  # fmt: skip
    assert told(tables.accounts, "account_id", "employees", "annual_revenue", "country") == [
        (zoho("account", "3652397000000900001"), 12, 8403.5, "GB")
    ]
    assert rejected(tables) == [(2, "impossible_number", "Employees")]
    assert told(tables.deals.sort_values("line"), "deal_id", "account_id", "contact_id", "stage",
                "is_won", "closing_day", "amount", "probability") == [
        (zoho("deal", "3652397000000800001"), zoho("account", "3652397000000900001"),
         zoho("contact", "3652397000000100001"), "Closed Won", True, "2026-06-12", 12400.5, 1.0),
        (zoho("deal", "3652397000000800003"), None, zoho("contact", "3652397000000100001"),
         "Negotiation", None, "2026-12-24", 8400.0, 0.6),
        (zoho("deal", "3652397000000800004"), None, None, "Closed Lost", False, None, None, 0.0),
    ]  # fmt: skip
    assert tables.deal_details["contact_name"].dropna().unique() == ["Zebedee Quill"]
    assert tables.deal_details["account_name"].dropna().tolist() == ["Quillworks"]
