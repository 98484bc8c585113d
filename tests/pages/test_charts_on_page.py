"""What a chart draws is what the table folded under it shows: positions are read from the SVG."""

import re
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from pages.reading import agrees, hidden, numbers, parse, value

BLUE = "#0072b2"


class Chart:
    """A drawn chart beside its table: `axis` turns positions into what the axis says."""

    def __init__(self, page, key):
        (figure,) = [one for one in page.soup.select("figure")
                     if one.select_one("table[data-says]")["data-says"] == key]  # fmt: skip
        self.table = page.tables[key]
        svg = unquote(figure.img["src"].partition(",")[2])
        self.svg = BeautifulSoup(svg, "html.parser")

    def column(self, name):
        """The numbers of a column, shares as proportions."""
        told = self.table[name]
        return np.array([value(text) / (100 if text.endswith("%") else 1) for text in told])

    def ticks(self, which):
        """Position and label of each tick of the axis across (x) or upright (y)."""
        found = self.svg.select(f'g[id^="{which}tick_"] text')
        return [(float(text[which]), text.get_text().strip()) for text in found]

    def axis(self, which, positions):
        """What the axis says at some positions, by a straight line through its grid."""
        grid = [points(line)[0]["xy".index(which)]
                for line in self.svg.select(f'g[id^="{which}tick_"] path[clip-path]')]  # fmt: skip
        labels = [label for _, label in self.ticks(which)]
        told = [value(label) / (100 if label.endswith("%") else 1) for label in labels]
        slope, start = np.polyfit(grid, told, 1)
        return slope * np.asarray(positions) + start

    def paths(self, style):
        """The points of each path of that style, inside the axes."""
        return [points(path) for path in self.svg.select("path[clip-path]")
                if style in path["style"]]  # fmt: skip


def points(path):
    return np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path["d"]), float)


@pytest.fixture(scope="module")
def single_view(folder):
    return parse((folder / "02_single_view.html").read_text("utf-8"))


def test_bars_are_as_long_as_their_table_says(single_view):
    chart = Chart(single_view, "single_view.weights")

    bars = chart.paths(f"fill: {BLUE}")

    ends = np.array([chart.axis("x", bar[[0, 1], 0]) for bar in bars])
    lengths = chart.column("weight")
    assert len(bars) == len(lengths) > 5
    np.testing.assert_allclose(ends[:, 0], 0, atol=0.01)
    np.testing.assert_allclose(ends[:, 1], lengths, atol=0.051)


def test_a_line_runs_through_the_points_of_its_table(segmentation):
    chart = Chart(segmentation, "segmentation.concentration")

    (line,) = chart.paths(f"stroke: {BLUE}")

    assert len(line) == len(chart.table) > 10
    for which, place, name in (("x", 0, "share_of_customers"), ("y", 1, "share_of_spend")):
        drawn = chart.axis(which, line[:, place])
        np.testing.assert_allclose(drawn, chart.column(name), atol=0.002)


def test_dots_and_their_intervals_stand_where_their_table_says(segmentation):
    chart = Chart(segmentation, "segmentation.explained")

    dots = [float(dot["x"]) for dot in chart.svg.select(f'use[style*="fill: {BLUE}"]')]
    lines = np.array([line[:, 0] for line in chart.paths(f"stroke: {BLUE}")])

    told = {"explained": dots, "explained_lower": lines[:, 0], "explained_upper": lines[:, 1]}
    for name, positions in told.items():
        drawn = chart.axis("x", positions)
        np.testing.assert_allclose(drawn, chart.column(name), atol=0.001)


@pytest.mark.parametrize(
    ("key", "row", "column", "cell"),
    [
        ("segmentation.cells", "r_score", "f_score", "customers"),
        ("segmentation_way.cohorts", "cohort", "age", "rate"),
    ],
)
def test_the_cells_of_a_grid_say_what_their_table_says(segmentation, key, row, column, cell):
    chart = Chart(segmentation, key)

    told = grid(chart)

    wanted = chart.table.set_index([row, column])[cell]
    wanted = wanted[~wanted.map(hidden) & wanted.map(numbers).map(bool)]
    assert set(told.index) == set(wanted.index) and len(told) > 10
    for place, text in told.items():
        share = 100 if text.endswith("%") else 1
        assert agrees(text, value(wanted[place]) / share)


def grid(chart):
    """The text of each cell, by the labels of its row and column."""
    across, upright = chart.ticks("x"), chart.ticks("y")
    inside = chart.svg.select('g[id="axes_1"] > g[id^="text_"] > text')
    rows = [
        (nearest(upright, float(text["y"])), nearest(across, float(text["x"])), text.get_text())
        for text in inside
    ]
    return pd.DataFrame(rows).set_index([0, 1])[2].loc[lambda texts: texts.str.strip().ne("")]


def nearest(ticks, place):
    return min(ticks, key=lambda tick: abs(tick[0] - place))[1]


def test_the_shades_of_a_grid_are_in_the_order_of_its_numbers(segmentation):
    chart = Chart(segmentation, "segmentation.cells")

    mesh = chart.svg.select('g[id^="QuadMesh"] path, g[id^="quadmesh"] path')

    # Cells are drawn row by row, the largest row first; the more red a shade lacks, the darker.
    red = [int(re.search(r"fill: #(..)", path["style"])[1], 16) for path in mesh]
    sizes = chart.table.astype({"r_score": int, "f_score": int})
    sizes = sizes.sort_values(["r_score", "f_score"], ascending=[False, True])["customers"]
    assert len(red) == len(sizes)
    known = [(value(size), shade) for size, shade in zip(sizes, red, strict=True)
             if not hidden(size)]  # fmt: skip
    ordered = [shade for _, shade in sorted(known, key=lambda pair: (pair[0], -pair[1]))]
    assert ordered == sorted(ordered, reverse=True)


def test_the_bounds_of_each_look_stand_where_their_table_says(experiments):
    chart = Chart(experiments, "experiments.course")

    dots = [float(dot["x"]) for dot in chart.svg.select(f'use[style*="fill: {BLUE}"]')]
    lines = np.array([line[:, 0] for line in chart.paths(f"stroke: {BLUE}")])

    told = {"effect": dots, "sequential_lower": lines[:, 0], "sequential_upper": lines[:, 1]}
    assert len(dots) == len(chart.table) > 5
    for name, positions in told.items():
        drawn = chart.axis("x", positions)
        np.testing.assert_allclose(drawn, chart.column(name), atol=0.002)
