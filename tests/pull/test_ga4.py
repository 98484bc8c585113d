import json
from datetime import date

import pytest
from loopback import Answer

from helpers.workspace.errors import InputError

HEADS = {"dimensionHeaders": [{"name": "date"}, {"name": "city"}],
         "metricHeaders": [{"name": "sessions"}]}  # fmt: skip


def days_asked(made):
    return [json.loads(a.body)["dateRanges"][0]["startDate"] for a in made.served.asked]


def test_rows_carry_the_names_that_the_report_gives_their_values(source):
    made = source("ga4", records=1)

    made.pull()

    assert made.delivered() == [{"date": "20260901", "city": "city 0", "sessions": "0"}]


def test_days_that_are_still_open_are_not_asked_for(source):
    made = source("ga4", records=20)

    made.pull(date(2026, 9, 7))

    assert sorted(set(days_asked(made))) == ["2026-09-01", "2026-09-02", "2026-09-03"]


def test_a_later_pull_asks_for_the_days_that_have_closed_since(source):
    made = source("ga4", records=20)
    made.pull(date(2026, 9, 6))
    made.served.asked.clear()

    made.pull(date(2026, 9, 8))

    assert sorted(set(days_asked(made))) == ["2026-09-03", "2026-09-04"]
    assert {r["date"] for r in made.delivered(folder="2026-09-08")} == {"20260903", "20260904"}


def test_a_day_without_rows_in_the_middle_ends_nothing(source):
    made = source("ga4", records=20)
    rows = made.system.records["days"]
    made.system.records["days"] = [row for row in rows if row["date"] != "20260902"]

    made.pull()

    assert {row["date"] for row in made.delivered()} == {"20260901", "20260903", "20260904"}


def test_a_row_whose_date_is_no_day_is_refused(source):
    made = source("ga4")
    row = {"dimensionValues": [{"value": "(other)"}, {"value": "x"}],
           "metricValues": [{"value": "1"}]}  # fmt: skip
    made.served.faults = [Answer(200, {"rows": [row], "rowCount": 1} | HEADS)]

    with pytest.raises(InputError, match="ga4: a row's date is no day"):
        made.pull()
