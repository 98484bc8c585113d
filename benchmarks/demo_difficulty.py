"""How hard the demo company is: what a classifier that knows the true labels finds.

The oracle is cross-fitted on the planted labels with features that any chapter can
compute from the exports. Two figures are fixed by it, before any method is tuned:

- *Behaviour groups*: adjusted Rand index between the group in which each buyer acts
  on the snapshot day and the oracle's guess from the features of that day. To be
  within 0.60 and 0.85.
- *Churn*: among customers with an order in the ACTIVE_DAYS before the snapshot day,
  the label is "no order in the next quarter"; AUC of the oracle's guess. To be within
  0.72 and 0.82.

Run as ``python -m benchmarks demo_difficulty [seed ...]`` for unseen seeds; it writes
into a temporary folder only.
"""

import os
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.demo_features import features, matrix, read_all

ACTIVE_DAYS = 365


def oracle_groups(table: pd.DataFrame, label: pd.Series, *, seed: int = 0) -> np.ndarray:
    """Return each customer's group as guessed by a classifier fitted on the others' labels."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=300))
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    return cross_val_predict(model, matrix(table), label, cv=folds)


def oracle_churn(table: pd.DataFrame, left: pd.Series, *, seed: int = 0) -> np.ndarray:
    """Return each customer's probability to buy nothing, guessed from the others' outcomes."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    models = (
        make_pipeline(StandardScaler(), LogisticRegression(C=0.03, max_iter=300)),
        HistGradientBoostingClassifier(
            learning_rate=0.05, max_iter=80, max_leaf_nodes=8, random_state=seed
        ),
    )
    guesses = [
        cross_val_predict(model, matrix(table), left, cv=folds, method="predict_proba")[:, 1]
        for model in models
    ]
    return np.mean(guesses, axis=0)


def active_and_churned(lines: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Return by e-mail of those who ordered in the last ACTIVE_DAYS whether the next quarter
    sees no order of theirs."""
    past = lines[(lines["day"] <= day) & (lines["day"] > day - pd.Timedelta(days=ACTIVE_DAYS))]
    end = (day + pd.Timedelta(days=1)).to_period("Q").end_time.normalize()
    future = lines.loc[(lines["day"] > day) & (lines["day"] <= end), "email"]
    active = pd.Index(past["email"].unique(), name="email")
    return pd.Series(~active.isin(future), index=active)


def acting_groups(truth: pd.DataFrame, *, split: bool) -> pd.Series:
    """Return by e-mail as which group each customer acts, before or after the split."""
    label = truth["group"].mask(truth["branch"] & split, "trail_runners")
    return pd.Series(label.to_numpy(), index=truth["email"])


def rfm_cells(table: pd.DataFrame) -> pd.Series:
    """Return each customer's cell of thirds of recency, number and size of orders."""
    columns = table[["recency", "orders", "spend"]].rank(pct=True)
    return (columns * 3).clip(upper=2.999).astype(int).astype(str).agg("".join, axis="columns")


def difficulty(raw: Path, truth: Path) -> dict[str, float]:
    """Return the oracle's and the naive figures for a company that was written to disk.

    The naive groups are RFM cells, the naive churn score is days since the last order.
    """
    from sklearn.metrics import adjusted_rand_score, roc_auc_score

    tables = read_all(raw)
    people = pd.read_parquet(truth / "customers.parquet").dropna(subset=["email"])
    last = pd.Timestamp("2026-09-30")
    table = features(tables, last)
    table = table[table.index.isin(people["email"])]
    label = acting_groups(people, split=True).reindex(table.index)
    guess = oracle_groups(table, label)
    figures = {
        "buyers": len(table),
        "groups_ari": adjusted_rand_score(label, guess),
        "groups_ari of RFM cells": adjusted_rand_score(label, rfm_cells(table)),
    }
    for end in ("2026-03-31", "2026-06-30"):
        day = pd.Timestamp(end)
        left = active_and_churned(tables["lines"], day)
        known = features(tables, day).reindex(left.index)
        chance = oracle_churn(known, left)
        figures[f"churn_share {end}"] = left.mean()
        figures[f"churn_auc {end}"] = roc_auc_score(left, chance)
        figures[f"churn_auc of recency {end}"] = roc_auc_score(left, known["recency"])
    return figures


def main(*seeds: str) -> None:
    """Print the oracle's figures for each seed, in the usual and in the shifted company."""
    from helpers.demo import write_demo
    from helpers.workspace import paths

    for seed in [int(text) for text in seeds or ("9001", "9002")]:
        for variant in ("usual", "shifted"):
            with tempfile.TemporaryDirectory() as root:
                os.environ[paths.ROOT_VARIABLE] = root
                write_demo(seed=seed, variant=variant)
                figures = difficulty(paths.raw("demo"), paths.truth("demo"))
            told = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
            print(f"seed {seed}, {variant}: {told}", flush=True)
