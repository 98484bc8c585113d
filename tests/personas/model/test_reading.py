from datetime import date

import ibis
import pandas as pd
import pytest

from helpers.personas.model.reading import head_count, read_customers, why_so_little

NOW = date(2026, 9, 30)
PEOPLE = pd.DataFrame({
    "customer_id": ["ann", "bob", "cat", "dan"], "in_scope": [True, True, False, True],
})  # fmt: skip
FEATURES = pd.DataFrame(
    [("ann", NOW, 9, 3, 120.0), ("bob", NOW, None, 0, 0.0), ("cat", NOW, 5, 2, 80.0),
     ("dan", date(2026, 6, 30), 5, 2, 80.0)],
    columns=["customer_id", "snapshot_day", "recency_days", "order_days", "net_amount"],
)  # fmt: skip
ACTS = pd.DataFrame(
    [("ann", NOW, 0, "channel", "app", 2, 2.0, 1.5, 1.5)],
    columns=["customer_id", "snapshot_day", "half", "block", "mark", "cases", "total",
             "recent_cases", "recent_total"],
)  # fmt: skip
TRAITS = {"customer_id": "string", "name": "string", "type": "string", "value": "string",
          "number": "float64"}  # fmt: skip


class Desk:
    as_of = NOW

    def __init__(self, features=FEATURES, acts=ACTS, traits=()):
        self.tables = {"customers": PEOPLE, "features?": features, "acts?": ibis.memtable(acts)}
        frame = pd.DataFrame(list(traits), columns=list(TRAITS))
        self.tables["traits?"] = ibis.memtable(frame, schema=ibis.schema(TRAITS))

    def read(self, name, *, in_engine=False):
        table = self.tables[name]
        return ibis.memtable(table) if in_engine else table


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("HELPERS_ROOT", str(tmp_path))


def test_who_kept_an_order_and_is_in_scope_gets_a_persona():
    told = read_customers(Desk())

    # Bob's orders were taken back, Cat is out of scope, Dan is told of an earlier day only.
    assert told.scored["customer_id"].tolist() == ["ann"]
    assert told.scored[["recency_days", "frequency", "monetary"]].iloc[0].tolist() == [9, 3, 120]
    assert told.counts.columns == [("channel", "app")]
    assert head_count(told) == {"customers": 1, "who": "who_ordered"}


def test_recent_acts_count_more():
    assert read_customers(Desk()).counts.totals.sum() == 1.5


def test_without_orders_everybody_on_the_list_who_is_in_scope_gets_one():
    nobody = FEATURES.assign(order_days=0)
    income = ("bob", "Income", "number", "9000", 9000.0)

    told = read_customers(Desk(features=nobody, traits=[income]))

    assert told.scored["customer_id"].tolist() == ["ann", "bob", "dan"]
    assert told.traits.loc["bob", "Income"] == 9000
    assert head_count(told)["who"] == "who_is_listed"


def test_where_nothing_but_orders_is_known_that_is_said():
    assert why_so_little(read_customers(Desk())) == "personas.transactions_alone"

    seen = ACTS.assign(block="category")

    assert why_so_little(read_customers(Desk(acts=seen))) is None
