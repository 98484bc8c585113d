"""What moves all customers of a kind and region at once: season, advertising, prices, festivals."""

from typing import NamedTuple

import numpy as np

from helpers.demo import advertising, company, groups, market, places
from helpers.demo.variants import USUAL, Variant

# After a festival its customers have what they need: factor on the days that follow.
FESTIVALS_FROM, PULLED_FORWARD, PULLED_DAYS = 1.6, 0.82, 10


class Demand(NamedTuple):
    """What moves purchases, whoever the customer is.

    Attributes
    ----------
    market : market.Market
    spend : numpy.ndarray of int64, shape (days, channels)
        Advertising in cents per thousand customers.
    weights : numpy.ndarray, shape (kinds * regions, weeks, products)
        How strongly each product is wanted.
    pace : numpy.ndarray, shape (kinds * regions, days)
        How fast each kind buys in each region, as a multiple of its yearly rate.
    joining : numpy.ndarray, shape (days, kinds)
        How likely a new customer joins on each day as each kind.
    """

    market: market.Market
    spend: np.ndarray
    weights: np.ndarray
    pace: np.ndarray
    joining: np.ndarray

    @property
    def exposure(self) -> np.ndarray:
        """Return purchasing time gone by at the start of each day, shape (rows, days + 1).

        A customer of rate r orders on average ``r * (exposure[b] - exposure[a])``
        times from day a up to the day before b.
        """
        return np.pad(np.cumsum(self.pace / 365.25, axis=1), ((0, 0), (1, 0)))


def simulate_demand(seed: int, variant: Variant = USUAL) -> Demand:
    """Return what moves purchases in a version of the company."""
    shop, spend = market.simulate_market(seed), advertising.simulate_spend(seed)
    weights = market.demand_weights(shop)
    by_day = np.arange(company.DAYS) // 7
    steady = groups.pace(variant.trend) * advertising.lift(spend) * after_festivals()
    pace = steady[:, None, :] * market.relative_demand(weights)[:, :, by_day]
    rows = len(groups.KINDS) * len(places.REGIONS)
    return Demand(
        shop,
        spend,
        weights.reshape(rows, company.WEEKS, -1),
        pace.reshape(rows, company.DAYS),
        _joining(spend),
    )


def row_of(kind: np.ndarray, region: np.ndarray) -> np.ndarray:
    """Return which row of a demand belongs to a kind and region."""
    return kind.astype(np.int64) * len(places.REGIONS) + region


def after_festivals() -> np.ndarray:
    """Return the factor on each day's purchases that a past festival leaves behind."""
    factor = np.ones(company.DAYS)
    ends = {(month, last) for month, _, last, size in company.FESTIVALS if size >= FESTIVALS_FROM}
    for number, day in enumerate(company.calendar()):
        if (day.month, day.day) in ends:
            factor[number + 1 : number + 1 + PULLED_DAYS] = PULLED_FORWARD
    return factor


def _joining(spend: np.ndarray) -> np.ndarray:
    quarter = company.quarter_numbers()
    busy = company.season() * np.array(company.JOINING_BY_QUARTER)[quarter]
    return (groups.joining_weights()[quarter] * advertising.lift(spend).T) * busy[:, None]
