import json

import pytest

from helpers.workspace import InputError, privacy

from .conftest import PARTS, rejected, told


def test_each_metric_of_a_row_is_a_figure_and_its_dimensions_say_of_what(deliver, take_in):
    tables = take_in(deliver("ga4-report.jsonl"))

    def of(city, login, channel):
        login = privacy.pseudonym("dimension", login) if login else ""
        return f"city={city}; customUser:login={login}; sessionDefaultChannelGroup={channel}"

    leeds = of("Leeds", "zebedee@example.org", "Organic Search")
    unset, direct = of("(not set)", "", "Direct"), of("Leeds", "13900000001", "Direct")
    figures = tables.daily_figures.sort_values(["line", "name"])
    assert told(figures, "event_day", "report", "breakdown", "channel", "name", "value") == [
        ("2026-06-01", "ga4-report", leeds, "Organic Search", "credits", 3.0),
        ("2026-06-01", "ga4-report", leeds, "Organic Search", "purchaseRevenue", 1234.5),
        ("2026-06-01", "ga4-report", leeds, "Organic Search", "sessions", 12.0),
        ("2026-06-01", "ga4-report", unset, "Direct", "credits", 0.0),
        ("2026-06-01", "ga4-report", unset, "Direct", "purchaseRevenue", 0.0),
        ("2026-06-01", "ga4-report", unset, "Direct", "sessions", 0.0),
        ("2026-06-02", "ga4-report", direct, "Direct", "credits", 1.5),
        ("2026-06-02", "ga4-report", direct, "Direct", "purchaseRevenue", 0.25),
        ("2026-06-02", "ga4-report", direct, "Direct", "sessions", 7.0),
    ]  # fmt: skip
    assert rejected(tables) == [
        (4, "impossible_date", "date"), (5, "impossible_number", "sessions")
    ]
    assert tables.intake_ledger[PARTS].iloc[0].tolist() == [3, 0, 1, 2]


def test_a_day_that_is_told_anew_is_a_version_of_the_same_figures(deliver, take_in, acme):
    entries = [deliver("ga4-report.jsonl", day) for day in ("2026-07-06", "2026-07-07")]
    for day, sessions in (("2026-07-06", "3"), ("2026-07-07", "4")):
        row = {"date": "20260601", "sessions": sessions, "totalUsers": "2"}
        acme.write(f"{day}/ga4-report.jsonl", json.dumps(row) + "\n")

    figures = take_in(*entries).daily_figures.sort_values(["delivery", "name"])

    assert told(figures, "breakdown", "name", "value") == [
        ("", "sessions", 3.0), ("", "totalUsers", 2.0), ("", "sessions", 4.0),
        ("", "totalUsers", 2.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row", [{"date": "20260601", "city": "Leeds"}, {"sessions": "1", "date": "20260601"}]
)
def test_a_report_without_a_day_before_a_known_metric_is_refused(deliver, take_in, acme, row):
    entry = deliver("ga4-report.jsonl")
    acme.write("2026-07-06/ga4-report.jsonl", json.dumps(row) + "\n")

    with pytest.raises(InputError, match="needs the dimension 'date' and behind it a metric"):
        take_in(entry)
