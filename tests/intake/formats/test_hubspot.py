import pytest

from helpers.workspace import InputError, privacy


def hubspot(thing, number):
    return privacy.pseudonym(f"{thing} of hubspot", number)


def test_contacts_keep_long_ids_and_belong_to_their_first_company(deliver, take_in):
    tables = take_in(deliver("hubspot-contacts.csv"))

    contacts = tables.contacts.set_index("line")
    assert contacts["contact_id"].to_dict() == {
        2: hubspot("contact", "000101"), 3: hubspot("contact", "9007199254740993001")
    }  # fmt: skip
    assert contacts.loc[2, "account_id"] == hubspot("account", "501")
    kept = tables.attributes.set_index(["line", "name"])["value"]
    assert kept[2, "Associated Company IDs"] == "501;502"
    assert contacts["accepts_email"].astype(object).to_dict() == {2: False, 3: None}
    assert tables.rejected[["line", "column"]].to_numpy().tolist() == [[4, "Create Date"]]


def test_companies_are_accounts(deliver, take_in):
    tables = take_in(deliver("hubspot-companies.csv"))

    account = tables.accounts.iloc[0]
    assert account["account_id"] == hubspot("account", "501")
    assert (account["employees"], account["status"]) == (12, "customer")
    assert float(account["annual_revenue"]) == 1200.5
    assert tables.rejected[["rule", "column"]].to_numpy().tolist() == [
        ["out_of_bounds", "Number of Employees"]
    ]


def test_deals_are_won_lost_or_open_and_belong_to_their_first_contact(deliver, take_in):
    tables = take_in(deliver("hubspot-deals.csv"))

    deals = tables.deals.set_index("line")
    assert deals["is_won"].astype(object).to_dict() == {2: True, 3: False, 4: None}
    assert deals["amount"].dropna().astype(float).to_dict() == {2: 86800.0, 3: 100.5}
    assert deals.loc[2, "contact_id"] == hubspot("contact", "000101")
    assert tables.rejected[["line", "rule"]].to_numpy().tolist() == [[5, "impossible_amount"]]


def test_an_id_that_a_spreadsheet_has_rounded_is_refused(deliver, take_in, acme):
    told = deliver("hubspot-deals.csv")
    acme.write("2026-07-06/hubspot-deals.csv",
               "Record ID,Deal Name,Deal Stage,Amount\n7,a,b,1\n9.00720E+18,c,d,2\n")  # fmt: skip

    with pytest.raises(InputError, match="line 3, column 'Record ID': a spreadsheet has rounded"):
        take_in(told)
