"""A proof is worth what it can find: each way in which a value may lie in a file."""

import gzip
import html
import json
import zipfile

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from helpers.rights.search import search

NAME, MAIL = "鸩鹇 O'Quill", "anna@x.org"


def put(path, how):
    text = f"told by {NAME} ({MAIL})"
    if how in ("utf-8", "utf-16", "gb18030"):
        path.write_bytes(text.encode(how))
    elif how == "json escapes":
        path.write_text(json.dumps({"told": text}))
    elif how == "html":
        path.write_text(html.escape(text), encoding="utf-8")
    elif how == "gzip":
        path.write_bytes(gzip.compress(text.encode()))
    elif how == "zip of gzip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("a.gz", gzip.compress(text.encode()))
    elif how == "workbook":
        book = openpyxl.Workbook()
        book.active.append([text])
        book.save(path)
    else:
        nested = pa.array([[{"key": text}]])
        columns = {"told": [text]} if how == "table" else {"told": nested}
        parquet.write_table(pa.table(columns), path, compression="zstd")


WAYS = ["utf-8", "utf-16", "gb18030", "json escapes", "html", "gzip", "zip of gzip", "workbook",
        "table", "nested table"]  # fmt: skip


@pytest.mark.parametrize("value", [NAME, MAIL])
@pytest.mark.parametrize("how", WAYS)
def test_a_value_is_found_in_whatever_holds_it(tmp_path, how, value):
    name = "a.xlsx" if how == "workbook" else ".hidden"
    put(tmp_path / name, how)

    told = search([tmp_path], [value])

    assert [found.path.name for found in told.found] == [name]
    assert (told.files, told.unread) == (1, [])


def test_a_longer_value_is_no_hit(tmp_path):
    (tmp_path / "a").write_text("joanna@x.org anna@x.org.cn")

    assert search([tmp_path], [MAIL]).found == []


def test_what_cannot_be_unpacked_is_told(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"x" * 99)[:20])

    told = search([tmp_path], [MAIL])

    assert told.unread == [tmp_path / "a.gz"]


def test_a_folder_that_is_not_there_has_nothing(tmp_path):
    assert search([tmp_path / "none"], [MAIL]).files == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("+8613800138000", "her number is 0086 138-0013-8000."),
        ("+8613800138000", "her number is +86 138 0013 8000."),
        ("josé garcía", "JOSÉ GARCÍA called"),
    ],
)
def test_a_value_is_found_in_other_groups_of_digits_and_in_capitals(
    tmp_path, value, written, encoding
):
    (tmp_path / "note.txt").write_text(f"id,note\n9,{written}\n", encoding=encoding)

    assert [found.hits for found in search([tmp_path], [value, "13800138000"]).found] == [1]
