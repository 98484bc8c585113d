"""How well each way to tell for whom ranks customers, and who stands at the two ends."""

import numpy as np
import pandas as pd

from helpers.experiments.uplift.before import RHYTHM
from helpers.experiments.uplift.heterogeneity import GROUPS
from helpers.experiments.uplift.learners import PLAIN, Learned
from helpers.experiments.uplift.qini import auuc_score, qini_score
from helpers.experiments.uplift.trial import Trial


def ranked(
    trial: Trial, measured: np.ndarray, expected: dict[str, np.ndarray], plain: Learned,
    used: str, rng: np.random.Generator,
) -> pd.DataFrame:  # fmt: skip
    """Return how well each way ranks customers it has not seen.

    Parameters
    ----------
    trial : Trial
    measured : ndarray of float
        As from `measured_effects`.
    expected : dict of str to ndarray
        By learner, from models that have not seen whom they speak of.
    plain : Learned
        The plain flag, learnt from all.
    used : str
        The learner whose expectations customers are told by.
    rng : numpy.random.Generator
        Where resamples come from.

    Returns
    -------
    DataFrame
        The columns of `uplift_models` but the experiment.
    """
    rows = []
    for name, own in expected.items():
        qini, auuc = (score(trial.outcome, own, trial.treated, rng=rng)
                      for score in (qini_score, auuc_score))  # fmt: skip
        rows.append({
            "learner": name, "qini": qini.estimate, "qini_lower": qini.lower,
            "qini_upper": qini.upper, "auuc": auuc.estimate, "auuc_lower": auuc.lower,
            "auuc_upper": auuc.upper, "slope": slope(measured, own), "is_used": name == used,
        })  # fmt: skip
    table = pd.DataFrame(rows)
    told = plain.rule or (None, np.nan, None)
    own = table["learner"].eq(PLAIN)
    for name, value in zip(("flag", "flag_limit", "helps_above"), told, strict=True):
        table[name] = pd.Series([value if one else None for one in own], dtype="object")
    return table.astype({"flag_limit": float})


def slope(measured: np.ndarray, expected: np.ndarray) -> float:
    """Return by how much measured effects rise with expected ones: 1 is right, 0 tells nothing.

    Missing where the same is expected of everybody.
    """
    beyond = expected - expected.mean()
    spread = float((beyond**2).sum())
    return float((measured * beyond).sum() / spread) if spread > 1e-12 else float("nan")


def most_and_least(known: pd.DataFrame, expected: np.ndarray) -> pd.DataFrame:
    """Return how the fifth of whom most is expected differs from the fifth of whom least is.

    Counts, days and amounts are medians, leanings are means; nothing is tested, because these
    features are what the two were told apart by.

    Returns
    -------
    DataFrame
        `feature`, `most`, `least` and `spread` (the difference in standard deviations), the
        furthest apart first; `customers` of each fifth.
    """
    rank = pd.Series(expected).rank(method="first").to_numpy()
    size = len(expected) // GROUPS
    least, most = known[rank <= size], known[rank > len(expected) - size]
    scale = known.std().replace(0, 1)
    table = pd.DataFrame({
        "feature": list(known), "customers": size,
        "most": [_typical(most, name) for name in known],
        "least": [_typical(least, name) for name in known],
        "spread": ((most.mean() - least.mean()) / scale).to_numpy(),
    })  # fmt: skip
    order = np.argsort(-table["spread"].abs().to_numpy(), kind="stable")
    return table.iloc[order].reset_index(drop=True)


def _typical(rows: pd.DataFrame, name: str) -> float:
    if name in RHYTHM:
        return float(np.expm1(rows[name].median()))
    return float(rows[name].mean())
