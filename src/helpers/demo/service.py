"""Tickets and calls: what the service desk wrote down."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from helpers.demo import company, leaving, order_export, phrases, text
from helpers.demo.delivered import in_window, moments, panel, write_csv
from helpers.demo.history import History
from helpers.demo.streams import happens, pick_by_row, stream

TOLD = 0.8  # share of bad experiences that become a ticket
ON_REFUND, QUESTIONS = 0.35, 0.04  # share of refunds, and of orders, that become a ticket
CALLED = 0.35  # of the tickets
SUBJECTS = ("complaint", "refund", "question")
COMPLAINT, REFUND, QUESTION = range(3)
# Leaning of complaints to phrases.ASPECTS; those who live far off speak of delivery more.
ABOUT = ((3, 2, 2, 3, 0.5, 1), (2, 1, 6, 2, 0.5, 1))
ASKED = (
    ("Which size should I take?", "When will it arrive?", "Can I change the address?",
     "Is it in stock in black?", "Where is my invoice?"),
    ("请问应该选什么尺码？", "什么时候能到？", "可以改地址吗？", "黑色有货吗？", "怎么开发票？"),
)  # fmt: skip
AGENTS = ("Agent 01", "Agent 02", "Agent 03", "Agent 04")


class Tickets(NamedTuple):
    """The service desk's tickets, one element per ticket, in the order of their days.

    Attributes
    ----------
    customer, day : numpy.ndarray of int
    subject : numpy.ndarray of int
        Position in ``SUBJECTS``; a complaint is what makes customers leave.
    order : numpy.ndarray of int
        Position of the order that it is about, or -1.
    aspect : numpy.ndarray of int
        Position in ``phrases.ASPECTS``, or -1 for a question.
    called : numpy.ndarray of bool
    """

    customer: np.ndarray
    day: np.ndarray
    subject: np.ndarray
    order: np.ndarray
    aspect: np.ndarray
    called: np.ndarray

    @property
    def ids(self) -> text.Text:
        """Each ticket's id."""
        return text.join("T", text.number(np.arange(len(self.day)) + 10_001))


def simulate_tickets(history: History) -> Tickets:
    """Return the tickets of a company."""
    rng, customers = stream(history.seed, "tickets"), history.customers
    count, orders = len(customers.kind), history.orders
    kept = panel(count, history.seed)
    # Trouble comes only to those who are still there.
    there = (customers.trouble_day <= np.minimum(customers.leave_day, company.DAYS - 1)) & kept
    troubled = np.flatnonzero(there & happens(rng, TOLD, count))
    refund_day = history.aftermath.refund_day
    known = kept[orders.customer]
    refunded = known & (refund_day < company.DAYS) & happens(rng, ON_REFUND, len(known))
    asked = known & happens(rng, QUESTIONS, len(known))
    parts = [
        (troubled, customers.trouble_day[troubled], COMPLAINT, np.full(len(troubled), -1)),
        (orders.customer[refunded], refund_day[refunded], REFUND, np.flatnonzero(refunded)),
        (orders.customer[asked], orders.day[asked], QUESTION, np.flatnonzero(asked)),
    ]
    customer, day, order = (
        np.concatenate([part[at] for part in parts]).astype(np.int64) for at in (0, 1, 3)
    )
    subject = np.concatenate([np.full(len(part[0]), part[2]) for part in parts])
    remote = leaving.is_remote(customers.place[customer]).astype(np.int8)
    aspect = np.where(subject == QUESTION, -1, pick_by_row(rng, np.array(ABOUT), remote))
    fields = customer, day, subject, order, aspect, happens(rng, CALLED, len(day))
    by_day = np.lexsort((order, customer, day))
    return Tickets(*(field[by_day] for field in fields))


def write_tickets(
    history: History, tickets: Tickets, delivery: company.Delivery, folder: Path
) -> None:
    """Write the tickets and calls that are new in a delivery."""
    new = np.flatnonzero(in_window(tickets.day, delivery))
    rng = stream(history.seed, "ticket_texts")
    minutes = np.rint(rng.gamma(2, 60, len(tickets.day))).astype(np.int64)
    words = ticket_texts(history, tickets, rng)
    columns = _ticket_cells(history, tickets, minutes, words)
    write_csv(folder / "service_tickets.csv", _taken(columns, new))
    calls = _call_cells(columns, minutes)
    write_csv(folder / "service_calls.csv", _taken(calls, new[tickets.called[new]]))


def _ticket_cells(history: History, tickets: Tickets, minutes, words) -> dict[str, text.Text]:
    rng = stream(history.seed, "ticket_grades")
    mean = np.where(tickets.subject == COMPLAINT, 2.2, 4)
    grade = np.clip(np.rint(rng.normal(mean, 0.9)), 1, 5).astype(int)
    person = history.people.take(pa.array(tickets.customer))
    opened = moments(tickets.day, 28_800 + (tickets.customer * 61) % 40_000)
    name = order_export.order_names(np.maximum(tickets.order, 0))
    in_writing = text.lookup(["chat", "email"], tickets.customer % 2)
    return {
        "ticket_id": tickets.ids,
        "opened_at": opened,
        "channel": text.choose(tickets.called, "phone", in_writing),
        "requester_email": person.email,
        "requester_phone": person.phone,
        "order": text.choose(tickets.order >= 0, name, ""),
        "subject": text.lookup(SUBJECTS, tickets.subject),
        "description": words,
        "first_reply_minutes": text.number(minutes),
        "status": text.lookup(["solved", "solved", "closed", "open"], minutes % 4),
        "satisfaction": text.choose(minutes % 3 == 0, text.number(grade), ""),
    }


def _call_cells(ticket: dict[str, text.Text], minutes: np.ndarray) -> dict[str, text.Text]:
    return {
        "call_id": text.join("K", text.number(np.arange(len(minutes)) + 50_001)),
        "started_at": ticket["opened_at"],
        "direction": text.lookup(["inbound", "inbound", "outbound"], minutes % 3),
        "phone": ticket["requester_phone"],
        "agent": text.lookup(AGENTS, minutes % len(AGENTS)),
        "duration_seconds": text.number(60 + 3 * minutes),
        "ticket_id": ticket["ticket_id"],
        "note": ticket["description"],
    }


def ticket_texts(history: History, tickets: Tickets, rng) -> text.Text:
    """Return what was written into each ticket, in the customer's language."""
    chinese = history.customers.chinese[tickets.customer]
    chance = rng.random((len(chinese), 2))
    texts = []
    for at, language in enumerate(chinese.astype(int).tolist()):
        if tickets.aspect[at] < 0:
            book = ASKED[language]
        else:
            book = phrases.COMPLAINT[tickets.aspect[at]][language]
        plain = phrases.PLAIN[language][int(chance[at, 1] * 12)]
        told = book[int(chance[at, 0] * len(book))]
        texts.append(told if chance[at, 1] < 0.5 else plain + phrases.JOINTS[language][0] + told)
    return pa.array(texts, pa.string())


def _taken(columns: dict[str, text.Text], new: np.ndarray) -> dict[str, text.Text]:
    return {name: column.take(pa.array(new)) for name, column in columns.items()}
