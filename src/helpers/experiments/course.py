"""An experiment's course: what it showed at the end of each week, and whether one may stop."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from helpers.evidence import sample_of, welch_difference
from helpers.experiments.declared import Experiment, days_of
from helpers.experiments.sequential import (
    always_valid_p,
    boundary,
    information,
    planned_fraction,
)
from helpers.experiments.watching import Watched, within
from helpers.workspace import contracts

FOLLOWED = ("conversion", "order_days", "net_spend")
UNENDING = 364  # days planned of an experiment that has no last day


def course(watched: Watched) -> pd.DataFrame:
    """Return what each experiment showed, look by look.

    Returns
    -------
    DataFrame
        The table `experiment_course`; without looks at which nobody had ordered yet.
    """
    parts = [
        _course(watched, one, variant)
        for one in watched.checked.readable()
        for variant in watched.checked.variants(one.name)
    ]
    columns = list(contracts.load("experiment_course").columns)
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]


def newest_look(looks: pd.DataFrame, experiment: str, variant: str, metric: str):
    """Return the last look at a metric of an experiment; None where there is none."""
    own = looks[
        looks["experiment"].eq(experiment)
        & looks["variant"].eq(variant)
        & looks["metric"].eq(metric)
    ]
    return None if own.empty else own.sort_values("look_day").iloc[-1]


def _course(watched: Watched, one: Experiment, variant: str) -> pd.DataFrame:
    units = watched.of(one.name)
    days = watched.days[watched.days["experiment"].eq(one.name)]
    control = watched.checked.control(one.name)
    rows = [
        row
        for look in days_of(one, watched.as_of)
        for row in _look(units, days, look, variant, control)
    ]
    if not rows:
        return pd.DataFrame()
    looks = pd.DataFrame(rows).assign(experiment=one.name, variant=variant)
    parts = [with_sequence(own, one) for _, own in looks.groupby("metric", sort=True)]
    return pd.concat(parts, ignore_index=True)


def _look(
    units: pd.DataFrame, days: pd.DataFrame, look: date, variant: str, control: str
) -> list[dict[str, Any]]:
    """Return one row per metric, from what was known at the end of a day."""
    known = units[units["assigned_on"].le(pd.Timestamp(look))]
    did = within(days, known, 0, look)
    values = {
        "conversion": did["order_days"].gt(0), "order_days": did["order_days"],
        "net_spend": did["net_spend"],
    }  # fmt: skip
    arms = [known["arm"].eq(arm).to_numpy() for arm in (variant, control)]
    if min(arm.sum() for arm in arms) < 2:
        return []
    rows = []
    for metric in FOLLOWED:
        told = values[metric].to_numpy(float)
        treated, rest = (sample_of(told[arm]) for arm in arms)
        found = welch_difference(treatment=treated, control=rest)
        rows.append({
            "metric": metric, "look_day": pd.Timestamp(look), "effect": found.estimate,
            "standard_error": found.standard_error, "lower": found.lower, "upper": found.upper,
            "n": int(arms[0].sum() + arms[1].sum()),
        })  # fmt: skip
    return rows


def with_sequence(looks: pd.DataFrame, one: Experiment) -> pd.DataFrame:
    """Return the looks at one metric with the bounds that hold at all of them together."""
    looks = looks.sort_values("look_day")
    elapsed = (looks["look_day"] - pd.Timestamp(one.first_day)).dt.days.to_numpy() + 1
    planned = (one.last_day - one.first_day).days + 1 if one.last_day else UNENDING
    error = looks["standard_error"].to_numpy()
    known = information(looks["n"].to_numpy(), np.square(error))
    fraction = planned_fraction(known, elapsed, planned)
    looks, fraction, error = looks[fraction > 0], fraction[fraction > 0], error[fraction > 0]
    half = boundary(fraction) * error
    p_value = always_valid_p(looks["effect"].to_numpy() / error, fraction)
    return looks.assign(
        sequential_lower=looks["effect"] - half, sequential_upper=looks["effect"] + half,
        p_always=np.minimum.accumulate(p_value),
    )  # fmt: skip
