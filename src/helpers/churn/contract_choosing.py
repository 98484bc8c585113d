"""Which way to tell whose contract ends is kept: the simplest that the best does not beat."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.churn.contract_models import WAYS, chance_of, fit_way
from helpers.evidence.repeated_folds import corrected_difference
from helpers.workspace import contracts

FOLDS = 5
SMALLEST = 1e-9
MEASURES = ["auc", "brier", "log_loss"]


class Tried(NamedTuple):
    """How the ways did.

    Attributes
    ----------
    folds : DataFrame
        One row per way and fold: `way`, `repeat`, `fold`, and MEASURES.
    chances : DataFrame
        Chance of ending by way (columns), each row told by ways that had not seen it; the mean
        over repeats.
    """

    folds: pd.DataFrame
    chances: pd.DataFrame


def try_by_folds(
    features: pd.DataFrame, ended: np.ndarray, *, ways: tuple[str, ...] = WAYS,
    repeats: int = 1, seed: int = 0,
) -> Tried:  # fmt: skip
    """Return how ways did on contracts that they had not seen, over repeats of FOLDS folds.

    Folds are drawn at one time: they say how well contracts are told apart, and nothing of
    whether that lasts.

    Parameters
    ----------
    features : DataFrame
        As from `contract_features`.
    ended : ndarray of bool
        Which ended; at least FOLDS of them, and FOLDS that did not.
    """
    from sklearn.model_selection import StratifiedKFold

    rows = []
    told = {way: np.zeros(len(ended)) for way in ways}
    for repeat in range(repeats):
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed + repeat)
        for fold, (train, test) in enumerate(folds.split(features, ended)):
            for way in ways:
                fitted = fit_way(way, features.iloc[train], ended[train], seed=seed)
                chance = chance_of(fitted, features.iloc[test])
                told[way][test] += chance / repeats
                rows.append({"way": way, "repeat": repeat, "fold": fold,
                             **measured(chance, ended[test])})  # fmt: skip
    return Tried(pd.DataFrame(rows), pd.DataFrame(told, index=features.index))


def measured(chance: np.ndarray, ended: np.ndarray) -> dict[str, float]:
    """Return AUC, Brier score and log loss of chances of ending."""
    from sklearn.metrics import roc_auc_score

    inside = np.clip(chance, SMALLEST, 1 - SMALLEST)
    return {
        "auc": float(roc_auc_score(ended, chance)), "brier": float(np.mean((chance - ended) ** 2)),
        "log_loss": float(-np.log(np.where(ended, inside, 1 - inside)).mean()),
    }  # fmt: skip


def ways_by_folds(tried: Tried, ended: np.ndarray) -> pd.DataFrame:
    """Return the table `churn_contract_ways` of folds.

    Parameters
    ----------
    tried : Tried
        As from `try_by_folds`.
    ended : ndarray of bool
        Which ended.
    """
    means = tried.folds.groupby("way")[MEASURES].mean()
    loss = tried.folds.pivot(index=["repeat", "fold"], columns="way", values="log_loss")
    best = means["log_loss"].idxmin()
    behind = {way: corrected_difference((loss[way] - loss[best]).to_numpy(), folds=FOLDS)
              for way in means.index}  # fmt: skip
    table = means.assign(behind=pd.Series({way: d.mean for way, d in behind.items()}),
                         behind_se=pd.Series({way: d.se for way, d in behind.items()}),
                         tried_by="folds", tries=len(loss))  # fmt: skip
    return kept_first(table, contracts_told=len(ended), endings=int(np.sum(ended)))


def kept_first(table: pd.DataFrame, *, contracts_told: int, endings: int) -> pd.DataFrame:
    """Return the table `churn_contract_ways` with the way that is kept.

    Kept is the simplest whose log loss is behind the best by no more than one standard error.

    Parameters
    ----------
    table : DataFrame
        By way: `behind`, `behind_se` and the columns that are told.
    """
    order = [way for way in WAYS if way in table.index]
    table = table.loc[order]
    holds = table["behind"].le(table["behind_se"]) | table["behind"].le(0)
    told = table.assign(
        place=[WAYS.index(way) + 1 for way in order], is_kept=table.index == holds.idxmax(),
        contracts=contracts_told, endings=endings,
    ).rename_axis("way").reset_index()  # fmt: skip
    return told[list(contracts.load("churn_contract_ways").columns)]


def kept_way(table: pd.DataFrame) -> str:
    """Return the way that is used."""
    return str(table.loc[table["is_kept"], "way"].iloc[0])
