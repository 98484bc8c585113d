import pandas as pd

from helpers.intake.reading import Reading
from helpers.intake.spread import spread
from helpers.intake.text_table import no_rejects


def reading(*lines):
    rows = pd.DataFrame({"line": lines, "record": [f"r{line}" for line in lines], "kind": "x"},
                        index=list(lines))  # fmt: skip
    raw = pd.DataFrame({"cell": [f"raw {line}" for line in lines]}, index=list(lines))
    return Reading("survey_answers", rows, no_rejects(), raw)


def test_each_cell_becomes_a_row_with_what_its_raw_row_says_and_the_first_is_the_head():
    cells = pd.DataFrame({"line": [2, 3, 2], "question": ["a", "a", "b"], "kind": "scale"})

    rows = spread(reading(2, 3), cells).rows

    assert rows[["line", "record", "question", "kind", "head"]].to_numpy().tolist() == [
        [2, "r2", "a", "scale", True], [2, "r2", "b", "scale", False],
        [3, "r3", "a", "scale", True],
    ]  # fmt: skip


def test_a_raw_row_without_a_cell_is_rejected_with_its_text():
    told = spread(reading(2, 3), pd.DataFrame({"line": [3], "question": ["a"]}))

    assert told.rejects.lines == [2] and told.rejects.rules == ["row_tells_nothing"]
    assert told.rejects.texts == ["raw 2"] and told.rows["line"].tolist() == [3]


def test_no_cells_at_all_leave_no_rows():
    told = spread(reading(2), pd.DataFrame({"line": pd.Series(dtype="int64"), "question": []}))

    assert len(told.rows) == 0 and told.rejects.lines == [2]
