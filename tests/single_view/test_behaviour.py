"""What a handful of rows amounts to, counted by hand."""

from datetime import date, timedelta
from decimal import Decimal

import ibis
import pandas as pd
import pyarrow as pa
import pytest

from helpers.single_view import behaviour
from helpers.workspace import contracts

DAY = date(2026, 9, 30)
IDENTITIES = pd.DataFrame({
    "contact_id": ["k1", "k2", "k3", None], "source_customer_id": ["c1", "c2", "c3", "guest"],
    "customer_id": ["p", "p", "q", "g"], "owns_number": True,
})  # fmt: skip
NETTED = {"net_quantity": "int64", "net_amount": "decimal(18, 4)"}


def table(name, *rows):
    """A canonical table of some rows; what a row does not tell is missing."""
    schema = dict(contracts.load(name).schema.items())
    schema = ibis.schema(schema | (NETTED if name == "order_lines" else {})).to_pyarrow()
    full = [{field.name: row.get(field.name) for field in schema} for row in rows]
    return ibis.memtable(pa.Table.from_pylist(full, schema=schema))


def line(order, customer, day, price=10, quantity=1, kept=1, product="p1", **told):
    amount = Decimal(price) * quantity
    usual = {"order_id": order, "customer_id": customer, "event_day": day, "kind": "sale",
             "quantity": quantity, "unit_price": Decimal(price), "discount": Decimal(0),
             "amount": amount, "net_quantity": kept, "net_amount": Decimal(price) * kept,
             "product_id": product}  # fmt: skip
    return usual | told


@pytest.fixture
def of():
    return behaviour.owners(IDENTITIES)


def by_person(found):
    return found.to_pandas().set_index("person_id")


def test_orders_of_all_pseudonyms_of_a_person_count_together(of):
    lines = table(
        "order_lines",
        line("o1", "c1", date(2025, 1, 5), price=20, quantity=2, kept=1),
        line("o2", "c2", date(2026, 9, 1), price=5, product="p2", list_price=Decimal(6)),
        line("o3", "c2", date(2026, 9, 2), kept=0),
        line("o4", "guest", date(2026, 9, 2), discount=Decimal(1)),
        line("o5", "stranger", date(2026, 9, 2)), line("o6", None, date(2026, 9, 2)),
        line("o7", "c1", date(2026, 9, 3), kind="cancellation"),
        line("o8", "c1", DAY + timedelta(days=1)),
    )  # fmt: skip

    told = by_person(behaviour.bought(lines, of, DAY))

    assert set(told.index) == {"p", "g"}
    p = told.loc["p"]
    assert p[["orders", "order_days", "pieces", "products", "orders_365"]].tolist() == [
        2, 2, 2, 2, 1,
    ]  # fmt: skip
    assert (p["net_amount"], p["net_amount_365"]) == (25.0, 5.0)
    assert p["first_order_day"].date() == date(2025, 1, 5)
    assert p["last_order_day"].date() == date(2026, 9, 1)
    # Of three lines one was kept in half and one taken back; one was below its list price.
    assert p["returned_share"] == pytest.approx(2 / 3)
    assert p["discounted_share"] == pytest.approx(1 / 3)
    assert told.loc["g", "discounted_share"] == 1.0


def test_whose_orders_were_all_taken_back_was_seen_and_has_no_order_day(of):
    lines = table("order_lines", line("o1", "c1", date(2026, 1, 1), kept=0))

    told = by_person(behaviour.bought(lines, of, DAY)).loc["p"]

    assert told["orders"] == 0
    assert pd.isna(told["first_order_day"]) and pd.isna(told["last_order_day"])
    assert told["seen_day"].date() == date(2026, 1, 1)


def test_the_window_ends_with_the_day_365_days_before(of):
    days = [DAY - timedelta(days=back) for back in (364, 365)]
    lines = table("order_lines", *(line(f"o{day}", "c1", day) for day in days))

    assert by_person(behaviour.bought(lines, of, DAY)).loc["p", "orders_365"] == 1


def event(day, visitor, contact=None, session=None, consented=None):
    return {"event_day": day, "visitor_id": visitor, "contact_id": contact, "session": session,
            "consented": consented}  # fmt: skip


def test_a_visitor_who_ever_logged_in_is_that_person_before_and_after(of):
    early, late = date(2025, 2, 1), date(2026, 2, 1)
    events = table(
        "events", event(early, "v1"), event(early, "v1"), event(late, "v1", "k1", "s1"),
        event(late, "v1", None, "s2"), event(late, "v2"), event(late, "v3", "k3", consented=False),
        event(DAY + timedelta(days=1), "v2", "k3"),
    )  # fmt: skip

    told = by_person(behaviour.visited(events, of, DAY))

    assert told.index.tolist() == ["p"]
    assert told.loc["p", ["visits", "visits_365"]].tolist() == [3, 2]
    assert told.loc["p", "seen_day"].date() == early


def test_of_two_persons_on_one_device_the_one_seen_more_often_owns_what_is_unnamed(of):
    day = date(2026, 2, 1)
    events = table("events", *(event(day, "v", contact, session) for contact, session in
                               [("k3", "1"), ("k1", "2"), ("k2", "3"), (None, "4")]))  # fmt: skip

    assert by_person(behaviour.visited(events, of, DAY))["visits"].to_dict() == {"p": 3, "q": 1}


def test_a_newsletter_counts_once_however_often_it_was_opened(of):
    acts = [("c1", "send", "n1"), ("c2", "send", "n1"), ("c1", "open", "n1"), ("c1", "open", "n1"),
            ("c1", "click", "n1"), ("c2", "open", "n2"), ("x", "open", "n3")]  # fmt: skip
    mail = table("email_activity", *({"customer_id": who, "action": what, "campaign": which,
                                      "event_day": DAY} for who, what, which in acts))  # fmt: skip

    told = by_person(behaviour.read_mail(mail, of, DAY)).loc["p"]

    assert told[["mails_sent", "mails_opened", "mails_clicked"]].tolist() == [1, 2, 1]


def test_a_ticket_is_its_contacts_else_its_customers(of):
    tickets = table(
        "interactions",
        {"customer_id": "c1", "kind": "ticket", "event_day": DAY, "satisfaction": 4.0},
        {"contact_id": "k2", "customer_id": "c3", "kind": "ticket", "event_day": DAY,
         "satisfaction": 1.0},
        {"contact_id": "k3", "kind": "call", "event_day": DAY},
        {"kind": "ticket", "event_day": DAY},
    )  # fmt: skip

    told = by_person(behaviour.asked(tickets, of, DAY))

    assert told.loc["p", ["tickets", "talks", "satisfaction"]].tolist() == [2, 0, 2.5]
    assert told.loc["q", ["tickets", "talks"]].tolist() == [0, 1]


def test_ratings_are_averaged_and_memberships_counted(of):
    reviews = table("feedback", {"customer_id": "c1", "event_day": DAY, "rating": 5.0},
                    {"customer_id": "c2", "event_day": DAY, "rating": 2.0},
                    {"customer_id": "c2", "event_day": DAY})  # fmt: skip
    members = table("memberships", {"contact_id": "k3", "event_day": DAY},
                    {"contact_id": "k1", "event_day": DAY + timedelta(days=1)})  # fmt: skip

    rated = by_person(behaviour.rated(reviews, of, DAY)).loc["p"]
    assert rated[["reviews", "rating"]].tolist() == [3, 3.5]
    assert by_person(behaviour.enrolled(members, of, DAY))["memberships"].to_dict() == {"q": 1}


def test_who_stands_on_a_list_was_seen_when_entered_else_when_it_was_told(of):
    people = table("contacts", {"contact_id": "k1", "event_day": DAY,
                                "created_day": date(2024, 1, 1)},
                   {"contact_id": "k3", "event_day": DAY + timedelta(days=5)})  # fmt: skip

    told = by_person(behaviour.listed(people, of, DAY))["seen_day"]

    assert told.dt.date.to_dict() == {"p": date(2024, 1, 1)}


def test_who_has_a_subscription_was_seen_when_it_began(of):
    agreed = table("subscriptions", {"customer_id": "c2", "event_day": date(2025, 5, 1)},
                   {"customer_id": "c2", "event_day": date(2024, 5, 1)},
                   {"customer_id": "c2", "event_day": DAY + timedelta(days=5)})  # fmt: skip

    told = by_person(behaviour.subscribed(agreed, of, DAY))["seen_day"]

    assert told.dt.date.tolist() == [date(2024, 5, 1)]


def test_what_was_done_under_a_shared_pseudonym_counts_for_its_owner_alone():
    shared = pd.DataFrame({
        "contact_id": ["k1", "k2"], "source_customer_id": "c", "customer_id": ["q", "a"],
        "owns_number": [True, False],
    })  # fmt: skip

    found = behaviour.owners(shared)

    numbers = found.by_customer.to_pandas().set_index("customer_id")["person_id"]
    # Some orders carry the contact's own number: it is the contact's.
    assert numbers.to_dict() == {"c": "q", "k1": "q", "k2": "a"}
    assert len(found.by_contact.to_pandas()) == 2
    with pytest.raises(ValueError, match="a source_customer_id is owned by two records"):
        behaviour.owners(shared.assign(owns_number=True))
