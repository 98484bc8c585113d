import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers.workspace import InputError, privacy

from .conftest import FIXTURES, rejected, told

LINES = (FIXTURES / "ga4-events.jsonl").read_text(encoding="utf-8")


def test_an_event_keeps_its_day_and_tells_its_visit(deliver, take_in):
    events = take_in(deliver("ga4-events.jsonl")).events.sort_values("line")

    assert told(events, "line", "event_day", "occurred_at", "event", "session", "city") == [
        (1, "2026-06-30", "2026-06-30 16:00:00Z", "session_start", "1782835200", None),
        (2, "2026-07-01", "2026-06-30 16:01:00Z", "view_item", "1782835200", "Suzhou"),
        (4, "2026-07-01", "2026-06-30 16:02:00Z", "scroll", None, None),
        (5, "2026-07-01", "2026-06-30 16:02:00Z", "scroll", None, None),
        (6, "2026-07-01", "2026-06-30 16:03:00Z", "purchase", "1782835200", None),
    ]


def test_the_three_tellings_of_a_visits_origin_are_never_mixed(deliver, take_in):
    events = take_in(deliver("ga4-events.jsonl")).events.sort_values("line")

    assert told(events.iloc[[0, 1, 4]], "source", "medium", "campaign") == [
        ("weekly", "email", "N07"), ("(direct)", "(none)", None), ("ads", "cpc", "summer")
    ]  # fmt: skip


def test_the_first_of_several_items_is_named_and_their_number_told(deliver, take_in):
    events = take_in(deliver("ga4-events.jsonl")).events.sort_values("line")

    assert told(events, "product_id", "category", "items") == [
        (None, None, None), ("007", "packs", 2), (None, None, None), (None, None, None),
        ("T-2", None, 1),
    ]  # fmt: skip


def test_revenue_becomes_the_companys_currency_and_consent_may_be_unknown(deliver, take_in):
    events = take_in(deliver("ga4-events.jsonl")).events.sort_values("line")

    assert told(events, "value", "order_id", "consented") == [
        (None, None, True), (None, None, True), (None, None, False), (None, None, False),
        (143.5, "#1001", None),
    ]  # fmt: skip


def test_ids_are_text_also_where_they_were_written_as_numbers(deliver, take_in):
    events = take_in(deliver("ga4-events.jsonl")).events.sort_values("line")

    device = privacy.pseudonym("visitor", "538921662.1700009091")
    as_number = privacy.pseudonym("visitor", "538921662.17000090910")
    customer = privacy.pseudonym("contact", "7100000004099")
    assert events["visitor_id"].tolist() == [device, device, as_number, as_number, device]
    assert told(events, "contact_id") == [(None,), (customer,), (None,), (None,), (customer,)]


def test_broken_lines_are_rejected_by_their_number_and_equal_events_are_two(deliver, take_in):
    tables = take_in(deliver("ga4-events.jsonl"))

    assert rejected(tables) == [
        (7, "impossible_date", "event_timestamp"), (8, "not_json", None)
    ]  # fmt: skip
    assert tables.events["event_id"].is_unique


def test_an_open_day_that_is_exported_again_adds_only_what_came_late(acme, deliver, take_in):
    first = deliver("ga4-events.jsonl")
    again = deliver("ga4-events.jsonl", "2026-07-08")
    late = LINES.splitlines()[1].replace("view_item", "add_to_cart")
    acme.write("2026-07-08/ga4-events.jsonl", f"{LINES}{late}\n")

    tables = take_in(first, again)

    assert told(tables.intake_ledger, "rows_in", "accepted", "repeated", "rejected") == [
        (7, 5, 0, 2), (8, 1, 5, 2)
    ]  # fmt: skip
    assert tables.events["event"].value_counts()["add_to_cart"] == 1


def test_parquet_and_packed_lines_tell_the_same_events(acme, deliver, take_in):
    lines, columns = deliver("ga4-events.jsonl"), deliver("ga4-events.parquet", "2026-07-07")
    packed = deliver("ga4-events.jsonl", "2026-07-08").replace(".jsonl", ".json.gz")
    acme.write("2026-07-08/ga4-events.json.gz", gzip.compress(LINES.encode(), mtime=0))
    (acme.write("2026-07-08/ga4-events.jsonl", "x")).unlink()

    tables = take_in(lines, columns, packed)

    assert told(tables.intake_ledger, "accepted", "repeated", "rejected") == [
        (5, 0, 2), (0, 5, 0), (0, 5, 2)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html></html>\n", "no line is a JSON object"),
        (b"[1, 2]\n", "no line is a JSON object"),
        (b"\n\n", "has no rows"),
    ],
)
def test_a_file_without_events_is_refused(acme, deliver, content, words):
    entry = deliver("ga4-events.jsonl")
    acme.write("2026-07-06/ga4-events.jsonl", content)

    with pytest.raises(InputError, match=words):
        acme.take_in(entry)


def test_a_parquet_file_that_holds_no_events_is_refused(acme, deliver):
    entry = deliver("ga4-events.parquet")
    path = acme.write("2026-07-06/ga4-events.parquet", b"")
    pq.write_table(pa.table({"id": ["1"]}), path)

    with pytest.raises(InputError, match="has no column 'event_name'"):
        acme.take_in(entry)

    path.write_bytes(b"PAR1, cut off")
    with pytest.raises(InputError, match="is not a readable Parquet file"):
        acme.take_in(entry)


def test_revenue_in_a_currency_without_a_rate_is_refused(acme, deliver):
    entry = deliver("ga4-events.jsonl")
    event = json.loads(LINES.splitlines()[5])
    event["event_params"][1]["value"]["string_value"] = "EUR"
    acme.write("2026-07-06/ga4-events.jsonl", json.dumps(event))

    with pytest.raises(InputError, match="amounts in 'EUR' have no rate"):
        acme.take_in(entry)
