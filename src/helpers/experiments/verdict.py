"""The verdict on an experiment, in words: ship, stop, keep going, cannot tell."""

from typing import Any, NamedTuple

import pandas as pd

from helpers.experiments.checks import Checked
from helpers.experiments.families import HARMS, WORKS
from helpers.experiments.worth import NetValue, needed_units, net_value
from helpers.workspace import contracts

SHIP, STOP, KEEP_GOING, CANNOT_TELL = "ship", "stop", "keep_going", "cannot_tell"
SAFE, FELL, UNSURE = "safe", "fell", "open"
EVERY_VARIANT = "*"
BROKEN = ("broken_split", "crossed_over")  # of an experiment that was run wrongly


class Terms(NamedTuple):
    """On what terms a change is shipped.

    Attributes
    ----------
    smallest : float
        Smallest effect worth having, as a share of the control's metric.
    guardrail : str
        The metric that must not fall.
    may_fall : float
        By which share it may be lower without anybody minding.
    cost : float
        Of the change, per treated customer (company currency).
    rate : float or None
        What is left of a unit of sales; None where that is not known.
    """

    smallest: float = 0.05
    guardrail: str = "net_spend"
    may_fall: float = 0.05
    cost: float = 0.0
    rate: float | None = None


def verdicts(checked: Checked, results: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """Return what to do about each experiment and variant.

    Parameters
    ----------
    checked : Checked
        As from `check`.
    results : DataFrame
        The table `experiment_results`.
    terms : Terms
        On what terms a change is shipped.

    Returns
    -------
    DataFrame
        The table `experiment_verdicts`.

    Raises
    ------
    ValueError
        If the guardrail is no metric that is measured; names those that are.
    """
    from helpers.experiments.readings import METRICS

    known = [metric.name for metric in METRICS]
    if terms.guardrail not in known:
        raise ValueError(f"guardrail {terms.guardrail!r} is not measured: {', '.join(known)} are")
    rows = []
    for one in checked.experiments:
        stop = checked.table.set_index("experiment").loc[one.name]
        if pd.notna(stop["stop"]):
            rows.append(_unread(stop, one.name, terms))
            continue
        own = results[results["experiment"].eq(one.name)]
        rows += [
            {"experiment": one.name, "variant": variant, "title": one.title, "metric": one.metric}
            | _verdict(own[own["variant"].eq(variant)].set_index("metric"), one.metric, terms)
            for variant in checked.variants(one.name)
        ]
    return pd.DataFrame(rows, columns=list(contracts.load("experiment_verdicts").columns))


def guardrail_state(result: pd.Series | None, may_fall: float) -> str:
    """Return whether a metric that must not fall is safe, fell, or neither can be told.

    Held against its own interval, not against one widened for other metrics: to miss a harm is
    the dearer mistake.
    """
    ends = None if result is None else relative_ends(result)
    if ends is None:
        return UNSURE
    if ends[1] < 0:
        return FELL
    return SAFE if ends[0] > -may_fall else UNSURE


def relative_ends(result: pd.Series) -> tuple[float, float] | None:
    """Return the ends of the interval that counts, as shares of the control's metric.

    While an experiment runs only bounds count that hold at every look; None where there are
    none.
    """
    if not result["running"]:
        ends = float(result["relative_lower"]), float(result["relative_upper"])
        return None if pd.isna(ends[0]) else ends
    if pd.isna(result["sequential_upper"]) or result["mean_control"] <= 0:
        return None
    base = float(result["mean_control"])
    return float(result["sequential_lower"]) / base, float(result["sequential_upper"]) / base


def decide(
    primary: pd.Series, guard: str, net: NetValue | None, terms: Terms
) -> tuple[str, str]:  # fmt: skip
    """Return a verdict and its reason.

    Parameters
    ----------
    primary : Series
        The row of `experiment_results` of what the experiment was to change.
    guard : {'safe', 'fell', 'open'}
        The state of the guardrail.
    net : NetValue or None
        What the change is worth; None where spend could not be read.
    """
    if primary["verdict"] == HARMS:
        return STOP, "harms"
    if guard == FELL:
        return STOP, "guardrail_fell"
    if primary["verdict"] == WORKS:
        return _of_what_works(guard, net, terms)
    ends = relative_ends(primary)
    if ends is not None and ends[1] < terms.smallest:
        return STOP, "nothing_worth_having"
    return (KEEP_GOING, "still_runs") if primary["running"] else (CANNOT_TELL, "too_few")


def _of_what_works(guard: str, net: NetValue | None, terms: Terms) -> tuple[str, str]:
    if net is not None and net.upper < 0:
        return STOP, "does_not_pay"
    if terms.cost > 0 and (net is None or net.lower <= 0):
        return KEEP_GOING, "may_not_pay"
    return (SHIP, "works") if guard == SAFE else (KEEP_GOING, "guardrail_open")


def _verdict(own: pd.DataFrame, metric: str | None, terms: Terms) -> dict[str, Any]:
    """Return the verdict on one variant, whose readings are `own`, by metric."""
    n = int(own["n"].max())
    if metric is None or metric not in own.index:
        reason = "not_measured" if metric is None else "not_readable"
        return {"verdict": CANNOT_TELL, "reason": reason, "cost": terms.cost, "n": n}
    primary = own.loc[metric]
    guarded = own.loc[terms.guardrail] if terms.guardrail in own.index else None
    spend = own.loc["net_spend"] if "net_spend" in own.index else None
    net = net_value(spend, cost=terms.cost, rate=terms.rate) if spend is not None else None
    guard = guardrail_state(guarded, terms.may_fall)
    verdict, reason = decide(primary, guard, net, terms)
    base = 1.0 if metric == "kept" else abs(float(primary["mean_control"]))
    ends = {name: primary[name] for name in ("relative", "relative_lower", "relative_upper")}
    worth = {} if net is None else dict(
        zip(("net_value", "net_lower", "net_upper"), net, strict=True)
    )  # fmt: skip
    return ends | worth | {
        "verdict": verdict, "reason": reason, "guardrail": terms.guardrail,
        "guardrail_state": guard, "cost": terms.cost, "n": int(primary["n"]),
        "needed": needed_units(primary, terms.smallest * base),
    }  # fmt: skip


def _unread(stop: pd.Series, name: str, terms: Terms) -> dict[str, Any]:
    verdict = STOP if stop["stop"] in BROKEN else CANNOT_TELL
    return {
        "experiment": name, "variant": EVERY_VARIANT, "title": stop["title"], "verdict": verdict,
        "reason": stop["stop"], "cost": terms.cost, "n": int(stop["units"]),
    }  # fmt: skip
