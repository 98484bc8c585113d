import subprocess
import sys

import matplotlib as mpl
import pytest
import seaborn as sns
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb

from helpers.reporting import style
from helpers.reporting.wording import Wording


@pytest.fixture(autouse=True)
def house_style():
    style.use_house_style(Wording("en", "GBP"))
    yield
    plt.close("all")


def luminance(colour):
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    # Web Content Accessibility Guidelines 2.1, "contrast ratio".
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_no_text_is_smaller_than_ten_points():
    sizes = {name: size for name, size in mpl.rcParams.items() if name.endswith(("size",))}

    small = {
        name
        for name in ("font.size", "axes.labelsize", "legend.fontsize", "xtick.labelsize")
        if sizes.get(name, mpl.rcParams[name]) < 10
    }

    assert small == set()


@pytest.mark.parametrize("shade", [0.0, 0.5, 1.0])
def test_ink_can_be_read_on_every_shade(shade):
    assert contrast(style.INK, style.SHADES(shade)) >= 4.5


def test_quiet_words_can_be_read_on_white():
    assert contrast(style.QUIET, "white") >= 4.5


def test_axes_and_legend_are_named_as_tables_name_columns(tiers):
    axes = sns.scatterplot(data=tiers, x="customers", y="spend", hue="tier")

    style.dress(axes.figure, {"customers": "客户数", "spend": "消费额", "tier": "层级"})

    assert (axes.get_xlabel(), axes.get_ylabel()) == ("客户数", "消费额")
    assert axes.get_legend().get_title().get_text() == "层级"


def test_a_dressed_figure_has_no_box_around_it():
    axes = plt.subplots()[1]
    axes.spines["top"].set_visible(True)

    style.dress(axes.figure, {})

    assert not axes.spines["top"].get_visible()


def test_large_numbers_on_an_axis_get_separators_and_years_do_not():
    axes = plt.subplots()[1]
    axes.plot([2024, 2025, 2026], [0, 10_000, 20_000])

    style.dress(axes.figure, {})
    axes.figure.canvas.draw()

    assert "20,000" in [label.get_text() for label in axes.get_yticklabels()]
    assert not any("," in label.get_text() for label in axes.get_xticklabels())


def test_a_dollar_sign_on_a_chart_is_no_formula():
    assert mpl.rcParams["text.parse_math"] is False


OPENED = """
import sys
from types import SimpleNamespace
from helpers import reporting
desk = SimpleNamespace(source=SimpleNamespace(currency="GBP"), chapter="04_personas")
reporting.open_report(desk)
print("matplotlib" in sys.modules)
reporting.charts
import matplotlib as mpl
from helpers.reporting.wording import of_charts
print(of_charts().currency, mpl.rcParams["axes.titlesize"])
"""


def test_a_page_without_charts_imports_nothing_that_draws_and_the_first_chart_has_house_style():
    command = [sys.executable, "-c", OPENED]

    told = subprocess.run(command, check=True, capture_output=True, text=True)

    assert told.stdout.splitlines()[-2:] == ["False", "GBP 11.0"]
