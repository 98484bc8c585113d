import pytest

from helpers.intake.proposing.decimals import decimal_claim, digits_of, shows_sign, sign_of


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("1.234,50", ","), ("1,234.50", "."), ("1,23,456.78", "."), ("12.5", "."), ("12,5", ","),
        ("0,125", ","), ("1234,567", ","), ("12,345,678", "."), ("1.234.567", ","),
        ("¥1,234.50", "."), ("(12,00)", ","), ("１２．５０", "."), ("€ 5,25", ","),
        ("12.50 USD", "."),
        ("-3.5", "."), ("1,234", None), ("1.234", None), ("7", None), ("", None), ("Tent", None),
        ("12.5.2026", None), ("MP3", None),
    ],
)  # fmt: skip
def test_an_amount_shows_its_decimal_sign_or_none(text, sign):
    assert sign_of(text) == sign


def test_a_header_that_ends_in_a_number_is_no_amount():
    assert digits_of("Tax 1 Name") is None


def test_a_comma_is_decimal_with_the_first_amount_that_shows_it(column):
    claim = decimal_claim([column("1.234", "7", "1.234,50", "2,50", name="price")])

    assert (claim.value, claim.evidence) == (",", "1.234,50 in line 4")


def test_two_signs_in_equal_number_are_asked(column):
    claim = decimal_claim([column("12.50", "12,50", name="price")])

    assert claim.is_open
    assert "both signs are used" in claim.question


def test_one_other_sign_in_hundreds_is_noted_and_not_followed(column):
    claim = decimal_claim([column(*[f"{n}.50" for n in range(300)], "1.234,50", name="price")])

    assert claim.value == "."
    assert "1 amount written otherwise, first 1.234,50 in line 302" in claim.evidence


def test_an_amount_that_may_be_either_is_asked(column):
    claim = decimal_claim([column("1,234", "7", name="price")])

    assert claim.is_open
    assert claim.question == "does the sign in 1,234 (line 2) part thousands or decimals?"


def test_whole_numbers_need_no_decision(column):
    claim = decimal_claim([column("5", "7", name="price")])

    assert (claim.value, claim.evidence) == (".", "no amount has a decimal sign")
    assert not shows_sign([column("5", "7")])
