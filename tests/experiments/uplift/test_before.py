"""What was known before: counted by hand, blind to what came later, and complete."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.experiments.uplift.before import RHYTHM, known_before
from helpers.workspace import contracts, engine

DAY = date(2026, 1, 11)


def typed(name, rows, **extra):
    """Return rows under a table's contract, missing where nothing is told."""
    types = {**contracts.load(name).schema, **extra}
    frame = pd.DataFrame(rows).reindex(columns=list(types)).astype("object")
    table = engine.in_memory(frame)
    return table.mutate(**{column: table[column].cast(kind) for column, kind in types.items()})


def order(customer, day, number, *, category="fitness", amount=100.0, back=0):
    return {
        "order_id": number, "customer_id": customer, "event_day": day, "category": category,
        "ordered_at": f"{day} 09:30:00", "kind": "sale", "quantity": 1, "net_quantity": 1 - back,
        "amount": amount, "net_amount": amount * (1 - back), "product_id": category,
    }  # fmt: skip


class Shop:
    """A desk with orders alone, which notes the days it is asked for."""

    def __init__(self, lines):
        self.lines, self.asked = lines, []
        self.source = SimpleNamespace(time_zone="Asia/Shanghai")

    def read(self, name, *, as_of, by_customer=False):
        self.asked.append(as_of)
        if name == "order_lines":
            own = [one for one in self.lines if date.fromisoformat(one["event_day"]) <= as_of]
            money = {"net_quantity": "int64", "net_amount": "decimal(18, 4)"}
            return typed(name, own, **money)
        extra = {"customer_id": "string"} if name == "contacts?" else {}
        made = [{"order_id": one["order_id"], "channel": "web", "with_code": False}
                for one in self.lines] if name == "orders?" else [{}]  # fmt: skip
        table = typed(name.rstrip("?"), made, **extra)
        return table if name == "orders?" else table.limit(0)


def test_how_often_how_lately_and_for_how_much_can_be_counted_by_hand():
    shop = Shop([
        order("a", "2026-01-01", "1", amount=50.0), order("a", "2026-01-01", "2", amount=30.0),
        order("a", "2025-03-01", "3", amount=20.0), order("a", "2024-01-01", "4", back=1),
    ])  # fmt: skip

    told = np.expm1(known_before(shop, pd.Index(["b", "a"]), DAY, seed=1)[list(RHYTHM)])

    # Two days with orders that were kept, 10 and 316 days before, of 100 in all.
    assert told.index.tolist() == ["a", "b"]
    assert told.loc["a"].tolist() == pytest.approx([2, 1, 2, 10, 316, 100])
    assert told.loc["b"].tolist() == pytest.approx([0, 0, 0, 3_650, 0, 0])


def test_what_came_after_the_day_is_never_read():
    early = [order("a", "2025-12-01", "1"), order("b", "2025-12-05", "2", category="clothing")]
    late = [order("a", "2026-01-12", "3"), order("b", "2026-02-01", "4")]
    customers = pd.Index(["a", "b"])
    shop = Shop(early + late)

    told = known_before(shop, customers, DAY, seed=1)

    assert set(shop.asked) == {DAY}
    pd.testing.assert_frame_equal(told, known_before(Shop(early), customers, DAY, seed=1))


def test_what_customers_lean_to_is_told_as_expected_shares():
    # A hundred customers with twelve orders each: nine of ten in one category, or in the other.
    rng, lines = np.random.default_rng(1), []
    for place in range(100):
        usual = ["clothing", "fitness"] if place % 2 else ["fitness", "clothing"]
        for month in range(1, 13):
            category = usual[int(rng.random() < 0.9)]
            day = f"2025-{month:02d}-{1 + place % 28:02d}"
            lines.append(order(f"c{place:02d}", day, f"{place}-{month}", category=category))
    customers = pd.Index(sorted({one["customer_id"] for one in lines}))

    told = known_before(Shop(lines), customers, DAY, seed=1)

    fitness = told["category=fitness"]
    assert fitness.iloc[1::2].mean() > 0.8 and fitness.iloc[0::2].mean() < 0.2
    assert told.notna().all(axis=None)
