import csv

import numpy as np

from helpers.demo import company, loyalty


def test_members_joined_while_they_were_customers(history):
    day = company.DAYS - 1
    joined = loyalty.members(history, day)

    assert 0.05 < joined.mean() < 0.35
    customers = history.customers
    assert (customers.member_day[joined] <= customers.leave_day[joined]).all()
    assert (customers.member_day[joined] <= day).all()


def test_the_list_grows_and_forgets_nobody(demo):
    lists = []
    for delivery in company.DELIVERIES:
        with (demo.raw / delivery.folder / "loyalty_members.csv").open(encoding="utf-8") as file:
            lists.append({row["Member No"]: row for row in csv.DictReader(file)})
    early, late = lists

    assert early.keys() < late.keys()
    assert {row["Tier"] for row in late.values()} == set(loyalty.TIERS)


def test_member_numbers_are_unique():
    numbers = loyalty.member_numbers(np.arange(1000)).to_pylist()

    assert len(set(numbers)) == 1000
