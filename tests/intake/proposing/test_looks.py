import pytest

from helpers.intake.proposing.dates import dates_of
from helpers.intake.proposing.looks import looks_of, may_be_header


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("email", ["a@example.org", "b@example.com"]),
        ("phone", ["+86 138 1378 7237", "'+8613087813237", "13788778657", "01.23.45.67.89"]),
        ("integer", ["1", "-2", "3.0"]),
        ("amount", ["1,234.50", "¥12"]),
        ("flag", ["yes", "No", "是"]),
        ("url", ["https://example.org/a"]),
        ("date", ["2026-01-05"]),
    ],
)
def test_cells_look_like_what_they_are(column, kind, cells):
    told = column(*cells)

    assert looks_of(told, dates_of(told))[kind] == 1.0


def test_the_share_of_cells_that_look_alike_is_told(column):
    assert looks_of(column("a@example.org", "nobody"), None)["email"] == 0.5


def test_an_id_is_a_code_that_no_other_row_has(column):
    single, repeated = column("A-1", "A-2"), column("A-1", "A-1", "A-1", "A-2")

    assert looks_of(single, None)["id"] == 1.0
    assert looks_of(repeated, None)["id"] == 0.5


def test_an_empty_column_looks_like_nothing(column):
    assert looks_of(column("", ""), None) == {}


@pytest.mark.parametrize(
    ("cells", "is_header"),
    [
        (["Name", "Tax 1 Name", "Lineitem price"], True),
        (["订单号", "金额"], True),
        (["#1001", "anna@example.org"], False),
        (["Name", "Name"], False),
        (["19970101", "29.33"], False),
        (["Anna", "2026-01-05"], False),
        (["", ""], False),
        (["x" * 81], False),
    ],
)
def test_a_row_of_names_holds_no_value_and_no_name_twice(cells, is_header):
    assert may_be_header(cells) == is_header
