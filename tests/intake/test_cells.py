import pandas as pd
import pytest

from helpers.intake.cells import Cells, plain, refuse_absent, refuse_damaged, translated
from helpers.intake.layout import Layout
from helpers.workspace import InputError


@pytest.fixture
def cells(context):
    """Return the cells of a small file under a layout of contacts."""

    def make(columns, layout, **declared):
        frame = pd.DataFrame(columns, dtype="str")
        frame.index = range(2, len(frame) + 2)
        return Cells(frame, context(**declared), Layout("contacts", **layout))

    return make


def test_the_first_filled_of_several_columns_counts_row_by_row(cells):
    told = cells({"Phone": ["1", "2", " "], "Mobile": ["", "3", " 4 "]},
                 {"columns": {"phone": ("Mobile", "Phone")}})  # fmt: skip

    assert told("phone").to_dict() == {2: "1", 3: "3", 4: "4"}
    assert told.header("phone") == "Mobile" and told.headers("phone") == ["Mobile", "Phone"]


def test_a_header_is_found_whatever_its_case_and_spaces(cells):
    told = cells({"\ufeff record  ID ": ["7"]}, {"columns": {"contact_id": ("Record Id",)}})

    assert told("contact_id").tolist() == ["7"]


def test_a_column_that_is_not_there_is_a_constant_or_empty(cells):
    told = cells({"id": ["7"]}, {"columns": {"city": ("City",)}, "constants": {"kind": "lead"}})

    assert told("kind").tolist() == ["lead"] and told("city").tolist() == [""]
    assert told.header("city") is None


def test_cells_are_stripped_and_then_translated(cells):
    told = cells({"Stage": ["Closed Won (A)", "New", ""]},
                 {"columns": {"is_won": ("Stage",)}, "strip": {"is_won": r"\s*\(.*\)$"},
                  "words": {"is_won": {"closed won": "yes", "*": "?"}}})  # fmt: skip

    assert told("is_won").tolist() == ["yes", "?", ""]


def test_words_without_a_star_stay_as_they_are():
    assert [translated(text, {"是": "yes"}) for text in ("是", "maybe", "")] == ["yes", "maybe", ""]


def test_milliseconds_and_written_days_may_stand_in_one_column(cells):
    told = cells({"t": ["1777564800000", "2026-05-02", "99999999999999999999", "soon", ""]},
                 {"columns": {"created_day": ("t",)},
                  "date_formats": {"created_day": ("ms", "%Y-%m-%d")}})  # fmt: skip

    days = told.moments("created_day").day

    assert days.dt.strftime("%Y-%m-%d").fillna("").tolist() == [
        "2026-05-01", "2026-05-02", "", "", ""
    ]  # fmt: skip


def test_a_declared_date_format_goes_before_the_layouts_own(cells):
    told = cells({"t": ["03/04/2026"]},
                 {"columns": {"created_day": ("t",)}, "date_formats": {"created_day": ("ms",)}},
                 date_format={"t": "%d/%m/%Y"})  # fmt: skip

    assert told.moments("created_day").day.dt.month.tolist() == [4]


def test_a_date_format_that_nothing_tells_is_asked_for(cells):
    told = cells({"t": ["03/04/2026"]}, {"columns": {"created_day": ("t",)}})

    with pytest.raises(InputError, match="no date format is declared for column 't'"):
        told.moments("created_day")


def test_columns_that_are_read_or_left_out_are_not_unknown_and_some_are_kept_beside(cells):
    told = cells({"Id": ["1"], "Owner": ["2"], "Ids": ["3;4"], "Like": ["5"]},
                 {"columns": {"contact_id": ("Id",), "account_id": ("Ids",)},
                  "left_out": frozenset(("owner",)), "also_kept": frozenset(("Ids",))})  # fmt: skip

    assert told.unknown() == ["Ids", "Like"]


def test_a_needed_column_that_is_absent_is_named_with_its_other_spellings(cells):
    told = cells({"x": ["1"]}, {"columns": {"contact_id": ("Record Id", "Id")}})

    with pytest.raises(InputError, match=r"has no column 'Record Id' \(or 'Id'\)"):
        refuse_absent(told, ["contact_id"])


def test_numbers_that_a_spreadsheet_has_rounded_are_refused_by_line(cells):
    told = cells({"Id": ["13800138000", "1.38E+10"]}, {"columns": {"contact_id": ("Id",)}})

    with pytest.raises(InputError, match="line 3, column 'Id': a spreadsheet has rounded"):
        refuse_damaged(told, "contact_id")


def test_headers_are_compared_without_case_odd_spaces_and_byte_order_mark():
    assert plain("\ufeff Order\u3000 Number ") == "order number"
