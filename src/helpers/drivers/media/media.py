"""Chapter 08's part on advertising, put together: read, refuse or learn, test, plan, tabulate."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.media import backtest, budget, effects
from helpers.drivers.media.backtest import Choice, Tried
from helpers.drivers.media.budget import BudgetPlan, Curves
from helpers.drivers.media.calibrating import Experiment, known_from
from helpers.drivers.media.foretelling import stretches
from helpers.drivers.media.learning import Learned, learn
from helpers.drivers.media.reading import read_series
from helpers.drivers.media.refusing import Refusal, refusal, usable
from helpers.drivers.media.series import Series
from helpers.evidence.grades import Grade
from helpers.workspace import contracts

NO_GRADE = Grade(np.nan, np.nan, np.nan, "refused")


class Media(NamedTuple):
    """What is known of a company's advertising.

    Attributes
    ----------
    series : Series
        What was read.
    refused : Refusal or None
        Why nothing can be told; all below is then None, and `tried` and `ways` are empty.
    learned : Learned
    curves : Curves
    plan : BudgetPlan
    choice : Choice
        Descriptions of sales without media that were tried.
    ways : sequence of Tried
        Ways for media to act that were tried.
    grade : Grade
        What media add on held-out time.
    left_out : tuple of Refusal
        Channels of which nothing can be told, and why.
    """

    series: Series
    refused: Refusal | None
    learned: Learned | None = None
    curves: Curves | None = None
    plan: BudgetPlan | None = None
    choice: Choice | None = None
    ways: Sequence[Tried] = ()
    grade: Grade = NO_GRADE
    left_out: tuple[Refusal, ...] = ()


def learn_media(
    desk: Any, *, seed: int = 0, most_change: float = budget.MOST_CHANGE,
    experiments: Sequence[Experiment] = (),
) -> Media:  # fmt: skip
    """Return what advertising does at a company.

    Parameters
    ----------
    desk : Desk
    seed : int
        Of what is drawn by chance.
    most_change : float
        By which share the plan may change a channel at most (proportion).
    experiments : sequence of Experiment, optional
        What was measured of channels by experiment: it calibrates them.
    """
    series, left_out = usable(read_series(desk))
    media = media_of(series, seed=seed, most_change=most_change, experiments=experiments)
    return media._replace(left_out=left_out)


def media_of(
    series: Series, *, seed: int = 0, most_change: float = budget.MOST_CHANGE,
    experiments: Sequence[Experiment] = (),
) -> Media:  # fmt: skip
    """Return what advertising does, of a series; see `learn_media`."""
    refused = refusal(series)
    if refused is not None:
        return Media(series, refused)
    rng = np.random.default_rng(seed)
    parts = stretches(series)
    choice = backtest.choose_plan(parts)
    ways = backtest.try_ways(parts, choice.to_foretell)
    grade = backtest.grade_media(ways, rng=rng)
    known = known_from(experiments, series)
    missed = float(next(one for one in ways if one.way == "both").losses.mean())
    learned = learn(series, choice.to_learn, rng=rng, known=known, held_out=missed)
    curves = budget.response_curves(learned)
    plan = budget.plan_budget(learned, curves, most_change=most_change, grade=grade)
    return Media(series, None, learned, curves, plan, choice, ways, grade)


def media_tables(media: Media) -> dict[str, pd.DataFrame]:
    """Return the tables `media_effects`, `media_plan`, `budget_curve` and `media_backtest`.

    Without rows where nothing can be told.
    """
    if media.learned is None:
        return {name: no_rows(name) for name in
                ("media_effects", "media_plan", "budget_curve", "media_backtest")}  # fmt: skip
    letter = media.grade.letter
    return {
        "media_effects": effects.media_effects(media.learned, letter=letter),
        "media_plan": budget.media_plan(media.learned, media.curves, media.plan, letter=letter),
        "budget_curve": budget.budget_curve(media.learned, media.curves),
        "media_backtest": backtest.media_backtest(media.choice, media.ways, media.grade),
    }


def no_rows(name: str) -> pd.DataFrame:
    """Return a table of its contract without rows."""
    return contracts.load(name).schema.to_pyarrow().empty_table().to_pandas()
