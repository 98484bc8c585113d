import csv
import gzip
import io

import pytest

from helpers.intake import csv_file
from helpers.intake.files import read_text
from helpers.workspace import InputError


@pytest.fixture
def read(context, tmp_path):
    """Read bytes (or text) as a delimited file; give its rows by line, and its rejects."""

    def run(content, needed=("a", "b"), name="x.csv", **declared):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        table = read_text(path, context(**declared).declared, "data/raw/acme/x.csv", needed)
        rows = {line: tuple(row) for line, *row in table.frame.itertuples(name=None)}
        rejects = {line: (rule, text) for line, rule, _, text in zip(*table.rejects, strict=True)}
        assert table.rows_in == len(rows) + len(rejects)
        return rows, rejects

    return run


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("utf-8", "utf-8"), ("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), 
     ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("gb18030", "gb18030"), ("gbk", "gbk"),
     ("big5", "big5")],
)  # fmt: skip
def test_a_file_is_read_in_its_declared_encoding_with_or_without_a_mark(read, encoding, written):
    rows, _ = read("a,b\n1,北行外\n".encode(written), encoding=encoding)

    assert rows == {2: ("1", "北行外")}


def test_a_byte_that_is_not_of_the_encoding_is_named_with_its_line_and_what_to_write(read):
    content = "a,b\n1,x\n2,北\n".encode("gb18030")

    with pytest.raises(InputError, match=r'x\.csv: byte 0xB1 in line 3 .*encoding = "gb18030"'):
        read(content)


def test_utf_16_declared_as_utf_8_is_refused(read):
    with pytest.raises(InputError, match="byte 0xFF in line 1 is not utf-8"):
        read("a,b\n1,x\n".encode("utf-16"))


def test_text_is_never_taken_for_a_number_or_for_missing(read):
    rows, _ = read("a,b\n007,NA\n1234567890123456789,null\n")

    assert rows == {2: ("007", "NA"), 3: ("1234567890123456789", "null")}


def test_quotes_delimiters_and_line_breaks_may_stand_in_a_cell_and_lines_are_counted_right(read):
    rows, rejects = read('a,b\n1,"x, ""y""\nz"\n\n2,"p\nq\nr"\nonly one\n3,end\n')

    assert rows == {2: ("1", 'x, "y"\nz'), 5: ("2", "p\nq\nr"), 9: ("3", "end")}
    assert rejects == {8: ("ragged_row", "only one")}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(read, ending):
    rows, _ = read(ending.join(["a,b", "1,x", "", "2,y", ""]))

    assert rows == {2: ("1", "x"), 4: ("2", "y")}


@pytest.mark.parametrize("last", ["2,y", "2,y\n", "2,y\n\n\n", "2,y\n,\n"])
def test_blank_lines_are_no_rows(read, last):
    rows, rejects = read(f"\n\na,b\n\n1,x\n{last}")

    assert (rows, rejects) == ({5: ("1", "x"), 6: ("2", "y")}, {})


def test_rows_with_too_many_or_too_few_cells_are_rejected_one_by_one(read):
    rows, rejects = read("a,b\n1,x\n2\n3,y,z\n4,w\n")

    assert list(rows) == [2, 5]
    assert rejects == {3: ("ragged_row", "2"), 4: ("ragged_row", "3,y,z")}


def test_a_ragged_row_with_a_line_break_in_a_cell_is_one_row(read):
    rows, rejects = read('a,b\n1,"x\ny",z\n2,w\n')

    assert rows == {4: ("2", "w")} and list(rejects) == [2]


@pytest.mark.parametrize(
    ("content", "line"),
    [('a,b\n1,x\n2,"y\n3,z\n4,w\n', 3), ('a,b\n1,x\n2,"y', 3), ('a,b\n1,"x\n\n', 2)],
)
def test_a_quote_that_is_open_where_the_file_ends_is_refused_with_its_line(read, content, line):
    with pytest.raises(InputError, match=f"x.csv, line {line}: a quote is opened there and open"):
        read(content)


@pytest.mark.parametrize("last", ["3,", "3,20", "3,2026-05"])
def test_a_file_cut_off_in_the_middle_of_a_row_is_refused_with_its_line(read, last):
    with pytest.raises(InputError, match="line 3: the file ends in the middle of a row"):
        read(f"a,b,c\n1,x,y\n{last}")


@pytest.mark.parametrize("last", ["2 rows in all", "Total,2\n"])
def test_what_stands_below_a_table_is_only_rejected(read, last):
    rows, rejects = read(f"a,b,c\n1,x,y\n{last}")

    assert list(rows) == [2] and rejects == {3: ("ragged_row", last.strip())}


def test_a_quote_that_the_next_cell_closes_swallows_no_row_in_silence(read):
    rows, rejects = read('a,b\n1,"x\n2,y\n3,"z"\n4,w\n')

    assert list(rows) == [5] and list(rejects) == [2, 3, 4]


def test_a_quote_within_a_plain_cell_is_a_character(read):
    assert read('a,b\n1,5" tube\n2,y\n')[0] == {2: ("1", '5" tube'), 3: ("2", "y")}


def test_latin_1_is_read_where_it_is_declared(read):
    rows, _ = read("a,b\n1,Zoë Müller\n".encode("latin-1"), encoding="latin-1")

    assert rows == {2: ("1", "Zoë Müller")}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_be_parted_by_commas_semicolons_or_tabs(read, delimiter):
    rows, _ = read(f"a{delimiter}b\n1{delimiter}x y\n", delimiter=delimiter)

    assert rows == {2: ("1", "x y")}


KEPT = [
    "0042", "9007199254740993123", "NA", "Null", "nan", "👩\u200d🚀", "é", "e\u0301", "+1", "=1+1",
    "'; DROP TABLE x; --", "{{ name }}", "<b>", "\u3000", "a,b;c", 'say "hi"', "two\nlines",
]  # fmt: skip


def test_cells_are_kept_exactly_as_they_are_written(read):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["a", "b"], *(["x", cell] for cell in KEPT)])

    rows, rejects = read(out.getvalue())

    assert [cell for _, cell in rows.values()] == KEPT and not rejects


def test_a_row_as_large_as_several_blocks_is_read(read, monkeypatch):
    monkeypatch.setattr(csv_file, "BLOCK", 1 << 20)
    long = "x" * 99_000
    wide = ",".join(f"c{n}" for n in range(30))

    rows, _ = read(f"a,b,{wide}\n" + f"1,2,{','.join([long] * 30)}\n" * 2)

    assert [len(row[5]) for row in rows.values()] == [99_000] * 2


def test_a_column_may_be_called_line(read):
    assert read("a,line\n1,7\n", needed=("a", "line"))[0] == {2: ("1", "7")}


def test_another_delimiter_must_be_declared(read):
    with pytest.raises(InputError, match="no column 'a'"):
        read("a;b\n1;x\n")

    assert read("a;b\n1;x,y\n", delimiter=";")[0] == {2: ("1", "x,y")}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "x.csv is empty: export it again"),
        ("\n\n", "has no header: it is empty"),
        ("# ----------------\n# Pages and screens\nViews,Users\n1,2\n",
         "holds sums without a customer in them"),
        ("# Start date: 20260501\nViews,Users\n1,2\n", "list this file under .*ignore"),
        ("a,b\n", "has no rows"),
        ("a,b\n\n,\n", "has no rows"),
        ("<!DOCTYPE html>\n<html><body>Sign in</body></html>", "is a web page, not a table"),
        ("  <html lang='en'>", "is a web page, not a table"),
        ("Sales report\na,b\n1,x\n", r"named 1 row\(s\) below the first: delete the title"),
        ("Sales report,,\n,,\na,b\n1,x\n", r"named 2 row\(s\) below the first"),
        ("a,b,a\n1,x,y\n", "the header names 'a' 2 times"),
        ("a,b,A\n1,x,y\n", "the header names 'a' 2 times, in capitals or not"),
        ("a,c\n1,x\n", "no column 'b': was it left out"),
        ('a,"b\n1,x\n', "has no header: a quote in it is never closed"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(read, content, told):
    with pytest.raises(InputError, match=told):
        read(content)


def test_a_missing_column_is_told_with_the_one_that_looks_like_it(read):
    with pytest.raises(InputError, match="no column 'customer': is it 'customers' there"):
        read("a,customers\n1,x\n", needed=("a", "customer"))


def test_a_file_without_a_header_is_refused_without_showing_its_first_record(read):
    with pytest.raises(InputError, match="names none of the columns") as caught:
        read("Anna,anna@example.org\nBert,bert@example.org\n")

    assert "nna" not in str(caught.value)


def test_a_cut_off_archive_is_refused(read):
    packed = gzip.compress(b"a,b\n" + b"1,x\n" * 99)

    assert len(read(packed, name="x.csv.gz")[0]) == 99
    with pytest.raises(InputError, match="cannot be unpacked .*may be cut off"):
        read(packed[:-9], name="x.csv.gz")


def test_a_plain_file_that_is_called_an_archive_is_refused(read):
    with pytest.raises(InputError, match="cannot be unpacked"):
        read("a,b\n1,x\n", name="x.csv.gz")


def test_columns_without_a_name_are_kept_under_their_place(read):
    rows, _ = read("a,b,,\n1,x,,y\n")

    assert rows == {2: ("1", "x", "", "y")}


def test_a_declared_header_makes_the_first_row_a_record(read):
    rows, _ = read("1,x\n2,y\n", header=["a", "b"])

    assert rows == {1: ("1", "x"), 2: ("2", "y")}


def test_columns_may_be_lined_up_with_any_number_of_spaces(read):
    rows, rejects = read(" 1   x \n22 y\n  3 z w\n", header=["a", "b"], delimiter="spaces")

    assert rows == {1: ("1", "x"), 2: ("22", "y")}
    assert list(rejects) == [3]
