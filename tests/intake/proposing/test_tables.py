import gzip

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest

from helpers.intake.proposing.file_kind import FileKind, kind_of
from helpers.intake.proposing.tables import Reading, rows_of, sample_of, sheets_of, table_of


def known(cell):
    return cell in ("who", "name")


@pytest.fixture
def looked_at(tmp_path):
    def look(name, content, **reading):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path, Reading(kind_of(path), **reading)

    return look


def test_lines_are_those_of_the_file_where_cells_hold_line_breaks(looked_at):
    path, reading = looked_at("x.csv", 'who,n\n"a\nb",1\n\nc,2\n')

    table = table_of(path, reading, known)

    assert table.columns.columns["n"].lines == {"1": 2, "2": 5}


def test_titles_above_the_header_are_passed_over(looked_at):
    path, reading = looked_at("x.csv", "Report,\n,\nwho,n\na,1\nb,2\nc,3\n")

    table = table_of(path, reading, known)

    assert (table.header.cells, table.columns.rows) == (["who", "n"], 3)


def test_what_is_no_header_gives_no_columns(looked_at):
    path, reading = looked_at("x.csv", "Anna,London\nBert,Leeds\n")

    table = table_of(path, reading, known)

    assert (table.header.cells, table.columns.columns) == ([], {})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_text_is_read_in_its_encoding(looked_at, encoding):
    content = gzip.compress("who;城市\n李;北京\n".encode(encoding))
    path, reading = looked_at("x.csv.gz", content, encoding=encoding, delimiter=";")

    table = table_of(path, reading, known)

    assert list(table.columns.columns["城市"].counts) == ["北京"]
    assert sample_of(path, reading.kind, encoding).splitlines()[0] == "who;城市"


def test_keys_of_all_json_lines_are_columns_and_broken_lines_are_passed_over(looked_at):
    path, reading = looked_at("x.jsonl", '{"who": "a"}\n{"n": 12345678901234567890}\n{oops\n')

    table = table_of(path, reading, known)

    assert list(table.columns.columns) == ["who", "n"]
    assert list(table.columns.columns["n"].counts) == ["12345678901234567890"]


def test_a_sheet_and_a_parquet_file_are_read_as_text(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["who", "n"])
    book.active.append(["a", 2.0])
    book.create_sheet("empty")
    book.save(tmp_path / "x.xlsx")
    pyarrow.parquet.write_table(pa.table({"who": ["a"], "n": [2]}), tmp_path / "x.parquet")

    sheet, parquet = (
        table_of(tmp_path / f"x.{kind}", Reading(FileKind(name)), known).columns.columns["n"].lines
        for kind, name in (("xlsx", "excel"), ("parquet", "parquet"))
    )

    assert (sheet, parquet) == ({"2": 2}, {"2": 1})
    assert sheets_of(tmp_path / "x.xlsx") == ["Sheet"]


def test_rows_are_read_once_more_below_the_header(looked_at):
    path, reading = looked_at("x.csv", "Report\nwho,n\na,1\nb\nc,3\n")
    header = table_of(path, reading, known).header

    assert [cells for _, cells in rows_of(path, reading, header, 1)] == [["a", "1"], ["c", "3"]]


def test_a_stray_quote_ends_the_look_and_not_the_program(looked_at):
    path, reading = looked_at("x.csv", 'who,n\na,1\n"b,2\n' + "c,3\n" * 50_000)

    assert table_of(path, reading, known).columns.rows >= 1
