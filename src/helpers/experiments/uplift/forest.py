"""A causal forest, for those who have econml: it is an extra and in no usual environment.

References
----------
Athey, Tibshirani and Wager (2019), "Generalized random forests", Annals of Statistics 47.
Battocchi et al. (2019), "EconML: A Python package for ML-based heterogeneous treatment effects
estimation".
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from helpers.experiments.uplift.trial import Trial
from helpers.workspace.errors import UsageError

FOREST = "forest"
TREES = 200
FOLDS = 3


def smallest_leaf(units: int) -> int:
    """Return how many units a leaf has at least: effects are mostly noise, so many."""
    return max(20, min(200, units // 50))


def causal_forest(trial: Trial) -> Callable[[pd.DataFrame], np.ndarray]:
    """Return the effect that a causal forest expects of each row.

    Outcomes are first put right by what was known, by boosted trees; the share of the treated
    is known, and not learnt.

    Parameters
    ----------
    trial : Trial

    Raises
    ------
    UsageError
        If econml is not installed: says how to get it.
    """
    try:
        from econml.dml import CausalForestDML
    except ImportError:
        raise UsageError(
            "the causal forest needs econml, which is an extra: install it with "
            '.venv/bin/pip install -e ".[causal]", or set causal_forest to false'
        ) from None
    from sklearn.dummy import DummyClassifier
    from sklearn.ensemble import HistGradientBoostingRegressor

    foretold = HistGradientBoostingRegressor(
        max_iter=50, max_leaf_nodes=8, early_stopping=False, random_state=0
    )
    model = CausalForestDML(
        model_y=foretold, model_t=DummyClassifier(), discrete_treatment=True, cv=FOLDS,
        n_estimators=TREES, min_samples_leaf=smallest_leaf(len(trial.outcome)),
        inference=False, n_jobs=1, random_state=0,
    )  # fmt: skip
    model.fit(trial.outcome, trial.treated.astype(int), X=trial.known.to_numpy())
    return lambda rows: np.asarray(model.effect(rows.to_numpy()), dtype=float).ravel()
