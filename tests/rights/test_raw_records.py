"""Whatever kind a file is, what goes goes, and every other row stands on its line."""

import gzip
import io
import zipfile
from datetime import date

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from helpers.rights.going import Going, words_pattern
from helpers.rights.raw_records import rewritten
from helpers.workspace.errors import InputError
from helpers.workspace.source import SourceFile

NOBODY = Going(set(), frozenset(), None)


def declared(path, **entries):
    told = {"path": path, "format": "zoho-contacts", "received": date(2026, 1, 1),
            "encoding": "utf-8", **entries}  # fmt: skip
    return SourceFile(**told)


def rewrite(folder, name, content, going, **entries):
    path = folder / name
    path.write_bytes(content)
    return rewritten(path, declared(name, **entries), going, f"data/raw/shop/{name}")


def test_a_row_that_goes_leaves_as_many_empty_lines_as_it_had(tmp_path):
    content = b'id,note\n1,"two\nlines"\n2,b\n'

    left = rewrite(tmp_path, "a.csv", content, NOBODY._replace(lines={2}))

    assert left == b"id,note\n\n\n2,b\n"


def test_a_row_that_stays_keeps_the_columns_that_tell_of_nobody(tmp_path):
    content = b'order,e-mail,note,total\n1,a@x.org,"two\nlines",9.50\n2,b@x.org,,1\n'
    going = Going({2}, frozenset(("order", "total")), None)

    left = rewrite(tmp_path, "a.csv", content, going)

    assert left == b"order,e-mail,note,total\n1,,,9.50\n\n2,b@x.org,,1\n"


def test_a_ragged_row_goes_whole(tmp_path):
    going = Going({2}, frozenset(("order",)), None)

    assert rewrite(tmp_path, "a.csv", b"order,mail\n1,a,x\n2,b\n", going) == b"order,mail\n\n2,b\n"


def test_a_stray_quote_takes_no_other_row_with_it(tmp_path):
    content = b'id,note\n1,"open\n2,b\n3,"c\n4,d\n'

    left = rewrite(tmp_path, "a.csv", content, NOBODY._replace(lines={3}))

    assert left == b'id,note\n1,"open\n\n3,"c\n4,d\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5"])
def test_encoding_and_line_ends_stay(tmp_path, encoding):
    content = "名,字\r\n王,好\r\n李,心\r\n".encode(encoding)

    left = rewrite(tmp_path, "a.csv", content, NOBODY._replace(lines={2}), encoding=encoding)

    assert left.decode(encoding) == "名,字\r\n\r\n李,心\r\n"


def test_a_byte_order_mark_stays(tmp_path):
    left = rewrite(tmp_path, "a.csv", b"\xef\xbb\xbfid\n1\n", NOBODY._replace(lines={2}))

    assert left == b"\xef\xbb\xbfid\n\n"


def test_words_are_cut_out_of_other_rows(tmp_path):
    going = NOBODY._replace(words=words_pattern(["anna@x.org"]))

    left = rewrite(tmp_path, "a.csv", b'id,note\n1,"ask anna@x.org, soon"\n2,b\n', going)

    assert left == b'id,note\n1,"ask , soon"\n2,b\n'


def test_a_packed_file_is_packed_again(tmp_path):
    left = rewrite(tmp_path, "a.csv.gz", gzip.compress(b"id\n1\n2\n"), NOBODY._replace(lines={3}))

    assert gzip.decompress(left) == b"id\n1\n\n"


def test_lines_are_counted_through_all_files_of_an_archive(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("opens/b.csv", "Email\nc\nd\n")
        archive.writestr("opens/a.csv", "Email\na\nb\n")

    left = rewrite(tmp_path, "a.zip", packed.getvalue(), NOBODY._replace(lines={3, 6}))

    with zipfile.ZipFile(io.BytesIO(left)) as archive:
        assert archive.read("opens/a.csv") == b"Email\na\n\n"
        assert archive.read("opens/b.csv") == b"Email\n\nd\n"


def test_a_row_of_a_workbook_is_emptied_and_the_rows_below_stay(tmp_path):
    book = openpyxl.Workbook()
    for row in (["id", "name"], ["0017", "Anna"], ["0018", "ask Anna Diaz"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    going = Going({2}, frozenset(), words_pattern(["Anna Diaz"]))

    left = rewritten(tmp_path / "a.xlsx", declared("a.xlsx", encoding=None), going, "a.xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(left)).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["id", "name"], [None, None], ["0018", "ask "],
    ]  # fmt: skip


def test_a_row_of_a_parquet_file_goes(tmp_path):
    table = pa.table({"id": [1, 2, 3], "note": ["a", "b", "ask anna@x.org"]})
    parquet.write_table(table, tmp_path / "a.parquet")
    going = Going({2}, frozenset(), words_pattern(["anna@x.org"]))

    left = rewritten(tmp_path / "a.parquet", None, going, "a.parquet")

    told = parquet.read_table(io.BytesIO(left))
    assert told.to_pylist() == [{"id": 1, "note": "a"}, {"id": 3, "note": "ask "}]
    assert told.schema == table.schema


def test_an_old_workbook_cannot_be_rewritten(tmp_path):
    with pytest.raises(InputError, match="save it as .xlsx"):
        rewritten(tmp_path / "a.xls", None, NOBODY, "data/raw/shop/a.xls")
