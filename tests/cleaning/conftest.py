"""Small canonical tables for the tests of chapter 01's parts."""

from datetime import date

import ibis
import pandas as pd
import pytest

from helpers.workspace import contracts

DAY = date(2026, 3, 1)


def line(order, number, customer, kind, quantity, price, net_quantity, net_amount, name="bag"):
    amount = quantity * price
    return {
        "order_id": order, "line_number": number, "customer_id": customer, "kind": kind,
        "quantity": quantity, "unit_price": price, "discount": 0.0, "amount": amount,
        "net_quantity": net_quantity, "net_amount": net_amount, "product_name": name,
        "event_day": DAY, "ordered_at": pd.Timestamp("2026-03-01 10:00", tz="UTC"),
        "country": "CN", "line": number,
    }  # fmt: skip


@pytest.fixture
def lines():
    """Five lines: kept, kept in part, taken back, a return, and a guest's postage."""
    rows = [
        line("1", 1, "ann", "sale", 2, 10.0, 2, 20.0),
        line("1", 2, "ann", "sale", 4, 5.0, 3, 15.0, "tent"),
        line("2", 1, "bob", "sale", 1, 60.0, 0, 0.0),
        line("3", 1, "ann", "cancellation", -3, 5.0, 0, 0.0),
        line("4", 1, None, "sale", 1, 15.0, 1, 15.0),
    ]
    return ibis.memtable(pd.DataFrame(rows))


@pytest.fixture
def contacts():
    """Ann, a prospect and a test account."""
    return ibis.memtable(pd.DataFrame({
        "contact_id": ["k1", "k2", "k3"], "customer_id": ["ann", "eve", "test"],
        "event_day": [DAY] * 3, "country": ["CN", "US", None], "province": ["上海", None, None],
        "city": ["Shanghai", "Boston", None], "accepts_email": [True, None, False],
        "kind": "customer",
        "name_quality": ["good", "missing", "good"], "email_quality": ["good", "malformed", "good"],
        "phone_quality": ["missing", "missing", "missing"], "is_test": [False, False, True],
    }))  # fmt: skip


@pytest.fixture(name="table")
def table_fixture():
    """A function that makes a canonical table in which what is not given is filled."""

    def table(name, rows, **columns):
        usual = {"text": "x", "integer": 1, "money": 1.0, "flag": True, "number": 1.0,
                 "day": pd.Timestamp(DAY), "time": pd.Timestamp(DAY, tz="UTC")}  # fmt: skip
        frame = {
            column: columns.get(column, [usual[told.type]] * rows)
            for column, told in contracts.load(name).columns.items()
        }
        return ibis.memtable(pd.DataFrame(frame))

    return table
