import pandas as pd
import pytest

from helpers.intake import people


def column(*cells):
    return pd.Series(list(cells), dtype="str")


@pytest.mark.parametrize(
    ("written", "standard", "quality"),
    [
        (" Anna@Example.ORG ", "anna@example.org", "good"), ("'a@b.cn", "a@b.cn", "good"),
        ("ａ＠ｂ．ｃｎ", "a@b.cn", "good"), ("anna(at)example.org", None, "malformed"),
        ("a@b", None, "malformed"), ("a@b.cn, c@d.cn", None, "malformed"), ("", None, "missing"),
    ],
)  # fmt: skip
def test_an_e_mail_is_standardised_or_called_malformed(written, standard, quality):
    email, told = people.standard_emails(column(written))

    assert (None if pd.isna(email[0]) else email[0], told[0]) == (standard, quality)


@pytest.mark.parametrize(
    ("written", "country", "standard", "quality"),
    [
        ("138 0013 8000", "CN", "+8613800138000", "good"),
        ("'+44 20 7946 0958", "CN", "+442079460958", "good"),
        ("００８６ 13800138000", "CN", "+8613800138000", "good"),
        ("13800138000", None, None, "malformed"), ("call me", "CN", None, "malformed"),
        ("12", "CN", None, "malformed"), ("", "CN", None, "missing"),
    ],
)  # fmt: skip
def test_a_phone_becomes_international_or_is_called_malformed(written, country, standard, quality):
    phone, told = people.standard_phones(column(written), country)

    assert (None if pd.isna(phone[0]) else phone[0], told[0]) == (standard, quality)


@pytest.mark.parametrize(
    ("given", "family", "name"),
    [
        ("小明", "王", "王小明"), ("小 明", "王", "王小明"),
        ("ANNA", "O'NEIL-DIAZ", "Anna O'Neil-Diaz"),
        ("anna", "mcneil", "Anna Mcneil"), ("Anna", "McNeil", "Anna McNeil"), ("", "Diaz", "Diaz"),
        ("  ", "", None),
    ],
)  # fmt: skip
def test_names_stand_in_the_usual_order_and_case(given, family, name):
    found = people.standard_names(column(given), column(family))[0]

    assert (None if pd.isna(found) else found) == name


def test_an_address_is_its_parts_without_the_empty_ones():
    found = people.standard_addresses([column("1 High St", ""), column("", ""), column("E1", "")])

    assert found[0] == "1 High St, E1" and pd.isna(found[1])


def test_standardising_twice_changes_nothing():
    emails, _ = people.standard_emails(column(" Anna@Example.ORG "))
    phones, _ = people.standard_phones(column("138 0013 8000"), "CN")

    assert people.standard_emails(emails)[0].equals(emails)
    assert people.standard_phones(phones, None)[0].equals(phones)
