import numpy as np
import pandas as pd
import pytest
from personas.worth.ledgers import PEOPLE, line, order, sales

from helpers.personas.worth.margins import customer_margin
from helpers.workspace import contracts
from helpers.workspace.tables import _typed


def margins(lines, orders, *, half=None, **more):
    told = customer_margin(sales(lines, orders, **more), PEOPLE, half=half)
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
