import pandas as pd

from helpers.intake.formats.salesforce import OUTCOME, with_outcome
from helpers.workspace import privacy


def salesforce(thing, number):
    return privacy.pseudonym(f"{thing} of salesforce", number)


def test_ids_of_15_and_18_characters_are_the_same_record(deliver, take_in):
    tables = take_in(deliver("salesforce-contacts.csv"))

    contacts = tables.contacts.set_index("line")
    assert contacts["contact_id"].to_dict() == {
        2: salesforce("contact", "0035g00000AbCdE"), 3: salesforce("contact", "0035g00000AbCdF"),
    }  # fmt: skip
    assert contacts.loc[2, "account_id"] == salesforce("account", "0015g00000QwErT")
    assert pd.isna(contacts.loc[3, "account_id"])
    assert tables.rejected[["line", "rule"]].to_numpy().tolist() == [
        [4, "deleted_at_its_source"], [5, "contradicts_another_row"]
    ]  # fmt: skip


def test_who_opted_out_refuses_and_who_did_not_has_not_agreed_by_that(deliver, take_in):
    contacts = take_in(deliver("salesforce-contacts.csv")).contacts.set_index("line")

    assert contacts["accepts_email"].astype(object).to_dict() == {2: False, 3: None}


def test_who_must_not_be_called_and_when_people_were_born_is_kept(deliver, take_in):
    tables = take_in(deliver("salesforce-contacts.csv"))

    assert tables.contacts.set_index("line")["accepts_phone"].isna().all()
    details = tables.contact_details.set_index("contact_id")
    born = details.loc[salesforce("contact", "0035g00000AbCdE"), "birth_day"]
    assert str(born)[:10] == "1980-02-03"


def test_accounts_keep_their_size_and_days(deliver, take_in):
    tables = take_in(deliver("salesforce-accounts.csv"))

    account = tables.accounts.iloc[0]
    assert (account["employees"], float(account["annual_revenue"])) == (12, 1_200_000.0)
    assert [str(account[day]) for day in ("created_day", "last_contact_day")] == [
        "2025-01-02", "2026-06-01"
    ]  # fmt: skip
    assert tables.account_details["phone"].tolist() == ["+447911123456"]
    assert tables.rejected[["line", "rule", "column"]].to_numpy().tolist() == [
        [3, "impossible_date", "CreatedDate"]
    ]


def test_an_opportunity_is_won_as_its_flags_say_whatever_its_stage_is_called(deliver, take_in):
    tables = take_in(deliver("salesforce-opportunities.csv"))

    deals = tables.deals.set_index("line")
    assert deals["is_won"].astype(object).to_dict() == {2: True, 3: False, 4: None}
    assert deals["amount"].dropna().astype(float).to_dict() == {2: 86800.0, 3: 100.5}
    assert deals["probability"].to_dict() == {2: 1.0, 3: 0.0, 4: 0.35}
    assert deals.loc[2, "contact_id"] == salesforce("contact", "0035g00000AbCdE")
    assert tables.rejected["line"].tolist() == [5]


def test_without_flags_the_stage_counts():
    frame = pd.DataFrame({"StageName": ["Closed Won"]}, dtype="str")

    assert OUTCOME not in with_outcome(frame)
