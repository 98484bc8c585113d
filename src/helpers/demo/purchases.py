"""When each customer buys: one first order, then a Poisson process that everything moves."""

from collections.abc import Sequence

import numpy as np

from helpers.demo import company
from helpers.demo.customers import Customers
from helpers.demo.demand import Demand, row_of
from helpers.demo.interventions import Intervention, thinned
from helpers.demo.streams import stream


def simulate_purchases(
    customers: Customers, demand: Demand, interventions: Sequence[Intervention], seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the customer and the day of each purchase, in no order that means anything.

    Interventions that raise a rate add purchases, those that lower it take some
    away; first orders come whatever happens. Each intervention has a stream of its own.
    """
    buyers = np.flatnonzero(customers.first_order_day < company.DAYS)
    first = customers.first_order_day[buyers]
    rate, span = customers.orders_per_year[buyers], (first + 1, customers.leave_day[buyers])
    usual = _repeats(customers, demand, buyers, rate, span, stream(seed, "orders"))
    kept, extra = np.ones(len(usual[0]), dtype=bool), []
    for change in interventions:
        rng = stream(seed, f"intervention {change.name}")
        kept &= thinned(*usual, change, len(customers.kind), rng)
        extra.append(_added(customers, demand, change, rng))
    customer = [buyers, usual[0][kept], *(part[0] for part in extra)]
    day = [first, usual[1][kept], *(part[1] for part in extra)]
    return np.concatenate(customer).astype(np.int32), np.concatenate(day).astype(np.int16)


def _added(customers: Customers, demand: Demand, change: Intervention, rng):
    """Return the purchases that an intervention adds."""
    raised = change.factor > 1
    who, more = change.customer[raised], change.factor[raised] - 1
    ordering = customers.first_order_day[who] < company.DAYS
    who, more = who[ordering], more[ordering]
    start = np.maximum(customers.first_order_day[who] + 1, change.first_day)
    end = np.minimum(customers.leave_day[who], change.last_day)
    rate = more * customers.orders_per_year[who]
    return _repeats(customers, demand, who, rate, (start, end), rng)


def _repeats(customers: Customers, demand: Demand, who, rate, span, rng):
    """Return the customer and day of each purchase within a span of days, at these rates."""
    row, exposure = row_of(customers.kind[who], customers.region[who]), demand.exposure
    last = np.minimum(span[1], company.DAYS - 1)
    start = exposure[row, np.minimum(span[0], company.DAYS)]
    length = np.maximum(exposure[row, np.maximum(last, 0) + 1] - start, 0)
    counts = rng.poisson(rate * length)
    moments = np.repeat(start, counts)
    moments += rng.random(len(moments)) * np.repeat(length, counts)
    return np.repeat(who, counts), _days_of(exposure, np.repeat(row, counts), moments)


def _days_of(exposure: np.ndarray, row: np.ndarray, moments: np.ndarray) -> np.ndarray:
    """Return the day on which each row's exposure reaches each moment."""
    day = np.empty(len(moments), dtype=np.int16)
    for number in range(len(exposure)):
        members = row == number
        day[members] = np.searchsorted(exposure[number], moments[members], side="right") - 1
    return np.minimum(day, company.DAYS - 1)
