import gzip
import io
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest

from helpers.intake.proposing.file_kind import FileKind, kind_of, opened


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def parquet():
    out = io.BytesIO()
    pyarrow.parquet.write_table(pa.table({"a": [1]}), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"a,b\n1,2\n", FileKind("csv")),
        ("名,n\n李,1\n".encode("gb18030"), FileKind("csv")),
        ("a,b\n1,2\n".encode("utf-16"), FileKind("csv")),
        ("a,b\n1,2\n".encode("utf-16-le"), FileKind("csv")),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), FileKind("csv", "gzip")),
        (zipped(a="a,b\n1,2\n"), FileKind("csv", "zip")),
        (zipped(a="a\n1\n", b="a\n2\n"), FileKind("archive", "zip")),
        (workbook(), FileKind("excel")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), FileKind("excel")),
        (parquet(), FileKind("parquet")),
        (b'{"a": 1}\n{"a": 2}\n', FileKind("json-lines")),
        (gzip.compress(b'{"a": 1}\n', mtime=0), FileKind("json-lines", "gzip")),
        (b'[{"a": 1}]', FileKind("json")),
        (b'{"data": [{"a": 1}], "n": 1}', FileKind("json")),
        (b'{\n "a": 1\n}\n', FileKind("json")),
        (b"\n<!DOCTYPE html><html>", FileKind("web page")),
        (bytes(range(256)) * 40, FileKind("binary")),
        (b"\x80\x04\x95" + bytes(range(32)) * 9, FileKind("binary")),
        (b"", FileKind("empty")),
        (b"\n \n", FileKind("empty")),
        (gzip.compress(b"a,b\n" * 99)[:15], FileKind("broken")),
        (b"PK\x03\x04 cut off", FileKind("broken")),
    ],
)
def test_a_file_is_what_it_holds_whatever_its_name(tmp_path, content, kind):
    path = tmp_path / "orders.xlsx"
    path.write_bytes(content)

    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("content", "packed"),
    [(b"a,b\n", ""), (gzip.compress(b"a,b\n", mtime=0), "gzip"), (zipped(x="a,b\n"), "zip")],
)
def test_packed_bytes_are_unpacked(tmp_path, content, packed):
    path = tmp_path / "x"
    path.write_bytes(content)

    with opened(path, packed) as file:
        assert file.read() == b"a,b\n"
