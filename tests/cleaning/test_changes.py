from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.cleaning.changes import assert_no_source_halved, source_changes
from helpers.workspace import SourceChanged, parse_period

LEDGER = pd.DataFrame({"file": ["e.csv"], "format": ["ga4-events"]})
QUARTERS = ("2025-05-01", "2025-08-01", "2025-11-01", "2026-02-01", "2026-05-01", "2026-08-01")


@pytest.fixture
def desk():
    return SimpleNamespace(
        complete=True, period=parse_period("2026Q3"), company="acme", as_of=date(2026, 9, 30),
        source=SimpleNamespace(confirmed=[]),
    )


@pytest.fixture
def changes(desk, table):
    """A function that gives the changes of events with so many rows in each quarter."""

    def judge(*rows):
        days = [pd.Timestamp(day) for day, count in zip(QUARTERS, rows, strict=True)
                for _ in range(count)]  # fmt: skip
        events = table("events", len(days), event_day=days, file=["e.csv"] * len(days))
        return source_changes(desk, {"events": events}, LEDGER)

    return judge


@pytest.mark.parametrize(
    ("rows", "judgement"),
    [
        ((9, 10, 12, 11, 14, 9), "usual"),
        ((9, 10, 12, 11, 14, 5), "usual"),  # exactly half of the least is not less than half
        ((9, 10, 12, 11, 14, 4), "halved"),
        ((9, 10, 12, 11, 14, 0), "halved"),
        ((9, 10, 0, 11, 14, 0), "not_steady"),
        ((0, 0, 0, 9, 14, 1), "too_short"),  # it begins in the quarter before last
        ((0, 0, 9, 14, 10, 1), "halved"),
    ],
)
def test_a_source_is_judged_by_the_least_of_four_quarters(changes, rows, judgement):
    found = changes(*rows)

    assert found["judgement"].tolist() == [judgement]
    assert found[["rows_now", "rows_before"]].to_numpy().tolist() == [[rows[5], rows[4]]]


def test_a_quarter_that_is_not_over_is_not_judged(changes, desk):
    desk.complete = False

    assert changes(9, 9, 9, 9, 9, 1).empty


def test_a_halved_source_stops_the_run_and_says_what_to_write(changes, desk):
    found = changes(9, 10, 12, 11, 14, 4)

    with pytest.raises(
        SourceChanged, match=r"ga4-events has 4 rows of events .* than 10 .*\[\[confirmed\]\]"
    ) as caught:
        assert_no_source_halved(found, desk)
    assert caught.value.exit_code == 9


def test_a_confirmed_fall_goes_on(changes, desk):
    told = SimpleNamespace(period="2026Q3", source="ga4-events", why="consent banner")
    desk.source.confirmed = [told]

    found = changes(9, 10, 12, 11, 14, 4)

    assert_no_source_halved(found, desk)
    assert found["judgement"].tolist() == ["confirmed"]
