import csv
import gzip
import io
import zipfile

import numpy as np
import pyarrow as pa

from helpers.demo import company, delivered


def test_a_csv_reads_back_as_it_was_with_quotes_only_where_needed():
    columns = {"a, b": ["1", 'say "x"'], "c": pa.array(["北, 行", "plain"])}

    content = delivered.csv_bytes(columns).decode()

    assert list(csv.reader(io.StringIO(content))) == [
        ["a, b", "c"], ["1", "北, 行"], ['say "x"', "plain"]
    ]  # fmt: skip
    assert content.splitlines()[0] == '"a, b",c'


def test_a_csv_without_rows_has_its_header():
    assert delivered.csv_bytes({"a": [], "b": []}) == b"a,b\n"


def test_packed_files_do_not_tell_when_they_were_packed(tmp_path):
    lines = pa.array(["one", "two"])

    delivered.write_packed(tmp_path / "a.gz", lines)
    delivered.write_packed(tmp_path / "b.gz", lines)
    delivered.write_archive(tmp_path / "c.zip", {"x/y.txt": b"z"})

    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.gz").read_bytes()) == b"one\ntwo\n"
    with zipfile.ZipFile(tmp_path / "c.zip") as archive:
        assert archive.read("x/y.txt") == b"z"
        assert archive.infolist()[0].date_time == delivered.PACKED_ON


def test_a_panel_is_everybody_until_there_are_too_many():
    assert delivered.panel(delivered.PANEL, 1).all()
    assert delivered.panel(delivered.PANEL + 500, 1).sum() == delivered.PANEL


def test_days_and_moments_are_empty_where_they_never_come():
    day, second = np.array([0, company.NEVER]), np.array([3661, 0])

    assert delivered.dates(day).to_pylist() == ["2023-10-01", ""]
    assert delivered.moments(day, second)[0].as_py() == "2023-10-01 01:01:01"


def test_each_day_is_new_in_exactly_one_delivery():
    days = np.arange(company.DAYS)

    new = [delivered.in_window(days, delivery) for delivery in company.DELIVERIES]

    assert (np.sum(new, axis=0) == 1).all()
