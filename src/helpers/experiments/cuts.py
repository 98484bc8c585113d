"""Effects by group of customers, as the groups were before they were assigned.

A group that was formed later may have been formed by the change itself. Where segments or
personas of today are asked for, it is therefore tested whether the arms differ in who stands in
which group; where they do, effects by these groups say nothing.
"""

from typing import Any

import numpy as np
import pandas as pd

from helpers.evidence import relative_difference, welch_difference
from helpers.experiments.adjusted import adjusted_samples
from helpers.experiments.declared import Experiment
from helpers.experiments.families import judge
from helpers.experiments.groups import LATER, part_of
from helpers.experiments.moments import moments_of
from helpers.experiments.watching import Watched
from helpers.workspace import contracts

MOVED_BELOW = 0.05  # chance of arms so unlike in their groups, below which the change moved them
FEWEST = 30  # units per arm and part
MEASURED = ("order_days", "net_spend")


def cuts(watched: Watched, groups: pd.DataFrame, *, cut: str) -> pd.DataFrame:
    """Return the effect of each experiment by group.

    On what it was to change, where that is order days or net spend, else on order days.

    Parameters
    ----------
    watched : Watched
        As from `watch`.
    groups : DataFrame
        As from `groups_of`; may be without rows.
    cut : str
        What they are called.

    Returns
    -------
    DataFrame
        The table `experiment_cuts`: parts with fewer than FEWEST units in an arm are left out.
    """
    rows = [
        table
        for one in watched.checked.readable()
        for variant in watched.checked.variants(one.name)
        if len(table := _variant(watched, one, variant, groups, cut))
    ]
    columns = list(contracts.load("experiment_cuts").columns)
    if not rows:
        return pd.DataFrame(columns=columns)
    return pd.concat(rows, ignore_index=True)[columns]


def p_differs(effects: np.ndarray, errors: np.ndarray) -> float:
    """Return the chance of effects at least so unlike one another where all are alike.

    References
    ----------
    Cochran (1954), "The Combination of Estimates from Different Experiments", Biometrics 10.
    """
    from scipy.stats import chi2

    if len(effects) < 2 or not (errors > 0).all():
        return 1.0
    weights = 1 / np.square(errors)
    apart = effects - (weights @ effects) / weights.sum()
    return float(chi2.sf(weights @ np.square(apart), len(effects) - 1))


def moved(cuts: pd.DataFrame) -> pd.Series:
    """Return which rows are of groups that the change itself may have formed."""
    return cuts["formed_after"].astype(bool) & cuts["p_arms"].astype(float).lt(MOVED_BELOW)


def p_arms(parts: pd.Series, arms: pd.Series) -> float:
    """Return the chance of arms so unlike in their groups, where the change moves nobody.

    Who is in no group counts as a group, since the change may have brought others into one.
    """
    from scipy.stats import chi2_contingency

    table = pd.crosstab(parts.fillna(""), arms)
    return float(chi2_contingency(table)[1]) if min(table.shape) > 1 else 1.0


def _variant(
    watched: Watched, one: Experiment, variant: str, groups: pd.DataFrame, cut: str
) -> pd.DataFrame:
    """Return the rows of one variant, judged as one family."""
    arms = (variant, watched.checked.control(one.name))
    units = watched.of(one.name)
    units = units[units["arm"].isin(arms)]
    metric = one.metric if one.metric in MEASURED else MEASURED[0]
    known = part_of(units, groups, later=cut in LATER)
    parts = known["part"]
    found = (
        _part(units[parts.eq(part)], metric, arms) | {"part": part}
        for part in sorted(parts.dropna().unique())
    )
    table = pd.DataFrame([row for row in found if len(row) > 1])
    if table.empty:
        return table
    adjusted, words = judge(table["effect"].to_numpy(), table["p_value"].to_numpy())
    apart = unlike(table)
    told = {"experiment": one.name, "variant": variant, "cut": cut, "metric": metric,
            "formed_after": bool(known["formed_after"].any()),
            "p_arms": p_arms(parts, units["arm"])}  # fmt: skip
    return table.assign(**told, p_adjusted=adjusted, verdict=words, p_differs=apart)


def _part(units: pd.DataFrame, metric: str, arms: tuple[str, str]) -> dict[str, Any]:
    """Return the reading of one group; nothing where it has too few units."""
    own = [units[units["arm"].eq(arm)] for arm in arms]
    if min(map(len, own)) < FEWEST:
        return {}
    both = [moments_of(arm[metric].to_numpy(), arm[f"{metric}_before"].to_numpy()) for arm in own]
    first, second = adjusted_samples(*both)
    found = welch_difference(treatment=first, control=second)
    share = relative_difference(treatment=first, control=second)
    return {
        "effect": found.estimate, "lower": found.lower, "upper": found.upper,
        "p_value": found.p_value, "relative": share.estimate, "relative_lower": share.lower,
        "relative_upper": share.upper, "relative_error": share.standard_error,
        "n": len(own[0]) + len(own[1]),
    }  # fmt: skip


def unlike(table: pd.DataFrame) -> float:
    """Return the chance of shares so unlike from group to group, taken as logarithms of ratios.

    What is the same share for everybody is more for who buys much.
    """
    known = table.dropna(subset=["relative"])
    ratio = 1 + known["relative"].to_numpy(float)
    return p_differs(np.log(ratio), known["relative_error"].to_numpy(float) / ratio)
