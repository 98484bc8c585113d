import json

import pytest

from helpers.workspace import InputError, privacy

from .conftest import PARTS, rejected, told


def report(*acts):
    return json.dumps({
        "campaign_id": "c1", "email_id": "e1", "email_address": "zebedee@example.org",
        "activity": [{"action": action, "timestamp": f"2026-06-0{day}T09:00:00+00:00"}
                     for action, day in acts],
    }) + "\n"  # fmt: skip


def test_each_act_is_a_row_and_who_did_nothing_is_none(deliver, take_in):
    tables = take_in(deliver("mailchimp-email-activity.jsonl"))

    zebedee, leocadia = (
        privacy.pseudonym("email", f"{name}@example.org") for name in ("zebedee", "leocadia")
    )
    acts = tables.email_activity.sort_values("line")
    assert told(acts, "action", "campaign", "occurred_at", "event_day", "customer_id") == [
        ("open", "42694e9e57", "2026-06-01 16:30:00Z", "2026-06-01", zebedee),
        ("click", "42694e9e57", "2026-06-01 16:31:00Z", "2026-06-01", zebedee),
        ("click", "42694e9e57", "2026-06-01 16:31:00Z", "2026-06-01", zebedee),
        ("bounce", "7f3a00c1d2", "2026-06-02 09:00:00Z", "2026-06-02", leocadia),
    ]  # fmt: skip
    assert rejected(tables) == [
        (4, "not_a_list", "activity"), (5, "not_json", None), (10, "unknown_word", "action"),
        (11, "impossible_date", "timestamp"),
    ]  # fmt: skip
    assert tables.intake_ledger[PARTS].iloc[0].tolist() == [4, 0, 0, 4]


def test_an_act_that_a_later_pull_tells_again_counts_once(deliver, take_in, acme):
    name = "mailchimp-email-activity.jsonl"
    entries = [deliver(name, day) for day in ("2026-07-06", "2026-07-07")]
    acme.write(f"2026-07-06/{name}", report(("open", 1), ("click", 2)))
    acme.write(f"2026-07-07/{name}", report(("click", 2), ("open", 3)))

    tables = take_in(*entries)

    acts = tables.email_activity.sort_values("occurred_at")
    assert told(acts, "action", "event_day") == [
        ("open", "2026-06-01"), ("click", "2026-06-02"), ("open", "2026-06-03")
    ]  # fmt: skip
    assert tables.intake_ledger[PARTS].to_numpy().tolist() == [[2, 0, 0, 0], [1, 0, 1, 0]]


def test_a_file_in_which_nobody_did_anything_must_be_allowed(deliver, take_in, acme):
    entry = deliver("mailchimp-email-activity.jsonl")
    acme.write("2026-07-06/mailchimp-email-activity.jsonl", report())

    with pytest.raises(InputError, match="may_be_empty = true"):
        take_in(entry)
    assert take_in(entry + "may_be_empty = true\n").email_activity.empty
