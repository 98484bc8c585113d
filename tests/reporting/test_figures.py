import re
from urllib.parse import unquote

import pandas as pd
import pytest
import seaborn as sns
from matplotlib import pyplot as plt

from helpers.reporting import charts, figures, style
from helpers.reporting.catalogue import MessageError
from helpers.reporting.wording import Wording


@pytest.fixture(autouse=True)
def house_style():
    style.use_house_style(Wording("en", "GBP"))
    yield
    plt.close("all")


def drawing(label="顾客 <b>"):
    axes = plt.subplots()[1]
    axes.barh([label, "b"], [1, 2])
    return axes.figure


def test_the_same_drawing_gives_the_same_bytes():
    first, second = (figures.to_svg(drawing()) for _ in range(2))

    assert first == second


def test_text_stays_text_in_fonts_that_hold_chinese():
    svg = figures.to_svg(drawing())

    assert ">顾客 &lt;b&gt;</text>" in svg
    assert "PingFang SC" in svg and "Microsoft YaHei" in svg and "Noto Sans CJK SC" in svg


def test_a_drawing_in_chinese_raises_no_warning(recwarn):
    figures.to_svg(drawing())

    assert [str(warning.message) for warning in recwarn] == []


def test_wide_characters_get_the_room_that_matplotlib_does_not_measure(monkeypatch):
    roomy = figures.to_svg(drawing("重要价值客户重要价值"))
    monkeypatch.setattr(figures, "UNMEASURED_EM", 0)
    tight = figures.to_svg(drawing("重要价值客户重要价值"))

    widths = [float(re.search(r'width="([\d.]+)pt"', svg)[1]) for svg in (roomy, tight)]

    ten_characters_of_ten_points = 10 * 10 * 0.4
    assert widths[0] >= widths[1] + ten_characters_of_ten_points


def test_a_drawing_says_neither_when_nor_by_what_it_was_made():
    svg = figures.to_svg(drawing())

    assert "<metadata" not in svg and "DOCTYPE" not in svg


def test_a_figure_is_closed_once_it_is_drawn():
    figures.to_svg(drawing())

    assert plt.get_fignums() == []


def test_a_figure_is_found_behind_axes_and_seaborns_grids(tiers):
    grid = sns.relplot(data=tiers, x="customers", y="spend")

    assert figures.figure_of(grid) is grid.figure
    assert figures.figure_of(grid.ax) is grid.figure


def test_a_grid_of_seaborn_is_drawn_in_house_style_without_a_warning(tiers, recwarn):
    grid = sns.relplot(data=tiers, x="customers", y="spend")

    figures.to_svg(style.dress(grid.figure, {}))

    assert [str(warning.message) for warning in recwarn] == []


def test_what_is_no_chart_is_refused():
    with pytest.raises(ValueError, match="a dict is not a chart"):
        figures.figure_of({})


def test_the_page_holds_the_drawing_its_words_and_its_data():
    page = figures.to_html(
        figures.to_svg(drawing()),
        "figure-1",
        'bars "high" first',
        "<b>Who</b>",
        ("Data", "<table>"),
    )

    assert 'alt="bars &quot;high&quot; first"' in page
    assert '<figcaption id="figure-1-caption"><b>Who</b></figcaption>' in page
    assert '<details class="data"><summary>Data</summary><table></details>' in page
    source = re.search(r'src="(data:image/svg\+xml;[^"]*)"', page)[1]
    assert unquote(source).endswith("</svg>\n")


def test_caption_and_alt_share_their_values():
    caption, alt = figures.words(
        "trial.caption_with", "trial.alt", {"company": "A & B", "best": "high"}, Wording("en")
    )

    assert caption == "Customers of A &amp; B"
    assert alt == "A bar for each tier; high is the longest."


def test_a_value_that_neither_caption_nor_alt_uses_is_refused():
    with pytest.raises(MessageError, match="no place for the value 'worst'"):
        figures.words("trial.caption", "trial.plain_alt", {"worst": 1}, Wording("en"))


def test_a_chart_shows_more_where_a_bar_or_a_cell_is_not_in_its_data():
    data = pd.DataFrame({"tier": ["a", "b"], "customers": [10.0, 25.0]})
    bars = charts.bar_chart(data, "customers", "tier")
    places = data.assign(r=[1, 2], f=[1, 1])
    cells = charts.heat_table(places, "r", "f", "customers")

    other = data.assign(customers=[12, 25])
    assert not figures.shows_more(bars, data)
    assert not figures.shows_more(cells, places)
    assert figures.shows_more(bars, other)
    assert figures.shows_more(cells, places.assign(customers=[12, 25]))
