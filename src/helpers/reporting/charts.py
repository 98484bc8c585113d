"""The few charts that seaborn has no line for, in house style."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.reporting import style
from helpers.reporting.formats import is_missing
from helpers.reporting.style import PALETTE, SIZE, use_house_style
from helpers.reporting.wording import of_charts

__all__ = [
    "bar_chart", "curve_chart", "heat_table", "interval_chart", "lorenz_chart",
    "use_house_style", "waterfall_chart",
]  # fmt: skip

use_house_style(of_charts())  # a report that was opened before left it to the first chart


def bar_chart(frame: pd.DataFrame, x: str, y: str, *, form: str = "count") -> Axes:
    """Return horizontal bars, first row on top, each with its value written at its end.

    Parameters
    ----------
    frame : DataFrame
        One row per bar; a missing value has no bar and says that it is withheld.
    x, y : str
        Column of lengths, and column of names.
    form : str
        How values are written, see ``helpers.reporting.formats``.
    """
    axes = _canvas(rows=len(frame))
    lengths = pd.to_numeric(frame[x]).astype(float)
    places = np.arange(len(frame))
    axes.barh(places, lengths.fillna(0.0), height=0.68, color=PALETTE[0])
    for place, length in zip(places, lengths, strict=True):
        _write_at_end(axes, place, length, form)
    # Values stand at both ends where some bars point to the left.
    axes.margins(x=0.2 if lengths.lt(0).any() else 0.14)
    axes.set(xlabel=x, yticks=places, yticklabels=_names(frame[y]), ylabel="")
    axes.set_ylim(-0.6, max(len(frame), 1) - 0.4)
    axes.axvline(0, color=style.QUIET, linewidth=1)
    return _upside_down(axes, form)


def interval_chart(
    frame: pd.DataFrame,
    label: str,
    estimate: str,
    lower: str,
    upper: str,
    *,
    reference: float | None = 0,
    form: str = "number1",
) -> Axes:
    """Return a dot with its interval per row, first row on top, beside a line of reference.

    Parameters
    ----------
    frame : DataFrame
        One row per estimate; rows with a missing bound are left out.
    label, estimate, lower, upper : str
        Columns with the row's name, its dot, and the ends of its line.
    reference : float, optional
        Where "no difference" lies.
    form : str
        How values are written, see ``helpers.reporting.formats``.
    """
    known = frame.dropna(subset=[estimate, lower, upper])
    axes = _canvas(rows=len(known))
    places = np.arange(len(known))
    ends = known[[estimate, lower, upper]].astype(float)
    axes.hlines(places, ends[lower], ends[upper], color=PALETTE[0], linewidth=2.5)
    axes.plot(ends[estimate], places, "o", color=PALETTE[0], markersize=7)
    if reference is not None:
        axes.axvline(reference, color=style.INK, linewidth=1, linestyle=(0, (4, 3)))
    axes.set(xlabel=estimate, yticks=places, yticklabels=_names(known[label]), ylabel="")
    axes.set_ylim(-0.6, max(len(known), 1) - 0.4)
    return _upside_down(axes, form)


def waterfall_chart(
    frame: pd.DataFrame, begin: str, end: str, label: str, *, form: str = "number1"
) -> Axes:
    """Return steps that add up: a bar from where each begins to where it ends, first row on top.

    Parameters
    ----------
    frame : DataFrame
        One row per step, in order; the last one is the sum, from 0.
    begin, end, label : str
        Columns of where a step begins and ends, and of its name.
    form : str
        How the difference is written beside its bar, see ``helpers.reporting.formats``.
    """
    axes = _canvas(rows=len(frame))
    places = np.arange(len(frame))
    starts, ends = frame[begin].astype(float), frame[end].astype(float)
    colours = np.where(ends >= starts, PALETTE[0], PALETTE[1])
    colours[-1:] = style.QUIET
    axes.barh(places, ends - starts, left=starts, height=0.68, color=colours)
    for place, left, right in zip(places, starts, ends, strict=True):
        axes.annotate(
            _write(right - left, form), (max(left, right), place), xytext=(4, 0),
            textcoords="offset points", va="center",
        )  # fmt: skip
    axes.margins(x=0.14)
    axes.set(xlabel=end, yticks=places, yticklabels=_names(frame[label]), ylabel="")
    axes.axvline(0, color=style.INK, linewidth=1)
    return _upside_down(axes, form)


def lorenz_chart(
    frame: pd.DataFrame, x: str = "share_of_customers", y: str = "share_of_spend"
) -> Axes:
    """Return how much of the spend falls to which part of the customers, beside equal parts.

    Parameters
    ----------
    frame : DataFrame
        One row per point of the curve, in order.
    x, y : str
        Columns of cumulated proportions, from 0 to 1.
    """
    axes = plt.subplots(figsize=SIZE)[1]
    axes.plot([0, 1], [0, 1], color=style.QUIET, linewidth=1.2, linestyle=(0, (4, 3)))
    axes.plot(frame[x].astype(float), frame[y].astype(float), color=PALETTE[0])
    axes.fill_between(
        frame[x].astype(float),
        frame[x].astype(float),
        frame[y].astype(float),
        color=PALETTE[0],
        alpha=0.12,
        linewidth=0,
    )
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel=x, ylabel=y)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: _write(value, "percent0")))
    return axes


def curve_chart(
    frame: pd.DataFrame, x: str, y: str, group: str, *, form: str = "money"
) -> Axes:  # fmt: skip
    """Return one curve per group, each named at its end.

    Parameters
    ----------
    frame : DataFrame
        One row per point, in the order of x within each group.
    x, y, group : str
        Columns of the places, of the heights, and of the groups' names.
    form : str
        How heights are written, see ``helpers.reporting.formats``.
    """
    axes = plt.subplots(figsize=SIZE)[1]
    for place, (name, points) in enumerate(frame.groupby(group, sort=True)):
        colour = PALETTE[place % len(PALETTE)]
        axes.plot(points[x].astype(float), points[y].astype(float), color=colour)
        end = float(points[x].iloc[-1]), float(points[y].iloc[-1])
        axes.annotate(str(name), end, xytext=(4, 0), textcoords="offset points", va="center")
    axes.margins(x=0.12)
    axes.set(xlabel=x, ylabel=y)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _write(value, form)))
    return axes


def heat_table(
    frame: pd.DataFrame, rows: str, columns: str, values: str, *, form: str = "count"
) -> Axes:
    """Return a grid of shaded cells, each with its number, such as the 25 cells of RFM.

    Parameters
    ----------
    frame : DataFrame
        One row per cell; a missing value leaves its cell blank.
    rows, columns, values : str
        Columns that say where a cell stands, largest row on top, and what it holds.
    form : str
        How values are written, see ``helpers.reporting.formats``.
    """
    placed = frame.dropna(subset=[rows, columns])  # a cell whose place is withheld has none
    grid = placed.pivot(index=rows, columns=columns, values=values).astype(float)
    grid = grid.sort_index(ascending=False)
    written = grid.map(lambda value: "" if is_missing(value) else _write(value, form))
    axes = plt.subplots(figsize=SIZE)[1]
    if grid.empty:
        return axes
    sns.heatmap(
        grid,
        annot=written,
        fmt="",
        cmap=style.SHADES,
        cbar=False,
        linewidths=2,
        annot_kws={"color": style.INK},
        ax=axes,
    )
    axes.grid(False)
    axes.tick_params(length=0)
    axes.tick_params(axis="y", rotation=0)
    axes.set(xlabel=columns, ylabel=rows)
    return axes


def _write_at_end(axes: Axes, place: int, length: float, form: str) -> None:
    missing = is_missing(length)
    text = of_charts().text("reporting.withheld") if missing else _write(length, form)
    end, side = (0.0, 1) if missing else (length, 1 if length >= 0 else -1)
    axes.annotate(
        text,
        (end, place),
        xytext=(4 * side, 0),
        textcoords="offset points",
        va="center",
        ha="left" if side > 0 else "right",
    )


def _canvas(*, rows: int) -> Axes:
    return plt.subplots(figsize=(SIZE[0], max(1.6, 0.7 + 0.34 * rows)))[1]


def _upside_down(axes: Axes, form: str) -> Axes:
    axes.invert_yaxis()
    axes.grid(False, axis="y")
    whole = form in ("count", "money", "rounded")
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10], integer=whole))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _write(value, form)))
    return axes


def _write(value: float, form: str) -> str:
    return of_charts().value(value, form)


def _names(column: pd.Series) -> list[str]:
    return [of_charts().value(value, "term") for value in column]
