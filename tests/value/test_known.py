from datetime import date
from types import SimpleNamespace

import ibis
import numpy as np
import pandas as pd
import pytest

from helpers.value.histories import histories
from helpers.value.known import (
    Told,
    happened,
    learn_spend,
    order_reader,
    order_values,
    purchase_outlook,
    what_came,
)

DAY = date(2026, 6, 30)


def days(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "event_day", "spend"])
    return frame.astype({"event_day": "datetime64[us]", "spend": float})


class Steady:
    """Half an order day per customer and 91 days."""

    def expected(self, histories, days):
        return pd.Series(0.5 * days / 91, histories.index)

    def alive(self, histories):
        return pd.Series(0.9, histories.index)


@pytest.fixture
def told():
    seen = histories(days(("a", "2026-01-01", 10), ("b", "2026-06-01", 20)), DAY)
    return Told(DAY, seen, Steady(), pd.Series(8.0, seen.index))


def test_orders_are_read_as_known_on_a_day_of_who_is_in_scope_and_once():
    lines = pd.DataFrame({
        "customer_id": ["a", "a", "b"], "event_day": [date(2026, 1, 1)] * 3,
        "net_quantity": [1, 2, 1], "net_amount": [3.0, 4.0, 5.0],
    })  # fmt: skip
    asked = []

    def read(name, *, as_of, by_customer):
        asked.append((name, as_of, by_customer))
        return ibis.memtable(lines)

    people = pd.DataFrame({"customer_id": ["a", "b"], "in_scope": [True, False]})
    reader = order_reader(SimpleNamespace(read=read), people)

    found = [reader(DAY), reader(DAY)]

    assert found[0]["customer_id"].tolist() == ["a"]
    assert found[0]["spend"].tolist() == [7.0]
    assert asked == [("order_lines?", DAY, True)]


def test_what_came_can_be_counted_by_hand():
    known = days(("a", "2026-06-30", 1), ("a", "2026-07-01", 2), ("a", "2026-09-29", 4),
                 ("b", "2026-09-30", 8))  # fmt: skip

    came = what_came(known, DAY, date(2026, 9, 29))

    assert came.loc["a"].tolist() == [2, 6]
    assert "b" not in came.index


def test_who_did_not_come_has_noughts_and_new_customers_do_not_count(told):
    came = happened(told, days(("a", "2026-07-01", 5), ("new", "2026-07-01", 5)), 91)

    assert came["sales"].to_dict() == {"a": 5.0, "b": 0.0}


def test_sales_foretold_are_orders_times_what_one_brings(told):
    assert told.sales(182).tolist() == [8.0, 8.0]


def test_the_outlook_holds_each_customer_of_each_day_once(told):
    outlook = purchase_outlook([told, told._replace(day=date(2026, 9, 30))])

    assert not outlook.duplicated(["customer_id", "snapshot_day"]).any()
    assert outlook["expected_182"].eq(1.0).all()
    assert outlook.loc[0, ["frequency", "recency_weeks"]].tolist() == [0, 0]


def test_where_hardly_anybody_came_again_all_orders_are_worth_the_mean():
    seen = histories(days(("a", "2026-01-01", 10), ("a", "2026-02-01", 30),
                          ("b", "2026-06-01", 20)), DAY)  # fmt: skip

    assert learn_spend(seen) is None
    assert order_values(seen).tolist() == [20.0, 20.0]


def test_order_values_lie_between_ones_own_and_everybodys():
    rng = np.random.default_rng(1)
    rows = [(f"c{n:03}", f"2026-0{month}-01", spend)
            for n, mean in enumerate(rng.gamma(5, 10, 200))
            for month, spend in enumerate(rng.gamma(4, mean / 4, 5), 1)]  # fmt: skip
    seen = histories(days(*rows), DAY)

    found = order_values(seen)

    top = seen["repeat_spend"].idxmax()
    assert seen["repeat_spend"].mean() < found[top] < seen.loc[top, "repeat_spend"]
