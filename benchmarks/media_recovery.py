"""How well chapter 08 recovers what advertising does at the demo company.

What is asked of each seed: do 95 % intervals hold the planted carry-over and half saturation of
each channel, and its return? The return is what the last year's orders owe to the channel per
yuan of its spend in that year: of each order (first ones among them) the part of its kind's
purchase rate on its day that comes from the channel, times what an order leaves. So it is the
direct effect with the seed's own spend, noise of the orders kept, and not what customers won by
advertising order later. And how much of the oracle's gain over the present split does the plan
reach, both for the same total and within the same limits, the year's spend scaled as it was laid
out? A plan that keeps the present split gains nought.

Run as ``python -m benchmarks media_recovery [seed ...]``.
"""

import numpy as np
import pandas as pd

from benchmarks.media_sources import channel_names, demo_desk, truth
from helpers.demo.history import simulate_history
from helpers.drivers.media import budget, effects, media

UNSEEN = range(20262301, 20262351)  # never used in development
CUSTOMERS = 5_000


def recover(seed: int) -> tuple[pd.DataFrame, dict[str, float]]:
    """Return one row per channel and parameter, and how the plan did, of one seed."""
    history = simulate_history(CUSTOMERS, seed)
    found = media.learn_media(demo_desk(history), seed=seed)
    assert found.learned.channels == channel_names(), "channels are not those of the truth"
    real = truth(history, budget.FACTORS)
    year = slice(len(found.series.sales) - found.series.year, None)
    each = found.series.value_each / found.curves.spend
    drawn = {
        "carry_over": found.learned.draws.carry_over,
        "half_saturation": found.learned.draws.half_saturation,
        "return": effects.contributions(found.learned, year) * each,
    }
    planted = {"carry_over": real.carry_over, "half_saturation": real.half_saturation,
               "return": real.orders * each}  # fmt: skip
    rows = [
        (seed, name, parameter, planted[parameter][place], *effects.interval(draws[:, place]))
        for parameter, draws in drawn.items() for place, name in enumerate(channel_names())
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["seed", "channel", "parameter", "true", "mean", "lower",
                                        "upper"])  # fmt: skip
    table["held"] = table["true"].between(table["lower"] - 1e-9, table["upper"] + 1e-9)
    return table, _planned(found, real)


def _planned(found: media.Media, real) -> dict[str, float]:
    """Return the true gain of the plan and of the oracle's, in orders, and what was told."""
    spend, value = found.curves.spend, found.series.value_each
    oracle = budget.best_split(real.gains, spend, most_change=budget.MOST_CHANGE)
    best = budget.best_split(found.curves.gain.mean(axis=0), spend)
    return {
        "plan": _gain(real.gains, found.plan.factors), "oracle": _gain(real.gains, oracle),
        "unless_kept": _gain(real.gains, best), "likely": found.plan.likely,
        "kept": found.plan.kept, "told": found.plan.gain / value,
        "lower": found.plan.lower / value, "upper": found.plan.upper / value,
        "letter": found.grade.letter, "learns": str(tuple(found.choice.to_learn)),
    }  # fmt: skip


def _gain(gains: np.ndarray, factors: np.ndarray) -> float:
    each = zip(factors, gains, strict=True)
    return float(sum(np.interp(factor, budget.FACTORS, curve) for factor, curve in each))


def main(*seeds: str) -> None:
    """Print coverage by parameter, and what plans reached of the oracle's gain."""
    tables, plans = [], []
    for seed in [int(text) for text in seeds] or UNSEEN:
        table, plan = recover(seed)
        tables.append(table)
        plans.append(plan | {"seed": seed})
        print(
            f"seed {seed}: held {table['held'].sum()} of {len(table)}; plan reaches "
            f"{plan['plan'] / plan['oracle']:.2f} of {plan['oracle']:.0f} orders "
            f"({plan['likely']:.0%} likely{', kept' if plan['kept'] else ''}); {plan['letter']}, "
            f"{plan['learns']}", flush=True,
        )  # fmt: skip
    _tell(pd.concat(tables), pd.DataFrame(plans))


def _tell(table: pd.DataFrame, plans: pd.DataFrame) -> None:
    for (parameter, channel), rows in table.groupby(["parameter", "channel"]):
        told = rows[["true", "mean", "lower", "upper"]].mean()
        error = np.sqrt(((rows["mean"] - rows["true"]) ** 2).mean())
        print(
            f"{parameter:16} {channel:12} true {told['true']:.2f} told {told['mean']:.2f} "
            f"({told['lower']:.2f} to {told['upper']:.2f}), rmse {error:.2f}, held "
            f"{rows['held'].mean():.0%}"
        )
    reached = plans["plan"] / plans["oracle"]
    free = plans["unless_kept"] / plans["oracle"]
    moved = plans[~plans["kept"].astype(bool)]
    inside = moved["plan"].between(moved["lower"], moved["upper"])
    print(
        f"all: held {table['held'].mean():.1%}; plan reaches {reached.median():.2f} of the "
        f"oracle's gain in the median (mean {reached.mean():.2f}), loses in "
        f"{reached.lt(0).mean():.0%}, keeps the present split in {plans['kept'].mean():.0%}; had "
        f"it never kept it {free.median():.2f}, losing {free.lt(0).mean():.0%}; its interval "
        f"holds the true gain in {inside.mean():.0%}; grades "
        f"{plans['letter'].value_counts().to_dict()}"
    )
