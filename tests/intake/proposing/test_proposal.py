from datetime import date

import pytest

from helpers.intake.proposing.proposal import make_proposal
from helpers.workspace import InputError, UsageError

LINES = "Order,Order date,Quantity,Price\nA1,{0},2,1.50\nA2,2026-02-01,1,5.00\n"
DECLARED = """\
title = "Acme"
currency = "CNY"
time_zone = "Asia/Shanghai"
data_through = 2026-07-05

[[files]]
path = "a.csv"
format = "csv"
table = "contacts"
encoding = "utf-8"
received = 2026-07-06
columns = { contact_id = "id" }
"""


def claims_of(entry):
    return {claim.entry: claim for claim in entry.claims}


def test_each_delivery_has_its_received_day_and_its_last_day(company):
    company(**{"2026-07-06/a.csv": LINES.format("2026-06-30"),
               "2026-10-05/a.csv": LINES.format("2026-09-28")})  # fmt: skip

    head, *entries = make_proposal("acme").entries

    days = [(e.path, claims_of(e)["received"].value, claims_of(e)["data_through"].value)
            for e in entries]  # fmt: skip
    assert days == [
        ("2026-07-06/a.csv", date(2026, 7, 6), date(2026, 6, 30)),
        ("2026-10-05/a.csv", date(2026, 10, 5), date(2026, 9, 28)),
    ]
    assert claims_of(head)["data_through"].value == date(2026, 9, 28)


def test_a_file_without_dates_knows_as_much_as_its_delivery(company):
    company(**{"2026-07-06/a.csv": LINES.format("2026-06-30"),
               "2026-07-06/people.csv": "Customer ID,First name\n1,Ann\n2,Bo\n"})  # fmt: skip

    people = make_proposal("acme").entries[2]

    assert claims_of(people)["data_through"].value == date(2026, 6, 30)


def test_plans_do_not_say_up_to_which_day_data_reach_where_customers_did_something(company):
    company(
        **{
            "2026-07-06/a.csv": LINES.format("2026-06-30"),
            "2026-07-06/p.csv": "promotion,first_day\nsale,2026-07-04\nsale2,2026-07-05\n",
        }
    )

    entries = make_proposal("acme").entries

    assert {claims_of(e)["data_through"].value for e in entries} == {date(2026, 6, 30)}


def test_a_company_without_dates_is_asked_for_its_last_day(company):
    company(**{"2026-07-06/people.csv": "Customer ID,First name\n1,Ann\n2,Bo\n"})

    head = make_proposal("acme").entries[0]

    assert claims_of(head)["data_through"].is_open


def test_only_files_that_are_not_declared_are_looked_at(company):
    company(**{"source.toml": DECLARED, "a.csv": "id\n1\n",
               "2026-07-06/b.csv": LINES.format("2026-06-30")})  # fmt: skip

    proposal = make_proposal("acme")

    assert [entry.path for entry in proposal.entries] == ["2026-07-06/b.csv"]
    assert proposal.existing == DECLARED


def test_ignored_files_come_last_and_questions_name_their_entry(company):
    company(**{"2026-07-06/a.csv": LINES.format("2026-06-30"), "2026-07-05/blob": bytes(256)})

    proposal = make_proposal("acme")

    assert [entry.path for entry in proposal.entries] == ["", "2026-07-06/a.csv", "2026-07-05/blob"]
    assert ("2026-07-05/blob", "why") in [(p, c.entry) for p, c in proposal.questions]


def test_a_company_without_files_is_told_what_to_do(root, company):
    with pytest.raises(UsageError, match="data/raw/acme is not there: make it and put the exports"):
        make_proposal("acme")

    company(**{"source.draft.toml": "an older draft"})

    with pytest.raises(UsageError, match="data/raw/acme holds no files"):
        make_proposal("acme")


def test_a_file_named_after_somebody_is_refused_without_its_name(company):
    company(**{"anna@example.org.csv": "a\n1\n"})

    with pytest.raises(InputError, match="a file's name holds an e-mail address") as caught:
        make_proposal("acme")

    assert "anna" not in str(caught.value)
