from datetime import date

import pytest

from helpers.intake.proposing.dates import dates_of


@pytest.mark.parametrize(
    ("cells", "form", "evidence"),
    [
        (["01/02/2026", "13/02/2026"], "%d/%m/%Y", "13/02/2026 in line 3 rules out month first"),
        (["01/02/2026", "02/13/2026"], "%m/%d/%Y", "02/13/2026 in line 3 rules out day first"),
        (["3/4/26", "28/4/26"], "%d/%m/%y", "28/4/26 in line 3 rules out month first"),
        (["2026-02-01"], "%Y-%m-%d", "fits 1 cell"),
        (["31-Jul-18", "01-Jul-18"], "%d-%b-%y", "fits 2 cells"),
        (["Oct 05, 2023"], "%b %d, %Y", "fits 1 cell"),
        (["May 01, 2024", "October 05, 2023"], "%B %d, %Y", "fits 2 cells"),
        (["20260131", "20260201"], "%Y%m%d", "fits 2 cells"),
        (["2026年3月4日"], "%Y年%m月%d日", "fits 1 cell"),
        (["31.12.2026 23:59"], "%d.%m.%Y %H:%M", "fits 1 cell"),
        (["2026-08-01 00:30:00 +0530"], "%Y-%m-%d %H:%M:%S %z", "fits 1 cell"),
        (["2026-08-01T00:30:00Z"], "%Y-%m-%dT%H:%M:%S%z", "fits 1 cell"),
        (["5/14/2026 9:05 PM"], "%m/%d/%Y %I:%M %p", "rules out day first"),
    ],
)
def test_a_format_is_proposed_with_the_cell_that_rules_out_another(column, cells, form, evidence):
    told = dates_of(column(*cells))

    assert told.claim.value == form
    assert told.claim.entry == "date_format.day"
    assert evidence in told.claim.evidence


def test_a_column_that_changed_its_way_of_writing_has_several_formats_the_commonest_first(column):
    cells = ["2023/10/01 12:01:44", "2026-05-01 10:00:00 +0800", "2026-05-02 10:00:00 +0800"]

    told = dates_of(column(*cells))

    assert told.claim.value == ["%Y-%m-%d %H:%M:%S %z", "%Y/%m/%d %H:%M:%S"]
    assert told.claim.evidence == "2 ways of writing, together they fit 3 cells"


def test_what_fits_both_orders_of_day_and_month_is_asked(column):
    told = dates_of(column("01/02/2026", "03/04/2026"))

    assert told.claim.is_open
    assert told.claim.question == (
        '"%d/%m/%Y" (day first) or "%m/%d/%Y" (month first)? Both fit every cell'
    )


def test_a_column_that_mixes_two_orders_is_asked_and_told_where(column):
    told = dates_of(column("13/02/2026", "14/02/2026", "02/15/2026"))

    assert told.claim.is_open
    assert "1 cell written otherwise, first 02/15/2026 in line 4" in told.claim.question


def test_one_cell_in_hundreds_that_is_written_otherwise_does_not_decide(column):
    days = [f"{day:02}/{month:02}/2026" for month in range(1, 10) for day in range(1, 29)]

    told = dates_of(column(*days, "02/15/2026"))

    assert told.claim.value == "%d/%m/%Y"
    assert "1 cell written otherwise, first 02/15/2026 in line 254: rejected when read" in (
        told.claim.evidence
    )


def test_an_impossible_day_is_counted_with_its_line_and_never_quoted(column):
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 4) for day in range(1, 29)]

    told = dates_of(column(*days, "2026-02-30"))

    assert told.claim.value == "%Y-%m-%d"
    assert "1 cell fits no format, first in line 86: rejected when read" in told.claim.evidence


@pytest.mark.parametrize(
    "cells",
    [["Anna", "Bert"], ["12345678", "99999999"], ["1.5", "2.5"], ["30000101"], ["0001", "0002"], [],
     ["2026-01-01", "soon", "later"]],
)  # fmt: skip
def test_what_is_no_column_of_dates_has_no_formats(column, cells):
    assert dates_of(column(*cells)) is None


def test_days_and_the_offsets_behind_the_times_are_told(column):
    cells = ["2026-08-01T23:30:00-08:00", "2026-08-02T10:00:00Z", "2026-08-02T11:00:00Z"]

    told = dates_of(column(*cells))

    assert told.read[cells[0]] == date(2026, 8, 1)
    assert told.offsets == {"-08:00": 1, "Z": 2}
