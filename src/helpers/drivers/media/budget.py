"""How to split the budget: response curves, and the split that pays best within limits.

A channel's spend of the last year is scaled as it was laid out, day by day. What the year would
have brought is read off every draw, so that the plan is the best on average over all that may be
true, and its gain has an interval. The total stays what it was.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.media.effects import LEVEL, felt_effects, interval, whole
from helpers.drivers.media.learning import Learned
from helpers.drivers.media.separating import inseparable_groups
from helpers.evidence.grades import Grade

FACTORS = np.round(np.arange(0.0, 2.01, 0.1), 1)
MOST_CHANGE = 0.2  # a step after which there is something new to learn from
LIKELY = 2 / 3  # chance of a gain below which the present split is kept
STEPS = 60


class Curves(NamedTuple):
    """What each channel would bring with its spend scaled, beside what it brings now.

    `gain` is of shape (draws, channels, FACTORS), in company currency and before the spend;
    `spend` is the last year's, by channel.
    """

    gain: np.ndarray
    spend: np.ndarray
    value_now: np.ndarray


class BudgetPlan(NamedTuple):
    """A proposed split.

    Attributes
    ----------
    factors : ndarray, shape (channels,)
        What becomes of each channel's spend; 1 keeps it.
    gain, lower, upper : float
        What it is expected to bring more in a year, with its interval (company currency).
    likely : float
        Chance that it brings more than the present split at all.
    kept : bool
        Whether the present split is kept, because no gain is likely enough.
    """

    factors: np.ndarray
    gain: float
    lower: float
    upper: float
    likely: float
    kept: bool


def response_curves(learned: Learned) -> Curves:
    """Return what each channel's last year would have brought with more spend, or less.

    Channels are drawn to one another, so that none is taken for the best by chance.
    """
    count = len(learned.series.sales)
    year = slice(count - learned.series.year, count)
    learned = learned._replace(draws=learned.pooled)
    parts, draws = felt_effects(learned, year), learned.draws
    usual = learned.series.sales.to_numpy()[year] / whole(learned, parts, year)
    places = np.arange(len(learned.channels))
    felt = learned.felt[places, draws.cell][:, :, year].astype(float)
    half = draws.half_saturation[:, :, None]
    pressure = half * felt / (1 - felt)
    each = usual[:, None, :] * draws.effect[:, :, None] * learned.series.value_each
    gain = [(each * (f * pressure / (f * pressure + half) - felt)).sum(axis=2) for f in FACTORS]
    spend = learned.series.spend.iloc[year].sum().to_numpy()
    return Curves(np.stack(gain, axis=2), spend, (each * felt).sum(axis=2))


def best_split(
    mean_gain: np.ndarray, spend: np.ndarray, *, most_change: float = MOST_CHANGE
) -> np.ndarray:  # fmt: skip
    """Return the factors that bring most for the same total, each within 1 +- `most_change`.

    Parameters
    ----------
    mean_gain : ndarray, shape (channels, FACTORS)
        Rising ever more slowly in the factor.
    spend : ndarray, shape (channels,)
    most_change : float, optional
        By which share a channel may change at most (proportion).

    Notes
    -----
    One price of money is sought by halving, at which the channels together ask for the budget
    (Lagrange's multiplier); the last step between two prices is shared out.
    """
    tried = np.linspace(1 - most_change, 1 + most_change, 201)
    worth = np.stack([np.interp(tried, FACTORS, curve) for curve in mean_gain])
    total = spend.sum()

    def asked(price: float) -> np.ndarray:
        return tried[(worth - price * spend[:, None] * tried).argmax(axis=1)]

    low, high = -1.0, 1.0 + 10 * np.abs(mean_gain).max() / max(spend[spend > 0].min(), 1e-9)
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if (asked(middle) @ spend) > total else (low, middle)
    more, less = asked(low), asked(high)
    over, under = more @ spend, less @ spend
    share = (total - under) / (over - under) if over > under else 0.0
    return less + np.clip(share, 0, 1) * (more - less)


def plan_budget(
    learned: Learned, curves: Curves, *, most_change: float = MOST_CHANGE,
    grade: Grade | None = None,
) -> BudgetPlan:  # fmt: skip
    """Return the split that brings most on average; the present one where no gain is likely.

    Channels that cannot be told apart keep their shares of what they get together. Where media
    made forecasts of held-out time clearly worse, the present split is kept as well.
    """
    groups = [group for place, group in enumerate(inseparable_groups(learned)) if group[0] == place]
    grouped = np.stack([curves.gain[:, group].sum(axis=1) for group in groups], axis=1)
    spend = np.array([curves.spend[group].sum() for group in groups])
    factors = np.ones(len(curves.spend))
    if len(groups) > 1 and (spend > 0).any():
        split = best_split(grouped.mean(axis=0), spend, most_change=most_change)
        for group, factor in zip(groups, split, strict=True):
            factors[group] = factor
    gains = gain_of(curves, factors)
    likely = float((gains > 0).mean())
    if likely < LIKELY or (grade is not None and grade.upper < 0):
        return BudgetPlan(np.ones(len(factors)), 0.0, 0.0, 0.0, likely, True)
    return BudgetPlan(factors, *interval(gains), likely, False)


def gain_of(curves: Curves, factors: np.ndarray) -> np.ndarray:
    """Return what a split brings more than the present one, shape (draws,)."""
    return _gains_by_channel(curves, factors).sum(axis=1)


def _gains_by_channel(curves: Curves, factors: np.ndarray) -> np.ndarray:
    below = np.clip(np.searchsorted(FACTORS, factors, side="right") - 1, 0, len(FACTORS) - 2)
    share = (factors - FACTORS[below]) / (FACTORS[below + 1] - FACTORS[below])
    place = np.arange(len(factors))
    return curves.gain[:, place, below] * (1 - share) + curves.gain[:, place, below + 1] * share


def media_plan(
    learned: Learned, curves: Curves, plan: BudgetPlan, *, letter: str = "refused"
) -> pd.DataFrame:
    """Return the table `media_plan`: one row per channel, with the gain of the whole beside it."""
    each = _gains_by_channel(curves, plan.factors)
    lower, upper = np.quantile(each, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    apart = [len(group) == 1 for group in inseparable_groups(learned)]
    return pd.DataFrame({
        "channel": learned.channels, "spend_now": curves.spend,
        "spend_proposed": curves.spend * plan.factors, "factor": plan.factors,
        "change_in_value": each.mean(axis=0), "change_lower": lower, "change_upper": upper,
        "separable": apart, "plan_gain": plan.gain, "plan_gain_lower": plan.lower,
        "plan_gain_upper": plan.upper, "plan_likely": plan.likely, "present_kept": plan.kept,
        "basis": learned.series.basis, "grade": letter,
    })  # fmt: skip


def budget_curve(learned: Learned, curves: Curves) -> pd.DataFrame:
    """Return the table `budget_curve`: one row per channel and factor on its spend.

    Of channels that cannot be told apart there are no rows.
    """
    rows = []
    for place, group in enumerate(inseparable_groups(learned)):
        if len(group) > 1:
            continue
        brings = curves.gain[:, place] + curves.value_now[:, [place]]
        lower, upper = np.quantile(brings, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
        rows.append(pd.DataFrame({
            "channel": learned.channels[place], "factor": FACTORS,
            "spend": FACTORS * curves.spend[place], "contribution": brings.mean(axis=0),
            "lower": lower, "upper": upper,
        }))  # fmt: skip
    columns = ["channel", "factor", "spend", "contribution", "lower", "upper"]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=columns)
