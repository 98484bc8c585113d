"""What the model of risk rests on: importance on a held-out snapshot, checked by leaving out.

Shuffling one of two features that tell the same leaves the other to speak for both; so features
of one reason are shuffled together, and the model is also learnt anew without them. Where the
two ways disagree, the smaller one is what the model needs and the larger what it uses.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from helpers.churn.reasons import OTHER, known_reasons
from helpers.workspace import contracts

SHUFFLES = 10

Odds = Callable[[pd.DataFrame], np.ndarray]


def importance(
    rows: pd.DataFrame,
    left: np.ndarray,
    inputs: list[str],
    *,
    odds: Odds,
    without: Callable[[list[str]], Odds | None],
    loss: Callable[[np.ndarray, np.ndarray], np.ndarray],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return by how much the loss on held-out rows grows without each group of features.

    Parameters
    ----------
    rows : DataFrame
        Customers of one later snapshot.
    left : ndarray of bool
        Who left.
    inputs : list of str
        The model's features.
    odds : callable
        The model: log odds of rows.
    without : callable
        Takes features and returns the model learnt anew without them, or None where nothing
        would be left.
    loss : callable
        Each row's loss, from log odds and outcomes.

    Returns
    -------
    DataFrame
        The table `churn_importance`, the most important first.
    """
    base = float(np.mean(loss(odds(rows), left)))
    found = []
    for reason, names in grouped(inputs).items():
        grown = np.array([
            np.mean(loss(odds(shuffled(rows, names, rng)), left)) - base for _ in range(SHUFFLES)
        ])  # fmt: skip
        other = without(names)
        anew = np.nan if other is None else float(np.mean(loss(other(rows), left))) - base
        ends = np.quantile(grown, [0.025, 0.975])
        found.append((reason, ",".join(names), grown.mean(), *ends, anew))
    table = pd.DataFrame(found, columns=list(contracts.load("churn_importance").columns))
    return table.sort_values(["shuffled", "reason"], ascending=[False, True], ignore_index=True)


def grouped(inputs: list[str]) -> dict[str, list[str]]:
    """Return the model's features by the reason that they tell of."""
    of = {name: key for key, told in known_reasons().items() for name in told["features"]}
    groups: dict[str, list[str]] = {}
    for name in inputs:
        groups.setdefault(of.get(name, OTHER), []).append(name)
    return groups


def shuffled(rows: pd.DataFrame, names: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """Return rows in which these features are those of other customers, together."""
    order = rng.permutation(len(rows))
    return rows.assign(**{name: rows[name].to_numpy()[order] for name in names if name in rows})
