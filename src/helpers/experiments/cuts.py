"""Effects by group of customers, as the groups were before they were assigned.

A group that was formed later may have been formed by the change itself. So only groups count
that are known by the day: tiers and classes of the newest snapshot before assignment.
"""

from typing import Any

import numpy as np
import pandas as pd

from helpers.evidence import relative_difference, welch_difference
from helpers.experiments.adjusted import adjusted_samples
from helpers.experiments.declared import Experiment
from helpers.experiments.families import judge
from helpers.experiments.moments import moments_of
from helpers.experiments.watching import Watched
from helpers.workspace import contracts

CUTS = ("spend_tier", "frequency_tier", "value_class", "named_cell", "rfm_cell")
FEWEST = 30  # units per arm and part
MEASURED = ("order_days", "net_spend")


def cuts(watched: Watched, segments: pd.DataFrame, *, cut: str) -> pd.DataFrame:
    """Return the effect of each experiment by group.

    On what it was to change, where that is order days or net spend, else on order days.

    Parameters
    ----------
    watched : Watched
        As from `watch`.
    segments : DataFrame
        The table `segments`; may be without rows.
    cut : str
        One of CUTS.

    Returns
    -------
    DataFrame
        The table `experiment_cuts`: parts with fewer than FEWEST units in an arm are left out.

    Raises
    ------
    ValueError
        If the cut is none that is known by the day; names those that are.
    """
    if cut not in CUTS:
        raise ValueError(f"cut {cut!r} is not known by the day: choose one of {', '.join(CUTS)}")
    rows = [
        table
        for one in watched.checked.readable()
        for variant in watched.checked.variants(one.name)
        if len(table := _variant(watched, one, variant, segments, cut))
    ]
    columns = list(contracts.load("experiment_cuts").columns)
    if not rows:
        return pd.DataFrame(columns=columns)
    return pd.concat(rows, ignore_index=True)[columns]


def part_before(units: pd.DataFrame, segments: pd.DataFrame, cut: str) -> pd.Series:
    """Return each unit's group on the newest snapshot day before it was assigned.

    Missing where none is known.
    """
    days = pd.to_datetime(segments["snapshot_day"]).astype("datetime64[us]")
    known = segments[["customer_id", cut]].assign(known_on=days).dropna()
    asked = units[["customer_id", "assigned_on"]].assign(place=np.arange(len(units)))
    found = asked.merge(known, on="customer_id")
    found = found[found["known_on"].lt(found["assigned_on"])]
    newest = found.sort_values(["place", "known_on"]).groupby("place")[cut].last()
    return newest.reindex(asked["place"]).set_axis(units.index)


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


def _variant(
    watched: Watched, one: Experiment, variant: str, segments: pd.DataFrame, cut: str
) -> pd.DataFrame:
    """Return the rows of one variant, judged as one family."""
    units = watched.of(one.name)
    metric = one.metric if one.metric in MEASURED else MEASURED[0]
    parts = part_before(units, segments, cut)
    arms = (variant, watched.checked.control(one.name))
    found = (
        _part(units[parts.eq(part)], metric, arms) | {"part": part}
        for part in sorted(parts.dropna().unique())
    )
    table = pd.DataFrame([row for row in found if len(row) > 1])
    if table.empty:
        return table
    adjusted, words = judge(table["effect"].to_numpy(), table["p_value"].to_numpy())
    apart = unlike(table)
    told = {"experiment": one.name, "variant": variant, "cut": cut, "metric": metric}
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
