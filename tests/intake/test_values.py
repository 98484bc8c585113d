import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.intake import values


def column(*cells):
    return pd.Series(list(cells), dtype="str")


def money(text, decimal="."):
    found = values.read_money(column(text), decimal)[0]
    return None if pd.isna(found) else found / values.TICKS


@pytest.mark.parametrize(
    ("text", "decimal", "amount"),
    [
        ("12", ".", 12), ("1,234.50", ".", 1234.5), ("1.234,50", ",", 1234.5), ("1.234", ",", 1234),
        ("1.234", ".", 1.234), ("1,23,456.78", ".", 123456.78), ("12,34,56,789", ".", 123456789),
        ("１，２３４．５０", ".", 1234.5), (" ¥1,000 ", ".", 1000), ("-€5,25", ",", -5.25),
        ("0.0001", ".", 0.0001), ("1.50000000", ".", 1.5), ("(12.00)", ".", -12),
        ("（１２）", ".", -12), ("(¥1,234.50)", ".", -1234.5),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_the_declared_style(text, decimal, amount):
    assert money(text, decimal) == pytest.approx(amount, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("1,5", "."), ("1.5", ","), ("12.50", ","), ("1.234,50", "."), ("1,234.50", ","),
        ("1,234,50", "."), ("1,234.5,6", "."), ("12,34", "."), ("1,2345", "."),
        ("1234,567.00", "."), ("1,23,45,6.00", "."), ("(-12.00)", "."), ("(12.00", "."),
        ("1 234", "."),
        ("12 EUR", "."), ("0.00001", "."),
        ("1e3", "."), ("--1", "."), ("", "."), (".", "."), ("nan", "."), ("1234567890123", "."),
    ],
)  # fmt: skip
def test_what_is_no_amount_in_the_declared_style_is_missing_and_never_another_number(text, decimal):
    assert money(text, decimal) is None


@given(st.integers(-(10**16) + 1, 10**16 - 1))
def test_money_is_exact_to_the_ten_thousandth(ticks):
    text = f"{'-' if ticks < 0 else ''}{abs(ticks) // 10_000}.{abs(ticks) % 10_000:04d}"

    # Beside a missing one, where floating point would creep in.
    read = values.read_money(column(text, "none"), ".")

    assert read[0] == ticks and pd.isna(read[1])


@given(st.lists(st.integers(-(10**17), 10**17)))
def test_ticks_become_decimals_and_back_exactly(ticks):
    decimals = values.as_decimal(pd.Series(ticks, dtype="int64")).to_pylist()

    assert [int(amount * values.TICKS) for amount in decimals] == ticks


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("3", 3), ("-2", -2), ("3.0", 3), ("２", 2), (" 7 ", 7), ("2.5", None), ("1,000", None),
     ("", None), ("1e3", None), ("many", None), ("1234567890", None)],
)  # fmt: skip
def test_pieces_are_whole_numbers(text, pieces):
    read = values.read_pieces(column(text))[0]

    assert (None if pd.isna(read) else read) == pieces


def test_yes_and_no_are_read_in_two_languages_and_anything_else_is_missing():
    flags = values.read_flags(column("Yes", "否", "TRUE", "0", "maybe", ""))

    assert flags[:4].tolist() == [True, False, True, False] and flags[4:].isna().all()


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**12), min_size=1, max_size=8))
def test_shares_add_up_and_lie_within_a_tick_of_the_exact_share(total, weights):
    shares = values.share_out(
        pd.Series([total] * len(weights)), pd.Series(weights), ["one"] * len(weights)
    ).tolist()

    assert sum(shares) == total
    if whole := sum(weights):
        for share, weight in zip(shares, weights, strict=True):
            assert abs(share * whole - total * weight) < whole


def test_the_largest_remainder_gets_what_is_left_and_a_tie_goes_to_the_first():
    shares = values.share_out(pd.Series([10] * 3), pd.Series([1, 1, 4]), [0, 0, 0])

    # 10 x 1/6 = 1.67, 1.67, 6.67: two ticks are left, the first two of three equal remainders.
    assert shares.tolist() == [2, 2, 6]


def test_nothing_to_weigh_by_shares_equally_and_groups_do_not_mix():
    shares = values.share_out(pd.Series([3, 3, 8]), pd.Series([0, -5, 2]), ["a", "a", "b"])

    assert shares.tolist() == [2, 1, 8]


def test_a_number_that_a_spreadsheet_has_rounded_is_found_by_its_line():
    ids = pd.Series(["8613800138000", "1.38E+10", "8,61E+18"], index=[2, 5, 9], dtype="str")

    assert values.first_damaged(ids) == 5
    assert values.first_damaged(column("E+10", "1.5", "1e5 m", "5E-3", "")) is None
