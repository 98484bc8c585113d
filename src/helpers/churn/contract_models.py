"""Ways to tell whose contract ends, the simplest first."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from helpers.evidence.threads import one_thread

WAYS = ("same_for_all", "plan", "straight", "log_months", "curved", "boosting")
CURVED = ["months", "monthly_amount"]
LEAVES, STEPS, RATE = (3, 4, 8), (50, 100, 150, 200, 300), 0.1  # that boosting is tuned over
INNER = 3


def fit_way(name: str, features: pd.DataFrame, ended: np.ndarray, *, seed: int = 0) -> Any:
    """Return a fitted way; its `predict_proba` tells the chance of ending.

    Parameters
    ----------
    name : str
        One of WAYS: *same_for_all*; *plan*, the share among contracts of the plan;
        *straight*, logistic on all features; *log_months*, and on the log of the months, so
        that the first months weigh more; *curved*, with curves of months and price, each of
        its own in each plan; *boosting*, trees whose size and number are tuned in folds.
    features : DataFrame
        As from `contract_features`.
    ended : ndarray of bool
        Which of them ended: some, and not all.
    """
    words = [name for name in features if not pd.api.types.is_numeric_dtype(features[name])]
    numbers = [name for name in features if name not in words]
    make: dict[str, Callable[[], Any]] = {
        "same_for_all": _same_for_all, "plan": _by_plan,
        "straight": lambda: _logistic(_straight(numbers, words)),
        "log_months": lambda: _logistic([*_straight(numbers, words), _log_months()]),
        "curved": lambda: _logistic(_curved(numbers, words)),
    }  # fmt: skip
    with one_thread():
        if name == "boosting":
            return _boosted(features, ended, words, seed)
        return make[name]().fit(features, ended)


def chance_of(way: Any, features: pd.DataFrame) -> np.ndarray:
    """Return the chance of ending that a fitted way tells of each row."""
    with one_thread():
        return way.predict_proba(features)[:, 1]


def _same_for_all() -> Any:
    from sklearn.dummy import DummyClassifier

    return DummyClassifier(strategy="prior")


def _by_plan() -> Any:
    return _logistic([(_one_hot(), ["plan"])])


def _logistic(parts: list[tuple]) -> Any:
    from sklearn.compose import make_column_transformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(make_column_transformer(*parts), LogisticRegression(max_iter=3_000))


def _straight(numbers: list[str], words: list[str]) -> list[tuple]:
    from sklearn.preprocessing import StandardScaler

    return [(StandardScaler(), numbers), (_one_hot(), words)]


def _log_months() -> tuple:
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, StandardScaler

    return make_pipeline(FunctionTransformer(np.log1p), StandardScaler()), ["months"]


def _curved(numbers: list[str], words: list[str]) -> list[tuple]:
    """Return the parts of a logistic model with curves, and products of plan and curved terms."""
    from sklearn.compose import make_column_transformer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures, SplineTransformer, StandardScaler

    curves = SplineTransformer(n_knots=5, knots="quantile", extrapolation="linear",
                               include_bias=False)  # fmt: skip
    both = make_column_transformer((StandardScaler(), CURVED), (_one_hot(), ["plan"]))
    products = make_pipeline(both, PolynomialFeatures(interaction_only=True, include_bias=False))
    rest = [name for name in numbers if name not in CURVED]
    return [*_straight(rest, words), (curves, CURVED), (products, [*CURVED, "plan"])]


def _one_hot() -> Any:
    from sklearn.preprocessing import OneHotEncoder

    return OneHotEncoder(handle_unknown="ignore", sparse_output=False)


def _boosted(features: pd.DataFrame, ended: np.ndarray, words: list[str], seed: int) -> Any:
    """Return boosted trees with the leaves and steps that miss least in folds within the rows."""
    from sklearn.compose import make_column_transformer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OrdinalEncoder

    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    table = make_column_transformer((codes, words), remainder="passthrough")
    told = table.fit_transform(features)
    flags = [True] * len(words) + [False] * (told.shape[1] - len(words))
    leaves, steps = _tuned(told, ended, flags, seed)
    return make_pipeline(table, _trees(leaves, steps, flags, seed)).fit(features, ended)


def _tuned(told: np.ndarray, ended: np.ndarray, flags: list[bool], seed: int) -> tuple[int, int]:
    from sklearn.model_selection import StratifiedKFold

    losses = np.zeros((len(LEAVES), len(STEPS)))
    folds = StratifiedKFold(INNER, shuffle=True, random_state=seed)
    for train, test in folds.split(told, ended):
        for place, leaves in enumerate(LEAVES):
            trees = _trees(leaves, STEPS[-1], flags, seed).fit(told[train], ended[train])
            stages = list(trees.staged_predict_proba(told[test]))
            for step, many in enumerate(STEPS):
                chance = np.clip(stages[many - 1][:, 1], 1e-9, 1 - 1e-9)
                losses[place, step] -= np.log(np.where(ended[test], chance, 1 - chance)).sum()
    best = np.unravel_index(losses.argmin(), losses.shape)
    return LEAVES[best[0]], STEPS[best[1]]


def _trees(leaves: int, steps: int, flags: list[bool], seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        learning_rate=RATE, max_leaf_nodes=leaves, max_iter=steps, categorical_features=flags,
        early_stopping=False, random_state=seed,
    )  # fmt: skip
