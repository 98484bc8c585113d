"""Planted companies: counts of what customers did, and small tables to count from."""

from datetime import date
from decimal import Decimal

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from helpers.segmentation.marks import Counts
from helpers.segmentation.sources import Sources

TASTES = np.array([[6, 2, 1, 1], [1, 6, 2, 1], [1, 1, 6, 2]]) / 10
WAYS = np.array([[8, 2], [5, 5], [2, 8]]) / 10


def planted_counts(rng, rows=600, cases=12, tastes=TASTES, ways=WAYS):
    """Counts of customers of three kinds who differ in taste and in their way to order.

    The blocks *offer* and *season* are the same for all: they hold nothing but chance.
    """
    kind = rng.integers(0, len(tastes), rows)
    blocks = {
        "category": tastes[kind], "offer": np.full((rows, 2), 0.5), "channel": ways[kind],
        "season": np.full((rows, 4), 0.25),
    }  # fmt: skip
    totals = [
        np.stack([rng.multinomial(size, chance) for size, chance in zip(many, shares, strict=True)])
        for half in range(2)
        for many in [rng.poisson(cases / 2, rows)]
        for shares in blocks.values()
    ]
    halves = np.stack([np.hstack(totals[:4]), np.hstack(totals[4:])]).astype(float)
    columns = [
        (name, f"m{mark}") for name, share in blocks.items() for mark in range(share.shape[1])
    ]
    cases_of = np.stack([
        np.stack([part.sum(axis=1) for part in half], axis=1) for half in (totals[:4], totals[4:])
    ]).astype(float)  # fmt: skip
    names = pd.Index([f"c{number:04d}" for number in range(rows)])
    return Counts(names, columns, halves, list(blocks), cases_of), kind


@pytest.fixture(scope="session")
def planted():
    """Counts of 600 planted customers, and the kind of each."""
    return planted_counts(np.random.default_rng(1))


def scored_of(counts, rng):
    """The rows of `segments` that finding groups needs; recency and spend mean nothing."""
    rows = len(counts.customers)
    return pd.DataFrame({
        "customer_id": counts.customers, "recency_days": rng.integers(0, 300, rows),
        "frequency": rng.integers(1, 9, rows), "monetary": rng.gamma(2, 100, rows).round(2),
        "recent_frequency": rng.integers(0, 4, rows), "recent_monetary": rng.gamma(1, 80, rows),
    })  # fmt: skip


LINES = [
    # order, customer, day, hour in UTC, product, category, price, list price, pieces, left
    ("o1", "ann", "2026-01-05", 1, "p1", None, 90, 100, 1, 1),
    ("o1", "ann", "2026-01-05", 1, "p2", "books", 20, None, 2, 2),
    ("o2", "ann", "2026-03-01", 20, "p1", None, 100, 100, 1, 0),
    ("o3", "bob", "2026-02-02", 12, "p3", None, 50, 50, 1, 1),
    ("o4", None, "2026-02-02", 12, "p1", None, 50, 50, 1, 1),
]
EVENTS = [
    # day, hour, visitor, contact, session, product, category, order
    ("2026-02-01", 3, "v1", None, "s1", "p1", "shoes", None),
    ("2026-02-01", 3, "v1", None, "s1", "p1", "shoes", None),
    ("2026-02-03", 4, "v1", "k-ann", "s2", "p3", "tents", None),
    ("2026-02-03", 4, "v1", "k-ann", "s2", "p3", "tents", "o9"),
    ("2026-02-04", 4, "v2", None, "s3", "p1", "shoes", None),
]
MAIL = [
    ("ann", "2026-01-02", "send", "m1"), ("ann", "2026-01-03", "open", "m1"),
    ("ann", "2026-01-03", "click", "m1"), ("ann", "2026-02-02", "send", "m2"),
    ("bob", "2026-01-02", "open", "m1"), (None, "2026-01-02", "open", "m1"),
]  # fmt: skip


def at(day, hour):
    return (pd.Timestamp(day, tz="UTC") + pd.Timedelta(hours=hour)).to_pydatetime()


TEXT, DAY, TIME, MONEY = "string", "date", "timestamp('UTC')", "decimal(18, 4)"
FORMS = {
    "lines": {
        "order_id": TEXT, "customer_id": TEXT, "event_day": DAY, "ordered_at": TIME,
        "product_id": TEXT, "category": TEXT, "unit_price": MONEY, "list_price": MONEY,
        "quantity": "int64", "net_quantity": "int64", "kind": TEXT, "amount": MONEY,
        "net_amount": MONEY,
    },
    "orders": {"order_id": TEXT, "channel": TEXT, "with_code": "boolean"},
    "events": {
        "event_day": DAY, "occurred_at": TIME, "visitor_id": TEXT, "contact_id": TEXT,
        "session": TEXT, "product_id": TEXT, "category": TEXT, "order_id": TEXT,
        "platform": TEXT, "device": TEXT, "source": TEXT,
    },
    "mail": {"customer_id": TEXT, "event_day": DAY, "action": TEXT, "campaign": TEXT},
    "contacts": {"contact_id": TEXT, "customer_id": TEXT},
}  # fmt: skip


def table(name, rows):
    """Rows as a table of the engine, typed as its contract has it."""
    form = ibis.schema(FORMS[name]).to_pyarrow()
    columns = list(zip(*rows, strict=True)) or [[] for _ in form]
    arrays = [pa.array(list(values)) if values else pa.array([], field.type)
              for values, field in zip(columns, form, strict=True)]  # fmt: skip
    return ibis.memtable(pa.table([array.cast(field.type) for array, field in
                                   zip(arrays, form, strict=True)], schema=form))  # fmt: skip


def small_sources(lines=LINES, events=EVENTS, mail=MAIL, zone="UTC"):
    """A handful of rows of each table, to be counted by hand."""
    line = [
        (o, c, date.fromisoformat(d), at(d, h), p, cat, Decimal(price),
         None if listed is None else Decimal(listed), many, left, "sale", Decimal(1),
         Decimal(left > 0))
        for o, c, d, h, p, cat, price, listed, many, left in lines
    ]  # fmt: skip
    event = [
        (date.fromisoformat(d), at(d, h), v, k, s, p, c, o, "WEB", "mobile", "search")
        for d, h, v, k, s, p, c, o in events
    ]
    mails = [(c, date.fromisoformat(d), action, campaign) for c, d, action, campaign in mail]
    orders = [("o1", "app", True), ("o2", "web", False), ("o3", None, None)]
    contacts = [("k-ann", "ann"), ("k-bob", "bob")]
    rows = (line, orders, event, mails, contacts)
    return Sources(*(table(name, own) for name, own in zip(FORMS, rows, strict=True)), zone)


@pytest.fixture
def sources():
    """A function that returns the handful of rows, or others."""
    return small_sources


@pytest.fixture
def rows_of():
    """The handful of rows themselves: lines, events, mail."""
    return LINES, EVENTS, MAIL


@pytest.fixture
def company():
    """A function that returns a planted company's counts, and the kind of each customer."""
    return planted_counts


@pytest.fixture
def scored():
    """A function that returns the rows of `segments` of a planted company."""
    return scored_of
