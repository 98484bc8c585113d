import gzip
import pickle
from pathlib import Path

import pytest

from helpers.intake.csv_file import read_csv
from helpers.intake.files import kind_by_name, read_text
from helpers.workspace import InputError


def test_a_date_format_for_a_column_that_is_not_there_is_refused(context, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,Created at\n1,2026-01-01\n")
    declared = context(date_format={"Creatd at": "%Y-%m-%d"}).declared

    with pytest.raises(InputError, match="date_format in source.toml names 'Creatd at'"):
        read_text(path, declared, "x.csv", ("id",))


@pytest.mark.parametrize("form", ["csv", "excel", "parquet", "json-lines"])
def test_an_empty_file_of_any_format_is_refused(context, tmp_path, form):
    path = tmp_path / "x"
    path.touch()
    encoding = "utf-8" if form in ("csv", "json-lines") else None

    with pytest.raises(InputError, match="x is empty: export it again"):
        read_text(path, context(format=form, encoding=encoding).declared, "x", ("id",))


NO_TEXT = {
    "a pickle": pickle.dumps({"a": 1}), "a workbook or an archive": b"PK\x03\x04 and more",
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Parquet file": b"PAR1 and more",
    "packed by gzip": gzip.compress(b"id\n1\n"),
}  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize(("what", "content"), NO_TEXT.items(), ids=NO_TEXT)
def test_what_is_no_text_is_refused_by_what_it_is(context, tmp_path, what, content, encoding):
    path = tmp_path / "x.csv"
    path.write_bytes(content)

    with pytest.raises(InputError, match=f"x.csv is {what}, not text: "):
        read_text(path, context(encoding=encoding).declared, "x.csv", ("id",))


def test_a_file_that_changes_while_it_is_read_is_refused(context, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id\n1\n")

    def slowly(path, declared, name, needed):
        table = read_csv(path, declared, name, needed)
        with path.open("a") as file:
            file.write("2\n")
        return table

    with pytest.raises(InputError, match="x.csv changed while it was read: wait until"):
        read_text(path, context().declared, "x.csv", ("id",), slowly)


def test_a_row_with_an_overlong_cell_is_rejected_with_the_beginning_of_its_text(context, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,note\n1,fine\n2," + "x" * (10 << 20) + "\n3,fine\n")

    table = read_text(path, context().declared, "x.csv", ("id",))

    assert table.frame["id"].to_dict() == {2: "1", 4: "3"}
    assert (table.rejects.lines, table.rejects.rules) == ([3], ["overlong_cell"])
    assert len(table.rejects.texts[0]) < 2_000 and table.rows_in == 3


@pytest.mark.parametrize("form", ["csv", "json-lines"])
def test_invisible_marks_are_removed_and_counted_in_any_format(context, tmp_path, form):
    path = tmp_path / "x"
    path.write_text('id,note\n\u200b7,"a\0"\n' if form == "csv" else '{"id": "\\u200b7\\u0000"}\n')

    table = read_text(path, context(format=form).declared, "x", ("id",))

    assert table.frame["id"].tolist() == ["7"] and table.marks_removed == 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.csv", "csv"), ("a.json.gz", "json-lines"), ("a.jsonl.zip", "json-lines"),
     ("a.zip", "csv"), ("a.xls", "excel")],
)  # fmt: skip
def test_a_named_format_is_read_by_the_end_of_the_files_name(name, kind):
    assert kind_by_name(Path(name)) == kind
