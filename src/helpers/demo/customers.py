"""The customers: when they come, how they behave, when they leave, what they agreed to."""

from typing import NamedTuple

import numpy as np

from helpers.demo import company, groups, places
from helpers.demo.demand import Demand, simulate_demand
from helpers.demo.leaving import simulate_lives
from helpers.demo.streams import happens, pick, pick_by_row, stream
from helpers.demo.variants import USUAL, Variant

PROSPECTS = 0.08  # registered and never ordered
OVERSEAS = 0.08  # live in the United States and pay in USD
ENGLISH_AT_HOME = 0.12  # live in China and shop in English
FIRST_ORDER_AT_ONCE = 0.85  # register with their first order
DAYS_TO_FIRST_ORDER = 20  # mean, of those who register earlier
EMAIL_OPT_IN, SMS_OPT_IN = 0.62, 0.38
CONSENT_CHANGES_PER_YEAR = 0.12
CHANGES_ARE_OPT_OUTS = 0.8


class Customers(NamedTuple):
    """The customers, one element per customer in the order of registration.

    Attributes
    ----------
    kind : numpy.ndarray of int16
        Position in ``groups.KINDS``; the branch's members are of it from the start,
        and behave as their parent until the split.
    join_day, first_order_day : numpy.ndarray of int16
        Days of registration and of the first order; the latter is ``NEVER``
        for a prospect and may lie beyond the data.
    member_day, trouble_day, leave_day : numpy.ndarray of int
        As in ``leaving.Lives``.
    orders_per_year : numpy.ndarray of float
        The customer's own purchase rate, before season and growth.
    overseas, chinese : numpy.ndarray of bool
        Whether the customer pays in USD; whether the customer shops in Chinese.
    place : numpy.ndarray of int16
        Position in ``places.CITIES``.
    email_opt_in, sms_opt_in : numpy.ndarray of bool
        Consent at registration.
    email_change_day, sms_change_day : numpy.ndarray of int16
        The day on which that consent turns into its opposite, or ``NEVER``.
    """

    kind: np.ndarray
    join_day: np.ndarray
    first_order_day: np.ndarray
    member_day: np.ndarray
    trouble_day: np.ndarray
    leave_day: np.ndarray
    orders_per_year: np.ndarray
    overseas: np.ndarray
    chinese: np.ndarray
    place: np.ndarray
    email_opt_in: np.ndarray
    sms_opt_in: np.ndarray
    email_change_day: np.ndarray
    sms_change_day: np.ndarray

    @property
    def group(self) -> np.ndarray:
        """Position in ``groups.GROUPS`` of the group that each customer joined as."""
        return np.where(self.kind == groups.BRANCHED, groups.PARENT, self.kind)

    @property
    def region(self) -> np.ndarray:
        """Position in ``places.REGIONS`` of where each customer lives."""
        largest = np.array([city.english in places.FIRST_TIER for city in places.CITIES])
        return np.where(self.overseas, 2, np.where(largest[self.place], 0, 1)).astype(np.int8)

    def consents(self, channel: str, day: np.ndarray | int) -> np.ndarray:
        """Return whether each customer's consent to "email" or "sms" stands on a day."""
        changed = getattr(self, f"{channel}_change_day") <= day
        return getattr(self, f"{channel}_opt_in") ^ changed

    def take(self, positions: np.ndarray) -> "Customers":
        """Return the customers at these positions."""
        return Customers(*(field[positions] for field in self))


def simulate_customers(
    count: int, seed: int, demand: Demand | None = None, variant: Variant = USUAL
) -> Customers:
    """Return so many customers; without a demand, those of the seed's own."""
    demand = demand or simulate_demand(seed, variant)
    rng = stream(seed, "customers")
    join_day, kind = _joining(rng, demand.joining, count)
    first_order_day = _first_order_days(rng, join_day)
    overseas = happens(rng, OVERSEAS, count)
    chinese = ~overseas & ~happens(rng, ENGLISH_AT_HOME, count)
    place = _places(rng, overseas)
    consents = _consents(stream(seed, "consents"), join_day)
    lives = simulate_lives(kind, first_order_day, place, consents["email_opt_in"], seed, variant)
    return Customers(
        kind=kind,
        join_day=join_day,
        first_order_day=first_order_day,
        **lives._asdict(),
        orders_per_year=_rates(rng, kind, variant),
        overseas=overseas,
        chinese=chinese,
        place=place,
        **consents,
    )


def _joining(rng, weights: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return on which day each customer joins, and as which kind."""
    join_day = np.sort(pick(rng, weights.sum(axis=1), count))
    return join_day, pick_by_row(rng, weights, join_day)


def _places(rng, overseas: np.ndarray) -> np.ndarray:
    home = pick(rng, [place.weight for place in places.CHINA], len(overseas))
    abroad = pick(rng, [place.weight for place in places.UNITED_STATES], len(overseas))
    return np.where(overseas, len(places.CHINA) + abroad, home).astype(np.int16)


def _rates(rng, kind: np.ndarray, variant: Variant) -> np.ndarray:
    """Return each customer's purchase rate; both distributions have the same mean and spread."""
    # The branch's own rate is in its pace, from the split on.
    kind = groups.acting(kind, 0)
    shape, mean = groups.values("rate_shape")[kind], groups.values("orders_per_year")[kind]
    if variant.rates == "gamma":
        return rng.gamma(shape) / shape * mean
    spread = np.log(1 + 1 / shape)
    return mean * np.exp(rng.normal(-spread / 2, np.sqrt(spread)))


def _first_order_days(rng: np.random.Generator, join_day: np.ndarray) -> np.ndarray:
    count = len(join_day)
    waits = 1 + rng.exponential(DAYS_TO_FIRST_ORDER, count)
    waits[happens(rng, FIRST_ORDER_AT_ONCE, count)] = 0
    day = (join_day + waits).astype(np.int16)
    day[happens(rng, PROSPECTS, count)] = company.NEVER
    return day


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
