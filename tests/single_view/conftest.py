"""Records of people that were made up, some twice with what goes wrong in typing."""

from contextlib import ExitStack
from datetime import date
from decimal import Decimal

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from helpers.single_view.linker import on_engine
from helpers.single_view.match_keys import match_keys
from helpers.single_view.placeholders import without_placeholders
from helpers.single_view.sources import Sources
from helpers.workspace import paths

FAMILY = "王 李 张 刘 陈 杨 赵 黄 周 吴".split()
GIVEN = "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明".split()


@pytest.fixture(autouse=True)
def root(tmp_path_factory, monkeypatch):
    """A workspace of these tests alone, for the engine's temporary files."""
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path_factory.getbasetemp()))


@pytest.fixture
def people():
    """Return records of contact details, given as one dictionary each."""

    def make(*records):
        named = [{"record_id": f"r{number}"} | told for number, told in enumerate(records)]
        return pd.DataFrame(named)

    return make


@pytest.fixture
def keys(people):
    """Return the keys of records, given as one dictionary each."""
    return lambda *records: match_keys(people(*records))


def crowd(count=250, seed=1):
    """Return so many people, each in two sources, and who is who."""
    rng = np.random.default_rng(seed)
    digits = rng.permutation(90_000)[:count] + 10_000
    shop = pd.DataFrame({
        "record_id": [f"shop-{number:04}" for number in range(count)], "source": "shop",
        "name": rng.choice(FAMILY, count) + rng.choice(GIVEN, count) + rng.choice(GIVEN, count),
        "email": [f"user{number}@mail.example.com" for number in digits],
        "phone": [f"+86138{number}99{number % 10}" for number in digits],
        "city": rng.choice(["上海", "北京", "深圳", "成都"], count),
    }).astype("str")  # fmt: skip
    crm = shop.assign(record_id=shop["record_id"].str.replace("shop", "crm"), source="crm")
    some = rng.random((count, 3)) < 0.2
    crm["name"] = crm["name"].mask(some[:, 0], crm["name"].str[1:] + crm["name"].str[:1])
    crm["email"] = crm["email"].mask(some[:, 1])
    crm["phone"] = crm["phone"].mask(some[:, 2])
    both = pd.concat([shop, crm], ignore_index=True)
    truth = both.set_index("record_id").index.to_series().str[-4:]
    return both, truth


@pytest.fixture(scope="session")
def two_sources():
    """250 people in two sources, and who each record is."""
    return crowd()


@pytest.fixture(scope="session")
def crowd_keys(two_sources):
    """The keys of the 250 people's records."""
    return without_placeholders(match_keys(two_sources[0]))[0]


@pytest.fixture
def on_the_engine():
    """Return records of these keys while the test runs."""
    with ExitStack() as stack:
        yield lambda keys: stack.enter_context(on_engine(keys))


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
