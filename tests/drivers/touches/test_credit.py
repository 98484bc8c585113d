from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.drivers.touches.credit import FEWEST_ORDERS, METHODS, touch_credit
from helpers.workspace import contracts

AS_OF = date(2026, 6, 30)


def company(people=400, seed=0):
    """Everybody meets search and then mail; half of those order at the mail. Few meet posters."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(people):
        day = pd.Timestamp("2025-01-01") + pd.Timedelta(days=int(rng.integers(0, 300)))
        rows.append((f"p{number:04}", day, "search", False))
        rows.append((f"p{number:04}", day + pd.Timedelta(days=1), "mail", number % 2 == 0))
        if number % 10 == 1:
            rows.append((f"p{number:04}", day + pd.Timedelta(days=2), "posters", False))
    table = pd.DataFrame(rows, columns=["person", "event_day", "source", "ordered"])
    return table.assign(at=table["event_day"])


def credited(table):
    return table.pivot(index="source", columns="method", values="orders")


def test_the_four_rules_counted_by_hand():
    table = touch_credit(company(), AS_OF, rng=np.random.default_rng(0))

    orders = credited(table)
    assert orders["first"].to_dict() == {"mail": 0, "posters": 0, "search": 200}
    assert orders["last"].to_dict() == {"mail": 200, "posters": 0, "search": 0}
    assert orders["linear"].to_dict() == {"mail": 100, "posters": 0, "search": 100}
    # Without search, and without mail, every order is lost: both have half of the credit.
    assert orders["markov"].to_dict() == pytest.approx({"mail": 100, "posters": 0, "search": 100})


def test_every_rule_gives_each_order_once():
    table = touch_credit(company(seed=3), AS_OF, rng=np.random.default_rng(0))

    assert credited(table).sum().tolist() == pytest.approx([200] * len(METHODS))
    assert table.groupby("method")["share"].sum().tolist() == pytest.approx([1] * len(METHODS))


def test_intervals_hold_what_is_told_and_are_as_wide_as_chance():
    table = touch_credit(company(), AS_OF, rng=np.random.default_rng(0))

    assert (table["orders_lower"] <= table["orders"] + 1e-9).all()
    assert (table["orders_upper"] >= table["orders"] - 1e-9).all()
    first = table[table["method"].eq("first") & table["source"].eq("search")].iloc[0]
    assert 10 < first["orders_upper"] - first["orders_lower"] < 120


def test_people_are_counted_by_source():
    table = touch_credit(company(), AS_OF, rng=np.random.default_rng(0))

    assert table.drop_duplicates("source").set_index("source")["customers"].to_dict() == {
        "mail": 400, "posters": 40, "search": 400,
    }  # fmt: skip


def test_few_orders_have_no_credit():
    table = touch_credit(company(2 * FEWEST_ORDERS - 2), AS_OF, rng=np.random.default_rng(0))

    assert table.empty
    assert list(table) == list(contracts.load("touch_credit").columns)


def test_no_touches_have_no_credit():
    assert touch_credit(company().iloc[:0], AS_OF, rng=np.random.default_rng(0)).empty
