import numpy as np
import pytest

from helpers.demo import company, groups, products, profit, service


@pytest.fixture(scope="module")
def table(large):
    frame = profit.profit_table(large, service.simulate_tickets(large)).to_pandas()
    return frame.set_index("group")


def test_exactly_one_group_costs_more_than_it_brings(table):
    assert table.index[table.margin < 0].tolist() == [groups.COSTLY]


def test_the_margin_is_revenue_less_all_costs(table):
    costs = table[["goods", "parcels", "returns", "payment", "service"]].sum(axis=1)

    assert table.margin.to_numpy() == pytest.approx((table.revenue - costs).to_numpy(), abs=0.1)
    assert (costs > 0).all()


def test_an_orders_goods_cost_what_its_lines_do(history):
    cost = profit.goods_cost(history)
    order = 7
    lines = slice(history.orders.first_line[order],
                  history.orders.first_line[order] + history.orders.lines[order])  # fmt: skip
    year = company.calendar()[history.orders.day[order]].year - company.FIRST_DAY.year

    by_hand = sum(
        profit.unit_costs()[year, item] * pieces
        for item, pieces in zip(history.lines.product[lines], history.lines.quantity[lines],
                                strict=True) if item < products.GIFT_CARD
    )  # fmt: skip

    assert cost[order] == by_hand
    assert len(cost) == len(history.orders.day) and np.all(cost >= 0)
