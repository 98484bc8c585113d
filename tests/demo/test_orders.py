import numpy as np
import pytest

from helpers.demo import company, groups, products
from helpers.demo.customers import simulate_customers
from helpers.demo.orders import simulate_orders, with_companions


@pytest.fixture(scope="module")
def customers():
    return simulate_customers(20_000, 11)


@pytest.fixture(scope="module")
def simulated(customers):
    return simulate_orders(customers, 11)


def test_orders_stand_in_the_order_of_their_times_within_the_history(simulated):
    orders, _ = simulated
    moment = orders.day.astype(np.int64) * 86_400 + orders.second

    assert (np.diff(moment) >= 0).all()
    assert (orders.day.min(), orders.day.max()) == (0, company.DAYS - 1)


def test_no_order_lies_before_its_customer_joined_or_after_leaving(simulated, customers):
    orders, _ = simulated

    assert (orders.day >= customers.join_day[orders.customer]).all()
    assert (orders.day <= customers.leave_day[orders.customer]).all()


def test_each_buyer_orders_on_the_first_order_day_and_no_prospect_orders(simulated, customers):
    orders, _ = simulated
    first = np.full(len(customers.group), company.NEVER)

    np.minimum.at(first, orders.customer, orders.day)

    buyers = customers.first_order_day < company.DAYS
    assert np.array_equal(first[buyers], customers.first_order_day[buyers])
    assert (first[~buyers] == company.NEVER).all()


def test_amounts_add_up(simulated):
    orders, lines = simulated
    order = np.repeat(np.arange(len(orders.day)), orders.lines)

    gross = np.bincount(order, weights=lines.price * lines.quantity)

    assert np.array_equal(gross.astype(np.int64), orders.gross)
    assert (orders.subtotal <= orders.gross).all()
    assert (orders.total == orders.gross - orders.discount + orders.shipping).all()
    assert (orders.total > 0).all()
    assert ((orders.discount > 0) == (orders.discount_code >= 0)).all()


def test_lines_cost_their_list_price_or_less(simulated):
    _, lines = simulated

    assert (lines.price <= lines.list_price).all()
    assert (lines.price < lines.list_price).mean() == pytest.approx(0.17, abs=0.03)


def test_an_insurance_is_the_last_line_of_its_order(simulated):
    orders, lines = simulated
    insured = np.flatnonzero(lines.product == products.INSURANCE)

    last = orders.first_line + orders.lines - 1

    assert len(insured)
    assert np.isin(insured, last).all()


def test_the_company_sells_as_a_retailer_does(simulated, customers):
    orders, _ = simulated
    counts = np.bincount(orders.customer, minlength=len(customers.group))
    bought = counts[counts > 0]
    worth = orders.total * np.where(orders.overseas, company.CNY_PER_USD, 1)
    spent = np.sort(np.bincount(orders.customer, weights=worth))[::-1]

    assert np.median(bought) == pytest.approx(3, abs=1)
    assert (bought == 1).mean() == pytest.approx(1 / 3, abs=0.04)
    assert spent[: len(bought) // 5].sum() / spent.sum() == pytest.approx(0.65, abs=0.05)
    assert orders.lines.mean() == pytest.approx(2, abs=0.25)
    assert orders.overseas.mean() == pytest.approx(0.08, abs=0.015)


def test_orders_at_the_till_are_domestic_and_ship_nothing(simulated):
    orders, _ = simulated

    assert not orders.overseas[orders.at_store].any()
    assert (orders.shipping[orders.at_store] == 0).all()
    assert np.bincount(orders.channel).min() > 0.03 * len(orders.channel)


def test_companions_are_bought_together_far_more_often_than_by_chance(simulated):
    _, lines = simulated
    orders = simulated[0]
    order = np.repeat(np.arange(len(orders.day)), orders.lines)
    number = len(products.PRODUCTS)
    held = np.zeros((len(orders.day), number), dtype=bool)
    held[order, lines.product] = True

    for leader, follower in products.COMPANIONS:
        first, second = held[:, products.position(leader)], held[:, products.position(follower)]

        lift = (first & second).mean() / (first.mean() * second.mean())

        assert lift > 1.8, (leader, follower)


def test_a_follower_replaces_the_line_below_its_leader_in_the_same_order_only():
    leader, follower = (products.position(sku) for sku in products.COMPANIONS[0])
    order = np.repeat(np.arange(4000), 2)
    product = np.tile([leader, 39], 4000)

    changed = with_companions(product.copy(), order, np.random.default_rng(1))

    assert set(changed[::2]) == {leader}
    assert (changed[1::2] == follower).mean() == pytest.approx(products.COMPANION_SHARE, abs=0.03)
    alone = with_companions(product[1:3].copy(), np.array([0, 1]), np.random.default_rng(1))
    assert alone.tolist() == [39, leader]


def test_the_branch_buys_as_its_parent_before_the_split_and_by_its_own_taste_after_it(large):
    orders, lines = large.orders, large.lines
    order = np.repeat(np.arange(len(orders.day)), orders.lines)
    kind = large.customers.kind[orders.customer[order]]
    later = orders.day[order] >= groups.SPLIT_DAY
    nutrition = products.column("category")[lines.product] == "nutrition"

    def share(member, after):
        return nutrition[(kind == member) & (later == after)].mean()

    assert share(groups.BRANCHED, False) == pytest.approx(share(groups.PARENT, False), abs=0.02)
    assert share(groups.BRANCHED, True) > 5 * share(groups.PARENT, True)
