from datetime import date

import pytest

from helpers.intake.proposing.days import Newest, data_through_claim, received_claim

NEWEST = Newest(date(2026, 6, 30), "orders.csv", "Created at", 41)


@pytest.mark.parametrize(
    ("below", "evidence"),
    [
        ("2026-07-06/orders.csv", "the folder's name, 2026-07-06"),
        ("20260706/shop/orders.csv", "the folder's name, 20260706"),
        ("2026-07-06/ga4_20250701_20250930.json", "the folder's name, 2026-07-06"),
        ("orders_2026-07-06.csv", "the day in the file's name"),
        ("exports/orders_20260706_v2.csv", "the day in the file's name"),
    ],
)
def test_the_received_day_stands_in_the_folders_name_or_the_files(below, evidence):
    claim = received_claim(below, NEWEST)

    assert (claim.value, claim.evidence) == (date(2026, 7, 6), evidence)


def test_without_a_day_in_a_name_it_is_asked_with_the_newest_day_inside_as_the_earliest():
    claim = received_claim("orders.csv", NEWEST)

    assert claim.is_open and claim.suggestion == date(2026, 6, 30)
    assert claim.question == (
        "on which day was it received? Not before 2026-06-30, the newest day inside "
        "(Created at in line 41 of orders.csv)"
    )


@pytest.mark.parametrize("below", ["2026-06-01/orders.csv", "orders_20260601.csv"])
def test_a_name_that_is_older_than_what_the_file_holds_is_not_believed(below):
    claim = received_claim(below, NEWEST)

    assert claim.is_open
    assert "is before 2026-06-30" in claim.question


def test_two_days_in_a_files_name_are_no_received_day():
    assert received_claim("ga4_20250701_20250930.json", None).is_open


def test_a_number_of_eight_digits_that_is_no_day_is_not_taken_for_one():
    assert received_claim("orders_20261332.csv", None).is_open


def test_a_delivery_knows_up_to_its_newest_day_plans_beyond_its_receipt_left_out():
    plan = Newest(date(2026, 8, 1), "promotions.csv", "last_day", 3)

    claim = data_through_claim(date(2026, 7, 6), [NEWEST, plan])

    assert claim.value == date(2026, 6, 30)
    assert "Created at in line 41 of orders.csv" in claim.evidence


def test_without_a_received_day_the_last_day_is_only_a_remark():
    claim = data_through_claim(None, [NEWEST])

    assert (claim.value, claim.suggestion) == (None, date(2026, 6, 30))
    assert not claim.is_open


def test_a_delivery_without_dates_tells_no_last_day():
    assert data_through_claim(date(2026, 7, 6), []) is None
