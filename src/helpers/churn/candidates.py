"""Ways to tell who leaves, the simplest first, each giving log odds up to a level.

A level is what all customers of a snapshot share: it moves with the season, and `drift`
forecasts it apart. So a candidate is learned from several snapshots, each with a level of its
own, and tells how customers of one day differ.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.churn.snapshot_features import (
    EXPECTED,
    FEATURES,
    RECENCY,
    measured,
    silence_expected,
)
from helpers.evidence.threads import one_thread

CANDIDATES = ("expected", "recalibrated", "orders_and_spend", "all_features", "boosting")
OF_ORDERS = [EXPECTED, RECENCY, "order_days", "net_amount", "orders_365", "net_amount_365"]
INPUTS = {
    "expected": [EXPECTED], "recalibrated": [EXPECTED], "orders_and_spend": OF_ORDERS,
    "all_features": list(FEATURES), "boosting": list(FEATURES),
}  # fmt: skip
RIDGE = 0.01  # the inverse of the penalty on weights
FREE = 30.0  # by how much less levels, and the weight of expected orders, are penalised


class RiskModel(NamedTuple):
    """A way to tell who leaves: `weights` of measured features, or trees.

    Attributes
    ----------
    name : str
        One of CANDIDATES.
    inputs : list of str
        Features that it takes.
    weights : Series or None
        What one unit of each measured feature adds to the log odds.
    trees : object or None
        A boosted model in their place.
    slope : float
        By how much the differences between customers are stretched, learned through time.
    """

    name: str
    inputs: list[str]
    weights: pd.Series | None = None
    trees: Any = None
    slope: float = 1.0

    def log_odds(self, rows: pd.DataFrame) -> np.ndarray:
        """Return each row's log odds of leaving, up to the level of its snapshot.

        Parameters
        ----------
        rows : DataFrame
            As from `known_then`, whole snapshots: features are measured within them.
        """
        if self.name == "expected":
            chance = np.clip(silence_expected(rows), 1e-9, 1 - 1e-9)
            return np.log(chance / (1 - chance))
        wide = measured(rows, self.inputs)
        if self.trees is None:
            return self.slope * (wide @ self.weights).to_numpy()
        chance = self.trees.predict_proba(wide.to_numpy())[:, 1]
        return self.slope * np.log(chance / (1 - chance))

    def contributions(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return what each feature adds to the log odds of leaving beside a typical customer.

        Typical is the mean customer at risk of the same snapshot (of trees: the median one).
        The columns of a row add up to its log odds less the typical ones; of trees, which
        weigh features together, the column `together` holds what single features leave over.

        Parameters
        ----------
        rows : DataFrame
            As from `known_then`, whole snapshots.
        """
        wide = measured(rows, self.inputs)
        by = wide.groupby(rows["snapshot_day"].to_numpy())
        if self.trees is None:
            weights = self.weights if self.weights is not None else _unlearned(self.inputs)
            return (wide - by.transform("mean")) * weights * self.slope
        return self._of_trees(wide, by.transform("median"))

    def _of_trees(self, wide: pd.DataFrame, typical: pd.DataFrame) -> pd.DataFrame:
        own, found = self._odds_of(wide), {}
        for name in self.inputs:
            found[name] = own - self._odds_of(wide.assign(**{name: typical[name]}))
        frame = pd.DataFrame(found, index=wide.index)
        left_over = own - self._odds_of(typical) - frame.sum(axis="columns").to_numpy()
        return frame.assign(together=left_over)

    def _odds_of(self, wide: pd.DataFrame) -> np.ndarray:
        chance = self.trees.predict_proba(wide.to_numpy())[:, 1]
        return self.slope * np.log(chance / (1 - chance))


def _unlearned(inputs: list[str]) -> pd.Series:
    """Return the weights of expected orders on which nobody has learned: fewer, more risk."""
    return pd.Series(-1.0, index=inputs)


def fit_candidate(name: str, rows: pd.DataFrame, left: np.ndarray) -> RiskModel:
    """Return a candidate learned from labelled snapshots.

    Parameters
    ----------
    name : str
        One of CANDIDATES; ``expected`` learns nothing.
    rows : DataFrame
        As from `known_then`, whole snapshots.
    left : ndarray of bool
        Who left.

    References
    ----------
    Hoerl and Kennard (1970), "Ridge Regression", Technometrics 12; le Cessie and van
    Houwelingen (1992), "Ridge Estimators in Logistic Regression", Applied Statistics 41.
    """
    inputs = [one for one in INPUTS[name] if one in rows]
    if name == "expected":
        return RiskModel(name, inputs)
    wide = measured(rows, inputs)
    if name == "boosting":
        return RiskModel(name, inputs, trees=_boosted(wide, left))
    return RiskModel(name, inputs, weights=_ridge(wide, left, rows["snapshot_day"]))


def _ridge(wide: pd.DataFrame, left: np.ndarray, day: pd.Series) -> pd.Series:
    """Return weights, each snapshot having a level of its own."""
    from sklearn.linear_model import LogisticRegression

    # What is scaled up is hardly penalised.
    scale = np.where(wide.columns == EXPECTED, FREE, 1.0)
    levels = pd.get_dummies(day.to_numpy()).to_numpy(dtype=float) * FREE
    model = LogisticRegression(C=RIDGE, fit_intercept=False, max_iter=1_000, tol=1e-6)
    with one_thread():
        model.fit(np.hstack([wide.to_numpy() * scale, levels]), np.asarray(left, dtype=int))
    return pd.Series(model.coef_[0][: wide.shape[1]] * scale, index=wide.columns)


def _boosted(wide: pd.DataFrame, left: np.ndarray) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    trees = HistGradientBoostingClassifier(
        learning_rate=0.05, max_iter=120, max_leaf_nodes=6, min_samples_leaf=60,
        l2_regularization=5, early_stopping=False, random_state=0,
    )  # fmt: skip
    with one_thread():
        return trees.fit(wide.to_numpy(), np.asarray(left, dtype=int))
