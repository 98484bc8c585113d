import csv
import re

import numpy as np
import pytest

from helpers.demo import company, crm

FOLDERS = [delivery.folder for delivery in company.DELIVERIES]


@pytest.fixture(scope="module")
def sheets(demo):
    read = {}
    for folder in FOLDERS:
        for name in ("contacts", "deals", "leads"):
            with (demo.raw / folder / f"zoho_{name}.csv").open(encoding="utf-8") as file:
                read[folder, name] = list(csv.DictReader(file))
    return read


def test_the_headers_are_those_that_the_crm_exports(sheets):
    assert list(sheets[FOLDERS[0], "contacts"][0]) == crm.CONTACTS
    assert list(sheets[FOLDERS[0], "deals"][0]) == crm.DEALS


def test_record_ids_are_unique_and_last_from_one_delivery_to_the_next(sheets):
    for name in ("contacts", "deals", "leads"):
        early, late = ([row["Record Id"] for row in sheets[folder, name]] for folder in FOLDERS)

        assert len(set(late)) == len(late)
        assert set(early) <= set(late)


def test_some_customers_are_entered_twice(traces):
    customer = traces.contacts.customer

    twice = len(customer) - len(set(customer))

    assert 0.01 < twice / len(customer) < 0.08


def test_amounts_and_days_are_written_as_people_write_them(sheets):
    deals = sheets[FOLDERS[1], "deals"]

    assert all(re.fullmatch(r"[¥$]\d{1,3}(,\d{3})*\.\d\d", row["Amount"]) for row in deals)
    assert all(re.fullmatch(r"[A-Z][a-z]{2} \d\d, 20\d\d", row["Closing Date"]) for row in deals)
    assert {"Closed Won", "Closed Lost"} <= {row["Stage"] for row in deals}


def test_deals_and_contacts_are_known_by_the_end_of_the_data(traces, history, sheets):
    day = company.day_number(company.DELIVERIES[0].data_through)

    assert len(sheets[FOLDERS[0], "contacts"]) == (traces.contacts.day <= day).sum()
    assert np.isin(traces.contacts.customer, np.arange(len(history.customers.kind))).all()
