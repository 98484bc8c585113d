"""Prices, promotions, stock and competitors, week by week, and what they do to demand."""

from datetime import date
from typing import NamedTuple

import numpy as np

from helpers.demo import company, groups, products
from helpers.demo.streams import happens, stream

# Own price elasticity (how many per cent more are sold at a price one per cent lower) and
# cross elasticity to competitors' prices, in the order of products.CATEGORIES.
ELASTICITY = (1.6, 2.1, 1.2, 1.9, 2.6, 1.4)
CROSS_ELASTICITY = (0.5, 0.6, 0.3, 0.5, 0.8, 0.4)
# Factor on the elasticities by places.REGIONS.
REGION_RESPONSE = (0.8, 1.2, 0.9)

WEEKS_BETWEEN_REVIEWS = 13  # a product's list price is looked at once a quarter
REVIEWED, LARGEST_STEP = 0.5, 0.08
OFFERS_PER_WEEK, OFFER_PERCENT = 4, (90, 85, 80, 75)
OUT_OF_STOCK = 0.012  # of product weeks
COMPETITORS = ("Altura 高原", "TrekPoint 行点")
# Sales of a whole category, every year: name, category, month and day, weeks, per cent asked.
YEARLY_SALES = (
    ("Spring clothing sale", "clothing", 3, 24, 2, 85),
    ("6.18 footwear festival", "footwear", 6, 14, 1, 80),
    ("Summer tent clearance", "packs_tents", 8, 5, 3, 80),
    ("11.11 fitness festival", "fitness", 11, 8, 1, 80),
    ("Year-end nutrition weeks", "nutrition", 12, 14, 2, 85),
)


class Sale(NamedTuple):
    """A sale of a whole category; weeks count from the first of the history."""

    name: str
    category: str
    first_week: int
    last_week: int
    percent: int


SALES = tuple(
    Sale(f"{name} {year}", category, week, week + length - 1, percent)
    for year in range(company.FIRST_DAY.year, company.LAST_DAY.year + 1)
    for name, category, month, day, length, percent in YEARLY_SALES
    if 0 <= (week := company.day_number(date(year, month, day)) // 7) <= company.WEEKS - length
)


class Market(NamedTuple):
    """What customers found in the shop, week by week.

    Attributes
    ----------
    list_price : numpy.ndarray of int32, shape (weeks, products, 2)
        List price in cents, in CNY and in USD.
    percent : numpy.ndarray of int16, shape (weeks, products)
        What is asked, in per cent of the list price.
    sale : numpy.ndarray of int16, shape (weeks, products)
        Position in ``SALES`` of the sale that lowers the price; -1 for an offer of the
        week or the full price.
    competitor : numpy.ndarray of float, shape (weeks, categories)
        Competitors' price level, 1 in the mean.
    in_stock : numpy.ndarray of bool, shape (weeks, products)
    """

    list_price: np.ndarray
    percent: np.ndarray
    sale: np.ndarray
    competitor: np.ndarray
    in_stock: np.ndarray

    @property
    def relative_price(self) -> np.ndarray:
        """Price asked, relative to the first list price, shape (weeks, products)."""
        asked = self.list_price[..., 0] * self.percent / 100
        return asked / products.price_cents()[:, 0]


def simulate_market(seed: int) -> Market:
    """Return prices, offers, stock and competitors' prices."""
    rng, shape = stream(seed, "market"), (company.WEEKS, len(products.PRODUCTS))
    goods = np.arange(shape[1]) < products.GIFT_CARD
    percent, sale = _offers(rng, shape, goods)
    noise = np.cumsum(rng.normal(0, 0.02, (company.WEEKS, len(products.CATEGORIES))), axis=0)
    cheap = happens(rng, 0.12, noise.shape)
    competitor = np.exp(noise - noise.mean(axis=0)) * np.where(cheap, 0.85, 1)
    out = (rng.random(shape) < OUT_OF_STOCK) & goods
    return Market(_list_prices(rng, shape, goods), percent, sale, competitor, ~out)


def _list_prices(rng, shape: tuple[int, int], goods: np.ndarray) -> np.ndarray:
    week, turn = np.arange(shape[0]), rng.integers(0, WEEKS_BETWEEN_REVIEWS, shape[1])
    review = (week[:, None] > 0) & ((week[:, None] + turn) % WEEKS_BETWEEN_REVIEWS == 0)
    step = rng.uniform(-LARGEST_STEP, 1.3 * LARGEST_STEP, shape)
    step *= review & (rng.random(shape) < REVIEWED) & goods
    level = np.exp(np.cumsum(step, axis=0))
    # Whole yuan, and tenths of a dollar.
    unit = np.array([100, 10])
    return (np.rint(level[..., None] * products.price_cents() / unit) * unit).astype(np.int32)


def _offers(rng, shape: tuple[int, int], goods: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    percent = np.full(shape, 100, dtype=np.int16)
    sale = np.full(shape, -1, dtype=np.int16)
    chosen = np.argsort(rng.random((shape[0], goods.sum())), axis=1)[:, :OFFERS_PER_WEEK]
    depth = np.array(OFFER_PERCENT)[rng.integers(0, len(OFFER_PERCENT), chosen.shape)]
    np.put_along_axis(percent, chosen, depth.astype(np.int16), axis=1)
    category = products.column("category")
    for number, offer in enumerate(SALES):
        weeks = range(offer.first_week, offer.last_week + 1)
        where = np.ix_(weeks, np.flatnonzero(category == offer.category))
        percent[where], sale[where] = offer.percent, number
    return percent, sale


def elasticities() -> np.ndarray:
    """Return own price elasticities, shape (kinds, regions, categories)."""
    of_kind, of_region = groups.values("price_response"), np.array(REGION_RESPONSE)
    return of_kind[:, None, None] * of_region[None, :, None] * np.array(ELASTICITY)


def demand_weights(market: Market) -> np.ndarray:
    """Return how strongly each product is wanted, shape (kinds, regions, weeks, products).

    A product's weight is its appeal to the kind, times its relative price to the
    power of minus the elasticity, times competitors' price level to the power of
    the cross elasticity; nothing while it is out of stock. In the history's mean
    a product has the weight of its appeal, so prices move sales around their level.
    """
    appeal = products.appeal(groups.values("tastes"), groups.values("price_taste"))
    category = _category_of_products()
    log_price = np.log(market.relative_price)
    cross = np.array(CROSS_ELASTICITY)[category] * np.log(market.competitor[:, category])
    response = elasticities()[:, :, category]
    pull = np.exp(cross - response[:, :, None, :] * log_price) * market.in_stock
    pull /= pull.mean(axis=2, keepdims=True)
    return pull * appeal[:, None, None, :]


def relative_demand(weights: np.ndarray) -> np.ndarray:
    """Return how much prices move all that is bought, shape (kinds, regions, weeks); 1 in the mean.

    As purchases come this much more often, and each goes to a product by its
    weight, a product's sales follow its own weight exactly.
    """
    total = weights.sum(axis=3)
    return total / total.mean(axis=2, keepdims=True)


def _category_of_products() -> np.ndarray:
    """Return each product's category; pseudo-products, which have no appeal, count as the first."""
    names = list(products.CATEGORIES)
    return np.array([
        names.index(item.category) if item.category in names else 0 for item in products.PRODUCTS
    ])  # fmt: skip
