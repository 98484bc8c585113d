"""What each group brings and costs: the margin left after discounts, returns and service."""

import numpy as np
import pyarrow as pa

from helpers.demo import company, groups, products, text
from helpers.demo.aftermath import net_total
from helpers.demo.history import History
from helpers.demo.market_files import (
    GOODS,
    PARCEL,
    PARCEL_ABROAD,
    PAYMENT_SHARE,
    RESOLD,
    RETURN,
    TICKET,
    unit_costs,
)
from helpers.demo.orders import STORE
from helpers.demo.service import Tickets


def profit_table(history: History, tickets: Tickets) -> pa.Table:
    """Return one row per group in which customers act: orders, revenue, costs and margin in yuan.

    The margin is what is kept of the revenue after goods, parcels, returns, payment
    fees and tickets; gift cards and insurances count as revenue without cost. In a
    company larger than the panel, tickets are known of the panel only.
    """
    orders, rate = history.orders, np.where(history.orders.overseas, company.CNY_PER_USD, 1)
    kind = groups.acting(history.customers.kind[orders.customer], orders.day)
    state = history.state(company.DELIVERIES[-1])
    kept = net_total(orders, state) * rate
    goods = goods_cost(history) * ~state.cancelled
    back = np.where(state.cancelled, 0, state.refunded / orders.total)
    parcel = np.where(orders.overseas, PARCEL_ABROAD, PARCEL) * (orders.channel != STORE)
    parts = {
        "revenue": kept,
        "goods": goods * (1 - RESOLD * back),
        "parcels": parcel * ~state.cancelled,
        "returns": (back > 0) * RETURN,
        "payment": PAYMENT_SHARE * orders.total * rate,
    }
    sums = {name: _by_kind(kind, part) for name, part in parts.items()}
    ticket_kind = groups.acting(history.customers.kind[tickets.customer], tickets.day)
    sums["service"] = _by_kind(ticket_kind, np.full(len(ticket_kind), TICKET))
    margin = sums["revenue"] - sum(sums[name] for name in sums if name != "revenue")
    return pa.table({
        "group": text.lookup(groups.NAMES, np.arange(len(groups.KINDS))),
        "orders": np.bincount(kind, minlength=len(groups.KINDS)),
        **{name: np.round(amount / 100, 2) for name, amount in sums.items()},
        "margin": np.round(margin / 100, 2),
    })  # fmt: skip


def goods_cost(history: History) -> np.ndarray:
    """Return what each order's goods cost the company, in cents of its own currency."""
    lines, orders = history.lines, history.orders
    year = np.array([day.year for day in company.calendar()]) - company.FIRST_DAY.year
    year = np.repeat(year[orders.day], orders.lines)
    cost = unit_costs()[year, np.minimum(lines.product, GOODS - 1)] * lines.quantity
    cost = np.where(lines.product < products.GIFT_CARD, cost, 0)
    return np.add.reduceat(cost, orders.first_line)


def _by_kind(kind: np.ndarray, amount: np.ndarray) -> np.ndarray:
    return np.bincount(kind, weights=amount, minlength=len(groups.KINDS))
