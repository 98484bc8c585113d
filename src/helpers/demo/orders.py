"""The orders: when each customer buys, what is in the basket and what it costs."""

from typing import NamedTuple

import numpy as np

from helpers.demo import company, groups, products
from helpers.demo.customers import Customers
from helpers.demo.streams import happens, pick, pick_by_row, stream

MOST_LINES = 8
QUANTITY_WEIGHTS = (0.88, 0.09, 0.03)
ON_SALE = 0.10  # lines sold below list price
SALE_PERCENT = (85, 80, 75)
INSURED, GIFT_CARDS = 0.05, 0.004  # share of orders, share of lines
DISCOUNT_PERCENT, DISCOUNT_WEIGHTS = (5, 10, 15, 20), (2, 5, 2, 1)
DISCOUNT_CODES = ("TRAIL5", "NORTH10", "SEASON15", "FEST20")
FREE_SHIPPING_CENTS, SHIPPING_CENTS = (29900, 7900), (1200, 995)  # in CNY, in USD
AT_THE_STORE = 0.05  # share of domestic orders that are made at the till
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
    overseas, at_store : numpy.ndarray of bool
        Whether it is in USD; whether it was made at the till.
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
    at_store: np.ndarray
    lines: np.ndarray
    gross: np.ndarray
    discount: np.ndarray
    shipping: np.ndarray
    discount_code: np.ndarray

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


def simulate_orders(customers: Customers, seed: int) -> tuple[Orders, Lines]:
    """Return the orders of these customers, and their lines."""
    customer, day, second = _purchases(customers, stream(seed, "orders"))
    overseas = customers.overseas[customer]
    counts, lines = _baskets(customers.group[customer], overseas, stream(seed, "order_lines"))
    starts = np.cumsum(counts, dtype=np.int64) - counts
    gross = np.add.reduceat(lines.quantity * lines.price.astype(np.int64), starts)

    rng = stream(seed, "checkout")
    code, discount = _discounts(rng, customers.group[customer], gross)
    at_store = ~overseas & happens(rng, AT_THE_STORE, len(customer))
    abroad = overseas.astype(np.int8)
    free = at_store | (gross - discount >= np.array(FREE_SHIPPING_CENTS)[abroad])
    shipping = np.where(free, 0, np.array(SHIPPING_CENTS)[abroad])
    orders = Orders(
        customer, day, second, overseas, at_store, counts, gross, discount, shipping, code
    )
    return orders, lines


def _purchases(customers: Customers, rng) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return customer, day and second of each order: one first order, then a Poisson process."""
    buyers = np.flatnonzero(customers.first_order_day < company.DAYS)
    first_day = customers.first_order_day[buyers]
    last_day = np.minimum(customers.leave_day[buyers], company.DAYS - 1)
    exposure, group = groups.exposure(), customers.group[buyers]
    start, end = exposure[group, first_day + 1], exposure[group, last_day + 1]
    repeats = rng.poisson(customers.orders_per_year[buyers] * np.maximum(end - start, 0))

    moments = np.repeat(start, repeats)
    moments += rng.random(len(moments)) * np.repeat(end - start, repeats)
    repeat_day = _days_of(exposure, np.repeat(group, repeats), moments)
    customer = np.concatenate([buyers, np.repeat(buyers, repeats)]).astype(np.int32)
    day = np.concatenate([first_day, repeat_day])
    hour = pick(rng, HOUR_WEIGHTS, len(day)).astype(np.int32)
    second = hour * 3600 + rng.integers(0, 3600, len(day), dtype=np.int32)
    by_time = np.lexsort((customer, second, day))
    return customer[by_time], day[by_time], second[by_time]


def _days_of(exposure: np.ndarray, group: np.ndarray, moments: np.ndarray) -> np.ndarray:
    """Return the day on which each group's exposure reaches each moment."""
    day = np.empty(len(moments), dtype=np.int16)
    for number in range(len(exposure)):
        members = group == number
        day[members] = np.searchsorted(exposure[number], moments[members], side="right") - 1
    return np.minimum(day, company.DAYS - 1)


def _baskets(group: np.ndarray, overseas: np.ndarray, rng) -> tuple[np.ndarray, Lines]:
    """Return the number of lines of each order, and the lines."""
    more = rng.poisson(groups.values("lines_per_order")[group] - 1)
    insured = happens(rng, INSURED, len(group))
    counts = (1 + np.minimum(more, MOST_LINES - 2) + insured).astype(np.int16)

    appeal = products.appeal(groups.values("tastes"), groups.values("price_taste"))
    product = pick_by_row(rng, appeal, np.repeat(group, counts))
    product[happens(rng, GIFT_CARDS, len(product))] = products.GIFT_CARD
    # The insurance is the last line of its order.
    product[(np.cumsum(counts, dtype=np.int64) - 1)[insured]] = products.INSURANCE

    quantity = 1 + pick(rng, QUANTITY_WEIGHTS, len(product))
    list_price = products.price_cents()[product, np.repeat(overseas, counts).astype(np.int8)]
    percent = np.array(SALE_PERCENT)[rng.integers(0, len(SALE_PERCENT), len(product))]
    pseudo = product >= products.GIFT_CARD
    percent[pseudo | ~happens(rng, ON_SALE, len(product))] = 100
    quantity[pseudo] = 1
    price = (list_price * percent // 100).astype(np.int32)
    return counts, Lines(product, quantity, price, list_price)


def _discounts(rng, group: np.ndarray, gross: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the code that each order used (-1 for none), and what it took off, in cents."""
    code = pick(rng, DISCOUNT_WEIGHTS, len(group))
    code[rng.random(len(group)) >= groups.values("discount_taking")[group]] = -1
    percent = np.array([*DISCOUNT_PERCENT, 0])[code]
    return code, gross * percent // 100
