import pandas as pd
import pytest

from helpers.intake.attributes import unknown_cells
from helpers.intake.cells import Cells
from helpers.intake.layout import Layout


@pytest.fixture
def unknown(context):
    """Return a function that gives the attributes of a file's further columns."""

    def unknown(columns, lines=None, **rows):
        frame = pd.DataFrame(columns, dtype="str")
        frame.index = range(2, len(frame) + 2)
        told = pd.DataFrame({"record": [f"r{line}" for line in frame.index]} | rows,
                            index=frame.index)  # fmt: skip
        return unknown_cells(
            Cells(frame, context(), Layout("deals", {"deal_id": ("id",)})),
            told if lines is None else told.loc[lines],
        )

    return unknown


def test_each_filled_cell_of_an_unknown_column_is_one_attribute(unknown):
    found = unknown({"id": ["1", "2"], "like": [" tents ", ""], "size": ["", "4"]})

    assert found[["record", "line", "name", "value"]].to_numpy().tolist() == [
        ["r2", 2, "like", "tents"], ["r3", 3, "size", "4"]
    ]  # fmt: skip


def test_rows_that_do_not_stand_have_none(unknown):
    found = unknown({"id": ["1", "2"], "like": ["tents", "boots"]}, lines=[3])

    assert found["value"].tolist() == ["boots"]


def test_a_file_without_unknown_columns_has_none(unknown):
    assert unknown({"id": ["1"]}) is None


def test_the_customer_stands_beside_where_the_row_knows_one(unknown):
    assert unknown({"id": ["1"], "like": ["x"]}, customer_id=["c"])["customer_id"].tolist() == ["c"]
    assert unknown({"id": ["1"], "like": ["x"]})["customer_id"].isna().all()


@pytest.mark.parametrize(
    ("cells", "type"),
    [
        (["1", "-2.5"], "number"),
        (["2026-05-01", "2026-05-02"], "day"),
        (["是", "No"], "flag"),
        (["1", "two"], "text"),
    ],
)
def test_a_columns_type_is_what_all_its_cells_look_like(unknown, cells, type):
    assert set(unknown({"id": ["1", "2"], "x": cells})["type"]) == {type}
