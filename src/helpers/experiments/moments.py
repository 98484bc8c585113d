"""Sums of what arms did, in one pass of the engine: all that most readings need.

An arm of a million units becomes a few numbers per metric. Columns in whole units (orders,
cents) add up exactly; others are rounded to twelve digits, because threads add up in any order.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence import Sample

DIGITS = 12
Pair = tuple[str, str | None]


class Moments(NamedTuple):
    """One metric in one arm, beside another column: what was known before, or a denominator.

    Attributes
    ----------
    rows : number or ndarray
        Units.
    mean, variance : float or ndarray
        Of the metric; variances and covariances are divided by rows - 1.
    other_mean, other_variance, covariance : float or ndarray
        Of the other column; nought where there is none.
    """

    rows: np.ndarray | int
    mean: np.ndarray | float
    variance: np.ndarray | float
    other_mean: np.ndarray | float = 0.0
    other_variance: np.ndarray | float = 0.0
    covariance: np.ndarray | float = 0.0

    @property
    def sample(self) -> Sample:
        """The metric alone."""
        return Sample(self.rows, self.mean, self.variance)


def moments(
    units: Table, pairs: Sequence[Pair], *, arm: str = "arm"
) -> dict[Pair, dict[str, Moments]]:
    """Return the moments of metrics by arm, in one pass over the units.

    Parameters
    ----------
    units : Table
        One row per unit: `arm`, and a column per metric and other column.
    pairs : sequence of (str, str or None)
        Metrics, each with the column beside it.

    Returns
    -------
    dict
        By pair and arm.

    Raises
    ------
    ValueError
        If a metric is missing for some units, or an arm has fewer than two; names the arm and
        the metric.
    """
    sums = _sums(units, pairs, arm)
    _refuse_gaps(units, sums, _columns(pairs), arm)
    few = sums.index[sums["rows"].lt(2)]
    if len(few):
        raise ValueError(f"arm {few[0]!r} has fewer than two units: nothing can be read of it")
    return {
        pair: {name: _of_sums(row, *pair) for name, row in sums.iterrows()} for pair in pairs
    }


def moments_of(values: np.ndarray, other: np.ndarray | None = None) -> Moments:
    """Return the moments of one arm's values, along the last axis; of many experiments at once."""
    values = np.asarray(values, dtype=float)
    rows, mean = values.shape[-1], values.mean(axis=-1)
    variance = values.var(axis=-1, ddof=1)
    if other is None:
        return Moments(rows, mean, variance)
    other = np.asarray(other, dtype=float)
    means = mean, other.mean(axis=-1)
    apart = [part - own[..., np.newaxis] for part, own in zip((values, other), means, strict=True)]
    covariance = (apart[0] * apart[1]).sum(axis=-1) / (rows - 1)
    return Moments(rows, mean, variance, means[1], other.var(axis=-1, ddof=1), covariance)


def _columns(pairs: Sequence[Pair]) -> list[str]:
    return sorted({column for pair in pairs for column in pair if column is not None})


def _sums(units: Table, pairs: Sequence[Pair], arm: str) -> pd.DataFrame:
    """Return one row per arm: its units, and the sums that moments are made of."""
    columns = {name: units[name].cast("float64") for name in _columns(pairs)}
    told = {"rows": units.count()}
    for name, column in columns.items():
        told[f"known|{name}"] = column.count()
        told[f"sum|{name}"] = column.sum()
        told[f"square|{name}"] = (column * column).sum()
    for metric, other in pairs:
        if other is not None:
            told[f"product|{metric}|{other}"] = (columns[metric] * columns[other]).sum()
    return units.group_by(arm).agg(**told).to_pandas().set_index(arm).sort_index()


def _refuse_gaps(units: Table, sums: pd.DataFrame, columns: list[str], arm: str) -> None:
    """Look for missing values only where the pass says that there are some."""
    counted = sums[[f"known|{name}" for name in columns]]
    if counted.eq(sums["rows"], axis="index").all(axis=None) and np.isfinite(sums).all(axis=None):
        return
    known = {
        name: (units[name].notnull() & ~units[name].cast("float64").isnan()).sum()
        for name in columns
    }
    told = units.group_by(arm).agg(rows=units.count(), **known).to_pandas().set_index(arm)
    for name in columns:
        for which, rows in told["rows"].sort_index().items():
            missing = int(rows - told.at[which, name])
            if missing:
                raise ValueError(
                    f"metric {name!r} is missing for {missing} of {rows} units of arm {which!r}: "
                    "leave it out, or find out why it was not recorded there"
                )


def _of_sums(row: pd.Series, metric: str, other: str | None) -> Moments:
    rows = int(row["rows"])

    def spread(product: str, first: str, second: str) -> float:
        raw = row[product] - row[f"sum|{first}"] * row[f"sum|{second}"] / rows
        return _stable(raw / (rows - 1))

    mean = _stable(row[f"sum|{metric}"] / rows)
    variance = max(0.0, spread(f"square|{metric}", metric, metric))
    if other is None:
        return Moments(rows, mean, variance)
    return Moments(
        rows, mean, variance, _stable(row[f"sum|{other}"] / rows),
        max(0.0, spread(f"square|{other}", other, other)),
        spread(f"product|{metric}|{other}", metric, other),
    )  # fmt: skip


def _stable(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")
