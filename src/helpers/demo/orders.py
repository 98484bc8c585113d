"""The orders: when each customer buys, what is in the basket and what it costs."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from helpers.demo import company, groups, products
from helpers.demo.customers import Customers
from helpers.demo.demand import Demand, row_of, simulate_demand
from helpers.demo.interventions import Intervention
from helpers.demo.purchases import simulate_purchases
from helpers.demo.streams import happens, pick, pick_by_row, stream

MOST_LINES = 8
QUANTITY_WEIGHTS = (0.88, 0.09, 0.03)
INSURED, GIFT_CARDS = 0.05, 0.004  # share of orders, share of lines
DISCOUNT_PERCENT = (5, 10, 15, 20)
# How likely each code is, for most customers and for those who hunt for the best.
DISCOUNT_WEIGHTS = ((2, 5, 2, 1), (0, 1, 3, 6))
DISCOUNT_CODES = ("TRAIL5", "NORTH10", "SEASON15", "FEST20")
FREE_SHIPPING_CENTS, SHIPPING_CENTS = (29900, 7900), (1200, 995)  # in CNY, in USD
CHANNELS = ("web", "pos", "app")
WEB, STORE, APP = range(len(CHANNELS))
# Share of a day's orders in each hour, midnight first: quiet nights, lunch, a long evening.
HOUR_WEIGHTS = (2, 1, 1, 1, 1, 1, 2, 3, 5, 7, 8, 7, 9, 7, 6, 6, 6, 6, 7, 9, 11, 12, 9, 5)


class Orders(NamedTuple):
    """The orders, one element per order, in the order of their times.

    Money is in cents of the order's own currency.

    Attributes
    ----------
    customer : numpy.ndarray of int32
        Position of the customer.
    day, second : numpy.ndarray of int16, int32
        Day of the order, and second of that day.
    overseas : numpy.ndarray of bool
        Whether it is in USD.
    channel : numpy.ndarray of int8
        Position in ``CHANNELS``.
    lines : numpy.ndarray of int16
        Number of lines.
    gross, discount, shipping : numpy.ndarray of int64
        Price times quantity over all lines; discount by code; shipping.
    discount_code : numpy.ndarray of int16
        Position in ``DISCOUNT_CODES``, or -1.
    """

    customer: np.ndarray
    day: np.ndarray
    second: np.ndarray
    overseas: np.ndarray
    channel: np.ndarray
    lines: np.ndarray
    gross: np.ndarray
    discount: np.ndarray
    shipping: np.ndarray
    discount_code: np.ndarray

    @property
    def at_store(self) -> np.ndarray:
        """Whether the order was made at the till."""
        return self.channel == STORE

    @property
    def subtotal(self) -> np.ndarray:
        """Goods after the discount, in cents."""
        return self.gross - self.discount

    @property
    def total(self) -> np.ndarray:
        """What the customer paid, in cents: goods after the discount, and shipping."""
        return self.subtotal + self.shipping

    @property
    def first_line(self) -> np.ndarray:
        """Position of each order's first line."""
        return np.cumsum(self.lines, dtype=np.int64) - self.lines


class Lines(NamedTuple):
    """The order lines, one element per line, in the order of their orders.

    Attributes
    ----------
    product, quantity : numpy.ndarray of int16
        Position in ``products.PRODUCTS``; pieces.
    price, list_price : numpy.ndarray of int32
        Cents per piece; the list price is higher where the line is on sale.
    """

    product: np.ndarray
    quantity: np.ndarray
    price: np.ndarray
    list_price: np.ndarray


def simulate_orders(
    customers: Customers, seed: int, demand: Demand | None = None,
    interventions: Sequence[Intervention] = (),
) -> tuple[Orders, Lines]:
    """Return the orders of these customers, and their lines.

    Parameters
    ----------
    customers : Customers
    seed : int
    demand : Demand, optional
        What moves purchases; without it, that of the seed's own.
    interventions : sequence of Intervention
        What was done to single customers.
    """
    demand = demand or simulate_demand(seed)
    customer, day = simulate_purchases(customers, demand, interventions, seed)
    kind = groups.acting(customers.kind[customer], day)
    rng = stream(seed, "order_times")
    hour = pick_by_row(rng, groups.hour_weights(HOUR_WEIGHTS), kind).astype(np.int32)
    second = hour * 3600 + rng.integers(0, 3600, len(day), dtype=np.int32)
    by_time = np.lexsort((customer, second, day))
    customer, day, second, kind = (part[by_time] for part in (customer, day, second, kind))

    counts, lines = _baskets(customers, demand, customer, day, kind, stream(seed, "order_lines"))
    starts = np.cumsum(counts, dtype=np.int64) - counts
    gross = np.add.reduceat(lines.quantity * lines.price.astype(np.int64), starts)
    return _checked_out(customers, customer, day, second, kind, counts, gross, seed), lines


def _checked_out(customers, customer, day, second, kind, counts, gross, seed: int) -> Orders:
    """Return the orders with their channel, discount and shipping."""
    rng, overseas = stream(seed, "checkout"), customers.overseas[customer]
    code, discount = _discounts(rng, kind, gross)
    channel = _channels(rng, kind, overseas)
    abroad = overseas.astype(np.int8)
    free = (channel == STORE) | (gross - discount >= np.array(FREE_SHIPPING_CENTS)[abroad])
    shipping = np.where(free, 0, np.array(SHIPPING_CENTS)[abroad])
    return Orders(
        customer, day, second, overseas, channel, counts, gross, discount, shipping, code
    )


def _channels(rng, kind: np.ndarray, overseas: np.ndarray) -> np.ndarray:
    app, store = groups.values("app_share"), groups.values("store_share")
    channel = pick_by_row(rng, np.stack([1 - app - store, store, app], axis=1), kind)
    channel[overseas & (channel == STORE)] = WEB
    return channel.astype(np.int8)


def _baskets(customers, demand: Demand, customer, day, kind, rng) -> tuple[np.ndarray, Lines]:
    """Return the number of lines of each order, and the lines."""
    more = rng.poisson(groups.values("lines_per_order")[kind] - 1)
    insured = happens(rng, INSURED, len(kind))
    counts = (1 + np.minimum(more, MOST_LINES - 2) + insured).astype(np.int16)

    week = (day // 7).astype(np.int64)
    row = row_of(kind, customers.region[customer]) * company.WEEKS + week
    weights = demand.weights.reshape(-1, demand.weights.shape[-1])
    product = pick_by_row(rng, weights, np.repeat(row, counts))
    order = np.repeat(np.arange(len(kind)), counts)
    product = with_companions(product, order, rng)
    product[happens(rng, GIFT_CARDS, len(product))] = products.GIFT_CARD
    # The insurance is the last line of its order.
    product[(np.cumsum(counts, dtype=np.int64) - 1)[insured]] = products.INSURANCE

    quantity = 1 + pick(rng, QUANTITY_WEIGHTS, len(product))
    quantity[product >= products.GIFT_CARD] = 1
    abroad = np.repeat(customers.overseas[customer].astype(np.int8), counts)
    week = np.repeat(week, counts)
    list_price = demand.market.list_price[week, product, abroad]
    price = (list_price * demand.market.percent[week, product].astype(np.int64) // 100)
    return counts, Lines(product, quantity, price.astype(np.int32), list_price)


def with_companions(product: np.ndarray, order: np.ndarray, rng) -> np.ndarray:
    """Return the lines' products, some replaced by what goes with the line above it."""
    companion = np.full(len(products.PRODUCTS), -1)
    for leader, follower in products.COMPANIONS:
        companion[products.position(leader)] = products.position(follower)
    follower = companion[product[:-1]]
    joined = (order[1:] == order[:-1]) & (follower >= 0)
    joined &= happens(rng, products.COMPANION_SHARE, len(joined))
    product[1:][joined] = follower[joined]
    return product


def _discounts(rng, kind: np.ndarray, gross: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the code that each order used (-1 for none), and what it took off, in cents."""
    hunting = (kind == groups.NAMES.index(groups.COSTLY)).astype(np.int8)
    code = pick_by_row(rng, np.array(DISCOUNT_WEIGHTS), hunting)
    code[rng.random(len(kind)) >= groups.values("discount_taking")[kind]] = -1
    percent = np.array([*DISCOUNT_PERCENT, 0])[code]
    return code, gross * percent // 100
