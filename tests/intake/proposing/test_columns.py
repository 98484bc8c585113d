from helpers.intake.proposing import columns
from helpers.intake.proposing.columns import gather


def test_a_column_counts_each_distinct_cell_and_knows_its_first_line():
    rows = [(2, ["a", "1"]), (3, [" b ", ""]), (5, ["a", "2"])]

    told = gather(["who", "pieces"], rows)

    who, pieces = told.columns.values()
    assert (who.counts, who.lines) == ({"a": 2, "b": 1}, {"a": 2, "b": 3})
    assert (pieces.filled, pieces.lines) == (2, {"1": 2, "2": 5})


def test_the_first_line_of_a_cell_stays_over_many_chunks(monkeypatch):
    monkeypatch.setattr(columns, "ROWS_AT_ONCE", 2)

    told = gather(["who"], [(line, ["a"]) for line in range(2, 9)])

    assert (told.columns["who"].lines, told.rows) == ({"a": 2}, 7)


def test_rows_of_another_length_and_blank_ones_are_no_cells():
    rows = [(2, ["a", "1"]), (3, ["a"]), (4, ["", " "]), (5, ["a", "1", "x"])]

    told = gather(["who", "pieces"], rows)

    assert (told.rows, told.ragged, told.first_ragged) == (1, 2, 3)


def test_a_column_without_a_name_is_called_by_its_place():
    told = gather(["who", " "], [(2, ["a", "b"])])

    assert list(told.columns) == ["who", "column 2"]


def test_of_a_large_file_every_nth_row_is_looked_at_and_the_last_rows():
    rows = [(line, [str(line)]) for line in range(2, 12)]

    told = gather(["n"], rows, every=5)

    assert sorted(map(int, told.columns["n"].counts)) == [2, 7, 8, 9, 10, 11]
