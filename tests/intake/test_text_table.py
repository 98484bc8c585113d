from datetime import date, datetime

import pytest

from helpers.intake import text_table
from helpers.workspace import InputError


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (float("nan"), ""), (True, "true"), (12.0, "12"), (12.34, "12.34"),
        (0.1 + 0.2, "0.3"), (1e14, "100000000000000"), (7, "7"), ("007", "007"),
        (date(2026, 7, 1), "2026-07-01"), (datetime(2026, 7, 1, 8, 30), "2026-07-01 08:30:00"),
    ],
)  # fmt: skip
def test_a_typed_cell_becomes_the_text_that_a_person_sees(value, text):
    assert text_table.cell_text(value) == text


def test_a_rounded_id_is_refused_with_its_place_and_without_itself():
    with pytest.raises(
        InputError, match="line 3, column 'id': .*export this column as text"
    ) as caught:
        text_table.refuse_rounded(["a", 1.2345678901234567e18], "id", 2, "x.xlsx")

    assert "12345" not in str(caught.value)


def test_names_lose_the_space_around_them_and_nameless_columns_are_called_by_place():
    assert text_table.checked_header([" a ", "", "b"], [], ("a",), "x") == ["a", "column 2", "b"]


def test_row_texts_join_the_cells():
    import pandas as pd

    frame = pd.DataFrame({"a": ["1", "2"], "b": ["x", ""]}, dtype="str")

    assert text_table.row_texts(frame) == ["1\tx", "2\t"]


def test_a_number_that_has_lost_digits_shows_it():
    assert text_table.cell_text(12345678901234567.0) == "1.23456789012346e+16"
    assert text_table.cell_text(123456789012345.0) == "123456789012345"
