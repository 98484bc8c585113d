from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest

from helpers.workspace import contracts, engine, tables

JULY, OCTOBER = date(2026, 7, 6), date(2026, 10, 5)


def ignored(*files):
    return pd.DataFrame({"file": list(files), "why": "x"})


@pytest.fixture
def path(root):
    return root / "deep" / "ignored_files.parquet"


def lines_known(rows, as_of, grace=15):
    table = engine.in_memory(pd.DataFrame(rows))
    known = tables.as_known(table, contracts.load("order_lines"), as_of, grace)
    return known.order_by("order_id", "line_number").to_pandas()


def test_a_table_is_written_with_its_columns_in_order_and_sorted_by_key(path):
    frame = ignored("b", "a")[["why", "file"]]

    tables.write_table(frame, contracts.load("ignored_files"), path)

    assert pd.read_parquet(path).to_dict("list") == {"file": ["a", "b"], "why": ["x", "x"]}


def test_texts_held_once_and_money_in_64_bits_are_written_as_their_contract_says(path):
    contract = contracts.load("costs")
    plain = contract.schema.to_pyarrow().empty_table()
    names, types = plain.schema.names, plain.schema.types
    assert pa.decimal128(18, 4) in types
    slim = {pa.string(): pa.dictionary(pa.int32(), pa.string()),
            pa.decimal128(18, 4): pa.decimal64(18, 4)}  # fmt: skip
    values = {"text": "a", "money": "12.5", "day": date(2026, 7, 1), "integer": 1, "number": 1.0}
    row = [values[contract.columns[name].type] for name in names]
    arrays = [pa.array([value]).cast(slim.get(type, type))
              for value, type in zip(row, types, strict=True)]  # fmt: skip

    tables.write_table(pa.table(arrays, names=names), contract, path)

    written = pyarrow.parquet.read_table(path)
    assert written.schema.types == types
    assert [str(cell) for cell in written.to_pylist()[0].values()] == [
        {"money": "12.5000"}.get(contract.columns[name].type, str(value))
        for name, value in zip(names, row, strict=True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    [ignored("a", "a"), ignored("a").drop(columns="why"), ignored("a").assign(more=1)],
)
def test_a_table_that_breaks_its_contract_leaves_the_old_file_and_nothing_else(path, broken):
    contract = contracts.load("ignored_files")
    tables.write_table(ignored("old"), contract, path)

    with pytest.raises(ValueError, match="table 'ignored_files'"):
        tables.write_table(broken, contract, path)

    assert pd.read_parquet(path)["file"].tolist() == ["old"]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_fraction_is_refused_where_whole_numbers_are_due(path):
    frame = pd.DataFrame([{"table": "orders", "column": "city", "rows": 2.5, "missing": 1,
                           "share": 0.4, "treatment": "kept_missing"}])  # fmt: skip

    with pytest.raises(ValueError, match="rows is not a whole number in some rows"):
        tables.write_table(frame, contracts.load("missing_values"), path)


def test_whole_numbers_may_come_as_floats(path):
    frame = pd.DataFrame([{"table": "orders", "column": "city", "rows": 2.0, "missing": 1.0,
                           "share": 0.5, "treatment": "kept_missing"}])  # fmt: skip

    tables.write_table(frame, contracts.load("missing_values"), path)

    assert pd.read_parquet(path)["rows"].tolist() == [2]


def test_a_private_table_lies_in_a_folder_for_this_user_alone(root):
    path = root / "private" / "rejected_text.parquet"
    frame = pd.DataFrame({"file": ["a"], "line": [2], "text": ["x"]})

    tables.write_table(frame, contracts.load("rejected_text"), path)

    assert path.parent.stat().st_mode & 0o077 == 0


def test_rows_later_than_the_as_of_day_are_not_known(line):
    rows = [line("#1", date(2026, 9, 29)), line("#2", date(2026, 9, 30))]

    known = lines_known(rows, date(2026, 9, 29))

    assert known["order_id"].tolist() == ["#1"]


def test_the_newest_version_of_an_order_that_came_within_the_grace_is_known(line):
    rows = [line("#1", delivery=JULY, quantity=1), line("#1", delivery=OCTOBER, quantity=2),
            line("#2", delivery=JULY)]  # fmt: skip

    late, early = lines_known(rows, date(2026, 9, 20)), lines_known(rows, date(2026, 9, 19))

    assert late["quantity"].tolist() == [2, 2] and early["quantity"].tolist() == [1, 2]
    assert late["delivery"].nunique() == 2 and early["delivery"].nunique() == 1


def test_days_are_put_together_by_the_delivery_that_they_look_at(line):
    table = engine.in_memory(pd.DataFrame([line("#1", delivery=JULY), line("#2")]))
    days = [date(2025, 3, 31), date(2026, 7, 1), date(2026, 9, 30)]

    found = tables.days_by_delivery(table, days, 15)

    assert found == {JULY: days[:2], OCTOBER: days[2:]}
    assert all(
        tables.reading_delivery(table, day, 15) == received
        for received, own in found.items() for day in own
    )  # fmt: skip


def test_all_lines_of_an_old_version_go_when_a_new_one_comes(line):
    rows = [line("#1", delivery=JULY, line_number=1), line("#1", delivery=JULY, line_number=2),
            line("#1", delivery=OCTOBER, line_number=1)]  # fmt: skip

    assert len(lines_known(rows, date(2026, 9, 30))) == 1


def test_the_first_delivery_is_read_where_none_had_come_in_time(line):
    rows = [line("#1", date(2025, 3, 1), delivery=JULY, quantity=1),
            line("#1", date(2025, 3, 1), delivery=OCTOBER, quantity=2)]  # fmt: skip

    assert lines_known(rows, date(2025, 3, 31))["quantity"].tolist() == [1]


def netted(rows, back):
    columns = contracts.load("reversals").schema.to_pyarrow().names
    taken = engine.in_memory(pd.DataFrame(back, columns=columns).astype(
        {"units": "int64", "amount": "float64", "line_number": "int64"}))  # fmt: skip
    lines = engine.in_memory(pd.DataFrame(rows))
    frame = tables.netted(lines, taken).order_by("order_id", "line_number").to_pandas()
    return [(row.net_quantity, float(row.net_amount)) for row in frame.itertuples()]


def test_a_sale_keeps_what_is_not_taken_back(line, reversal):
    rows = [line("#1", quantity=4, amount=40.0), line("#2")]
    back = [reversal("#1", units=1, amount=10.0), reversal("#1", rule="order_void", amount=2.5)]

    assert netted(rows, back) == [(3, 27.5), (2, 20.0)]


def test_nothing_is_ever_less_than_nothing(line, reversal):
    whole = [reversal("#1", units=2, amount=20.0, rule="order_cancelled"), reversal("#1", amount=9)]

    assert netted([line("#1")], whole) == [(0, 0.0)]


def test_a_sale_that_was_paid_back_whole_counts_no_pieces(line, reversal):
    assert netted([line("#1")], [reversal("#1", units=0, amount=20.0)]) == [(0, 0.0)]


@pytest.mark.parametrize("kind", ["cancellation", "adjustment", "pseudo_product", "test"])
def test_only_sales_have_a_net_value(line, kind):
    assert netted([line("#1", kind=kind)], []) == [(0, 0.0)]
