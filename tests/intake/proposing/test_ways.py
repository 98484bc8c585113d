import gzip
import io
import zipfile

import openpyxl

from helpers.intake.proposing.file_kind import kind_of
from helpers.intake.proposing.tables import table_of
from helpers.intake.proposing.ways import packing_claims, reading_claims, row_claims


def look(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path, kind_of(path)


def test_a_text_is_read_with_the_encoding_and_delimiter_that_are_found(tmp_path):
    path, kind = look(tmp_path, "x.csv", "名称;数量\n帐篷;1\n睡袋;2\n".encode("gb18030"))

    reading, claims = reading_claims(path, kind)

    assert (reading.encoding, reading.delimiter) == ("gb18030", ";")
    assert [(claim.entry, claim.value) for claim in claims] == [
        ("encoding", "gb18030"), ("delimiter", ";"),
    ]  # fmt: skip


def test_of_several_sheets_a_person_names_one(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.create_sheet("Orders").append(["b"])
    book.save(tmp_path / "x.xlsx")

    reading, claims = reading_claims(tmp_path / "x.xlsx", kind_of(tmp_path / "x.xlsx"))

    assert reading.sheet == "Sheet"
    assert [claim.question for claim in claims] == [
        "which sheet holds the data: Sheet, Orders? Only one is read"
    ]


def test_a_packed_file_must_say_so_in_its_name(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.csv", "a,b\n1,2\n")

    for content, end in ((gzip.compress(b"a,b\n1,2\n"), ".gz"), (out.getvalue(), ".zip")):
        told = f"it is packed, and its name does not say so: let it end in {end}"
        for name, asked in (("x.csv", [told]), (f"x.csv{end}", [])):
            path, kind = look(tmp_path, name, content)
            assert [claim.question for claim in packing_claims(path, kind)] == asked


def test_titles_and_many_ragged_rows_are_asked_for(tmp_path):
    content = b"Report,\nemail,n\n" + b"a@example.org,1\n" * 9 + b"b\n"
    path, kind = look(tmp_path, "x.csv", content)
    reading, _ = reading_claims(path, kind)
    table = table_of(path, reading, lambda cell: cell == "email")

    titles, ragged = (claim.question for claim in row_claims(table))

    assert titles.startswith("the columns are named 1 row(s) below the first: delete")
    assert ragged.startswith("1 of 10 rows have another number of cells than the header, first in "
                             "line 12")  # fmt: skip
