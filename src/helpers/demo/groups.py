"""The latent groups: what really drives each customer, known to nobody but the truth."""

from dataclasses import dataclass

import numpy as np

from helpers.demo import company


@dataclass(frozen=True, kw_only=True)
class Group:
    """How the customers of one group behave.

    Attributes
    ----------
    name : str
        The group's name in the truth.
    share : float
        Share of all customers (proportion).
    orders_per_year : float
        Mean purchase rate of a customer who has not left.
    rate_shape : float
        Shape of the gamma distribution of rates within the group: small is unequal.
    rate_growth : float
        Change of the rate from one quarter to the next (proportion).
    one_time : float
        Share that leaves right after the first order (proportion).
    leaving_per_year : float
        Mean hazard of leaving for good; it is gamma distributed within the group.
    season_pull : float
        How strongly the season moves the group: 0 not at all, 1 as the company.
    lines_per_order : float
        Mean number of lines of an order.
    price_taste : float
        Leaning to dear products: 0 none, 1 twice as likely at twice the price.
    discount_taking : float
        Probability that an order uses a discount code.
    refund_tendency : float
        Probability that an order is refunded, in full or in part.
    tastes : tuple of float
        Leaning to each category, in the order of ``products.CATEGORIES``.
    """

    name: str
    share: float
    orders_per_year: float
    rate_shape: float
    rate_growth: float
    one_time: float
    leaving_per_year: float
    season_pull: float
    lines_per_order: float
    price_taste: float
    discount_taking: float
    refund_tendency: float
    tastes: tuple[float, ...]


# Tastes: footwear, clothing, packs and tents, fitness, nutrition, accessories.
# fmt: off
GROUPS = (
    Group(
        name="summit_seekers", share=0.09, orders_per_year=4.8, rate_shape=1.8, rate_growth=0.01,
        one_time=0.03, leaving_per_year=0.15, season_pull=1.1, lines_per_order=2.3,
        price_taste=0.35, discount_taking=0.18, refund_tendency=0.05,
        tastes=(3.0, 3.0, 3.2, 0.4, 0.9, 1.4),
    ),
    Group(
        name="weekend_walkers", share=0.24, orders_per_year=2.8, rate_shape=2.2, rate_growth=0.0,
        one_time=0.08, leaving_per_year=0.30, season_pull=1.3, lines_per_order=1.9,
        price_taste=0.0, discount_taking=0.30, refund_tendency=0.06,
        tastes=(2.6, 2.6, 1.4, 0.5, 0.8, 1.8),
    ),
    Group(
        name="studio_regulars", share=0.16, orders_per_year=5.0, rate_shape=2.0, rate_growth=0.03,
        one_time=0.05, leaving_per_year=0.30, season_pull=0.5, lines_per_order=2.1,
        price_taste=-0.15, discount_taking=0.24, refund_tendency=0.04,
        tastes=(0.9, 1.5, 0.2, 3.2, 3.4, 1.0),
    ),
    Group(
        name="bargain_hunters", share=0.19, orders_per_year=4.1, rate_shape=1.8, rate_growth=0.0,
        one_time=0.08, leaving_per_year=0.42, season_pull=1.8, lines_per_order=2.0,
        price_taste=-0.25, discount_taking=0.82, refund_tendency=0.19,
        tastes=(2.0, 2.6, 0.8, 1.4, 0.8, 1.8),
    ),
    Group(
        name="gift_givers", share=0.18, orders_per_year=1.5, rate_shape=1.8, rate_growth=0.0,
        one_time=0.20, leaving_per_year=0.30, season_pull=2.6, lines_per_order=1.6,
        price_taste=0.1, discount_taking=0.28, refund_tendency=0.10,
        tastes=(0.8, 2.0, 0.7, 1.2, 0.9, 3.2),
    ),
    Group(
        name="fresh_starters", share=0.14, orders_per_year=3.6, rate_shape=1.6, rate_growth=-0.02,
        one_time=0.20, leaving_per_year=0.90, season_pull=0.9, lines_per_order=2.2,
        price_taste=-0.05, discount_taking=0.48, refund_tendency=0.09,
        tastes=(2.4, 2.0, 0.5, 2.8, 1.2, 1.0),
    ),
)
# fmt: on


def values(attribute: str) -> np.ndarray:
    """Return one attribute of all groups, in the order of ``GROUPS``.

    Examples
    --------
    >>> round(float(values("share").sum()), 6)
    1.0
    """
    return np.array([getattr(group, attribute) for group in GROUPS])


def exposure() -> np.ndarray:
    """Return how much purchasing time has gone by at the start of each day.

    A customer of rate r orders on average ``r * (exposure[g, b] - exposure[g, a])``
    times from day a up to the day before b.

    Returns
    -------
    numpy.ndarray, shape (groups, days + 1)
        Years, stretched by the group's season and growth.
    """
    pull, growth = values("season_pull"), values("rate_growth")
    busy = company.season()[None, :] ** pull[:, None]
    busy /= busy.mean(axis=1, keepdims=True)
    busy *= (1 + growth[:, None]) ** company.quarter_numbers()[None, :]
    return np.pad(np.cumsum(busy / 365.25, axis=1), ((0, 0), (1, 0)))
