"""Rolling cross-validation: which description of sales foretells best, and what media add to it.

From each of several days on, everything is learnt from what came before alone, and held against
what came in the weeks after. Descriptions of sales without advertising compete first; then ways
for advertising to act: not at all, as it is spent, with saturation, with carry-over, with both.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.media import baseline
from helpers.drivers.media.baseline import Plan
from helpers.drivers.media.foretelling import (
    WAYS,
    Stretch,
    deviance,
    finest_season,
    foretell,
)
from helpers.drivers.media.series import Series
from helpers.evidence.grades import Grade, grade_skill

PLANS = tuple(
    Plan(season, bends, controls)
    for controls in (True, False) for season in (12, 4, 2, 0) for bends in (True, False)
)  # fmt: skip
FEWEST_PARTS = 6  # stretches held out, below which no grade is given


class Tried(NamedTuple):
    """One description tried: its plan, way of media, and losses on all periods held out.

    `losses` are deviances per period, in the order of the origins; `errors` relative errors;
    `parts` says how many stretches were held out.
    """

    plan: Plan
    way: str
    losses: np.ndarray
    errors: np.ndarray
    parts: int

    @property
    def newest_errors(self) -> np.ndarray:
        """Relative errors of the newest stretch."""
        return self.errors.reshape(self.parts, -1)[-1]


class Choice(NamedTuple):
    """Descriptions of sales without media: to foretell, to learn of media, and all tried."""

    to_foretell: Plan
    to_learn: Plan
    tried: list[Tried]


def choose_plan(parts: Sequence[Stretch], plans: Sequence[Plan] = PLANS) -> Choice:
    """Return which descriptions of sales without media are kept, of all that were tried.

    To foretell, the simplest of those that foretold no worse than the best by more than one
    standard error. To tell what advertising does, prices and the finest season are always in
    it, because what a description leaves out would be taken for advertising; the trend bends
    only where none of these is straight, because one that bends takes in what advertising does
    slowly.

    Raises
    ------
    ValueError
        If no description can be tried.

    References
    ----------
    Breiman, Friedman, Olshen and Stone (1984), "Classification and Regression Trees", section
    3.4.3, on the rule of one standard error.
    """
    known = parts[0].series.until(parts[0].origin) if parts else None
    can = [plan for plan in plans if known is not None and _can(known, plan)]
    if not can:
        raise ValueError("no description of sales can be tried: too few periods to hold any out")
    tried = [try_out(parts, plan, "none") for plan in can]
    best = min(tried, key=lambda one: one.losses.mean())
    good = [one.plan for one in tried if not clearly_worse(one, best)]
    richness = {plan: baseline.design(known, plan).columns.shape[1] for plan in good}
    finest = max(plan.season for plan in can)
    to_learn = Plan(finest, all(plan.bends for plan in good), bool(len(known.controls.columns)))
    return Choice(min(good, key=richness.__getitem__), to_learn, tried)


def try_ways(parts: Sequence[Stretch], plan: Plan) -> list[Tried]:
    """Return how each way for media to act foretold, beside none."""
    return [try_out(parts, plan, way) for way in WAYS]


def chosen_way(ways: Sequence[Tried]) -> Tried:
    """Return the simplest way for media to act that is not clearly worse than the best."""
    best = min(ways, key=lambda one: one.losses.mean())
    return next(one for one in ways if not clearly_worse(one, best))


def try_out(parts: Sequence[Stretch], plan: Plan, way: str) -> Tried:
    """Return how one description foretold the weeks after each origin."""
    losses, errors = [], []
    for part in parts:
        told = foretell(part, plan, way)
        came = part.series.sales.to_numpy()[part.origin :]
        losses.append(deviance(came, told))
        errors.append(np.abs(told - came) / np.maximum(came, 1e-9))
    return Tried(plan, way, np.concatenate(losses), np.concatenate(errors), len(parts))


def media_backtest(choice: Choice, ways: Sequence[Tried], grade: Grade) -> pd.DataFrame:
    """Return the table `media_backtest`: one row per description that was tried.

    `gain` is the share of the deviance without media that a way for media to act removes; with
    both carry-over and saturation it has an interval, that of the grade.
    """
    rows = [_row(one, "without_media") for one in choice.tried]
    table = pd.DataFrame([*rows, *(_row(one, "media") for one in ways)])
    way = chosen_way(ways)
    table["foretells"] = [one.plan == choice.to_foretell for one in choice.tried] + [
        one is way for one in ways
    ]
    table["learns"] = [one.plan == choice.to_learn for one in choice.tried] + [False] * len(ways)
    none = next(one for one in ways if one.way == "none").losses.mean()
    table["gain"] = np.where(table["stage"].eq("media"), 1 - table["deviance"] / none, np.nan)
    both = table["stage"].eq("media") & table["way"].eq("both")
    for end in ("lower", "upper"):
        table[f"gain_{end}"] = np.where(both, getattr(grade, end), np.nan)
    return table


def grade_media(ways: Sequence[Tried], *, rng: np.random.Generator) -> Grade:
    """Return how much media with carry-over and saturation add on held-out time.

    Resampled are whole stretches: what is told of one shares its level, right or wrong.
    """
    by_way = {one.way: one for one in ways}
    media, none = (by_way[way].losses.reshape(by_way[way].parts, -1) for way in ("both", "none"))
    return grade_skill(media.sum(axis=1), none.sum(axis=1), rng=rng, minimum=FEWEST_PARTS)


def _row(one: Tried, stage: str) -> dict:
    return {
        "stage": stage, "way": one.way, "season": one.plan.season,
        "trend_bends": one.plan.bends, "controls": one.plan.controls,
        "periods": len(one.losses), "deviance": float(one.losses.mean()),
        "mape": float(one.errors.mean()), "newest_mape": float(one.newest_errors.mean()),
    }  # fmt: skip


def _can(known: Series, plan: Plan) -> bool:
    """Return whether a plan can be learnt: a season takes a year, controls some."""
    if plan.season > finest_season(known):
        return False
    return not plan.controls or len(known.controls.columns) > 0


def clearly_worse(one: Tried, best: Tried) -> bool:
    """Return whether one did worse than another by more than a standard error over stretches."""
    blocks = (one.losses - best.losses).reshape(one.parts, -1).mean(axis=1)
    se = np.std(blocks, ddof=1) / np.sqrt(one.parts) if one.parts > 1 else np.inf
    return bool(blocks.mean() > se)


