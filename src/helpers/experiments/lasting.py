"""Whether an effect lasts: in each 91 days since assignment, long after the end as well.

For a long-run holdout, which has no end, these are its readings.
"""

from typing import Any

import pandas as pd

from helpers.evidence import relative_difference, welch_difference
from helpers.experiments.adjusted import adjusted_samples
from helpers.experiments.declared import Experiment
from helpers.experiments.families import judge
from helpers.experiments.moments import moments_of
from helpers.experiments.watching import Watched, days_known, within
from helpers.workspace import contracts

BLOCK_DAYS = 91
MOST_BLOCKS = 12
MEASURED = ("order_days", "net_spend")


def lasting(watched: Watched) -> pd.DataFrame:
    """Return the effect of each experiment in each 91 days that are known of all its units.

    Returns
    -------
    DataFrame
        The table `experiment_lasting`.
    """
    parts = [_experiment(watched, one) for one in watched.checked.readable()]
    columns = list(contracts.load("experiment_lasting").columns)
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]


def _experiment(watched: Watched, one: Experiment) -> pd.DataFrame:
    """Return the rows of one experiment, judged as one family."""
    blocks = min(MOST_BLOCKS, days_known(watched, one.name) // BLOCK_DAYS)
    rows = [row for block in range(blocks) for row in _block(watched, one, block * BLOCK_DAYS)]
    table = pd.DataFrame(rows)
    if len(table):
        adjusted, words = judge(table["effect"].to_numpy(), table["p_value"].to_numpy())
        table = table.assign(p_adjusted=adjusted, verdict=words, experiment=one.name)
    return table


def _block(watched: Watched, one: Experiment, first: int) -> list[dict[str, Any]]:
    """Return one row per variant and metric."""
    units = watched.of(one.name).reset_index(drop=True)
    days = watched.days[watched.days["experiment"].eq(one.name)]
    did = within(days, units, first, first + BLOCK_DAYS - 1)
    ended = one.last_day is not None and (
        units["assigned_on"].min() + pd.Timedelta(days=first) > pd.Timestamp(one.last_day)
    )
    told = {"from_day": first, "through_day": first + BLOCK_DAYS - 1, "after_end": bool(ended)}
    control = watched.checked.control(one.name)
    return [
        told | _effect(units, did, metric, variant, control)
        for variant in watched.checked.variants(one.name)
        for metric in MEASURED
    ]


def _effect(
    units: pd.DataFrame, did: pd.DataFrame, metric: str, variant: str, control: str
) -> dict[str, Any]:
    arms = []
    for arm in (variant, control):
        inside = units["arm"].eq(arm).to_numpy()
        before = units.loc[inside, f"{metric}_before"]
        arms.append(moments_of(did.loc[inside, metric].to_numpy(float), before.to_numpy(float)))
    treated, rest = adjusted_samples(*arms)
    found = welch_difference(treatment=treated, control=rest)
    return {
        "variant": variant, "metric": metric, "effect": found.estimate,
        "lower": found.lower, "upper": found.upper,
        "relative": relative_difference(treatment=treated, control=rest).estimate,
        "p_value": found.p_value, "n": int(arms[0].rows + arms[1].rows),
    }  # fmt: skip
