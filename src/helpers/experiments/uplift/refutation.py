"""Would the method also find something where there is nothing? Three checks of the effect.

- *Placebo*: arms are drawn anew by chance. The effect must vanish, and so must what targeting
  seems to gain.
- *Random common cause*: a column of noise joins what was known. Nothing may change.
- *Subset*: four fifths of the units are left in. The effect must stay where it was.

References
----------
Sharma and Kiciman (2020), "DoWhy: An end-to-end library for causal inference", section 4.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.threads import one_thread
from helpers.experiments.uplift.cross_fitting import (
    BLOCKS,
    FOLDS,
    cut,
    expected_from_before,
    measured_effects,
)
from helpers.experiments.uplift.heterogeneity import order_statistic
from helpers.experiments.uplift.trial import Trial

PLACEBOS, SUBSETS = 10, 5
KEPT = 0.8
EFFECT, RANKING = "effect", "ranking"  # what is checked: the mean effect, and that it differs
FAR = 3.3  # standard errors: further off than that is no chance (one check in a thousand)
SHARED = 0.7  # of a standard error: how far figures of mostly the same units are apart by chance


def refute(trial: Trial, learner: str, *, rng: np.random.Generator) -> pd.DataFrame:
    """Return what becomes of the effect, and of the ranking by a learner, under each check.

    Parameters
    ----------
    trial : Trial
    learner : str
        The one whose ranking is checked.
    rng : numpy.random.Generator

    Returns
    -------
    DataFrame
        `check`, `figure` (effect; ranking: the statistic of `heterogeneity`, standard normal
        where nothing differs), `found` (as it is), `checked` (mean under the check), `allowed`
        (how far it may be from what it should be), `holds`.
    """
    with one_thread():
        own = _figures(trial, learner, rng)
        drawn = {
            "placebo": [_figures(_shuffled(trial, rng), learner, rng) for _ in range(PLACEBOS)],
            "noise": [_figures(_with_noise(trial, rng), learner, rng)],
            "subset": [_figures(_subset(trial, rng), learner, rng) for _ in range(SUBSETS)],
        }  # fmt: skip
    rows = [
        _row(check, figure, own[figure], [one[figure].estimate for one in figures])
        for figure in (EFFECT, RANKING) for check, figures in drawn.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


class _Figure(NamedTuple):
    estimate: float
    error: float


def _row(check: str, figure: str, own: _Figure, drawn: list[float]) -> dict[str, Any]:
    """Return one figure under one check: a placebo's is to be nought, any other's as found."""
    placebo = check == "placebo"
    # Each placebo is drawn by itself; the others share most units with what was found.
    allowed = FAR * own.error * (1 / np.sqrt(len(drawn)) if placebo else SHARED)
    checked, target = float(np.mean(drawn)), 0.0 if placebo else own.estimate
    return {"check": check, "figure": figure, "found": own.estimate, "checked": checked,
            "allowed": float(allowed), "holds": bool(abs(checked - target) <= allowed)}  # fmt: skip


def _figures(trial: Trial, learner: str, rng: np.random.Generator) -> dict[str, _Figure]:
    """Return the mean effect and the ranking's statistic, each with its standard error."""
    measured = measured_effects(trial, cut(trial, FOLDS, rng))
    block = cut(trial, BLOCKS, rng)
    ranking = order_statistic(measured, expected_from_before(learner, trial, block), block)
    error = measured.std(ddof=1) / np.sqrt(len(measured))
    effect = _Figure(float(measured.mean()), float(error))
    return {EFFECT: effect, RANKING: _Figure(ranking, 1.0)}


def _shuffled(trial: Trial, rng: np.random.Generator) -> Trial:
    return trial._replace(treated=rng.permutation(trial.treated))


def _with_noise(trial: Trial, rng: np.random.Generator) -> Trial:
    return trial._replace(known=trial.known.assign(noise=rng.normal(size=len(trial.known))))


def _subset(trial: Trial, rng: np.random.Generator) -> Trial:
    kept = int(KEPT * len(trial.treated))
    return trial.part(np.sort(rng.permutation(len(trial.treated))[:kept]))
