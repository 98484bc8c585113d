"""What becomes of an order: payment, dispatch, cancellation, refund, each on its day."""

from typing import NamedTuple

import numpy as np

from helpers.demo import company, groups
from helpers.demo.customers import Customers
from helpers.demo.orders import Orders
from helpers.demo.streams import happens, stream

PAYS_LATER = 0.02  # by bank transfer, some days after the order
NEVER_PAYS = 0.12  # of those who pay later
DAYS_TO_VOID = 7
CANCELS = 0.015
NEVER_DISPATCHED = 0.002
REFUNDED_IN_FULL = 0.6  # of refunded orders
DAYS_TO_REFUND = 16  # mean, after dispatch
STATUSES = ("paid", "pending", "partially_refunded", "refunded", "voided")
PAID, PENDING, PARTLY_REFUNDED, REFUNDED, VOIDED = range(len(STATUSES))


class Aftermath(NamedTuple):
    """What happens to each order after it was made, one element per order.

    Attributes
    ----------
    paid_day, dispatched_day, cancelled_day, refund_day : numpy.ndarray of int16
        The day on which it happens, or ``NEVER``.
    refund : numpy.ndarray of int64
        What is given back on the refund day, in cents of the order's currency.
    """

    paid_day: np.ndarray
    dispatched_day: np.ndarray
    cancelled_day: np.ndarray
    refund_day: np.ndarray
    refund: np.ndarray


class State(NamedTuple):
    """How each order stands at the end of a day, one element per order.

    Attributes
    ----------
    status : numpy.ndarray of int8
        Position in ``STATUSES``.
    paid, dispatched, cancelled : numpy.ndarray of bool
    refunded : numpy.ndarray of int64
        Given back so far, in cents of the order's currency.
    """

    status: np.ndarray
    paid: np.ndarray
    dispatched: np.ndarray
    cancelled: np.ndarray
    refunded: np.ndarray


def simulate_aftermath(orders: Orders, customers: Customers, seed: int) -> Aftermath:
    """Return what becomes of each order.

    An order that is never paid is cancelled and so voided; a cancelled one that
    was paid is refunded in full on the same day and never dispatched.
    """
    rng, count = stream(seed, "aftermath"), len(orders.day)
    later = happens(rng, PAYS_LATER, count) & ~orders.at_store
    unpaid = later & happens(rng, NEVER_PAYS, count)
    paid_day = _when(~unpaid, orders.day + later * rng.integers(1, 6, count))
    cancels = unpaid | happens(rng, CANCELS, count) & ~later & ~orders.at_store
    wait = np.where(unpaid, DAYS_TO_VOID, rng.integers(1, 3, count))
    cancelled_day = _when(cancels, orders.day + wait)

    # Dispatch comes later than the last day on which an order can still be cancelled.
    dispatched = ~cancels & ~happens(rng, NEVER_DISPATCHED, count)
    wait = np.where(orders.at_store, 0, rng.integers(2, 6, count))
    dispatched_day = _when(dispatched, np.where(unpaid, 0, paid_day) + wait)

    kind = groups.acting(customers.kind[orders.customer], orders.day)
    returns = dispatched & happens(rng, groups.values("refund_tendency")[kind], count)
    wait = 2 + rng.gamma(2, (DAYS_TO_REFUND - 2) / 2, count)
    refund_day = _when(returns, np.where(dispatched, dispatched_day, 0) + wait)
    paid_and_cancelled = cancels & ~unpaid
    refund_day = np.where(paid_and_cancelled, cancelled_day, refund_day)
    in_full = paid_and_cancelled | happens(rng, REFUNDED_IN_FULL, count)
    part = (orders.total * rng.uniform(0.2, 0.7, count)).astype(np.int64)
    refund = np.where(in_full, orders.total, np.maximum(part, 1))
    return Aftermath(paid_day, dispatched_day, cancelled_day, refund_day, refund)


def state_on(orders: Orders, aftermath: Aftermath, day: int) -> State:
    """Return how each order stands at the end of a day."""
    paid = aftermath.paid_day <= day
    cancelled = aftermath.cancelled_day <= day
    refunded = np.where(aftermath.refund_day <= day, aftermath.refund, 0)
    status = np.where(paid, PAID, PENDING).astype(np.int8)
    status[refunded > 0] = PARTLY_REFUNDED
    status[refunded == orders.total] = REFUNDED
    status[cancelled & ~paid] = VOIDED
    return State(status, paid, aftermath.dispatched_day <= day, cancelled, refunded)


def net_total(orders: Orders, state: State) -> np.ndarray:
    """Return what each order is worth as known: its total less refunds, nothing if cancelled."""
    return np.where(state.cancelled, 0, orders.total - state.refunded)


def _when(happening: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return the day where something happens, ``NEVER`` elsewhere."""
    day = np.minimum(np.floor(day), company.NEVER)
    return np.where(happening, day, company.NEVER).astype(np.int16)
