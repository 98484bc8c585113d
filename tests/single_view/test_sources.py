import pandas as pd

from helpers.single_view.sources import (
    customer_events,
    purchases,
    read_sources,
    visits,
)
from helpers.workspace import contracts


def test_a_line_without_a_category_has_the_one_its_product_is_seen_under(sources):
    told = purchases(sources()).to_pandas().set_index(["order_id", "product_id"])["category"]

    assert told["o1", "p1"] == "shoes"
    assert told["o1", "p2"] == "books"
    assert told["o3", "p3"] == "tents"


def test_of_two_categories_seen_as_often_the_first_by_name_counts(sources, rows_of):
    events = [row[:6] + (category, None) for row, category in
              zip(rows_of[1][:2], ["shoes", "boots"], strict=True)]  # fmt: skip

    told = purchases(sources(events=events)).to_pandas().set_index("order_id")["category"]

    assert told["o2"] == "boots"


def test_lines_of_unknown_customers_are_left_out(sources):
    assert set(purchases(sources()).to_pandas()["customer_id"]) == {"ann", "bob"}


def test_who_was_ever_logged_in_is_known_before_and_after(sources):
    told = customer_events(sources()).to_pandas()

    # All four events of v1 are ann's; nobody knows who v2 is.
    assert told["customer_id"].tolist() == ["ann"] * 4


def test_a_later_login_is_not_known_on_an_earlier_day(sources, rows_of):
    early = [row for row in rows_of[1] if row[0] <= "2026-02-01"]

    assert len(customer_events(sources(events=early)).to_pandas()) == 0


def test_of_two_contacts_on_one_device_the_one_seen_more_often_owns_what_is_unnamed(sources):
    seen = [("k-ann", "1"), ("k-bob", "2"), ("k-bob", "3"), (None, "4")]
    events = [("2026-02-01", 3, "v1", *who, "p1", "shoes", None) for who in seen]

    told = customer_events(sources(events=events)).to_pandas()

    assert told.set_index("session")["customer_id"].to_dict() == {
        "1": "ann", "2": "bob", "3": "bob", "4": "bob",
    }  # fmt: skip


def test_a_visit_is_counted_once_whatever_was_seen_on_it(sources):
    told = visits(sources()).to_pandas()

    assert len(told) == 2
    assert set(told["origin"]) == {"search"}


def test_without_a_session_number_a_visitors_day_is_one_visit(sources, rows_of):
    events = [row[:4] + (None,) + row[5:] for row in rows_of[1][:3]]

    assert len(visits(sources(events=events)).to_pandas()) == 2


def test_sources_are_read_as_known_on_the_day():
    class Desk:
        source = type("Source", (), {"time_zone": "Asia/Shanghai"})
        asked = []

        def read(self, name, *, as_of, by_customer=False):
            self.asked.append((name, as_of, by_customer))
            return name

    desk = Desk()
    day = pd.Timestamp("2026-03-31").date()

    told = read_sources(desk, day)

    assert told.lines == "order_lines" and told.zone == "Asia/Shanghai"
    assert {as_of for _, as_of, _ in desk.asked} == {day}
    assert {name.rstrip("?") for name, _, _ in desk.asked} <= set(contracts.names())
    # Whoever is counted, is counted as a person.
    assert {name for name, _, people in desk.asked if people} == {
        "order_lines", "email_activity?", "contacts?"
    }  # fmt: skip
