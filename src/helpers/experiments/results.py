"""The results of experiments: every metric and variant, read and judged together."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.experiments import readings
from helpers.experiments.adjusted import narrowed
from helpers.experiments.bayesian import Belief, normal_belief, share_belief
from helpers.experiments.course import newest_look
from helpers.experiments.declared import Experiment
from helpers.experiments.families import judge
from helpers.experiments.moments import Moments, moments
from helpers.experiments.readings import METRICS, Metric, Reading, Unreadable
from helpers.experiments.watching import Watched
from helpers.workspace import contracts, engine

USUAL_LIFT = 0.1  # of the control's mean: how far effects of such changes usually lie from nought
FEWEST_AMONG = 30  # units per arm, where a metric is measured among some


def results(
    watched: Watched, looks: pd.DataFrame, *, usual_lift: float = USUAL_LIFT
) -> pd.DataFrame:
    """Return every metric of every experiment that may be read.

    An experiment that has ended is judged by its fixed-horizon readings; one that still runs by
    those that may be looked at at any time, so that no look is one too many. Metrics that
    cannot be read (nobody ordered in an arm) are left out. Who was kept is read only where that
    is what an experiment was to change: chapter 09 takes it for the effect of an offer.

    Parameters
    ----------
    watched : Watched
        As from `watch`.
    looks : DataFrame
        The table `experiment_course`.
    usual_lift : float
        Standard deviation of effects of such changes, as a share of the control's mean: the
        prior of the Bayesian reading.

    Returns
    -------
    DataFrame
        The table `experiment_results`.
    """
    parts = [_experiment(watched, one, looks, usual_lift) for one in watched.checked.readable()]
    columns = list(contracts.load("experiment_results").columns)
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True).reindex(columns=columns)


def measured(one: Experiment) -> list[Metric]:
    """Return the metrics that are read of an experiment."""
    kept = one.metric == readings.KEPT
    return [metric for metric in METRICS if kept or metric.kind != readings.KEPT]


def moments_by_arm(
    units: pd.DataFrame, metrics: list[Metric]
) -> dict[str, dict[str, Moments]]:  # fmt: skip
    """Return the moments of every metric by arm; of a metric among too few units none."""
    pairs = {
        metric.name: (metric.column, metric.other) for metric in metrics if metric.among is None
    }  # fmt: skip
    found = moments(engine.in_memory(units), list(pairs.values()))
    by = {name: found[pair] for name, pair in pairs.items()}
    return by | {metric.name: _among(units, metric) for metric in metrics if metric.among}


def _among(units: pd.DataFrame, metric: Metric) -> dict[str, Moments]:
    """Return the moments by arm of who counts for a metric; nothing where they are too few."""
    own = units[units[metric.among].gt(0)]
    arms = own["arm"].value_counts().reindex(units["arm"].unique(), fill_value=0)
    if arms.min() < FEWEST_AMONG:
        return {}
    pair = metric.column, metric.other
    return moments(engine.in_memory(own), [pair])[pair]


def read(metric: Metric, treatment: Moments, control: Moments) -> Reading:
    """Return the reading of a metric, by its kind.

    Raises
    ------
    Unreadable
        If an arm has nothing to divide by.
    """
    if metric.kind == readings.SHARE:
        return readings.read_share(treatment, control)
    if metric.kind == readings.MEAN:
        return readings.read_mean(treatment, control)
    by = readings.read_ratio if metric.kind == readings.RATIO else readings.read_kept
    return by(treatment, control, metric=metric.name)


def _experiment(
    watched: Watched, one: Experiment, looks: pd.DataFrame, usual_lift: float
) -> pd.DataFrame:
    """Return the rows of one experiment, judged as one family."""
    metrics = measured(one)
    by = moments_by_arm(watched.of(one.name), metrics)
    control = watched.checked.control(one.name)
    rows = []
    for variant in watched.checked.variants(one.name):
        for metric in metrics:
            arms = by[metric.name]
            row = _row(metric, arms[variant], arms[control], usual_lift) if arms else None
            if row is not None:
                rows.append({"experiment": one.name, "variant": variant, **row})
    table = pd.DataFrame(rows).assign(is_primary=False, running=one.runs(watched.as_of))
    table["is_primary"] = table["metric"].eq(one.metric)
    table = _with_sequence(table, looks)
    p_value = table["p_always"].fillna(1.0) if one.runs(watched.as_of) else table["p_value"]
    adjusted, words = judge(table["effect"].to_numpy(), p_value.to_numpy(float))
    return table.assign(p_adjusted=adjusted, verdict=words)


def _row(
    metric: Metric, treatment: Moments, control: Moments, usual_lift: float
) -> dict[str, Any] | None:
    try:
        found = read(metric, treatment, control)
    except Unreadable:
        return None
    used, belief = found.adjusted, _belief(metric, found, treatment, control, usual_lift)
    return {
        "metric": metric.name, "effect": used.estimate, "lower": used.lower, "upper": used.upper,
        "n": int(treatment.rows + control.rows), "n_treated": int(treatment.rows),
        "n_control": int(control.rows), "mean_treated": float(found.treated),
        "mean_control": float(found.control), "relative": found.relative.estimate,
        "relative_lower": found.relative.lower, "relative_upper": found.relative.upper,
        "standard_error": used.standard_error, "p_value": used.p_value,
        "plain_effect": found.plain.estimate, "plain_lower": found.plain.lower,
        "plain_upper": found.plain.upper,
        "narrowed": narrowed(treatment, control) if metric.kind == readings.MEAN else 0.0,
        "chance_better": belief.chance_better, "credible_lower": belief.lower,
        "credible_upper": belief.upper, "expected_loss": belief.expected_loss,
    }  # fmt: skip


def _belief(
    metric: Metric, found: Reading, treatment: Moments, control: Moments, usual_lift: float
) -> Belief:
    """Return what to believe of an effect: of a share by itself, else drawn to nought."""
    if metric.kind == readings.SHARE:
        counts = [(round(arm.mean * arm.rows), arm.rows) for arm in (treatment, control)]
        return share_belief(treatment=counts[0], control=counts[1])
    usual = usual_lift if metric.kind == readings.KEPT else usual_lift * abs(found.control)
    if usual <= 0:  # the control has nothing: nothing is usual
        usual = max(abs(found.adjusted.estimate), found.adjusted.standard_error, 1e-9)
    used = found.adjusted
    return normal_belief(used.estimate, used.standard_error, prior_sd=usual)


def _with_sequence(table: pd.DataFrame, looks: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the newest look's bounds; missing for metrics not followed by week."""
    rows = []
    for _, row in table.iterrows():
        look = newest_look(looks, row["experiment"], row["variant"], row["metric"])
        names = ("sequential_lower", "sequential_upper", "p_always")
        rows.append({name: np.nan if look is None else float(look[name]) for name in names})
    return pd.concat([table, pd.DataFrame(rows, index=table.index)], axis="columns")
