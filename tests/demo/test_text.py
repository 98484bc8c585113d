import csv

import numpy as np
import pyarrow as pa
import pytest

from helpers.demo import text


@pytest.mark.parametrize(
    ("cents", "written"), [(0, "0.00"), (5, "0.05"), (123450, "1234.50"), (99999, "999.99")]
)
def test_money_has_two_decimals(cents, written):
    assert text.money(np.array([cents])).to_pylist() == [written]


@pytest.mark.parametrize(
    ("cents", "written"), [(99999, "999.99"), (100_000, '"1,000.00"'), (12_345_006, '"123,450.06"')]
)
def test_money_has_a_comma_at_the_thousand_where_asked(cents, written):
    asked = np.array([True])

    assert text.money(np.array([cents]), thousands=asked).to_pylist() == [written]


def test_quoted_cells_are_read_back_by_a_csv_reader():
    cells = ["plain", "with, comma", 'with "quotes"', ""]

    written = text.quoted(pa.array(cells)).to_pylist()

    assert next(csv.reader([",".join(written)])) == cells


def test_full_width_changes_digits_only():
    assert text.full_width(pa.array(["+86 0147"])).to_pylist() == ["+８６ ０１４７"]


def test_numbers_are_filled_with_zeros():
    assert text.number(np.array([7, 1234]), width=3).to_pylist() == ["007", "1234"]


def test_content_is_the_rows_bytes_even_of_a_slice():
    rows = pa.array(["one\n", "two\n", "三\n"])

    assert bytes(text.content(rows)).decode() == "one\ntwo\n三\n"
    assert bytes(text.content(rows.slice(1, 1))).decode() == "two\n"


def test_filled_tells_empty_text():
    assert text.filled(pa.array(["a", ""])).tolist() == [True, False]
