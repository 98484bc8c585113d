"""How segments differ: in what formed them, which only describes, and in what did not, tested."""

import numpy as np
import pandas as pd
from scipy.stats import ttest_ind_from_stats

from helpers.evidence import control_false_discoveries

COLUMNS = [
    "segment_id", "feature", "customers", "in_group", "elsewhere", "effect", "formed", "p_adjusted",
    "differs",
]  # fmt: skip
FEWEST = 20  # customers of whom a feature is known, in a group and outside it


def differences(
    groups: np.ndarray | pd.Series,
    formed: pd.DataFrame,
    others: pd.DataFrame,
    *,
    false_share: float = 0.10,
) -> pd.DataFrame:
    """Return how each group differs from everybody else in each feature.

    What formed the groups must differ between them, so it is described and not tested.
    What did not form them is tested (Welch), over all groups and features at once.

    Parameters
    ----------
    groups : array of str
        Segment of each customer.
    formed, others : DataFrame
        Features of the same customers, in order: those that formed the groups, and others.
    false_share : float
        Share of false discoveries that is accepted among what is called different.

    Returns
    -------
    DataFrame
        The table `group_differences`: means `in_group` and `elsewhere` among customers of
        whom the feature is known, `effect` their difference in standard deviations of
        all; `p_adjusted` after Benjamini and Hochberg, missing where nothing is tested.
        The largest effects first, within a group; without rows where there is one group.
    """
    groups = np.asarray(groups)
    if len(set(groups)) < 2:
        return pd.DataFrame(columns=COLUMNS)
    rows = [*_compared(groups, formed, True), *_compared(groups, others, False)]
    frame = pd.DataFrame(rows, columns=[*COLUMNS[:-2], "p"])
    tested = ~frame["formed"].astype(bool)
    frame["p_adjusted"], frame["differs"] = np.nan, False
    if tested.any():
        found = control_false_discoveries(frame.loc[tested, "p"].to_numpy(), rate=false_share)
        frame.loc[tested, "p_adjusted"] = found.adjusted
        frame.loc[tested, "differs"] = found.found
    size = frame["effect"].abs()
    ordered = frame.assign(size=size).sort_values(
        ["segment_id", "formed", "size", "feature"], ascending=[True, False, False, True],
        ignore_index=True,
    )  # fmt: skip
    return ordered[COLUMNS].astype({"formed": bool, "differs": bool})


def _compared(groups: np.ndarray, features: pd.DataFrame, formed: bool):
    """Yield a row for each group and feature of which enough is known on both sides."""
    # Held against each name once: to compare texts takes longer than all that follows.
    sides = {
        group: (np.flatnonzero(groups == group), np.flatnonzero(groups != group))
        for group in sorted(set(groups))
    }
    for name in features:
        values = features[name].to_numpy(dtype=float)
        known = _known(values)
        spread = known.std() if len(known) else 0.0
        for group, places in sides.items():
            own, rest = (_known(values[place]) for place in places)
            if min(len(own), len(rest)) < FEWEST or spread <= 1e-12:
                continue
            effect = (own.mean() - rest.mean()) / spread
            p = 1.0 if formed else _p_value(own, rest)
            yield group, name, len(own), own.mean(), rest.mean(), effect, formed, p


def _known(values: np.ndarray) -> np.ndarray:
    """Return the values that are not missing."""
    missing = np.isnan(values)
    return values[~missing] if missing.any() else values


def _p_value(own: np.ndarray, rest: np.ndarray) -> float:
    """Return Welch's two-sided p-value; 1 where neither side has any spread."""
    sides = [(side.mean(), side.std(ddof=1), len(side)) for side in (own, rest)]
    if not any(spread for _, spread, _ in sides):
        return 1.0
    return float(ttest_ind_from_stats(*sides[0], *sides[1], equal_var=False).pvalue)


def most_different(found: pd.DataFrame, *, formed: bool, most: int = 4) -> pd.DataFrame:
    """Return each group's largest differences, of what formed it or of what is known to differ."""
    chosen = found[found["formed"].eq(formed) & (found["differs"] | formed)]
    return chosen[chosen.groupby("segment_id").cumcount() < most].reset_index(drop=True)
