import csv

import numpy as np
import pyarrow as pa

from helpers.demo import sheet, text
from helpers.demo.dirt import Damage
from helpers.demo.rows import Rows

HEADER = ["Name", "Total", "Note", "Item", "City"]


def three_records(damage=(-1, -1, -1, -1, -1)):
    record = np.array([0, 0, 1, 2, 2])
    first = np.array([True, False, True, True, False])
    empty = np.zeros(5, dtype=np.int8)
    return Rows(record, np.arange(5), first, empty, np.array(damage), empty.astype(bool))


def write(path, rows, damages=()):
    sheet.write_sheet(
        path,
        HEADER,
        rows,
        damages,
        record_cells=lambda record: {"Total": text.number(record * 10), "City": "北京"},
        line_cells=lambda line, record: {
            "Name": text.number(record),
            "Item": text.quoted(text.join(text.number(line), ", boxed")),
        },
    )
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


def test_record_cells_stand_on_first_rows_only(tmp_path):
    assert write(tmp_path / "a.csv", three_records()) == [
        HEADER,
        ["0", "0", "", "0, boxed", "北京"],
        ["0", "", "", "1, boxed", ""],
        ["1", "10", "", "2, boxed", "北京"],
        ["2", "20", "", "3, boxed", "北京"],
        ["2", "", "", "4, boxed", ""],
    ]


def test_a_file_written_in_pieces_is_the_same_file(tmp_path, monkeypatch):
    write(tmp_path / "whole.csv", three_records())

    for size in (1, 2, 4):
        monkeypatch.setattr(sheet, "ROWS_AT_ONCE", size)
        write(tmp_path / "pieces.csv", three_records())

        assert (tmp_path / "pieces.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_damage_is_done_to_its_row_and_no_other(tmp_path):
    sound = write(tmp_path / "sound.csv", three_records())
    short = Damage("short", "any", 1, lambda cells: list(cells.values())[:2])

    broken = write(tmp_path / "broken.csv", three_records((-1, -1, 0, -1, -1)), [short])

    assert broken[3] == ["1", "10"]
    assert broken[:3] + broken[4:] == sound[:3] + sound[4:]


def test_columns_without_cells_stay_empty(tmp_path):
    rows = Rows(*(np.asarray(field[:1]) for field in three_records()))

    sheet.write_sheet(
        tmp_path / "a.csv",
        HEADER,
        rows,
        (),
        record_cells=lambda record: {},
        line_cells=lambda line, record: {"Item": pa.array(["x"])},
    )

    assert (tmp_path / "a.csv").read_text() == "Name,Total,Note,Item,City\n,,,x,\n"
