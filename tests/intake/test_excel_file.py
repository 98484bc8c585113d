from datetime import date, datetime

import openpyxl
import pytest

from helpers.intake.files import read_text
from helpers.workspace import InputError


@pytest.fixture
def read(context, tmp_path):
    """Write sheets with openpyxl and read them; give the rows by line."""

    def run(needed=("id",), sheet=None, **sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            tab = book.create_sheet(title)
            for row in rows:
                tab.append(row)
        path = tmp_path / "x.xlsx"
        book.save(path)
        declared = context(format="excel", encoding=None, sheet=sheet).declared
        frame = read_text(path, declared, "x.xlsx", needed).frame
        return {line: tuple(row) for line, *row in frame.itertuples(name=None)}

    return run


def test_typed_cells_become_text_and_blank_rows_are_no_rows(read):
    rows = read(people=[
        ["id", "when", "day", "ok", "price"],
        ["007", datetime(2026, 7, 1, 8, 30), date(2026, 7, 1), True, 12.5],
        [None] * 5,
        [8, None, None, False, 1.1 + 2.2],
    ])  # fmt: skip

    assert rows[2] == ("007", "2026-07-01 08:30:00", "2026-07-01", "true", "12.5")
    assert rows[4] == ("8", "", "", "false", "3.3") and list(rows) == [2, 4]


def test_a_19_digit_id_as_a_number_is_refused_where_it_is_needed(read):
    with pytest.raises(InputError, match="line 3, column 'id': .*export this column as text"):
        read(people=[["id"], [5], [1234567890123456789]])

    assert read(people=[["id"], ["1234567890123456789"]]) == {2: ("1234567890123456789",)}


def test_a_rounded_number_in_a_column_that_is_not_needed_does_no_harm(read):
    assert list(read(people=[["id", "more"], [5, 1234567890123456789]])) == [2]


def test_of_several_sheets_one_must_be_declared(read):
    people = [["id"], ["7"]]

    with pytest.raises(InputError, match=r'several sheets \(people, notes\).*sheet = "people"'):
        read(people=people, notes=[["x"]])
    assert read(people=people, notes=[["x"]], sheet="people") == {2: ("7",)}


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(read):
    with pytest.raises(InputError, match="no sheet 'orders': it has people"):
        read(people=[["id"], ["7"]], sheet="orders")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "has no header: its sheet is empty"),
        ([["id"]], "has no rows"),
        ([["Report", None], ["id", "b"], ["7", "x"]], "named 1 row.s. below the first"),
        ([["id", "id"], ["7", "8"]], "names 'id' 2 times"),
        ([["no", "b"], ["7", "8"]], "no column 'id'"),
    ],
)
def test_a_sheet_that_is_no_table_is_refused(read, rows, told):
    with pytest.raises(InputError, match=told):
        read(people=rows)


def test_what_is_no_workbook_is_refused(context, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_text("<html>Sign in</html>")

    with pytest.raises(InputError, match="is not a readable workbook"):
        read_text(path, context(format="excel", encoding=None).declared, "x.xlsx", ("id",))
