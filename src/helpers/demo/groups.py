"""The latent groups: what really drives each customer, known to nobody but the truth."""

from dataclasses import dataclass
from datetime import date

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
        Share of those who join in the first quarter (proportion).
    joining_growth : float
        Change of that share's weight from one quarter to the next (proportion).
    orders_per_year : float
        Mean purchase rate of a customer who has not left, without advertising.
    rate_shape : float
        Shape of the gamma distribution of rates within the group: small is unequal.
    rate_growth : float
        Change of the rate from one quarter to the next (proportion).
    one_time : float
        Share that leaves right after the first order (proportion).
    leaving_per_year : float
        Mean hazard of leaving for good, before its drivers (see ``leaving``).
    season_pull : float
        How strongly the season moves the group: 0 not at all, 1 as the company.
    lines_per_order : float
        Mean number of lines of an order.
    price_taste : float
        Leaning to dear products: 0 none, 1 twice as likely at twice the price.
    price_response : float
        Factor on the price elasticities of all categories.
    discount_taking : float
        Probability that an order uses a discount code.
    refund_tendency : float
        Probability that an order is refunded, in full or in part.
    member_share : float
        Share that joins the loyalty programme sooner or later (proportion).
    trouble_per_year : float
        Hazard of the first bad experience with service.
    app_share, store_share : float
        Share of orders made in the app and at the till (proportions).
    day_parts : tuple of float
        Leaning to the night, morning, midday, afternoon and evening.
    tastes : tuple of float
        Leaning to each category, in the order of ``products.CATEGORIES``.
    """

    name: str
    share: float
    joining_growth: float = 0.0
    orders_per_year: float
    rate_shape: float
    rate_growth: float = 0.0
    one_time: float
    leaving_per_year: float
    season_pull: float
    lines_per_order: float
    price_taste: float
    price_response: float
    discount_taking: float
    refund_tendency: float
    member_share: float
    trouble_per_year: float
    app_share: float
    store_share: float
    day_parts: tuple[float, ...]
    tastes: tuple[float, ...]


# Tastes: footwear, clothing, packs and tents, fitness, nutrition, accessories.
# Day parts: 0 to 6, 6 to 11, 11 to 14, 14 to 18, 18 to 24 o'clock.
# fmt: off
GROUPS = (
    Group(
        name="summit_seekers", share=0.11, orders_per_year=3.6, rate_shape=1.6, rate_growth=0.01,
        one_time=0.04, leaving_per_year=0.25, season_pull=1.1, lines_per_order=2.4,
        price_taste=0.6, price_response=0.6, discount_taking=0.08, refund_tendency=0.05,
        member_share=0.45, trouble_per_year=0.15, app_share=0.20, store_share=0.06,
        day_parts=(0.4, 2.2, 0.7, 0.7, 1.0), tastes=(2.0, 2.4, 6.0, 0.1, 0.8, 1.6),
    ),
    Group(
        name="weekend_walkers", share=0.23, orders_per_year=2.7, rate_shape=1.6,
        one_time=0.10, leaving_per_year=0.35, season_pull=1.3, lines_per_order=2.1,
        price_taste=0.0, price_response=1.0, discount_taking=0.22, refund_tendency=0.06,
        member_share=0.25, trouble_per_year=0.18, app_share=0.15, store_share=0.10,
        day_parts=(0.3, 1.0, 1.6, 1.2, 0.8), tastes=(3.0, 5.0, 1.0, 0.2, 0.3, 1.5),
    ),
    Group(
        name="studio_regulars", share=0.10, joining_growth=0.11, orders_per_year=3.2,
        rate_shape=1.6, one_time=0.08, leaving_per_year=0.35, season_pull=0.5, lines_per_order=2.2,
        price_taste=-0.15, price_response=1.0, discount_taking=0.20, refund_tendency=0.04,
        member_share=0.40, trouble_per_year=0.16, app_share=0.62, store_share=0.02,
        day_parts=(0.3, 1.9, 0.7, 0.5, 1.2), tastes=(0.4, 1.2, 0.05, 4.2, 4.0, 0.5),
    ),
    Group(
        name="bargain_hunters", share=0.20, orders_per_year=3.0, rate_shape=1.6,
        one_time=0.08, leaving_per_year=0.45, season_pull=1.8, lines_per_order=1.9,
        price_taste=-0.5, price_response=1.5, discount_taking=0.88, refund_tendency=0.42,
        member_share=0.15, trouble_per_year=0.45, app_share=0.50, store_share=0.0,
        day_parts=(2.6, 0.5, 0.8, 0.7, 1.5), tastes=(2.0, 2.6, 0.6, 1.4, 0.8, 1.8),
    ),
    Group(
        name="gift_givers", share=0.18, orders_per_year=2.1, rate_shape=1.6,
        one_time=0.18, leaving_per_year=0.35, season_pull=2.6, lines_per_order=1.8,
        price_taste=0.1, price_response=0.8, discount_taking=0.20, refund_tendency=0.10,
        member_share=0.12, trouble_per_year=0.15, app_share=0.05, store_share=0.30,
        day_parts=(0.2, 0.8, 1.5, 1.9, 0.6), tastes=(0.4, 1.5, 0.5, 0.5, 0.5, 6.0),
    ),
    Group(
        name="fresh_starters", share=0.18, orders_per_year=3.0, rate_shape=1.6, rate_growth=-0.02,
        one_time=0.18, leaving_per_year=0.70, season_pull=0.9, lines_per_order=2.1,
        price_taste=-0.05, price_response=1.2, discount_taking=0.42, refund_tendency=0.09,
        member_share=0.12, trouble_per_year=0.22, app_share=0.80, store_share=0.01,
        day_parts=(0.9, 0.5, 0.8, 0.8, 1.8), tastes=(3.6, 1.6, 0.1, 4.6, 0.5, 0.5),
    ),
)
# Some weekend walkers take up running: from the split on they behave like this.
BRANCH = Group(
    name="trail_runners", share=0.0, orders_per_year=3.8, rate_shape=1.6, rate_growth=0.01,
    one_time=0.10, leaving_per_year=0.35, season_pull=0.9, lines_per_order=2.2,
    price_taste=0.15, price_response=0.8, discount_taking=0.14, refund_tendency=0.05,
    member_share=0.25, trouble_per_year=0.18, app_share=0.50, store_share=0.03,
    day_parts=(0.6, 2.6, 0.5, 0.5, 0.8), tastes=(4.6, 0.8, 0.4, 0.3, 4.4, 1.0),
)
# fmt: on

KINDS = (*GROUPS, BRANCH)
NAMES = tuple(group.name for group in KINDS)
PARENT, BRANCHED = NAMES.index("weekend_walkers"), NAMES.index("trail_runners")
GROWING, COSTLY = "studio_regulars", "bargain_hunters"
BRANCH_SHARE = 0.45  # of weekend walkers
SPLIT_DAY = company.day_number(date(2025, 4, 1))
DAY_PART_STARTS = (0, 6, 11, 14, 18)


def values(attribute: str) -> np.ndarray:
    """Return one attribute of all kinds, in the order of ``KINDS``.

    Examples
    --------
    >>> round(float(values("share").sum()), 6)
    1.0
    """
    return np.array([getattr(group, attribute) for group in KINDS])


def acting(kind: np.ndarray, day: np.ndarray | int) -> np.ndarray:
    """Return as which kind customers behave on a day: before the split, the branch as its parent.

    Examples
    --------
    >>> [int(acting(np.array([BRANCHED]), SPLIT_DAY - early)[0]) for early in (1, 0)]
    [1, 6]
    """
    return np.where((kind == BRANCHED) & (np.asarray(day) < SPLIT_DAY), PARENT, kind)


def joining_weights() -> np.ndarray:
    """Return each kind's weight among those who join in each quarter, shape (quarters, kinds)."""
    quarter = np.arange(company.QUARTERS)[:, None]
    weights = values("share") * (1 + values("joining_growth")) ** quarter
    weights[:, BRANCHED] = weights[:, PARENT] * BRANCH_SHARE
    weights[:, PARENT] *= 1 - BRANCH_SHARE
    return weights / weights.sum(axis=1, keepdims=True)


def pace(trend: float = 0.0) -> np.ndarray:
    """Return how fast each kind buys on each day, as a multiple of its yearly rate.

    Season, growth and the split are in it; advertising and prices are not. The
    branch's rate counts as a multiple of its parent's until the split.

    Returns
    -------
    numpy.ndarray, shape (kinds, days)
    """
    pull, growth = values("season_pull"), values("rate_growth") + trend
    busy = company.season()[None, :] ** pull[:, None]
    busy /= busy.mean(axis=1, keepdims=True)
    busy *= (1 + growth[:, None]) ** company.quarter_numbers()[None, :]
    ratio = BRANCH.orders_per_year / KINDS[PARENT].orders_per_year
    later = np.arange(company.DAYS) >= SPLIT_DAY
    busy[BRANCHED] = np.where(later, busy[BRANCHED] * ratio, busy[PARENT])
    return busy


def hour_weights(all_hours: tuple[float, ...]) -> np.ndarray:
    """Return each kind's leaning to each hour of the day, shape (kinds, 24)."""
    part = np.searchsorted(DAY_PART_STARTS, np.arange(24), side="right") - 1
    return values("day_parts")[:, part] * np.array(all_hours)
