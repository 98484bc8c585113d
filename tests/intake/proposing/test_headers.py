import pytest

from helpers.intake.proposing.headers import is_known_word, likeness

CUSTOMER = ["customer id", "客户编号"]


@pytest.mark.parametrize(
    ("header", "surely"),
    [
        ("Customer ID", 1.0), ("customerID", 1.0), ("customer_id", 1.0), ("CUSTOMERID", 1.0),
        ("ID customer", 0.95), ("Shop customer ID", 0.75), ("客户编号", 1.0),
        ("客户编号（新）", 0.75),
        ("Price", 0.0), ("", 0.0),
    ],
)  # fmt: skip
def test_a_header_means_a_word_more_or_less_surely(header, surely):
    assert likeness(header, CUSTOMER) == surely


def test_a_slip_of_the_pen_is_near_enough():
    assert 0.75 < likeness("Custmer ID", CUSTOMER) < 1


def test_a_general_word_counts_only_alone():
    assert likeness("ID", ["id"]) == 1.0
    assert likeness("Call ID", ["id"]) == 0.0


def test_a_date_of_birth_is_no_day_on_which_something_happened():
    assert likeness("Date of birth", ["date", "date of birth"]) == 0.0


def test_usual_headers_are_known_and_names_are_not():
    assert is_known_word("E-mail") and is_known_word("手机")
    assert not is_known_word("Anna Smith")
