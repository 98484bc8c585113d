"""Whether an experiment may be read at all: its arms, its split, who stands in it twice.

An experiment that fails is not read: numbers of a broken one look like those of a sound one.
"""

from typing import Any, NamedTuple

import pandas as pd

from helpers.experiments.declared import Experiment, control_arm
from helpers.experiments.ratio_mismatch import STOP_BELOW, planned_shares, ratio_mismatch
from helpers.experiments.units import single_arm
from helpers.workspace import contracts

CROSSED_LIMIT = 0.01  # share of units in several arms, beyond which an experiment is not read
FEWEST = 30  # units per arm
NO_UNITS, NO_CONTROL, EMPTY_ARM, FEW = "no_units", "no_control", "empty_arm", "few_units"
SPLIT, SPLIT_UNDECLARED, CROSSED = "broken_split", "undeclared_split", "crossed_over"


class Checked(NamedTuple):
    """Experiments that were checked.

    Attributes
    ----------
    experiments : list of Experiment
        All, in order.
    units : DataFrame
        Known customers in one arm, of the experiments that may be read: one row per experiment
        and customer, `experiment`, `customer_id`, `arm` and `assigned_on`.
    arms : DataFrame
        The table `experiment_arms`.
    table : DataFrame
        The table `experiment_checks`.
    """

    experiments: list[Experiment]
    units: pd.DataFrame
    arms: pd.DataFrame
    table: pd.DataFrame

    def readable(self) -> list[Experiment]:
        """Return the experiments that passed."""
        passed = set(self.table.loc[self.table["stop"].isna(), "experiment"])
        return [one for one in self.experiments if one.name in passed]

    def control(self, experiment: str) -> str:
        """Return the arm without the change, of an experiment that passed."""
        own = self.arms[self.arms["experiment"].eq(experiment) & self.arms["is_control"]]
        return own["arm"].iloc[0]

    def variants(self, experiment: str) -> list[str]:
        """Return the arms with a change, of an experiment that passed."""
        own = self.arms[self.arms["experiment"].eq(experiment) & ~self.arms["is_control"]]
        return own["arm"].tolist()


def check(units: pd.DataFrame, experiments: list[Experiment]) -> Checked:
    """Check every experiment.

    Parameters
    ----------
    units : DataFrame
        As from `units_of`.
    experiments : list of Experiment
        Those to be read.
    """
    arms, rows = [], []
    for one in experiments:
        own = units[units["experiment"].eq(one.name)]
        table = _arms(one, own)
        arms.append(table)
        rows.append(_row(one, own, table))
    checks = pd.DataFrame(rows, columns=list(contracts.load("experiment_checks").columns))
    passed = checks.loc[checks["stop"].isna(), "experiment"]
    sound = single_arm(units[units["experiment"].isin(passed)])
    columns = list(contracts.load("experiment_arms").columns)
    every = pd.concat(arms, ignore_index=True) if arms else pd.DataFrame(columns=columns)
    kept = sound[["experiment", "customer_id", "arm", "assigned_on"]]
    return Checked(experiments, kept, every[columns], checks)


def _arms(one: Experiment, own: pd.DataFrame) -> pd.DataFrame:
    """Return one row per arm: its units that can be read, and how many were planned."""
    names = sorted(own["arm"].unique())
    control = control_arm(names)
    counts = single_arm(own)["arm"].value_counts()
    ordered = [name for name in names if name != control]
    ordered = [control, *ordered] if control else ordered
    shares = planned_shares(one.treatment_share, len(ordered) - 1) if len(ordered) > 1 else [1.0]
    planned = shares if control else [None] * len(ordered)
    table = pd.DataFrame({"arm": ordered, "planned_share": planned[: len(ordered)]})
    table["planned_share"] = table["planned_share"].astype(float)
    table["units"] = [int(counts.get(name, 0)) for name in ordered]
    table["share"] = table["units"] / max(1, table["units"].sum())
    table["is_control"] = table["arm"].eq(control) if control else False
    return table.assign(experiment=one.name).sort_values("arm", ignore_index=True)


def _row(one: Experiment, own: pd.DataFrame, arms: pd.DataFrame) -> dict[str, Any]:
    unknown = own["customer_id"].isna()
    known = own[~unknown]
    crossed = int(known["arms"].gt(1).sum())
    row = {
        "experiment": one.name, "title": one.title, "first_day": pd.Timestamp(one.first_day),
        "last_day": pd.Timestamp(one.last_day) if one.last_day else pd.NaT,
        "units": len(known), "crossed": crossed,
        "repeated": int((known["rows"] - known["arms"]).sum()),
        "unknown": int(own.loc[unknown, "rows"].sum()), "p_split": _split(arms),
        "split_declared": one.treatment_share is not None,
    }  # fmt: skip
    return row | {"stop": _stop(row, arms)}


def _split(arms: pd.DataFrame) -> float | None:
    """Return how likely the split is; None where there is none to hold it against."""
    if len(arms) < 2 or arms["planned_share"].isna().any() or not arms["units"].sum():
        return None
    return ratio_mismatch(arms["units"].to_numpy(), arms["planned_share"].to_numpy())


def _stop(row: dict[str, Any], arms: pd.DataFrame) -> str | None:
    """Return why an experiment is not read; None where it is."""
    if not row["units"]:
        return NO_UNITS
    if len(arms) < 2:
        return EMPTY_ARM
    if not arms["is_control"].any():
        return NO_CONTROL
    if row["p_split"] is not None and row["p_split"] < STOP_BELOW:
        return SPLIT if row["split_declared"] else SPLIT_UNDECLARED
    if row["crossed"] > CROSSED_LIMIT * row["units"]:
        return CROSSED
    if arms["units"].eq(0).any():
        return EMPTY_ARM
    return FEW if arms["units"].lt(FEWEST).any() else None
