"""Turn a drawing into an SVG whose bytes depend on the drawing alone."""

import io
import re
import unicodedata
import warnings
from html import escape
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.collections import QuadMesh
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from helpers.reporting import catalogue
from helpers.reporting.wording import Wording

FONTS = (
    "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', "
    "'Noto Sans SC', 'Source Han Sans SC', 'WenQuanYi Zen Hei', 'DejaVu Sans', sans-serif"
)
SVG = {"svg.fonttype": "none", "svg.hashsalt": "report"}
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
MARGIN = 0.06
# DejaVu, with which matplotlib measures, has no Chinese: it counts 0.6 em for each character.
UNMEASURED_EM = 0.4


def figure_of(drawn: Any) -> Figure:
    """Return the figure of matplotlib's Axes or Figure, or of seaborn's grid.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    figure = drawn if isinstance(drawn, Figure) else getattr(drawn, "figure", None)
    if not isinstance(figure, Figure):
        raise ValueError(f"a {type(drawn).__name__} is not a chart: pass Axes, a Figure or a grid")
    return figure


def close(drawn: Any) -> None:
    """Close a chart that is not shown."""
    plt.close(figure_of(drawn))


def shows_more(drawn: Any, data: pd.DataFrame) -> bool:
    """Return whether a chart has a bar or a cell of a size that its data do not hold."""
    numbers = [pd.to_numeric(column, errors="coerce") for _, column in data.items()]
    held = np.concatenate([[0.0], *(column.dropna().astype(float) for column in numbers)])
    sizes = [np.zeros(0)]
    for axes in figure_of(drawn).axes:
        sizes += [bars.datavalues for bars in axes.containers if isinstance(bars, BarContainer)]
        sizes += [np.ma.compressed(mesh.get_array()) for mesh in axes.findobj(QuadMesh)]
    some = np.concatenate([np.ravel(size).astype(float) for size in sizes])
    some = some[~np.isnan(some)]
    return bool((np.abs(some[:, None] - held).min(axis=1, initial=np.inf) > 1e-6).any())


def words(caption: str, alt: str, values: dict[str, Any], wording: Wording) -> tuple[str, str]:
    """Return a caption's HTML and an alt text's plain words, from values that they share.

    Raises
    ------
    MessageError
        If either lacks a value, or neither has a place for one.
    """
    needed = {key: catalogue.places(key, wording.language) for key in (caption, alt)}
    catalogue.check_values(caption, wording.language, set(values), optional=needed[alt])
    own = {
        key: {name: value for name, value in values.items() if name in places}
        for key, places in needed.items()
    }
    # A small group is told of neither here: the caption has no figures.
    described = caption if wording.rests_on_few(alt, own[alt]) else alt
    return wording.html(caption, **own[caption]), wording.text(described, **own[described])


def to_svg(figure: Figure) -> str:
    """Return a figure as SVG and close it: text stays text, in the reader's own fonts."""
    out = io.StringIO()
    with warnings.catch_warnings(), plt.rc_context(SVG):
        # The reader's fonts draw Chinese, so that what matplotlib's own lack is no news.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(out, format="svg", metadata=NO_METADATA, bbox_inches=_room(figure))
    plt.close(figure)
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    return re.sub(r"font-family: [^;\"]*", lambda _: f"font-family: {FONTS}", svg)


def to_html(svg: str, identity: str, alt: str, caption: str, data: tuple[str, str]) -> str:
    """Return a figure with its caption and, folded, the table of what it draws.

    Parameters
    ----------
    svg : str
        The drawing.
    identity : str
        The figure's id on its page.
    alt : str
        Plain text for who cannot see it.
    caption : str
        HTML of the caption.
    data : tuple of str
        HTML of the line to unfold, and of the table under it.
    """
    summary, table = data
    width = float(re.search(r'width="([\d.]+)pt"', svg)[1]) * 4 / 3
    height = float(re.search(r'height="([\d.]+)pt"', svg)[1]) * 4 / 3
    source = "data:image/svg+xml;charset=utf-8," + quote(svg, safe=" /=;,.'()-_")
    return (
        f'<figure class="report-figure" id="{identity}"><div class="scroll" role="region" '
        f'tabindex="0" aria-labelledby="{identity}-caption"><img src="{source}" '
        f'alt="{escape(alt)}" width="{width:.0f}" height="{height:.0f}"></div>'
        f'<figcaption id="{identity}-caption">{caption}</figcaption>'
        f'<details class="data"><summary>{summary}</summary>{table}</details></figure>'
    )


def _room(figure: Figure) -> Bbox:
    """Return the part of the page that a figure takes, with room for wide characters."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.canvas.draw()
        box = figure.get_tightbbox()
    extra = max((_unmeasured(text) for text in figure.findobj(plt.Text)), default=0.0)
    left, right = box.x0 - MARGIN - extra, box.x1 + MARGIN + extra / 2
    return Bbox.from_extents(left, box.y0 - MARGIN, right, box.y1 + MARGIN)


def _unmeasured(text: plt.Text) -> float:
    """Return how many inches a text is wider than matplotlib believes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text.get_text())
    upright = text.get_rotation() % 180 == 0 and text.get_visible()
    return wide * UNMEASURED_EM * text.get_fontsize() / 72 if upright else 0.0
