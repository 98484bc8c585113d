import numpy as np
import pytest
import statsmodels.api as sm

from helpers.demo import company, groups, market, places, products
from helpers.demo.demand import row_of


@pytest.fixture(scope="module")
def shop():
    return market.simulate_market(11)


def test_what_is_asked_lies_below_the_list_price_only_on_offer(shop):
    goods = products.GIFT_CARD

    assert shop.percent.shape == (company.WEEKS, len(products.PRODUCTS))
    assert (shop.percent[:, :goods] < 100).mean() == pytest.approx(0.14, abs=0.03)
    assert (shop.percent[shop.sale >= 0] < 100).all()
    assert (shop.percent[:, goods:] == 100).all()


def test_list_prices_move_now_and_then_and_stay_near_their_first_level(shop):
    price = shop.list_price[:, : products.GIFT_CARD, 0]

    moved = (np.diff(price, axis=0) != 0).mean()

    assert 0.01 < moved < 0.06
    assert 0.6 < (price[-1] / price[0]).min() and (price[-1] / price[0]).max() < 1.8


def test_each_sale_lies_in_the_history_and_lowers_its_category_alone(shop):
    assert len(market.SALES) >= 14
    for number, sale in enumerate(market.SALES):
        weeks, sold = np.nonzero(shop.sale == number)

        assert set(weeks) <= set(range(sale.first_week, sale.last_week + 1))
        assert set(products.column("category")[sold]) == {sale.category}


def test_nothing_is_wanted_while_it_is_out_of_stock(shop):
    weights = market.demand_weights(shop)

    assert (weights[:, :, ~shop.in_stock] == 0).all()
    assert 0 < (~shop.in_stock).mean() < 0.03


def test_elasticities_differ_by_kind_region_and_category():
    response = market.elasticities()

    assert response.shape == (len(groups.KINDS), len(places.REGIONS), len(products.CATEGORIES))
    costly = groups.NAMES.index(groups.COSTLY)
    assert (response[costly] > response[groups.NAMES.index("summit_seekers")]).all()


def test_a_weight_follows_its_price_by_its_elasticity(shop):
    weights = market.demand_weights(shop)[1, 0]
    product, category = 5, products.CATEGORIES.index("footwear")
    sound = shop.in_stock[:, product]
    cross = market.CROSS_ELASTICITY[category] * np.log(shop.competitor[sound, category])
    x = np.log(shop.relative_price[sound, product])

    slope = np.polyfit(x, np.log(weights[sound, product]) - cross, 1)[0]

    assert slope == pytest.approx(-market.elasticities()[1, 0, category])


def test_the_elasticities_are_recovered_from_the_orders(large):
    """Poisson regression of pieces by week and product, weeks and products held fixed."""
    orders, lines, shop = large.orders, large.lines, large.demand.market
    order = np.repeat(np.arange(len(orders.day)), orders.lines)
    kind, region = 1, 1
    buyers = (large.customers.kind == kind) & (large.customers.region == region)
    repeat = orders.day > large.customers.first_order_day[orders.customer]
    ours = (buyers[orders.customer] & repeat)[order] & (lines.product < products.GIFT_CARD)
    followers = [products.position(sku) for _, sku in products.COMPANIONS]
    chosen = np.setdiff1d(np.arange(products.GIFT_CARD), followers)
    counts = np.zeros((company.WEEKS, len(products.PRODUCTS)))
    np.add.at(counts, (orders.day[order][ours] // 7, lines.product[ours]), 1)

    fit, truth = fixed_effects_fit(counts, chosen, shop, kind, region)

    error = fit.bse[: len(products.CATEGORIES)]
    assert (abs(fit.params[: len(error)] + truth) < 3.5 * error).all()
    assert error[:2].max() < 0.3


def fixed_effects_fit(counts, chosen, shop, kind, region):
    names = list(products.CATEGORIES)
    category = np.array([names.index(products.PRODUCTS[item].category) for item in chosen])
    week, item = np.meshgrid(np.arange(company.WEEKS), np.arange(len(chosen)), indexing="ij")
    sound = shop.in_stock[:, chosen] & (counts.sum(axis=1) > 0)[:, None]
    week, item = week[sound], item[sound]
    price = np.log(shop.relative_price[week, chosen[item]])
    by_category = price[:, None] * (category[item][:, None] == np.arange(len(names)))
    weeks = (week[:, None] == np.unique(week)[1:]).astype(float)
    design = np.hstack([by_category, np.eye(len(chosen))[item], weeks])
    cross = np.array(market.CROSS_ELASTICITY)[category[item]]
    offset = cross * np.log(shop.competitor[week, category[item]])
    model = sm.GLM(counts[week, chosen[item]], design, sm.families.Poisson(), offset=offset)
    return model.fit(), market.elasticities()[kind, region]


def test_rows_of_a_demand_count_kinds_and_regions():
    assert row_of(np.array([2]), np.array([1])).tolist() == [2 * len(places.REGIONS) + 1]
