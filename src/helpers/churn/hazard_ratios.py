"""What goes with ending sooner: hazard ratios, and whether they stay the same over the months."""

import numpy as np
import pandas as pd

from helpers.churn.contract_terms import Terms
from helpers.churn.hazard import Hazard, fit_hazard
from helpers.evidence.discovery import control_false_discoveries
from helpers.workspace import contracts

RATE = 0.10
NORMAL = 1.959963984540054


def hazard_ratios(rows: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """Return the table `churn_hazards`.

    A ratio is checked for staying the same (proportional hazards): by a second fit in which
    each term has one ratio up to the month by which half of the endings had come, and another
    after it.

    Parameters
    ----------
    rows : DataFrame
        As in `Contracts.rows`.
    terms : Terms
        What they differ by, as from `contract_terms`.
    """
    if terms.frame.empty or not len(terms.frame.columns):
        return contracts.empty("churn_hazards")
    whole = fit_hazard(rows, terms.frame)
    log, se = _of_terms(whole, list(terms.frame))
    p_value = _two_sided(log / se)
    adjusted = control_false_discoveries(p_value, rate=RATE)
    has = terms.frame.gt(0) & terms.told["kind"].isin(["word", "flag"])
    everybody = rows["ended"].sum()
    endings = [rows.loc[has[name], "ended"].sum() if has[name].any() else everybody
               for name in terms.frame]  # fmt: skip
    told = terms.told.assign(
        endings=endings, ratio=np.exp(log), lower=np.exp(log - NORMAL * se),
        upper=np.exp(log + NORMAL * se), p_value=p_value, p_adjusted=adjusted.adjusted,
        found=adjusted.found, **_early_and_late(rows, terms.frame),
    )  # fmt: skip
    columns = list(contracts.load("churn_hazards").columns)
    return told[columns].sort_values(["name", "level"], ignore_index=True)


def _early_and_late(rows: pd.DataFrame, terms: pd.DataFrame) -> dict:
    """Return each term's ratio before and after the split, and whether they differ."""
    split = int(rows.loc[rows["ended"], "months"].median())
    before = rows.assign(months=rows["months"].clip(upper=split),
                         ended=rows["ended"] & rows["months"].le(split))  # fmt: skip
    after = rows.assign(from_month=rows["from_month"].clip(lower=split))
    parts = [before[before["months"].gt(before["from_month"])],
             after[after["months"].gt(after["from_month"])]]  # fmt: skip
    fits = [_of_terms(fit_hazard(part, terms.loc[part.index]), list(terms))
            if part["ended"].any() else (np.zeros(terms.shape[1]), np.full(terms.shape[1], np.inf))
            for part in parts]  # fmt: skip
    (early, early_se), (late, late_se) = fits
    change = control_false_discoveries(_two_sided((late - early) / np.hypot(early_se, late_se)),
                                       rate=RATE)  # fmt: skip
    return {"ratio_early": np.exp(early), "ratio_late": np.exp(late), "split_months": split,
            "p_change": change.adjusted, "changes": change.found}  # fmt: skip


def _of_terms(hazard: Hazard, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return log ratios and their standard errors; the bands stand before them."""
    se = np.sqrt(np.diag(hazard.covariance))[-len(names) :]
    return hazard.coefficients[names].to_numpy(), se


def _two_sided(z: np.ndarray) -> np.ndarray:
    from scipy.stats import norm

    return 2 * norm.sf(np.abs(z))
