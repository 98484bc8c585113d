from helpers.workspace import privacy

from .conftest import rejected, told


def test_a_ticket_is_told_with_masked_words_and_whom_it_is_from(deliver, take_in):
    tickets = take_in(deliver("service-tickets.csv")).interactions.sort_values("line")

    assert told(tickets, "kind", "event_day", "channel", "order_id", "subject", "text",
                "reply_minutes", "status", "satisfaction") == [
        ("ticket", "2026-05-03", "chat", "#1018", "question", "Which size? Call [number]", 195.0,
         "open", 4.0),
        ("ticket", "2026-05-04", "e-mail", None, "refund", "颜色比图片深一点", 0.5, "solved", None),
    ]  # fmt: skip
    assert tickets["customer_id"].tolist() == [
        privacy.pseudonym("email", "zebedee@example.org"),
        privacy.pseudonym("phone", "+8613900000002"),
    ]


def test_tickets_with_broken_minutes_or_without_a_time_are_rejected(deliver, take_in):
    assert rejected(take_in(deliver("service-tickets.csv"))) == [
        (4, "impossible_number", "first_reply_minutes"), (5, "impossible_date", "opened_at")
    ]  # fmt: skip


def test_a_call_points_to_its_ticket(deliver, take_in):
    tables = take_in(deliver("service-tickets.csv"), deliver("service-calls.csv"))

    calls = tables.interactions[tables.interactions["kind"].eq("call")].sort_values("line")
    ticket = tables.interactions[tables.interactions["kind"].eq("ticket")].sort_values("line")
    assert told(calls, "channel", "direction", "duration_seconds", "text") == [
        ("phone", "inbound", 1521.0, "朋友也有一个"), ("phone", "outbound", 0.0, None)
    ]  # fmt: skip
    assert told(calls, "related_id") == [(ticket["interaction_id"].iloc[0],), (None,)]
    assert rejected(tables)[0] == (4, "out_of_bounds", "duration_seconds")
