import csv
from decimal import Decimal

import numpy as np
import pytest

from helpers.demo import advertising, company, market, market_files, products

FOLDERS = [delivery.folder for delivery in company.DELIVERIES]


@pytest.fixture(scope="module")
def lists(demo):
    """Each list's rows over both deliveries."""
    read = {}
    for name in ("list_prices", "promotions", "product_costs", "stock_weekly", "competitor_prices",
                 "ad_spend_daily"):  # fmt: skip
        read[name] = []
        for folder in FOLDERS:
            with (demo.raw / folder / f"{name}.csv").open(encoding="utf-8") as file:
                read[name] += list(csv.DictReader(file))
    return read


def test_list_prices_hold_until_the_next_row_and_equal_those_in_the_orders(lists, history):
    shop, sku = history.demand.market, "NB-FTW-01"
    rows = [row for row in lists["list_prices"] if row["sku"] == sku]
    held = np.zeros(company.WEEKS)
    for row in rows:
        week = company.day_texts().index(row["valid_from"]) // 7
        held[week:] = float(row["price_cny"]) * 100

    assert np.array_equal(held, shop.list_price[:, products.position(sku), 0])


def test_promotions_say_every_lowered_price(lists, history):
    lowered = (history.demand.market.percent < 100).sum()

    assert len(lists["promotions"]) == lowered
    names = {row["promotion"] for row in lists["promotions"]}
    assert names == {"Offer of the week", *(sale.name for sale in market.SALES)}


def test_costs_lie_below_prices_and_rise_with_the_years(lists):
    costs = market_files.unit_costs()

    assert (costs < 0.8 * products.price_cents()[: market_files.GOODS, 0]).all()
    assert (np.diff(costs, axis=0) >= 0).all()
    assert len(lists["product_costs"]) == costs.size


def test_stock_is_empty_exactly_in_weeks_without_sales(lists, history):
    empty = sum(row["pieces"] == "0" for row in lists["stock_weekly"])

    assert empty == (~history.demand.market.in_stock[:, : market_files.GOODS]).sum()
    assert len(lists["stock_weekly"]) == company.WEEKS * market_files.GOODS


def test_competitors_prices_follow_their_planted_level(lists, history):
    rows = [row for row in lists["competitor_prices"] if row["our_sku"] == "NB-FTW-01"]
    weeks = [company.day_texts().index(row["week"]) // 7 for row in rows]
    shown = np.log([float(row["price_cny"]) for row in rows])

    planted = np.log(history.demand.market.competitor[weeks, 0])

    rival = np.array([row["competitor"] == market.COMPETITORS[0] for row in rows])
    assert np.corrcoef(shown[rival], planted[rival])[0, 1] > 0.9


def test_advertising_adds_up_to_what_was_spent(lists, history):
    shown = sum(Decimal(row["spend_cny"]) for row in lists["ad_spend_daily"])

    spent = market_files.spend_in_yuan_cents(history).sum()

    assert int(shown * 100) == spent
    assert {row["channel"] for row in lists["ad_spend_daily"]} == {
        channel.name for channel in advertising.CHANNELS
    }
