from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers.intake.files import read_text
from helpers.workspace import InputError


@pytest.fixture
def read(context, tmp_path):
    def run(table, needed=("id",)):
        path = tmp_path / "x.parquet"
        pq.write_table(table, path)
        declared = context(format="parquet", encoding=None).declared
        return read_text(path, declared, "x.parquet", needed).frame

    return run


def test_every_type_becomes_text_and_rows_are_counted_from_one(read):
    moment = datetime(2026, 7, 1, 8, 30)
    table = pa.table({
        "id": pa.array([1234567890123456789, None]),
        "at": pa.array([moment, None], pa.timestamp("us")),
        "at_utc": pa.array([moment, None], pa.timestamp("us", "UTC")),
        "day": pa.array([date(2026, 7, 1), None]),
        "price": pa.array([Decimal("1.50"), None]), "rate": pa.array([0.1 + 0.2, float("nan")]),
        "ok": pa.array([True, None]), "name": pa.array(["北", None]).dictionary_encode(),
    })  # fmt: skip

    frame = read(table)

    assert frame.loc[1].tolist() == [
        "1234567890123456789", "2026-07-01 08:30:00", "2026-07-01 08:30:00+0000", "2026-07-01",
        "1.50", "0.3", "true", "北",
    ]  # fmt: skip
    assert frame.loc[2].eq("").all()


def test_an_id_that_became_a_rounded_number_is_refused(read):
    with pytest.raises(InputError, match="line 2, column 'id'"):
        read(pa.table({"id": [5.0, 1234567890123456789.0]}))


def test_two_columns_of_one_name_are_refused(read):
    table = pa.Table.from_arrays([pa.array(["1"]), pa.array(["2"])], names=["id", "id"])

    with pytest.raises(InputError, match="names 'id' 2 times"):
        read(table)


def test_bytes_that_are_no_text_are_refused_by_column(read):
    with pytest.raises(InputError, match="column 'raw': binary cannot be read as text"):
        read(pa.table({"id": ["1"], "raw": [b"\xff\xfe"]}))


def test_a_table_without_rows_is_refused(read):
    with pytest.raises(InputError, match="has no rows"):
        read(pa.table({"id": pa.array([], pa.string())}))


def test_what_is_no_parquet_file_is_refused(context, tmp_path):
    path = tmp_path / "x.parquet"
    path.write_text("id\n7\n")

    with pytest.raises(InputError, match="is not a readable Parquet file"):
        read_text(path, context(format="parquet", encoding=None).declared, "x.parquet", ("id",))
