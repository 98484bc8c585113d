"""A workspace of the test's own, and a company whose tables are written by hand."""

from datetime import date

import pandas as pd
import pytest

from helpers.workspace import paths, settings

KEY = "a key that is only for tests, and long enough"


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch):
    """An empty workspace, a key, and no trace of the settings of other tests."""
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path))
    monkeypatch.setenv("HELPERS_KEY", KEY)
    for name in ("HELPERS_STAGE", "HELPERS_TOKEN", "HELPERS_KEY_FILE", "HELPERS_THREADS"):
        monkeypatch.delenv(name, raising=False)
    settings.settings.cache_clear()
    yield tmp_path
    settings.settings.cache_clear()


@pytest.fixture
def declare(root):
    """Write a company's source.toml (and files) and return its folder."""

    def write(text, files=(), company="acme"):
        folder = paths.raw(company)
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("id\n1\n", encoding="utf-8")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "source.toml").write_text(text, encoding="utf-8")
        return folder

    return write


SOURCE = """
title = "Acme"
currency = "CNY"
time_zone = "Asia/Shanghai"
data_through = 2026-09-30
"""
FILE = """
[[files]]
path = "people.csv"
format = "csv"
table = "contacts"
encoding = "utf-8"
received = 2026-10-05
columns = { contact_id = "id" }
"""


@pytest.fixture
def source_text():
    return SOURCE + FILE


@pytest.fixture
def line():
    """One order line as the contract has it; every field can be given."""

    def make(order_id="#1", day=date(2026, 7, 1), **fields):
        usual = {
            "order_id": order_id, "line_number": 1, "delivery": date(2026, 10, 5),
            "event_day": day, "ordered_at": pd.Timestamp(day, tz="UTC"), "customer_id": "anna",
            "product_id": "p1", "product_name": "Tent", "kind": "sale", "quantity": 2,
            "category": None, "unit_price": 10.0, "list_price": None, "discount": 0.0,
            "amount": 20.0, "currency": "CNY", "country": "CN", "file": "orders.csv", "line": 2,
        }  # fmt: skip
        return usual | fields

    return make


@pytest.fixture
def reversal():
    """One reversal as the contract has it."""

    def make(order_id="#1", day=date(2026, 7, 9), **fields):
        usual = {
            "order_id": order_id, "line_number": 1, "delivery": date(2026, 10, 5),
            "event_day": day, "rule": "refund", "cause": order_id, "units": 0, "amount": 5.0,
        }  # fmt: skip
        return usual | fields

    return make
