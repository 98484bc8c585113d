"""What a company declared of its experiments, and which arm is the one without the change."""

import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from ibis.expr.types import Table

WORDS = Path(__file__).with_name("declared_words.toml")
USUAL_METRIC = "net_spend"  # where none is declared


class Experiment(NamedTuple):
    """One experiment, as declared.

    Attributes
    ----------
    name, title : str
    first_day : date
    last_day : date or None
        None where it has no end, as of a long-run holdout.
    treatment_share : float or None
        Share of units that were to be treated; None where that is not declared.
    metric : str or None
        What it was to change, by the name that it has here; None where what was declared is
        nothing that is measured here.
    metric_declared : bool
        Whether anything was declared.
    """

    name: str
    title: str
    first_day: date
    last_day: date | None
    treatment_share: float | None
    metric: str | None
    metric_declared: bool

    def end(self, as_of: date) -> date:
        """Return the last day that is watched: its own, or the as-of day where it still runs."""
        return as_of if self.last_day is None else min(self.last_day, as_of)

    def runs(self, as_of: date) -> bool:
        """Return whether it still runs at the end of a day."""
        return self.last_day is None or self.last_day > as_of


def declared(experiments: Table, *, experiment: str = "") -> list[Experiment]:
    """Return the experiments that had begun, the oldest first.

    Parameters
    ----------
    experiments : Table
        The table `experiments`, as known on the as-of day.
    experiment : str
        The one to read; empty: all.

    Raises
    ------
    ValueError
        If the one that is named is not declared, or one ends before it begins.
    """
    rows = experiments.to_pandas().sort_values(["event_day", "experiment"])
    if experiment and experiment not in set(rows["experiment"]):
        known = ", ".join(rows["experiment"]) or "none"
        raise ValueError(f"experiment {experiment!r} is not declared; there are: {known}")
    rows = rows[rows["experiment"].eq(experiment)] if experiment else rows
    return [_experiment(row) for _, row in rows.iterrows()]


def control_arm(arms: Iterable[str]) -> str | None:
    """Return the arm without the change, by its name; None where none or several bear such one.

    Examples
    --------
    >>> control_arm(["Control", "red button"]), control_arm(["red", "blue"])
    ('Control', None)
    """
    known = set(_words()["control"])
    found = [arm for arm in arms if _plain(arm) in known]
    return found[0] if len(found) == 1 else None


def metric_of(told: str) -> str | None:
    """Return the name of a metric here, by how it was declared; None where it is not known.

    Examples
    --------
    >>> metric_of("Orders"), metric_of("客单价"), metric_of("happiness")
    ('order_days', 'spend_per_order', None)
    """
    return _metrics().get(_plain(told))


def days_of(experiment: Experiment, as_of: date) -> list[date]:
    """Return the days on which to look at an experiment: the end of each week, and its last."""
    end = experiment.end(as_of)
    weeks = pd.date_range(experiment.first_day + timedelta(days=6), end, freq="7D")
    days = [day.date() for day in weeks]
    return days if end in days else [*days, end]


def _experiment(row: pd.Series) -> Experiment:
    first = pd.Timestamp(row["event_day"]).date()
    last = None if pd.isna(row["last_day"]) else pd.Timestamp(row["last_day"]).date()
    if last is not None and last < first:
        raise ValueError(f"experiment {row['experiment']!r} ends on {last}, before its {first}")
    share = None if pd.isna(row["treatment_share"]) else float(row["treatment_share"])
    told = _text(row["metric"])
    metric = metric_of(told) if told else USUAL_METRIC
    title = _text(row["title"]) or row["experiment"]
    return Experiment(row["experiment"], title, first, last, share, metric, bool(told))


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value).strip()


def _plain(told: str) -> str:
    return told.strip().casefold()


@cache
def _words() -> dict[str, Any]:
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    words["control"] = [_plain(word) for word in words["control"]]
    return words


@cache
def _metrics() -> dict[str, str]:
    return {_plain(word): name for name, known in _words()["metrics"].items() for word in known}
