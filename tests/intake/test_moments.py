import pandas as pd
import pytest

from helpers.intake import moments
from helpers.workspace import InputError


def column(*cells):
    return pd.Series(list(cells), dtype="str")


def moment(text, *formats, zone="Europe/London"):
    read = moments.read_moments(column(text), list(formats), zone)
    return None if pd.isna(read.day[0]) else (str(read.at[0]), str(read.day[0].date()))


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("2026-07-01 12:00:00", "%Y-%m-%d %H:%M:%S", ("2026-07-01 11:00:00+00:00", "2026-07-01")),
        ("2026-01-01 00:30:00", "%Y-%m-%d %H:%M:%S", ("2026-01-01 00:30:00+00:00", "2026-01-01")),
        # The clock goes back at 02:00: the first of the two half past ones is meant.
        ("2026-10-25 01:30:00", "%Y-%m-%d %H:%M:%S", ("2026-10-25 00:30:00+00:00", "2026-10-25")),
        # It goes forward at 01:00, so that half past one never was: the next moment that was.
        ("2026-03-29 01:30:00", "%Y-%m-%d %H:%M:%S", ("2026-03-29 01:00:00+00:00", "2026-03-29")),
        # An offset of the text's own gives the moment; the day stays the one written.
        ("2026-08-01 00:30:00 +0530", "%Y-%m-%d %H:%M:%S %z",
         ("2026-07-31 19:00:00+00:00", "2026-08-01")),
        ("2026-08-01T23:30:00-08:00", "%Y-%m-%dT%H:%M:%S%z",
         ("2026-08-02 07:30:00+00:00", "2026-08-01")),
        ("2026-08-01T23:30:00Z", "%Y-%m-%dT%H:%M:%S%z",
         ("2026-08-01 23:30:00+00:00", "2026-08-01")),
        ("1/2/2026", "%d/%m/%Y", ("2026-02-01 00:00:00+00:00", "2026-02-01")),
        ("1/2/2026", "%m/%d/%Y", ("2026-01-02 00:00:00+00:00", "2026-01-02")),
    ],
)  # fmt: skip
def test_a_moment_and_its_business_day_are_read_by_the_declared_format(text, form, expected):
    assert moment(text, form) == expected


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2026-02-30", "%Y-%m-%d"), ("2025-02-29", "%Y-%m-%d"), ("13/13/2026", "%d/%m/%Y"),
        ("2026-01-02 10:00", "%Y-%m-%d"), ("20260102", "%Y-%m-%d"), ("202612", "%Y%m%d"),
        ("2026-01-02", "%Y%m%d"), ("2026-08-01 00:30:00", "%Y-%m-%d %H:%M:%S %z"),
        ("2026-08-01 00:30:00 +9900", "%Y-%m-%d %H:%M:%S %z"), ("", "%Y-%m-%d"),
        ("2026-01-01 24:00:00", "%Y-%m-%d %H:%M:%S"),
    ],
)  # fmt: skip
def test_what_is_no_day_or_does_not_fit_is_missing(text, form):
    assert moment(text, form) is None


def test_formats_are_tried_in_the_order_declared():
    both = ["%d/%m/%Y", "%Y-%m-%d"]

    read = moments.read_moments(column("2026-05-06", "06/05/2026", "2026-05-06"), both, "UTC")

    assert read.day.nunique() == 1 and str(read.day[0].date()) == "2026-05-06"


def test_an_ambiguous_column_is_refused_with_what_to_write():
    with pytest.raises(InputError) as caught:
        moments.need_formats(column("01/02/2026", "", "11/12/2026"), None, "Order date", "x.csv")

    told = str(caught.value)
    assert "column 'Order date'" in told and "ambiguous" in told
    assert '"%d/%m/%Y" and "%m/%d/%Y"' in told
    assert 'date_format = { "Order date" = "..." }' in told
    assert "01/02" not in told


def test_a_column_of_which_one_format_fits_must_still_be_declared():
    with pytest.raises(InputError, match=r'fit "%d/%m/%Y"\. Write in source.toml'):
        moments.need_formats(column("01/02/2026", "13/02/2026"), None, "day", "x.csv")


def test_an_empty_column_needs_no_format():
    assert moments.need_formats(column("", " "), None, "Cancelled at", "x.csv") == []
