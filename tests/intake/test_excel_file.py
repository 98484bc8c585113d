import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from helpers.intake import archive
from helpers.intake.files import read_text
from helpers.workspace import InputError

FIXTURES = Path(__file__).parent / "fixtures"


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


def test_an_old_workbook_is_read_like_a_new_one(context):
    declared = context(format="excel", encoding=None).declared

    frame = read_text(FIXTURES / "people.xls", declared, "people.xls", ("客户编号",)).frame

    assert list(frame) == ["客户编号", "when", "ok", "price", "day"]
    assert frame["客户编号"].to_dict() == {2: "007", 3: "1234567890123456789", 5: '陈，"Ann"'}
    assert frame.loc[2].tolist()[1:] == ["2026-07-01 08:30:00", "true", "12.5", "2026-07-01"]
    assert frame.loc[3, "price"] == "3.3"


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


@pytest.fixture
def packed(context, tmp_path):
    """Write a workbook with one more member, or with a member changed, and read it."""

    def run(inner, change):
        book = openpyxl.Workbook()
        book.active.append(["id"])
        book.active.append(["7"])
        plain, path = tmp_path / "plain.xlsx", tmp_path / "x.xlsx"
        book.save(plain)
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
            members = {name: old.read(name) for name in old.namelist()}
            members[inner] = change(members.get(inner, b""))
            for name, content in members.items():
                new.writestr(name, content, zipfile.ZIP_DEFLATED)
        declared = context(format="excel", encoding=None).declared
        return read_text(path, declared, "x.xlsx", ("id",)).frame["id"].tolist()

    return run


def test_a_workbook_with_macros_is_refused(packed):
    assert packed("docProps/note.txt", lambda content: b"x") == ["7"]
    with pytest.raises(InputError, match="x.xlsx holds macros, which are programs: save it as"):
        packed("xl/vbaProject.bin", lambda content: b"x")


def test_an_old_workbook_with_macros_is_refused(context, tmp_path):
    path = tmp_path / "x.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(512) + "_VBA_PROJECT".encode("utf-16-le"))

    with pytest.raises(InputError, match="x.xls holds macros"):
        read_text(path, context(format="excel", encoding=None).declared, "x.xls", ("id",))


def test_a_workbook_that_declares_entities_is_refused(packed):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'

    def armed(content):
        begin, rest = content.split(b"?>", 1) if b"?>" in content else (b"", content)
        return (begin + b"?>" if begin else b"") + bomb + rest

    with pytest.raises(InputError, match="x.xlsx declares entities, which no workbook needs"):
        packed("xl/workbook.xml", armed)


def test_a_workbook_that_unpacks_past_its_limit_is_refused(packed, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_SMALL_FILE", 1 << 20)

    with pytest.raises(InputError, match="x.xlsx unpacks to more than"):
        packed("xl/media/zeros.bin", lambda content: bytes(5 << 20))
