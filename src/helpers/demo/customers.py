"""The customers: when they come, how they behave, when they leave, what they agreed to."""

from typing import NamedTuple

import numpy as np

from helpers.demo import company, groups
from helpers.demo.streams import happens, pick, stream

PROSPECTS = 0.08  # registered and never ordered
OVERSEAS = 0.08  # live in the United States and pay in USD
ENGLISH_AT_HOME = 0.12  # live in China and shop in English
LEAVING_SHAPE = 1.5  # inequality of the hazard within a group: small is unequal
FIRST_ORDER_AT_ONCE = 0.85  # register with their first order
DAYS_TO_FIRST_ORDER = 20  # mean, of those who register earlier
EMAIL_OPT_IN, SMS_OPT_IN = 0.62, 0.38
CONSENT_CHANGES_PER_YEAR = 0.12
CHANGES_ARE_OPT_OUTS = 0.8


class Customers(NamedTuple):
    """The customers, one element per customer in the order of registration.

    Attributes
    ----------
    group : numpy.ndarray of int16
        Position in ``groups.GROUPS``.
    join_day, first_order_day : numpy.ndarray of int16
        Days of registration and of the first order; the latter is ``NEVER``
        for a prospect and may lie beyond the data.
    leave_day : numpy.ndarray of int32
        Last day on which the customer may order; it may lie beyond the data.
    orders_per_year : numpy.ndarray of float
        The customer's own purchase rate, before season and growth.
    overseas, chinese : numpy.ndarray of bool
        Whether the customer pays in USD; whether the customer shops in Chinese.
    email_opt_in, sms_opt_in : numpy.ndarray of bool
        Consent at registration.
    email_change_day, sms_change_day : numpy.ndarray of int16
        The day on which that consent turns into its opposite, or ``NEVER``.
    """

    group: np.ndarray
    join_day: np.ndarray
    first_order_day: np.ndarray
    leave_day: np.ndarray
    orders_per_year: np.ndarray
    overseas: np.ndarray
    chinese: np.ndarray
    email_opt_in: np.ndarray
    sms_opt_in: np.ndarray
    email_change_day: np.ndarray
    sms_change_day: np.ndarray

    def consents(self, channel: str, day: np.ndarray | int) -> np.ndarray:
        """Return whether each customer's consent to "email" or "sms" stands on a day."""
        changed = getattr(self, f"{channel}_change_day") <= day
        return getattr(self, f"{channel}_opt_in") ^ changed

    def take(self, positions: np.ndarray) -> "Customers":
        """Return the customers at these positions."""
        return Customers(*(field[positions] for field in self))


def simulate_customers(count: int, seed: int) -> Customers:
    """Return so many customers."""
    rng = stream(seed, "customers")
    group = pick(rng, groups.values("share"), count)
    join_day = _join_days(rng, count)
    first_order_day = _first_order_days(rng, join_day)
    overseas = happens(rng, OVERSEAS, count)
    chinese = ~overseas & ~happens(rng, ENGLISH_AT_HOME, count)
    shape = groups.values("rate_shape")[group]
    return Customers(
        group=group,
        join_day=join_day,
        first_order_day=first_order_day,
        leave_day=_leave_days(rng, group, first_order_day),
        orders_per_year=rng.gamma(shape) / shape * groups.values("orders_per_year")[group],
        overseas=overseas,
        chinese=chinese,
        **_consents(stream(seed, "consents"), join_day),
    )


def _join_days(rng: np.random.Generator, count: int) -> np.ndarray:
    weights = company.season() * np.array(company.JOINING_BY_QUARTER)[company.quarter_numbers()]
    return np.sort(pick(rng, weights, count))


def _first_order_days(rng: np.random.Generator, join_day: np.ndarray) -> np.ndarray:
    count = len(join_day)
    waits = 1 + rng.exponential(DAYS_TO_FIRST_ORDER, count)
    waits[happens(rng, FIRST_ORDER_AT_ONCE, count)] = 0
    day = (join_day + waits).astype(np.int16)
    day[happens(rng, PROSPECTS, count)] = company.NEVER
    return day


def _leave_days(rng, group: np.ndarray, first_order_day: np.ndarray) -> np.ndarray:
    """Return exponential lifetimes of gamma hazards; some leave with their first order."""
    count = len(group)
    hazard = rng.gamma(LEAVING_SHAPE, 1 / LEAVING_SHAPE, count)
    hazard *= groups.values("leaving_per_year")[group]
    years = np.minimum(rng.exponential(1, count) / np.maximum(hazard, 1e-6), 50)
    years[rng.random(count) < groups.values("one_time")[group]] = 0
    return first_order_day.astype(np.int32) + np.floor(365.25 * years).astype(np.int32)


def _consents(rng: np.random.Generator, join_day: np.ndarray) -> dict[str, np.ndarray]:
    """Return both channels' consent at registration and the day on which it turns."""
    fields = {}
    for channel, share in {"email": EMAIL_OPT_IN, "sms": SMS_OPT_IN}.items():
        opted_in = happens(rng, share, len(join_day))
        # An opt-out is more common than an opt-in, so few of those who said no change their minds.
        speed = np.where(opted_in, CHANGES_ARE_OPT_OUTS, 1 - CHANGES_ARE_OPT_OUTS)
        years = rng.exponential(1, len(join_day)) / (CONSENT_CHANGES_PER_YEAR * speed)
        day = join_day + 1 + np.floor(365.25 * years)
        fields[f"{channel}_opt_in"] = opted_in
        fields[f"{channel}_change_day"] = np.minimum(day, company.NEVER).astype(np.int16)
    return fields
