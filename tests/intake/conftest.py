"""A company in a workspace of the test's own, its files written by hand."""

import csv
import io
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers import intake
from helpers.intake.formats import shopify_orders
from helpers.intake.reading import FileContext
from helpers.workspace import paths, settings
from helpers.workspace.source import Source, SourceFile, load_source

KEY = "a key that is only for tests, and long enough"
TOP = """
title = "Acme"
currency = "CNY"
time_zone = "Asia/Shanghai"
country = "CN"
data_through = 2026-09-30
reject_limit = 1
exchange_rates = { USD = 7.0 }
"""
ORDERS = """
[[files]]
path = "{path}"
format = "shopify-orders"
encoding = "utf-8"
received = {received}
data_through = {received}
date_format = {{ "Created at" = ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d"] }}
"""
CUSTOMERS = """
[[files]]
path = "{path}"
format = "shopify-customers"
encoding = "utf-8"
received = {received}
data_through = {received}
"""
MAPPED = """
[[files]]
path = "{path}"
format = "csv"
table = "order_lines"
encoding = "utf-8"
received = {received}
exact_repeats = "keep"
decimal = "."
date_format = {{ day = "%Y-%m-%d" }}
columns = {{ order_id = "order", ordered_at = "day", quantity = "pieces", unit_price = "price", customer_id = "who", product_id = "sku" }}
"""  # noqa: E501


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch):
    """An empty workspace, a key, and no trace of the settings of other tests."""
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path))
    monkeypatch.setenv("HELPERS_KEY", KEY)
    settings.settings.cache_clear()
    yield tmp_path
    settings.settings.cache_clear()


def table_text(header, rows):
    """Return rows (dicts) as CSV under a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def order(name, lines=1, **cells):
    """Return an order as Shopify writes it: its own cells on its first line only."""
    first = {
        "Email": f"{name.strip('#')}@example.org", "Financial Status": "paid", "Currency": "CNY",
        "Subtotal": "20.00", "Total": "20.00", "Discount Amount": "0.00", "Source": "web",
        "Created at": "2026-05-01 10:00:00 +0800", "Refunded Amount": "0.00",
    }  # fmt: skip
    line = {"Lineitem quantity": "1", "Lineitem name": "Tent", "Lineitem price": "20.00",
            "Lineitem sku": "T-1", "Lineitem discount": "0.00"}  # fmt: skip
    on_line = {key: value for key, value in cells.items() if key.startswith("Lineitem")}
    first |= {key: value for key, value in cells.items() if key not in on_line}
    rows = [{"Name": name, **line, **on_line} for _ in range(lines)]
    rows[0] |= first
    return rows


@pytest.fixture
def acme(root):
    """Functions that write the company's files and take them in."""
    folder = paths.raw("acme")

    def write(name, content):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def orders(received, *told, header=shopify_orders.ORDER_COLUMNS, name="orders.csv"):
        path = f"{received}/{name}"
        write(path, table_text(header, [row for rows in told for row in rows]))
        return ORDERS.format(path=path, received=received)

    def customers(received, *rows, header):
        path = f"{received}/customers.csv"
        write(path, table_text(header, rows))
        return CUSTOMERS.format(path=path, received=received)

    def mapped(received, content, name="lines.csv"):
        path = f"{received}/{name}"
        write(path, content)
        return MAPPED.format(path=path, received=received)

    def take_in(*declared, top=TOP):
        write("source.toml", "\n".join([top, *declared]))
        tables = intake.take_in("acme", load_source("acme"))
        return SimpleNamespace(**{name: table.to_pandas() for name, table in tables.items()})

    return SimpleNamespace(
        write=write, orders=orders, customers=customers, mapped=mapped, take_in=take_in, order=order
    )


@pytest.fixture
def context():
    """The context of a file with the given declarations."""

    def make(**declared):
        usual = {"path": "x.csv", "format": "csv", "encoding": "utf-8", "received": "2026-10-05",
                 "table": "contacts", "columns": {"contact_id": "id"}}  # fmt: skip
        source = Source.model_validate({
            "title": "Acme", "currency": "CNY", "time_zone": "Asia/Shanghai", "country": "CN",
            "data_through": "2026-09-30", "exchange_rates": {"USD": 7.0},
            "files": [usual],
        })  # fmt: skip
        file = SourceFile.model_validate(
            {key: value for key, value in (usual | declared).items() if value is not None}
        )
        return FileContext("acme/x.csv", file, source)

    return make


def texts(*cells):
    """Return a column of text."""
    return pd.Series(list(cells), dtype="str")


@pytest.fixture(name="texts")
def texts_fixture():
    return texts
