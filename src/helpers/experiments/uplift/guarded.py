"""What each policy does to the metric that must not fall."""

import numpy as np
import pandas as pd

from helpers.evidence import mean_interval
from helpers.experiments.uplift.cross_fitting import FOLDS, cut, measured_effects
from helpers.experiments.uplift.policy import Terms, made_by
from helpers.experiments.uplift.trial import Trial

COLUMNS = ("guard", "guard_lower", "guard_upper")


def guard_by_policy(
    guarded: Trial | None, expected: dict[str, np.ndarray], terms: Terms, rng: np.random.Generator
) -> pd.DataFrame:
    """Return what each policy does to the guardrail, all customers taken together.

    Parameters
    ----------
    guarded : Trial or None
        The units with the guardrail as their outcome; None where it is not measured.
    expected : dict of str to ndarray
        By learner, what is expected of each customer, of the metric that was to change.
    terms : Terms
    rng : numpy.random.Generator

    Returns
    -------
    DataFrame
        One row per policy: `guard`, `guard_lower` and `guard_upper`, as shares of the control's
        mean; without rows where that is not above nought.
    """
    base = 0.0 if guarded is None else float(guarded.outcome[~guarded.treated].mean())
    if guarded is None or base <= 0:
        return pd.DataFrame(columns=COLUMNS, dtype=float, index=pd.Index([], dtype="str"))
    measured = measured_effects(guarded, cut(guarded, FOLDS, rng))
    made = made_by(expected, terms, len(measured))
    found = {policy: mean_interval(own * measured) for policy, own in made.items()}
    told = [(one.estimate / base, one.lower / base, one.upper / base) for one in found.values()]
    return pd.DataFrame(told, columns=COLUMNS, index=list(found))
