"""The demo's history as the tables that chapter 08 counts, without the way through the exports.

Prices, promotions, stock and competitors' prices are the lists that the company writes; lines
are all that were sold. No truth is read.
"""

from datetime import date

import ibis
import numpy as np
import pandas as pd

from helpers.demo import company, market_files, places, products
from helpers.demo.history import History
from helpers.drivers.sales import Sold, dated

# One delivery that knows everything.
WHOLE = company.Delivery(date(2023, 9, 1), company.LAST_DAY, company.FIRST_DAY)


def sold(history: History) -> Sold:
    """Return what was sold in a history, and the lists of its shop."""
    shop = history.demand.market
    lists = {
        "prices": (market_files.price_list(shop, WHOLE), {
            "sku": "product_id", "valid_from": "event_day", "price_cny": "price"}),
        "promotions": (market_files.promotions(shop, WHOLE), {
            "sku": "product_id", "first_day": "event_day"}),
        "rivals": (market_files.competitor_prices(history, WHOLE), {
            "our_sku": "product_id", "week": "event_day", "price_cny": "price"}),
        "stock": (market_files.stock(history, WHOLE), {"sku": "product_id", "week": "event_day"}),
        "costs": (market_files.costs(WHOLE), {
            "sku": "product_id", "valid_from": "event_day", "unit_cost_cny": "unit_cost"}),
        "advertising": (market_files.ad_spend(history, WHOLE), {
            "date": "event_day", "spend_cny": "spend"}),
    }  # fmt: skip
    frames = {name: _frame(columns, names) for name, (columns, names) in lists.items()}
    return Sold(ibis.memtable(lines(history)), **frames)


def lines(history: History) -> pd.DataFrame:
    """Return one row per line sold, goods alone."""
    orders, own = history.orders, history.lines
    order = np.repeat(np.arange(len(orders.day)), orders.lines)
    goods = own.product < products.GIFT_CARD
    order, product = order[goods], own.product[goods]
    customer = orders.customer[order]
    first = np.datetime64(company.FIRST_DAY, "us")
    price, list_price = own.price[goods] / 100, own.list_price[goods] / 100
    return pd.DataFrame({
        "order_id": order.astype(str), "customer_id": customer.astype(str),
        "event_day": first + orders.day[order].astype("timedelta64[D]"),
        "product_id": products.column("sku")[product],
        "product_name": products.column("english")[product],
        "category": products.column("category")[product], "quantity": own.quantity[goods],
        "unit_price": price, "list_price": list_price, "amount": price * own.quantity[goods],
        "currency": np.where(orders.overseas[order], "USD", company.CURRENCY),
        "region": regions()[history.customers.place[customer]],
    })  # fmt: skip


def regions() -> np.ndarray:
    """Return country and province of each of `places.CITIES`."""
    return np.array([
        f"{'CN' if city.chinese else 'US'}/{city.province_code}" for city in places.CITIES
    ])  # fmt: skip


def _frame(columns: dict, names: dict[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame({name: told.to_pandas() for name, told in columns.items()})
    frame = frame.rename(columns=names)
    numbers = [name for name in ("price", "unit_cost", "pieces", "discount_percent", "spend")
               if name in frame]  # fmt: skip
    return dated(frame.astype(dict.fromkeys(numbers, float)))
