"""The house style of every chart: settings, colours, and the words on its axes."""

import matplotlib as mpl
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter

from helpers.reporting.wording import Wording, write_charts_in

# Okabe and Ito's colours, which all kinds of colour vision tell apart.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#5A5A5A")
INK, QUIET, GRID = "#1F2933", "#52606D", "#E4E7EB"
SIZE = (5.8, 3.4)
# No shade so dark that ink on it could not be read.
SHADES = LinearSegmentedColormap.from_list("house", ["#F3F7FA", "#5FA3CF"])
SETTINGS = {
    "axes.axisbelow": True,
    "axes.edgecolor": QUIET,
    "axes.formatter.limits": (-7, 12),
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelsize": 10.5,
    "axes.prop_cycle": cycler(color=PALETTE),
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 11,
    "figure.figsize": SIZE,
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "grid.color": GRID,
    "legend.fontsize": 10,
    "legend.frameon": False,
    "lines.linewidth": 2,
    "patch.edgecolor": "white",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": QUIET,
    "xtick.labelsize": 10,
    "ytick.color": QUIET,
    "ytick.labelsize": 10,
    "ytick.left": False,
}


def use_house_style(wording: Wording | None = None) -> None:
    """Set matplotlib's settings, and the language in which charts write their numbers."""
    write_charts_in(wording or Wording())
    mpl.rcParams.update(SETTINGS)


def dress(figure: Figure, headings: dict[str, str]) -> Figure:
    """Return a figure in house style, its axes and legends named as tables name columns.

    Parameters
    ----------
    figure : Figure
        Drawn by ``charts`` or by seaborn; changed in place.
    headings : dict of str to str
        The reader's word for each column that may name an axis or a legend.
    """
    if figure.get_layout_engine() is None:  # seaborn's grids bring their own
        figure.set_layout_engine("constrained")
    for axes in figure.axes:
        _dress_axes(axes, headings)
        legend = axes.get_legend()
        if legend is not None:
            title = legend.get_title().get_text()
            legend.set_title(headings.get(title, title))
            legend.set_frame_on(False)
    return figure


def _dress_axes(axes: Axes, headings: dict[str, str]) -> None:
    axes.set_xlabel(headings.get(axes.get_xlabel(), axes.get_xlabel()))
    axes.set_ylabel(headings.get(axes.get_ylabel(), axes.get_ylabel()))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for axis in (axes.xaxis, axes.yaxis):
        if type(axis.get_major_formatter()) is ScalarFormatter:
            axis.set_major_formatter(_Separated(useOffset=False))


class _Separated(ScalarFormatter):
    """Write large numbers with separators; smaller ones, and years, as matplotlib does."""

    def __call__(self, value: float, position: int | None = None) -> str:
        return f"{value:,.0f}" if abs(value) >= 10_000 else super().__call__(value, position)
