"""Advertising: what is spent each day on each channel, and how it moves purchases later."""

from dataclasses import dataclass

import numpy as np

from helpers.demo import company, groups
from helpers.demo.streams import happens, stream


@dataclass(frozen=True, kw_only=True)
class Channel:
    """One advertising channel.

    Attributes
    ----------
    name : str
    spend : float
        Mean spend on a day with advertising, in yuan per thousand customers.
    on_air : float
        Share of fortnights with advertising (proportion).
    carry_over : float
        Share of a day's pressure that is still felt on the next day (proportion).
    half_saturation : float
        Pressure, as a multiple of its mean, at which half of the largest effect is reached.
    largest_lift : float
        Rise of the purchase rate under endless pressure (proportion).
    reach : tuple of float
        How strongly each kind is moved, in the order of ``groups.KINDS``; 1 in full.
    """

    name: str
    spend: float
    on_air: float
    carry_over: float
    half_saturation: float
    largest_lift: float
    reach: tuple[float, ...]


# Kinds: summit, weekend, studio, bargain, gift, fresh, trail.
# fmt: off
CHANNELS = (
    Channel(name="paid_search", spend=160, on_air=0.9, carry_over=0.2, half_saturation=1.0,
            largest_lift=0.24, reach=(1.0, 1.0, 0.8, 1.2, 1.0, 0.8, 1.0)),
    Channel(name="social_feed", spend=130, on_air=0.65, carry_over=0.5, half_saturation=0.8,
            largest_lift=0.28, reach=(0.3, 0.8, 1.6, 0.8, 0.8, 1.4, 1.2)),
    Channel(name="short_video", spend=140, on_air=0.55, carry_over=0.7, half_saturation=1.2,
            largest_lift=0.40, reach=(0.2, 0.7, 1.5, 1.3, 0.6, 1.8, 1.0)),
    Channel(name="display", spend=120, on_air=0.7, carry_over=0.3, half_saturation=1.0,
            largest_lift=0.04, reach=(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)),
    Channel(name="outdoor", spend=200, on_air=0.3, carry_over=0.85, half_saturation=1.5,
            largest_lift=0.30, reach=(1.8, 1.2, 0.5, 0.4, 1.2, 0.4, 1.0)),
)
# fmt: on
FLIGHT_DAYS = 14
DAILY_NOISE = 0.25  # of the logarithm


def simulate_spend(seed: int) -> np.ndarray:
    """Return spend in cents per thousand customers, shape (days, channels)."""
    rng = stream(seed, "advertising")
    flights = company.DAYS // FLIGHT_DAYS + 1
    columns = []
    for channel in CHANNELS:
        level = rng.uniform(0.4, 1.6, flights) * happens(rng, channel.on_air, flights)
        daily = np.repeat(level, FLIGHT_DAYS)[: company.DAYS]
        noise = np.exp(rng.normal(-(DAILY_NOISE**2) / 2, DAILY_NOISE, company.DAYS))
        columns.append(np.rint(100 * channel.spend * daily * noise))
    return np.stack(columns, axis=1).astype(np.int64)


def pressure(spend: np.ndarray, carry_over: float) -> np.ndarray:
    """Return each day's advertising pressure: its spend, and what is left of the day before.

    Examples
    --------
    >>> pressure(np.array([4.0, 0.0, 0.0]), 0.5).tolist()
    [4.0, 2.0, 1.0]
    """
    felt = np.zeros(len(spend))
    left = 0.0
    for day, amount in enumerate(spend):
        left = amount + carry_over * left
        felt[day] = left
    return felt


def effects(spend: np.ndarray) -> np.ndarray:
    """Return the rise of the purchase rate by channel, shape (days, channels), at a reach of one.

    A channel's effect is its largest lift times x / (x + h), where x is the
    pressure as a multiple of its mean over the history, and h the half saturation.
    """
    columns = []
    for position, channel in enumerate(CHANNELS):
        felt = pressure(spend[:, position], channel.carry_over)
        felt = felt / max(felt.mean(), 1e-9)
        columns.append(channel.largest_lift * felt / (felt + channel.half_saturation))
    return np.stack(columns, axis=1)


def lift(spend: np.ndarray) -> np.ndarray:
    """Return the purchase rate as a multiple of that without advertising, shape (kinds, days)."""
    reach = np.array([channel.reach for channel in CHANNELS])
    assert reach.shape[1] == len(groups.KINDS)
    return 1 + (effects(spend) @ reach).T
