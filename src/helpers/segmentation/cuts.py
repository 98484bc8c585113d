"""Customers cut by what is known of them beside their purchases: do the parts spend differently?"""

import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

from helpers.evidence import control_false_discoveries, mean_difference

CUTS = ("country", "province", "city", "accepts_email")
COLUMNS = [
    "cut", "part", "customers", "mean_spend", "difference", "difference_lower", "difference_upper",
    "p_adjusted", "differs",
]  # fmt: skip


def spend_by_cut(
    scored: pd.DataFrame,
    people: pd.DataFrame,
    answers: dict[str, pd.Series] | None = None,
    *,
    smallest: int = 100,
    false_share: float = 0.10,
) -> pd.DataFrame:
    """Return, for each part of each cut, how its recent spend differs from everybody else's.

    What forms the parts (place, consent, answers) did not form the spend, so the comparison
    is not circular; it still is no cause.

    Parameters
    ----------
    scored : DataFrame
        Customers with orders: `customer_id`, `recent_monetary` (company currency).
    people : DataFrame
        The table `customers`.
    answers : dict of str to Series, optional
        By question of a survey, the part that each customer belongs to, by customer.
    smallest : int
        Parts with fewer customers, or fewer outside them, are left out.
    false_share : float
        Share of false discoveries that is accepted among the parts called different.

    Returns
    -------
    DataFrame
        The table `spend_cuts`: the difference is the part's mean minus the mean of
        all others, with Welch's 95 % interval; `p_adjusted` after Benjamini and
        Hochberg over all parts. Without rows where no cut has two parts.
    """
    joined = scored[["customer_id", "recent_monetary"]].merge(people, on="customer_id")
    cuts = {cut: joined[cut].astype("str").where(joined[cut].notna()) for cut in CUTS}
    cuts |= {name: joined["customer_id"].map(parts) for name, parts in (answers or {}).items()}
    rows, p_values = [], []
    for cut, parts in cuts.items():
        # Who was not asked is no part of a question's others; an unknown place is somewhere else.
        among = parts.notna() | (cut in CUTS)
        spend, told = joined.loc[among, "recent_monetary"].to_numpy(dtype=float), parts[among]
        for part, size in told.value_counts().sort_index().items():
            own = told.eq(part).to_numpy()
            if min(size, len(told) - size) >= smallest:
                rows.append((cut, part, size, spend[own].mean(), *_against(spend, own)))
                p_values.append(_p_value(spend, own))
    if not rows:
        return pd.DataFrame(columns=COLUMNS)
    found = control_false_discoveries(p_values, rate=false_share)
    frame = pd.DataFrame(rows, columns=COLUMNS[:-2])
    frame = frame.assign(p_adjusted=found.adjusted, differs=found.found)
    place = frame["cut"].map(list(cuts).index)
    return frame.assign(place=place).sort_values(
        ["place", "customers", "part"], ascending=[True, False, True], ignore_index=True
    ).drop(columns="place")  # fmt: skip


def _against(spend: np.ndarray, own: np.ndarray) -> tuple[float, float, float]:
    return tuple(mean_difference(treatment=spend[own], control=spend[~own]))


def _p_value(spend: np.ndarray, own: np.ndarray) -> float:
    """Return Welch's two-sided p-value; 1 where neither side has any spread."""
    if spend[own].std() == 0 and spend[~own].std() == 0:
        return 1.0
    return float(ttest_ind(spend[own], spend[~own], equal_var=False).pvalue)


def with_difference(cuts: pd.DataFrame) -> pd.DataFrame:
    """Return the cuts for readers, each part with whether it is known to differ."""
    known = cuts["differs"].map({True: "differs", False: "cannot_tell"})
    shown = ["cut", "part", "customers", "mean_spend", "difference", "difference_lower",
             "difference_upper"]  # fmt: skip
    return cuts[shown].assign(known_to_differ=known)
