"""Visits to the shop's pages and app: by customers who buy, who look, and by people unknown."""

from datetime import date
from typing import NamedTuple

import numpy as np

from helpers.demo import company, groups, habits, products
from helpers.demo.delivered import panel
from helpers.demo.history import History
from helpers.demo.orders import APP, HOUR_WEIGHTS, STORE
from helpers.demo.streams import happens, pick_by_row, stream

# The measurement was linked on this day; what came before was never kept.
MEASURED_FROM = company.day_number(date(2025, 7, 1))
ACCEPT_MEASUREMENT = 0.85  # of customers; of the others nothing is known
LOGGED_IN = 0.75  # of those who accept; the others are known by their device only
STILL_LOOKING = 0.4  # factor on visits of those who have left
AFTER_TROUBLE = 0.7  # factor on visits after a bad experience
VIEWS = 0.9  # mean number of products seen beyond the first
CART = 0.22  # of visits without an order
STRANGERS = 0.2  # visitors who never buy, as a share of the customers measured
BROWSING_TASTE = 0.9  # looking follows taste more (above 1) or less than buying


class Visits(NamedTuple):
    """Visits, one element per visit, in the order of their times.

    Attributes
    ----------
    visitor : numpy.ndarray of int64
        Position of the customer; strangers count on from the last customer.
    day, second : numpy.ndarray of int
    device, source : numpy.ndarray of int
        Positions in ``habits.DEVICES`` and ``habits.SOURCES``.
    order : numpy.ndarray of int64
        Position of the order that the visit ends with, or -1.
    app : numpy.ndarray of bool
    logged_in : numpy.ndarray of bool
    views : numpy.ndarray of int64
        Number of products seen.
    product : numpy.ndarray of int64
        The products seen, visit by visit; the last of a visit is the one put into the cart.
    cart : numpy.ndarray of bool
        Whether something was put into the cart.
    """

    visitor: np.ndarray
    day: np.ndarray
    second: np.ndarray
    device: np.ndarray
    source: np.ndarray
    order: np.ndarray
    app: np.ndarray
    logged_in: np.ndarray
    views: np.ndarray
    product: np.ndarray
    cart: np.ndarray


def simulate_visits(history: History) -> Visits:
    """Return the visits of the measured customers, and of strangers."""
    rng, customers = stream(history.seed, "visits"), history.customers
    count = len(customers.kind)
    measured = panel(count, history.seed) & happens(rng, ACCEPT_MEASUREMENT, count)
    logged_in = happens(rng, LOGGED_IN, count)
    buying = _buying(history, measured)
    looking = _looking(history, measured, rng)
    strange = _strangers(int(STRANGERS * measured.sum()), count, rng)
    parts = buying, looking, strange
    visitor, day, order = (np.concatenate(part) for part in zip(*parts, strict=True))
    kind = _kinds(customers.kind, visitor, day, rng)
    ordered = order >= 0
    hour = pick_by_row(rng, groups.hour_weights(HOUR_WEIGHTS), kind).astype(np.int64)
    second = hour * 3600 + rng.integers(60, 3600, len(day))
    # A visit that ends with an order begins some minutes before it.
    second[ordered] = np.maximum(history.orders.second[order[ordered]] - 240, 0)
    app = rng.random(len(day)) < groups.values("app_share")[kind]
    app[ordered] = history.orders.channel[order[ordered]] == APP
    known = np.append(logged_in, False)[np.minimum(visitor, count)]
    device = np.where(app, 0, pick_by_row(rng, habits.values("devices"), kind))
    source = pick_by_row(rng, habits.values("sources"), kind)
    fields = (visitor, day, second, device, source, order, app, known | ordered)
    by_time = np.lexsort((visitor, second, day))
    fields = tuple(field[by_time] for field in fields)
    return Visits(*fields, *_seen(history, kind[by_time], fields[5], rng))


def _buying(history: History, measured: np.ndarray):
    """Return visitor, day and order of the visits that ended with an order."""
    orders = history.orders
    online = (orders.channel != STORE) & (orders.day >= MEASURED_FROM) & measured[orders.customer]
    order = np.flatnonzero(online)
    return orders.customer[order].astype(np.int64), orders.day[order].astype(np.int64), order


def _looking(history: History, measured: np.ndarray, rng):
    """Return visitor, day and -1 of customers' visits without an order."""
    customers = history.customers
    who = np.flatnonzero(measured)
    rate = habits.values("sessions_per_year")[customers.kind[who]] * rng.gamma(3, 1 / 3, len(who))
    days = company.DAYS - np.maximum(MEASURED_FROM, customers.join_day[who].astype(np.int64))
    counts = rng.poisson(rate * days / 365.25)
    visitor = np.repeat(who, counts)
    day = company.DAYS - 1 - np.floor(rng.random(len(visitor)) * np.repeat(days, counts))
    keeps = np.where(day > customers.leave_day[visitor], STILL_LOOKING, 1)
    keeps *= np.where(day > customers.trouble_day[visitor], AFTER_TROUBLE, 1)
    seen = rng.random(len(visitor)) < keeps
    return visitor[seen], day[seen].astype(np.int64), np.full(seen.sum(), -1)


def _strangers(count: int, first: int, rng):
    visits = 1 + rng.poisson(0.6, count)
    visitor = first + np.repeat(np.arange(count), visits)
    day = rng.integers(MEASURED_FROM, company.DAYS, len(visitor))
    return visitor, day, np.full(len(visitor), -1)


def _kinds(kind: np.ndarray, visitor: np.ndarray, day: np.ndarray, rng) -> np.ndarray:
    """Return as which kind each visitor looks about; a stranger as any."""
    strange = rng.integers(0, len(groups.GROUPS), visitor.max(initial=-1) + 1)
    return groups.acting(np.concatenate([kind, strange[len(kind) :]])[visitor], day)


def _seen(history: History, kind: np.ndarray, order: np.ndarray, rng):
    """Return how many products each visit saw, which, and whether one went into the cart."""
    views = 1 + rng.poisson(VIEWS, len(kind))
    tastes = groups.values("tastes") ** BROWSING_TASTE
    appeal = products.appeal(tastes, groups.values("price_taste"))
    product = pick_by_row(rng, appeal, np.repeat(kind, views)).astype(np.int64)
    last = np.cumsum(views) - 1
    ordered = order >= 0
    product[last[ordered]] = history.lines.product[history.orders.first_line[order[ordered]]]
    return views, product, ordered | happens(rng, CART, len(kind))
