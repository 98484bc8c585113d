"""The company's own lists of prices, offers, costs and stock, and what it knows of the market."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from helpers.demo import advertising, company, market, products, text
from helpers.demo.delivered import dates, in_window, write_csv
from helpers.demo.history import History
from helpers.demo.streams import stream

# What a piece costs the company, as a share of its first list price, by products.CATEGORIES.
COST_SHARE = (0.56, 0.52, 0.58, 0.62, 0.66, 0.52)
COSTS_RISE = 1.02  # from one year to the next
# What it costs to serve, in cents: sending a parcel (packing included) at home and abroad, taking
# a return back, answering a ticket; and the payment service's share of what is paid.
PARCEL, PARCEL_ABROAD, RETURN, TICKET, PAYMENT_SHARE = 2_600, 9_500, 6_000, 4_500, 0.012
RESOLD = 0.4  # share of the cost of returned goods that is recovered
CNY_PER_CLICK, CLICK_RATE = 1.6, 0.012
COMPETITOR_KNOWN = 0.8  # of weeks and products
COMPETITOR_LEVEL = (0.97, 1.05)  # of competitors' prices against our list, by COMPETITORS
GOODS = products.GIFT_CARD  # pseudo-products stand behind the goods
WEEK_STARTS = 7 * np.arange(company.WEEKS)


def write_market(history: History, delivery: company.Delivery, folder: Path) -> None:
    """Write what is new in a delivery of each list."""
    shop = history.demand.market
    write_csv(folder / "list_prices.csv", price_list(shop, delivery))
    write_csv(folder / "promotions.csv", promotions(shop, delivery))
    write_csv(folder / "product_costs.csv", costs(delivery))
    write_csv(folder / "serving_costs.csv", serving_costs())
    write_csv(folder / "stock_weekly.csv", stock(history, delivery))
    write_csv(folder / "competitor_prices.csv", competitor_prices(history, delivery))
    write_csv(folder / "ad_spend_daily.csv", ad_spend(history, delivery))


def price_list(shop: market.Market, delivery: company.Delivery) -> dict[str, text.Text]:
    """Return list prices, one row per product and week in which its price begins to hold."""
    price = shop.list_price[:, :GOODS]
    changed = np.ones(price.shape[:2], dtype=bool)
    changed[1:] = (price[1:] != price[:-1]).any(axis=2)
    week, item = np.nonzero(changed & in_window(WEEK_STARTS, delivery)[:, None])
    return {
        "sku": _skus(item),
        "valid_from": dates(WEEK_STARTS[week]),
        "price_cny": text.money(price[week, item, 0]),
        "price_usd": text.money(price[week, item, 1]),
    }


def promotions(shop: market.Market, delivery: company.Delivery) -> dict[str, text.Text]:
    """Return lowered prices, one row per product and week."""
    lowered = (shop.percent[:, :GOODS] < 100) & in_window(WEEK_STARTS, delivery)[:, None]
    week, item = np.nonzero(lowered)
    names = ["Offer of the week", *(sale.name for sale in market.SALES)]
    return {
        "promotion": text.lookup(names, shop.sale[week, item] + 1),
        "sku": _skus(item),
        "first_day": dates(WEEK_STARTS[week]),
        "last_day": dates(np.minimum(WEEK_STARTS[week] + 6, company.DAYS - 1)),
        "discount_percent": text.number(100 - shop.percent[week, item]),
    }


def unit_costs() -> np.ndarray:
    """Return what a piece costs the company in cents, shape (calendar years, goods)."""
    names = list(products.CATEGORIES)
    share = np.array([COST_SHARE[names.index(item.category)] for item in products.PRODUCTS[:GOODS]])
    years = company.LAST_DAY.year - company.FIRST_DAY.year + 1
    rise = COSTS_RISE ** np.arange(years)
    return np.rint(rise[:, None] * share * products.price_cents()[:GOODS, 0]).astype(np.int64)


def costs(delivery: company.Delivery) -> dict[str, text.Text]:
    """Return unit costs, one row per product and year in which they hold."""
    first = [0] + [
        number for number, day in enumerate(company.calendar()) if (day.month, day.day) == (1, 1)
    ]
    year = np.flatnonzero(in_window(np.array(first), delivery))
    year, item = (part.ravel() for part in np.meshgrid(year, np.arange(GOODS), indexing="ij"))
    return {
        "sku": _skus(item),
        "valid_from": dates(np.array(first)[year]),
        "unit_cost_cny": text.money(unit_costs()[year, item]),
    }


def serving_costs() -> dict[str, list[str]]:
    """Return what it costs to serve, one row per activity."""
    rows = (
        ("parcel at home", "yuan each", f"{PARCEL / 100:.2f}"),
        ("parcel abroad", "yuan each", f"{PARCEL_ABROAD / 100:.2f}"),
        ("return", "yuan each", f"{RETURN / 100:.2f}"),
        ("service ticket", "yuan each", f"{TICKET / 100:.2f}"),
        ("payment", "share of what is paid", str(PAYMENT_SHARE)),
        ("returned goods recovered", "share of their cost", str(RESOLD)),
    )
    return dict(zip(("activity", "unit", "cost"), map(list, zip(*rows, strict=True)), strict=True))


def stock(history: History, delivery: company.Delivery) -> dict[str, text.Text]:
    """Return pieces in stock at the start of each week, one row per product and week."""
    rng, shop = stream(history.seed, "stock"), history.demand.market
    pieces = 1 + rng.gamma(2, 60, shop.in_stock.shape).astype(np.int64)
    pieces = np.where(shop.in_stock, pieces, 0)[:, :GOODS]
    new = np.broadcast_to(in_window(WEEK_STARTS, delivery)[:, None], pieces.shape)
    week, item = np.nonzero(new)
    return {
        "week": dates(WEEK_STARTS[week]),
        "sku": _skus(item),
        "pieces": text.number(pieces[week, item]),
    }


def competitor_prices(history: History, delivery: company.Delivery) -> dict[str, text.Text]:
    """Return observed prices, one row per week, competitor and comparable product."""
    rng, shop = stream(history.seed, "competitor_prices"), history.demand.market
    names = list(products.CATEGORIES)
    category = np.array([names.index(item.category) for item in products.PRODUCTS[:GOODS]])
    shape = (company.WEEKS, len(market.COMPETITORS), GOODS)
    seen = (rng.random(shape) < COMPETITOR_KNOWN) & (np.arange(GOODS) % 2 == 0)
    seen &= in_window(WEEK_STARTS, delivery)[:, None, None]
    level = shop.competitor[:, None, category] * np.array(COMPETITOR_LEVEL)[:, None]
    price = level * products.price_cents()[:GOODS, 0] * np.exp(rng.normal(0, 0.015, shape))
    week, rival, item = np.nonzero(seen)
    return {
        "week": dates(WEEK_STARTS[week]),
        "competitor": text.lookup(market.COMPETITORS, rival),
        "our_sku": _skus(item),
        "price_cny": text.money(np.rint(price[week, rival, item] / 100).astype(np.int64) * 100),
    }


def ad_spend(history: History, delivery: company.Delivery) -> dict[str, text.Text]:
    """Return advertising, one row per day and channel; a channel may be missing altogether."""
    rng, spend = stream(history.seed, "ad_clicks"), spend_in_yuan_cents(history)
    clicks = rng.poisson(spend / 100 / CNY_PER_CLICK)
    names = [channel.name for channel in advertising.CHANNELS]
    new = in_window(np.arange(company.DAYS), delivery)[:, None] & (spend > 0)
    new &= np.array([name != history.variant.unseen_channel for name in names])
    day, channel = np.nonzero(new)
    return {
        "date": dates(day),
        "channel": text.lookup(names, channel),
        "spend_cny": text.money(spend[day, channel]),
        "impressions": text.number(np.rint(clicks[day, channel] / CLICK_RATE).astype(np.int64)),
        "clicks": text.number(clicks[day, channel]),
    }


def spend_in_yuan_cents(history: History) -> np.ndarray:
    """Return what the company spends in cents, shape (days, channels): more, the larger it is."""
    return history.demand.spend * len(history.customers.kind) // 1000


def _skus(item: np.ndarray) -> pa.Array:
    return text.lookup(products.column("sku").tolist(), item)
