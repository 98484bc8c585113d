"""Ways to tell for whom a change works, each giving the effect that is expected of a customer.

Each is made of scikit-learn's parts and left untuned. What is predicted decides the model: a
yes or no is learnt by logistic regression, a count by Poisson regression, an amount by ridge
regression; or by boosted trees, where these are asked for.

References
----------
Künzel, Sekhon, Bickel and Yu (2019), "Metalearners for estimating heterogeneous treatment
effects using machine learning", PNAS 116 (S, T and X). Jaskowski and Jaroszewicz (2012),
"Uplift modeling for clinical trial data", ICML workshop (class transformation). Athey and Imbens
(2016), "Recursive partitioning for heterogeneous causal effects", PNAS 113 (the transformed
outcome, which is class transformation for outcomes that are no yes or no).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.threads import one_thread
from helpers.experiments.uplift.forest import FOREST, causal_forest, smallest_leaf
from helpers.experiments.uplift.trial import Trial

PLAIN = "plain"
LEARNERS = ("s", "t", "x", "class")
PENALTIES = np.logspace(0, 6, 13)  # of ridge regressions on effects, chosen by leaving one out
Predict = Callable[[pd.DataFrame], np.ndarray]


class Learned(NamedTuple):
    """A way to tell for whom: `expected` gives each row's effect; `rule` is that of a plain flag.

    `rule` is None where there is no flag, else the column, the limit that sets the flag above
    it, and whether more is expected above than below.
    """

    name: str
    expected: Predict
    rule: tuple[str, float, bool] | None = None


def learn(name: str, trial: Trial, *, trees: bool = False) -> Learned:
    """Return one learner, learnt from a trial.

    Parameters
    ----------
    name : str
        ``plain`` (the flag that parts effects best), one of LEARNERS, or FOREST.
    trees : bool
        Whether boosted trees take the place of regressions.

    Raises
    ------
    ValueError
        If there is no such learner.
    """
    if name == PLAIN:
        return plain_flag(trial)
    ways = {"s": _single, "t": _two, "x": _crossed, "class": _transformed,
            FOREST: lambda trial, _: causal_forest(trial)}  # fmt: skip
    if name not in ways:
        raise ValueError(f"learner {name!r} is none of {', '.join((PLAIN, *LEARNERS, FOREST))}")
    with one_thread():
        return Learned(name, ways[name](trial, trees))


def outcome_model(known: pd.DataFrame, outcome: np.ndarray, *, trees: bool = False) -> Predict:
    """Return a model of an outcome given what was known; where all are alike, that one value."""
    if outcome.min() == outcome.max():
        return lambda rows, value=outcome[0]: np.full(len(rows), value)
    binary = bool(np.isin(outcome, (0, 1)).all())
    counts = bool((outcome >= 0).all() and (outcome == np.round(outcome)).all())
    model = (_trees if trees else _regression)(binary, counts, len(outcome))
    model.fit(known.to_numpy(), outcome.astype(int) if binary else outcome)
    if binary:
        return lambda rows: model.predict_proba(rows.to_numpy())[:, 1]
    return lambda rows: model.predict(rows.to_numpy())


def _regression(binary: bool, counts: bool, number: int) -> Any:
    from sklearn.linear_model import LogisticRegression, PoissonRegressor, Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if binary:
        model = LogisticRegression(solver="newton-cholesky")
    elif counts:
        # Its penalty stands beside the mean loss, that of the others beside the sum.
        model = PoissonRegressor(alpha=1 / number, solver="newton-cholesky")
    else:
        model = Ridge()
    return make_pipeline(StandardScaler(), model)


def _trees(binary: bool, counts: bool, number: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    options = {"early_stopping": False, "random_state": 0, "max_iter": 50, "max_leaf_nodes": 8,
               "min_samples_leaf": smallest_leaf(number)}  # fmt: skip
    if binary:
        return HistGradientBoostingClassifier(**options)
    return HistGradientBoostingRegressor(loss="poisson" if counts else "squared_error", **options)


def effect_model(known: pd.DataFrame, effect: np.ndarray, *, weight=None, trees=False) -> Predict:
    """Return a model of effects that are known with much noise, shrunk as far as that asks."""
    from sklearn.linear_model import RidgeCV
    from sklearn.preprocessing import StandardScaler

    if trees:
        model = _trees(False, False, len(effect)).fit(known.to_numpy(), effect, weight)
        return lambda rows: model.predict(rows.to_numpy())
    scaler = StandardScaler().fit(known.to_numpy())
    model = RidgeCV(alphas=PENALTIES).fit(scaler.transform(known.to_numpy()), effect, weight)
    return lambda rows: model.predict(scaler.transform(rows.to_numpy()))


def _single(trial: Trial, trees: bool) -> Predict:
    """S: one model, the arm among what it knows, and what was known once more where treated."""
    def arms(rows: pd.DataFrame, treated: np.ndarray) -> pd.DataFrame:
        arm = pd.DataFrame({"treated": treated.astype(float)}, rows.index)
        crossed = [] if trees else [rows.mul(arm["treated"], axis="index").add_suffix(" treated")]
        return pd.concat([rows, arm, *crossed], axis="columns")

    def expected(rows: pd.DataFrame) -> np.ndarray:
        nobody = np.zeros(len(rows))
        return model(arms(rows, nobody + 1)) - model(arms(rows, nobody))

    model = outcome_model(arms(trial.known, trial.treated), trial.outcome, trees=trees)
    return expected


def arm_models(trial: Trial, *, trees: bool = False) -> tuple[Predict, Predict]:
    """Return a model of the outcome without the change, and one with it."""
    without, treated = trial.part(~trial.treated), trial.part(trial.treated)
    return (outcome_model(without.known, without.outcome, trees=trees),
            outcome_model(treated.known, treated.outcome, trees=trees))  # fmt: skip


def _two(trial: Trial, trees: bool) -> Predict:
    """T: a model for each arm."""
    without, treated = arm_models(trial, trees=trees)
    return lambda rows: treated(rows) - without(rows)


def _crossed(trial: Trial, trees: bool) -> Predict:
    """X: each arm's outcomes less what the other arm's model foretells, then models of these."""
    without, treated = arm_models(trial, trees=trees)
    own, share = trial.known[trial.treated], trial.share
    others = trial.known[~trial.treated]
    of_treated = effect_model(own, trial.outcome[trial.treated] - without(own), trees=trees)
    of_others = effect_model(others, treated(others) - trial.outcome[~trial.treated], trees=trees)
    return lambda rows: share * of_others(rows) + (1 - share) * of_treated(rows)


def _transformed(trial: Trial, trees: bool) -> Predict:
    """Class transformation: did the outcome suit the arm? Else the transformed outcome."""
    share, treated, outcome = trial.share, trial.treated, trial.outcome
    if not np.isin(outcome, (0, 1)).all():
        value = outcome * (treated - share) / (share * (1 - share))
        return effect_model(trial.known, value, trees=trees)
    weight = np.where(treated, 0.5 / share, 0.5 / (1 - share))  # as though arms were equal
    suits = (outcome == treated).astype(float)
    model = _regression(True, True, len(suits)) if not trees else _trees(True, True, len(suits))
    step = {} if trees else {"logisticregression__sample_weight": weight}
    model.fit(trial.known.to_numpy(), suits.astype(int), **(step or {"sample_weight": weight}))
    return lambda rows: 2 * model.predict_proba(rows.to_numpy())[:, 1] - 1


def plain_flag(trial: Trial) -> Learned:
    """Return the rule of one flag: the column that parts effects most surely, above its middle.

    A column with two values is cut between them, any other at its median. The effect of
    each side is that of its units.
    """
    found = [(str(name), flag_limit(trial.known[name])) for name in trial.known]
    sides = [_sides(trial, column, limit) for column, limit in found]
    strength = [0.0 if pair is None else _strength(*pair) for pair in sides]
    if not strength or max(strength) == 0:
        effect = trial.outcome[trial.treated].mean() - trial.outcome[~trial.treated].mean()
        return Learned(PLAIN, lambda rows: np.full(len(rows), effect))
    best = int(np.argmax(strength))
    (column, limit), (below, above) = found[best], sides[best]

    def expected(rows: pd.DataFrame) -> np.ndarray:
        return np.where(rows[column].to_numpy() > limit, above.effect, below.effect)

    return Learned(PLAIN, expected, (column, limit, above.effect > below.effect))


def flag_limit(values: pd.Series) -> float:
    """Return the limit that parts a column: between two values, else the median."""
    different = np.unique(values.to_numpy())
    return float(different.mean()) if len(different) == 2 else float(np.median(values))


class _Side(NamedTuple):
    effect: float
    variance: float


def _sides(trial: Trial, column: str, limit: float) -> tuple[_Side, _Side] | None:
    """Return the effects below and above a limit; None where an arm has fewer than two units."""
    above = trial.known[column].to_numpy() > limit
    found = []
    for side in (~above, above):
        arms = [trial.outcome[side & arm] for arm in (trial.treated, ~trial.treated)]
        if min(len(arm) for arm in arms) < 2:
            return None
        variance = sum(arm.var(ddof=1) / len(arm) for arm in arms)
        found.append(_Side(float(arms[0].mean() - arms[1].mean()), float(variance)))
    return found[0], found[1]


def _strength(below: _Side, above: _Side) -> float:
    """Return how surely two sides differ, in standard errors."""
    variance = below.variance + above.variance
    return abs(above.effect - below.effect) / np.sqrt(variance) if variance > 0 else 0.0
