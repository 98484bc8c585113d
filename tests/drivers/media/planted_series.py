"""A planted company that advertises: its orders by day follow pressure that is known."""

import numpy as np
import pandas as pd
from scipy.signal import lfilter

from helpers.drivers.media.baseline import Plan
from helpers.drivers.media.series import Series, plain_series

CARRY_OVER, HALF = {"radio": 0.6, "search": 0.2, "posters": 0.4}, 1.0
EFFECT = {"radio": 0.6, "search": 0.3, "posters": 0.0}
STRAIGHT = Plan(2, False, False)


def flights(days: int, rng, *, on: float = 0.6) -> np.ndarray:
    """Spend in fortnights, some without any."""
    level = rng.uniform(0.4, 1.6, days // 14 + 1) * (rng.random(days // 14 + 1) < on)
    return 100 * np.repeat(level, 14)[:days] * rng.uniform(0.8, 1.2, days)


def felt(spend: np.ndarray, carry_over: float, half: float = HALF) -> np.ndarray:
    """What is felt of spend, by the definition."""
    pressure = lfilter([1.0], [1.0, -carry_over], spend)
    pressure = pressure / pressure.mean()
    return pressure / (pressure + half)


def planted(*, days: int = 800, level: float = 150.0, seed: int = 3, twins: bool = False,
            swing: float = 0.2) -> Series:  # fmt: skip
    """Orders by day, with a season and three channels, of which the last does nothing.

    With `twins` the posters run wherever the radio does.
    """
    rng = np.random.default_rng(seed)
    spend = {name: flights(days, rng) for name in CARRY_OVER}
    if twins:
        spend["posters"] = 0.8 * spend["radio"]
    index = pd.date_range("2023-01-01", periods=days)
    season = swing * np.sin(2 * np.pi * np.arange(days) / 365.25)
    moved = sum(EFFECT[name] * felt(spend[name], CARRY_OVER[name]) for name in spend)
    sales = rng.poisson(level * np.exp(season) * (1 + moved))
    return plain_series(pd.Series(sales.astype(float), index), pd.DataFrame(spend, index),
                        value_each=10.0, basis="margin")  # fmt: skip


def true_share(series: Series, name: str) -> float:
    """Which share of all orders is owed to a channel."""
    parts = {
        other: EFFECT[other] * felt(series.spend[other].to_numpy(), CARRY_OVER[other])
        for other in EFFECT
    }
    whole = 1 + sum(parts.values())
    sales = series.sales.to_numpy()
    return float((sales * parts[name] / whole).sum() / sales.sum())
