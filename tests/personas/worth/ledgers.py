"""Canonical tables of three customers, of which tests of margins are made."""

from datetime import date
from decimal import Decimal

import pandas as pd

from helpers.personas.worth.rates import Rates
from helpers.personas.worth.sales import Ledger, Sales, sales_of
from helpers.workspace import contracts, engine

DAY = date(2026, 9, 30)
PEOPLE = pd.Index(["ann", "bob", "cat"])
RATES = Rates(26, 95, 60, 45, 0.01, 0.4, frozenset(["parcel"]))


def table(name, rows, **extra):
    """Rows of a canonical table; columns that are not told are missing."""
    contract = contracts.load(name)
    frame = pd.DataFrame(rows).reindex(columns=[*contract.columns, *extra])
    for column, told in contract.columns.items():
        if told.type == "money":
            cells = frame[column]
            frame[column] = [None if pd.isna(cell) else Decimal(str(cell)) for cell in cells]
    made = engine.in_memory(frame)
    schema = dict(contract.schema.items()) | extra
    return made.select(*(made[key].cast(type).name(key) for key, type in schema.items()))


def line(order, who, amount, *, day="2026-09-01", net=None, product="boot", discount=0, pieces=1):
    return {"order_id": order, "line_number": 1, "customer_id": who, "event_day": day,
            "kind": "sale", "product_id": product, "quantity": pieces, "amount": amount,
            "discount": discount, "net_amount": amount if net is None else net,
            "net_quantity": pieces}  # fmt: skip


def order(name, *, channel="web", country="CN", code=False):
    return {"order_id": name, "channel": channel, "country": country, "with_code": code}


COSTS = [{"product_id": "boot", "event_day": "2025-01-01", "unit_cost": 40},
         {"product_id": "boot", "event_day": "2026-01-01", "unit_cost": 50}]  # fmt: skip


def sales(lines, orders=(), *, reversals=(), costs=COSTS, tickets=(), rates=RATES) -> Sales:
    """What was sold and asked in the year up to DAY, from rows of canonical tables."""
    more = {"net_quantity": "int64", "net_amount": "decimal(18, 4)"}
    ledger = Ledger(
        table("order_lines", lines, **more), table("orders", list(orders)),
        table("reversals", list(reversals)), table("costs", list(costs)),
        table("interactions", list(tickets)), rates, "CN",
    )  # fmt: skip
    return sales_of(ledger, DAY)
