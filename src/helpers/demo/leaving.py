"""Why customers leave: a hazard that known drivers raise and lower."""

from typing import NamedTuple

import numpy as np

from helpers.demo import company, groups, places
from helpers.demo.streams import happens, stream
from helpers.demo.variants import Variant

# Each driver's factor on the hazard of leaving for good.
AFTER_TROUBLE = 3.0  # from the first bad experience with service on
AS_MEMBER = 0.55  # from joining the loyalty programme on
REMOTE = 1.5  # lives where parcels take longer
WITH_MAIL = 0.8  # agreed to e-mail when registering
UNEVENNESS_SHAPE = 2.0  # of the hazard within a group, from causes that nobody sees
DAYS_TO_MEMBERSHIP = 150  # mean, after the first order
REMOTE_TROUBLE = 1.6  # factor on the hazard of trouble


class Lives(NamedTuple):
    """What decides how long customers stay, one element per customer.

    Attributes
    ----------
    member_day, trouble_day : numpy.ndarray of int16
        Day of joining the loyalty programme and of the first bad experience, or
        ``NEVER``; they may lie after the customer has left, and then do not happen.
    leave_day : numpy.ndarray of int32
        Last day on which the customer may order; it may lie beyond the data.
    """

    member_day: np.ndarray
    trouble_day: np.ndarray
    leave_day: np.ndarray


def simulate_lives(kind, first_order_day, place, email_opt_in, seed: int, variant: Variant):
    """Return how long customers stay; some leave with their first order.

    Parameters
    ----------
    kind, first_order_day, place : numpy.ndarray of int
        As in ``customers.Customers``.
    email_opt_in : numpy.ndarray of bool
    seed : int
    variant : Variant
    """
    rng, count = stream(seed, "lives"), len(kind)
    remote = is_remote(place)
    joins = happens(rng, groups.values("member_share")[kind], count)
    wait = np.where(joins, rng.exponential(DAYS_TO_MEMBERSHIP, count) + 1, np.inf)
    trouble = groups.values("trouble_per_year")[kind] * np.where(remote, REMOTE_TROUBLE, 1)
    until_trouble = 1 + 365.25 * rng.exponential(1, count) / trouble

    hazard = rng.gamma(UNEVENNESS_SHAPE, 1 / UNEVENNESS_SHAPE, count)
    hazard *= groups.values("leaving_per_year")[kind] / 365.25
    hazard *= np.where(remote, REMOTE, 1) * np.where(email_opt_in, WITH_MAIL, 1)
    patience = rng.weibull(variant.lifetime_shape, count)
    days = time_to_leave(np.maximum(hazard, 1e-8), patience, wait, until_trouble)
    days[rng.random(count) < groups.values("one_time")[kind]] = 0
    return Lives(
        _day_after(first_order_day, wait),
        _day_after(first_order_day, until_trouble),
        first_order_day.astype(np.int32) + np.floor(np.minimum(days, 18_000)).astype(np.int32),
    )


def time_to_leave(hazard, patience, until_member, until_trouble) -> np.ndarray:
    """Return after how many days the hazard has used up each customer's patience.

    The hazard changes on two days, in whichever order they come.

    Examples
    --------
    >>> one = np.ones(1)
    >>> time_to_leave(0.1 * one, 2 * one, np.inf * one, 10 * one).round(2).tolist()
    [13.33]
    """
    first = np.minimum(until_member, until_trouble)
    second = np.maximum(until_member, until_trouble)
    member_first = until_member <= until_trouble
    middle = hazard * np.where(member_first, AS_MEMBER, AFTER_TROUBLE)
    last = hazard * AS_MEMBER * AFTER_TROUBLE
    with np.errstate(invalid="ignore"):
        at_first = hazard * first
        at_second = at_first + middle * (second - first)
        late = second + (patience - at_second) / last
    days = np.where(patience <= at_first, patience / hazard, first + (patience - at_first) / middle)
    return np.where(patience > at_second, late, days)


def is_remote(place: np.ndarray) -> np.ndarray:
    """Return which places get their parcels late."""
    return np.array([city.english in places.REMOTE for city in places.CITIES])[place]


def _day_after(day: np.ndarray, wait: np.ndarray) -> np.ndarray:
    later = np.minimum(day + np.floor(np.minimum(wait, company.NEVER)), company.NEVER)
    return np.where(day == company.NEVER, company.NEVER, later).astype(np.int16)
