"""Whether the model of prices can be believed: what is left over, and what it hangs on.

The model is the one behind the elasticities, with one slope for all that is sold: products and
the weeks of each category held equal.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.elasticity import Frame, frame_of
from helpers.drivers.fixed_effects import Slopes, poisson_slopes
from helpers.drivers.rungs import design_of
from helpers.workspace import contracts

BINS = 12
FEWEST_CELLS = 200
NORMAL, HAIR = 1.959963984540054, 1e-9
# From where on a check says so; the field's usual bounds.
UNEVEN, REMEMBERS, TANGLED, ILL, LONELY = 1.5, 0.2, 10.0, 30.0, 0.5


class Checked(NamedTuple):
    """The model, held to the light.

    Attributes
    ----------
    checks : DataFrame
        The table `driver_diagnostics`.
    residuals : DataFrame
        The table `driver_residuals`.
    stability : DataFrame
        The table `driver_stability`.
    """

    checks: pd.DataFrame
    residuals: pd.DataFrame
    stability: pd.DataFrame


def check(cells: pd.DataFrame) -> Checked:
    """Return what is left over, what it hangs on, and whether it is the same through time.

    Parameters
    ----------
    cells : DataFrame
        The table `driver_panel`.
    """
    frame = frame_of(cells) if len(cells) and cells["price"].notna().any() else None
    if frame is None or len(frame.rows) < FEWEST_CELLS or not frame.changed.any():
        return Checked(*map(contracts.empty, (
            "driver_diagnostics", "driver_residuals", "driver_stability")))  # fmt: skip
    lines = cells["lines"].to_numpy(dtype=float)[frame.rows]
    fit = _slope(frame, lines, np.ones(len(lines), dtype=bool))
    left = np.where(fit.expected > 0, (lines - fit.expected) / np.sqrt(
        np.maximum(fit.expected, 1e-9)), 0.0)  # fmt: skip
    stability = through_time(frame, lines)
    rows = [
        _told("spread", spread(left, frame, fit), UNEVEN),
        _told("memory", memory(left, frame), REMEMBERS),
        _told("tangle", *_tangle(cells)),
        _told("condition", condition(_columns(cells)[0]), ILL),
        _told("leverage", *_leverage(frame, fit, LONELY)),
        _told("drift", drift(stability), NORMAL),
    ]
    return Checked(pd.DataFrame(rows), binned(left, fit.expected), stability)


def spread(left: np.ndarray, frame: Frame, fit: Slopes) -> float:
    """Return how much more counts spread around the model than by chance; 1 is chance."""
    shelves = len(np.unique(frame.shelf[fit.expected > 0]))
    free = fit.rows - shelves - len(frame.products)
    return float((left**2).sum() / max(free, 1))


def memory(left: np.ndarray, frame: Frame) -> float:
    """Return how alike what is left over is from one week of a product to the next (lag 1)."""
    table = pd.DataFrame({"product": frame.product, "week": frame.week, "left": left})
    after = table.assign(week=table["week"] + 1)
    both = table.merge(after, on=["product", "week"], suffixes=("", "_before"))
    return float(both["left"].corr(both["left_before"])) if len(both) > 2 else np.nan


def inflation(columns: np.ndarray) -> np.ndarray:
    """Return by how much each column's variance grows because others move with it (VIF).

    Examples
    --------
    >>> apart = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    >>> inflation(apart).round(3).tolist()
    [1.0, 1.0]
    """
    alike = np.atleast_2d(np.corrcoef(columns, rowvar=False))
    # A hair on the diagonal: of columns that are one the figure is huge, and no failure.
    return np.diag(np.linalg.inv(alike + HAIR * np.eye(len(alike))))


def condition(columns: np.ndarray) -> float:
    """Return the condition number of the columns, each scaled to length one.

    References
    ----------
    Belsley, Kuh and Welsch (1980), "Regression Diagnostics".
    """
    return float(np.linalg.cond(columns / np.linalg.norm(columns, axis=0)))


def through_time(frame: Frame, lines: np.ndarray) -> pd.DataFrame:
    """Return the mean elasticity of both halves of the weeks, and of each year of data."""
    middle, rows = frame.week.max() / 2, []
    spans = {"first_half": frame.week <= middle, "second_half": frame.week > middle}
    for year in range(int(frame.week.max()) // 52 + 1):
        spans[f"year_{year + 1}"] = frame.week // 52 == year
    for name, kept in spans.items():
        if kept.sum() < FEWEST_CELLS or not frame.changed[kept].any():
            continue
        fit = _slope(frame, lines, kept)
        value, error = fit.value[0], fit.error[0]
        rows.append({"span": name, "weeks": len(np.unique(frame.week[kept])), "slope": value,
                     "slope_lower": value - NORMAL * error,
                     "slope_upper": value + NORMAL * error, "error": error})  # fmt: skip
    return pd.DataFrame(rows, columns=list(contracts.load("driver_stability").columns))


def drift(stability: pd.DataFrame) -> float:
    """Return how many standard errors the halves lie apart."""
    halves = stability.set_index("span").reindex(["first_half", "second_half"])
    if halves["slope"].isna().any():
        return np.nan
    return float(abs(np.diff(halves["slope"])[0]) / np.hypot(*halves["error"]))


def binned(left: np.ndarray, expected: np.ndarray) -> pd.DataFrame:
    """Return what is left over by how much was expected, in bins of as many cells each."""
    known = expected > 0
    bins = pd.qcut(expected[known], BINS, labels=False, duplicates="drop")
    by = pd.DataFrame({"bin": bins + 1, "expected": expected[known], "left": left[known]})
    table = by.groupby("bin").agg(
        cells=("left", "size"), expected=("expected", "mean"), residual=("left", "mean"),
        spread=("left", "std"),
    ).reset_index()  # fmt: skip
    half = NORMAL * table["spread"] / np.sqrt(table["cells"])
    return table.assign(lower=table["residual"] - half, upper=table["residual"] + half)


def _slope(frame: Frame, lines: np.ndarray, kept: np.ndarray) -> Slopes:
    return poisson_slopes(
        lines[kept], frame.log_price[kept, None], held=frame.held[kept],
        absorbed=frame.shelf[kept], time=frame.week[kept],
    )  # fmt: skip


def _columns(cells: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """Return the columns that models share, each less its product's mean, and their names."""
    design = design_of(cells)
    names = ["price", "trend", *["season"] * 4, "promotion", "rival", "advertising"]
    every = np.column_stack([design.log_price, design.season, design.market])
    own = pd.DataFrame(every).groupby(design.frame.product).transform("mean").to_numpy()
    centred = every - own
    varied = centred.std(axis=0) > 1e-9
    return centred[:, varied], [name for name, kept in zip(names, varied, strict=False) if kept]


def _tangle(cells: pd.DataFrame) -> tuple[float, float, str]:
    columns, names = _columns(cells)
    grown = inflation(columns)
    return float(grown.max()), TANGLED, names[int(grown.argmax())]


def _leverage(frame: Frame, fit: Slopes, bound: float) -> tuple[float, float, str]:
    """Return the largest share of what is known of the slope that one product brings."""
    weight = fit.expected
    total = np.bincount(frame.shelf, weight, frame.shelf.max() + 1)
    mean = np.bincount(frame.shelf, weight * frame.log_price, len(total)) / np.maximum(total, 1e-9)
    apart = frame.log_price - mean[frame.shelf]
    size = len(frame.products)
    own = np.bincount(frame.product, weight * apart, size) / np.maximum(
        np.bincount(frame.product, weight, size), 1e-9)  # fmt: skip
    brought = np.bincount(frame.product, weight * (apart - own[frame.product]) ** 2, size)
    share = brought / brought.sum()
    return float(share.max()), bound, frame.products[int(share.argmax())]


def _told(check: str, value: float, bound: float, what: str = "") -> dict:
    verdict = "unknown" if not np.isfinite(value) else "look" if abs(value) > bound else "fine"
    return {"check": check, "value": value, "bound": bound, "what": what, "verdict": verdict}
