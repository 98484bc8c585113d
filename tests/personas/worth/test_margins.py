from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from helpers.personas.worth.margins import Ledger, customer_margin
from helpers.personas.worth.rates import Rates
from helpers.workspace import contracts, engine
from helpers.workspace.tables import _typed

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


def margins(lines, orders, *, reversals=(), costs=COSTS, tickets=(), rates=RATES, half=None):
    more = {"net_quantity": "int64", "net_amount": "decimal(18, 4)"}
    ledger = Ledger(
        table("order_lines", lines, **more), table("orders", orders),
        table("reversals", list(reversals)), table("costs", list(costs)),
        table("interactions", list(tickets)), rates, "CN",
    )  # fmt: skip
    told = customer_margin(ledger, DAY, PEOPLE, half=half)
    contract = contracts.load("customer_margin")
    contracts.validate(_typed(told, contract), contract)
    return told.set_index("customer_id")


def test_a_sale_brings_its_price_less_goods_parcel_and_payment():
    ann = margins([line("1", "ann", 100)], [order("1")]).loc["ann"]

    assert ann[["revenue", "goods", "parcels", "returns", "payment"]].tolist() == [
        100, 50, 26, 0, 1]  # fmt: skip
    assert ann["margin"] == 23


def test_at_a_till_no_parcel_is_sent_and_abroad_a_dearer_one():
    told = margins([line("1", "ann", 100), line("2", "bob", 100)],
                   [order("1", channel="POS"), order("2", country="US")])  # fmt: skip

    assert told["parcels"].tolist() == [0, 95, 0]


def test_what_came_back_costs_the_way_back_and_what_is_lost_of_it():
    ann = margins([line("1", "ann", 100, net=50)], [order("1")]).loc["ann"]

    assert ann["goods"] == pytest.approx(50 * (1 - 0.4 * 0.5))
    assert (ann["returns"], ann["with_return"], ann["payment"]) == (60, 1, 1)


def test_a_cancelled_order_counts_nowhere_and_neither_does_an_old_one():
    lines = [line("1", "ann", 100), line("2", "ann", 100, day="2025-09-30")]

    told = margins(lines, [order("1"), order("2")],
                   reversals=[{"order_id": "1", "rule": "order_cancelled"}])  # fmt: skip

    assert told.loc["ann", ["orders", "revenue", "parcels"]].tolist() == [0, 0, 0]


def test_goods_cost_what_they_cost_on_the_day_of_the_order():
    told = margins([line("1", "ann", 100, day="2025-12-31"), line("2", "bob", 100)],
                   [order("1"), order("2")])  # fmt: skip

    assert told["goods"].tolist() == [40, 50, 0]


def test_tickets_are_counted_within_the_year_and_codes_and_discounts_are_discounts():
    tickets = [{"kind": "ticket", "customer_id": "ann", "event_day": day}
               for day in ("2026-09-01", "2025-09-30")]  # fmt: skip

    told = margins([line("1", "ann", 90, discount=10), line("2", "bob", 100)],
                   [order("1"), order("2", code=True)], tickets=tickets)  # fmt: skip

    assert told["service"].tolist() == [45, 0, 0]
    assert told["with_discount"].tolist() == [1, 1, 0]
    assert told["discounts"].tolist() == [10, 0, 0]


def test_without_what_most_goods_cost_no_margin_is_told():
    lines = [line("1", "ann", 100, pieces=3), line("2", "bob", 100, product="map", pieces=7)]

    assert margins(lines, [order("1"), order("2")])["margin"].isna().all()
    assert margins([], [])["margin"].isna().all()


def test_both_halves_of_a_record_make_the_whole():
    days = pd.date_range("2026-03-01", periods=40).strftime("%Y-%m-%d")
    lines = [line(str(n), PEOPLE[n % 3], 100, day=day) for n, day in enumerate(days)]
    tickets = [{"kind": "ticket", "customer_id": "ann", "event_day": day} for day in days]

    whole = margins(lines, [], tickets=tickets)
    parts = [margins(lines, [], tickets=tickets, half=half) for half in (0, 1)]

    pd.testing.assert_frame_equal(parts[0] + parts[1], whole)
    assert min(part["orders"].sum() for part in parts) > 0


def test_margins_add_up_and_orders_without_a_list_of_them_are_sent_at_home():
    rng = np.random.default_rng(1)
    lines = [line(str(n), rng.choice(PEOPLE), int(rng.integers(20, 200))) for n in range(40)]

    told = margins(lines, [])

    costs = told[["goods", "parcels", "returns", "payment", "service"]].sum(axis=1)
    np.testing.assert_allclose(told["margin"], told["revenue"] - costs)
    assert told["parcels"].sum() == 26 * 40
