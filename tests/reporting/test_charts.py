from itertools import product

import pandas as pd
import pytest
from matplotlib import pyplot as plt

from helpers.reporting import charts
from helpers.reporting.wording import Wording


@pytest.fixture(autouse=True)
def house_style():
    charts.use_house_style(Wording("en", "GBP"))
    yield
    plt.close("all")


def written_on(axes):
    return [text.get_text() for text in axes.texts]


def names(axes):
    return [label.get_text() for label in axes.get_yticklabels()]


def test_bars_are_as_long_as_their_values_which_stand_at_their_ends(tiers):
    axes = charts.bar_chart(tiers, "spend", "tier", form="money")

    assert [bar.get_width() for bar in axes.patches] == [81.0, 70.5, 60.0, 0.0]
    assert written_on(axes) == ["£81", "£70", "£60", "£0"]


def test_the_first_row_is_the_bar_on_top(tiers):
    axes = charts.bar_chart(tiers, "customers", "tier")

    assert names(axes)[0] == "high"
    assert axes.yaxis_inverted()


def test_a_withheld_bar_says_so(tiers):
    axes = charts.bar_chart(tiers.assign(customers=[None, 12, 99, 300]), "customers", "tier")

    assert written_on(axes) == ["withheld", "12", "99", "300"]


def test_charts_write_in_the_language_of_the_style(tiers):
    charts.use_house_style(Wording("zh", "CNY"))

    axes = charts.bar_chart(tiers, "spend", "tier", form="money")

    assert names(axes)[:2] == ["高", "中"]
    assert written_on(axes)[0] == "¥81"


def test_ticks_of_whole_numbers_are_never_rounded_to_others():
    frame = pd.DataFrame({"name": ["a"], "mean": [0.5], "low": [0.0], "high": [1.0]})

    axes = charts.interval_chart(frame, "name", "mean", "low", "high", form="money")

    assert all(tick == int(tick) for tick in axes.get_xticks())


def test_intervals_run_from_bound_to_bound_beside_the_reference():
    frame = pd.DataFrame(
        {"name": ["a", "b"], "mean": [1.0, None], "low": [-1.0, 0.0], "high": [3.0, 1.0]}
    )

    axes = charts.interval_chart(frame, "name", "mean", "low", "high", reference=2)

    (line,) = axes.collections[0].get_segments()
    assert line[:, 0].tolist() == [-1.0, 3.0]
    assert names(axes) == ["a"]
    assert axes.lines[-1].get_xdata() == [2, 2]


def test_the_lorenz_curve_is_drawn_beside_equal_parts():
    frame = pd.DataFrame({"share_of_customers": [0, 0.2, 1], "share_of_spend": [0, 0.8, 1]})

    equal, curve = charts.lorenz_chart(frame).lines

    assert equal.get_xdata().tolist() == equal.get_ydata().tolist() == [0, 1]
    assert curve.get_ydata().tolist() == [0, 0.8, 1]


def test_each_group_has_a_curve_that_is_named_at_its_end():
    frame = pd.DataFrame({"spend": [0, 1, 0, 1], "brought": [0.0, 4.0, 0.0, 2.0],
                          "channel": ["radio", "radio", "mail", "mail"]})  # fmt: skip

    axes = charts.curve_chart(frame, "spend", "brought", "channel")

    assert [line.get_ydata().tolist() for line in axes.lines] == [[0, 2], [0, 4]]
    assert {text.get_text(): text.xy for text in axes.texts} == {"mail": (1, 2), "radio": (1, 4)}


def test_a_heat_table_writes_each_cell_with_the_largest_row_on_top():
    cells = pd.DataFrame(product((1, 2), (1, 2)), columns=["recency", "frequency"])
    cells["customers"] = [11, 12, 21, None]

    axes = charts.heat_table(cells, "recency", "frequency", "customers")

    assert names(axes) == ["2", "1"]
    assert sorted(written_on(axes)) == ["11", "12", "21"]


def test_a_heat_table_leaves_out_cells_whose_place_is_withheld():
    cells = pd.DataFrame({"a": [1, 1, 2, 2], "b": [1, 2, None, None], "n": [11, 12, None, None]})

    axes = charts.heat_table(cells, "a", "b", "n")

    assert sorted(written_on(axes)) == ["11", "12"]


@pytest.mark.parametrize("chart", ["bar_chart", "interval_chart"])
def test_a_chart_of_nothing_is_drawn_empty(tiers, chart):
    columns = ("spend", "tier") if chart == "bar_chart" else ("tier", "spend", "spend", "spend")

    axes = getattr(charts, chart)(tiers.head(0), *columns)

    axes.figure.canvas.draw()
    assert axes.patches[:] == []


def test_steps_of_a_waterfall_begin_where_the_one_before_ended():
    steps = pd.DataFrame({
        "label": ["start", "name", "in all"], "begin": [0.0, -9.0, 0.0], "end": [-9.0, 3.0, 3.0],
    })  # fmt: skip

    axes = charts.waterfall_chart(steps, "begin", "end", "label")

    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(0, -9), (-9, 12), (0, 3)]
    assert written_on(axes) == ["−9.0", "12.0", "3.0"]
    assert names(axes) == ["start", "name", "in all"]
    up, down = axes.patches[1].get_facecolor(), axes.patches[0].get_facecolor()
    assert up != down
