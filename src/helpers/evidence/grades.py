"""Grades of a forecast against a written naive baseline."""

from typing import NamedTuple

import numpy as np

from helpers.evidence.resampling import bootstrap_blocks, bundles_of, percentile_interval


class Grade(NamedTuple):
    """How much of the baseline's loss a forecast removes, on held-out time.

    `skill` is 1 - loss / loss of the baseline, a proportion; `letter` is A, B, C
    or ``refused``. All three numbers are nan where too few customers are held out
    or the baseline makes no error.
    """

    skill: float
    lower: float
    upper: float
    letter: str


def grade_skill(
    loss: np.ndarray,
    baseline_loss: np.ndarray,
    *,
    rng: np.random.Generator,
    minimum: int = 100,
    resamples: int = 999,
) -> Grade:
    """Return the grade of a forecast from each customer's losses.

    A: the interval's lower bound is at least 0.10; B: it is above 0; C: the skill
    itself is above 0; otherwise the forecast is refused.

    Parameters
    ----------
    loss, baseline_loss : ndarray of float, shape (customers,)
        Losses of the forecast and of the baseline on the same customers.
    minimum : int
        Fewest customers for a grade.

    Raises
    ------
    ValueError
        If the two are not of the same length.
    """
    if len(loss) != len(baseline_loss):
        raise ValueError(f"{len(loss)} losses cannot be held against {len(baseline_loss)}")
    if len(loss) < minimum or baseline_loss.sum() <= 0:
        return Grade(np.nan, np.nan, np.nan, "refused")
    bundle = bundles_of(len(loss), rng=rng)
    own, base = (np.bincount(bundle, weights=each) for each in (loss, baseline_loss))
    blocks = bootstrap_blocks(len(own), resamples=resamples, rng=rng)
    resampled = np.concatenate([1 - (some @ own) / (some @ base) for some in blocks])
    skill, lower, upper = percentile_interval(1 - loss.sum() / baseline_loss.sum(), resampled)
    letter = "A" if lower >= 0.10 else "B" if lower > 0 else "C" if skill > 0 else "refused"
    return Grade(skill, lower, upper, letter)
