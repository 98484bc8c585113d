import re
from html.parser import HTMLParser

import nbformat
import pytest

from helpers.reporting import charts, export, findings
from helpers.reporting.export import with_contents
from helpers.reporting.findings import Claim
from helpers.reporting.wording import Wording

OUTSIDE = re.compile(
    r"""(?:src|href|srcset|action|poster|data)\s*=\s*["']?\s*(?:https?:)?//|"""
    r"""url\(\s*["']?(?:https?:)?//|@import|<link|<iframe""",
    re.IGNORECASE,
)


class Elements(HTMLParser):
    """Every element of a page with its attributes, and whether each table has a caption."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def chapter(report, shown, tiers, executed, cells):
    """The executed notebook of a chapter with one piece of each kind."""
    report.say("trial.hello", name="<script>alert(1)</script>", n=2)
    report.table(tiers, "trial.caption", count="customers")
    drawn = charts.bar_chart(tiers, "customers", "tier")
    report.figure(drawn, "trial.caption", "trial.plain_alt", tiers)
    report.finding("share", "trial.claim", number=0.766, n=5839, table="segments", unit="percent")
    outputs = [cells.html(forms["text/html"]) for forms in shown]
    return executed(
        cells.prose("# Which customers behave alike?\n\nSome words.\n\n*Reads* `orders`\n"
                    "*Writes* `segments`"),
        cells.code("seed: int = 1", tags=["parameters"]),
        cells.code("seed = 2", tags=["injected-parameters"]),
        cells.code("hidden_cell = 1", cells.html("<p>hidden output</p>"), tags=["hide"]),
        cells.prose("## Who buys?\n\nSee [cleaning](01_cleaning.ipynb).\n\n### In detail"),
        cells.code("hidden_input = 1", *outputs, tags=["hide-input"]),
        cells.code("shown_input = 1", cells.html("<p>quiet output</p>"), tags=["hide-output"]),
        cells.prose("## Who buys?"),
    )  # fmt: skip


@pytest.fixture
def found(report):
    claim = Claim(number=0.766, lower=None, upper=None, n=5839, table="segments")
    return [
        findings.make("share", "trial.claim", claim, {}, "05_segmentation", Wording("en", "GBP"))
    ]


@pytest.fixture
def page(chapter, tmp_path, run, found):
    export.write_html(chapter, tmp_path / "page.html", findings=found, **run)
    return (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_page_asks_nobody_for_anything(page):
    assert OUTSIDE.findall(page) == []


def test_the_same_notebook_gives_the_same_bytes(chapter, tmp_path, run, found, page):
    notebook = nbformat.read(chapter, as_version=4)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"other-{number}"
    nbformat.write(notebook, chapter)

    export.write_html(chapter, tmp_path / "again.html", findings=found, **run)

    assert (tmp_path / "again.html").read_text(encoding="utf-8") == page


def test_every_picture_has_words_and_every_table_a_caption(page):
    elements = Elements(page)

    assert all(image.get("alt") for image in elements.all("img"))
    assert len(elements.all("img")) == 1
    assert len(elements.all("table")) == len(elements.all("caption")) == 2


def test_a_script_in_a_value_is_text(page):
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("<script") == 1


def test_every_line_of_the_contents_leads_to_a_heading(page):
    elements = Elements(page)
    identities = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    targets = [a["href"][1:] for a in elements.all("a") if a["href"].startswith("#")]

    assert set(targets) <= set(identities)
    assert {"who-buys", "in-detail", "who-buys-2"} <= set(targets)
    assert len(identities) == len(set(identities))


def test_tags_hide_what_they_say(page):
    assert "hidden_cell" not in page and "hidden output" not in page
    assert "hidden_input" not in page
    assert "shown_input" in page and "quiet output" not in page


def test_what_a_chapter_reads_and_writes_is_set_apart(page):
    lines = re.search('<p class="lines">(.*?)</p>', page, re.DOTALL)[1]

    assert re.sub("<[^>]+>", "", lines) == "Reads orders\nWrites segments"
    assert "<br>" in lines
    assert page.index('<details class="tables">') < page.index('<p class="lines">')
    assert page.index('id="in-short"') < page.index('<details class="tables">')


def test_code_is_folded(page):
    elements = Elements(page)

    folded = [details for details in elements.all("details") if details.get("class") == "code"]

    assert len(folded) == 2
    assert not any("open" in details for details in folded)


def test_the_question_is_the_one_heading_of_the_page(page):
    assert page.count("<h1") == 1
    assert "<title>Which customers behave alike? · Demo Outdoor 2026Q3</title>" in page


def test_findings_stand_in_short_before_the_contents(page):
    short = page.index('id="in-short"')

    assert short < page.index('id="contents"')
    assert '<a href="#finding-05_segmentation-share">The top fifth brings' in page[short:]


def test_without_a_list_of_findings_there_is_no_such_part(chapter, tmp_path, run):
    export.write_html(chapter, tmp_path / "page.html", **run)

    assert "In short" not in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_link_to_a_notebook_leads_to_its_report(page):
    assert 'href="01_cleaning.html"' in page


def test_a_traceback_is_never_shown(executed, cells, tmp_path, run):
    error = nbformat.v4.new_output(
        "error", ename="KeyError", evalue="Jane Roe", traceback=["Jane Roe in line 3"]
    )
    notebook = executed(cells.prose("# Why?"), cells.code("1 / 0", error))

    export.write_html(notebook, tmp_path / "page.html", **run)

    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Jane" not in page
    assert "This step did not finish." in page


def test_warnings_are_left_out_and_printed_words_are_escaped(executed, cells, tmp_path, run):
    printed = nbformat.v4.new_output("stream", name="stdout", text="<b>rows</b>")
    warned = nbformat.v4.new_output("stream", name="stderr", text="deprecated")
    notebook = executed(cells.prose("# Why?"), cells.code("x", printed, warned))

    export.write_html(notebook, tmp_path / "page.html", **run)

    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;rows" in page
    assert "deprecated" not in page


def test_a_bare_picture_says_that_it_has_no_description(executed, cells, tmp_path, run):
    picture = nbformat.v4.new_output("display_data", {"image/png": "AAAA"})
    notebook = executed(cells.prose("# Why?"), cells.code("plot()", picture))

    export.write_html(notebook, tmp_path / "page.html", **run)

    (image,) = Elements((tmp_path / "page.html").read_text(encoding="utf-8")).all("img")
    assert image["alt"] == "A chart without a description (cell 2)"


def test_an_unfinished_quarter_is_marked(chapter, tmp_path, run):
    run |= {"complete": False, "as_of": "2026-08-14"}

    export.write_html(chapter, tmp_path / "page.html", **run)

    page = (tmp_path / "page.html").read_text(encoding="utf-8").replace("\xa0", " ")
    assert "2026Q3 is not over yet: figures cover it only to 14 August 2026." in page


def test_chinese_headings_keep_their_words_as_ids():
    body, headings = with_contents("<h2>谁在买？</h2><h3>细节 &amp; 数字</h3>")

    assert [heading.identity for heading in headings] == ["谁在买", "细节-数字"]
    assert headings[1].text == "细节 & 数字"


def test_on_a_phone_nothing_sticks_out_and_only_tables_and_charts_scroll(page, tmp_path, phone):
    opened = phone(tmp_path / "page.html")

    wide = opened.execute_script(
        "return [...document.querySelectorAll('body *')].filter(e => "
        "e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, pre, .skip'))"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert wide == []
    assert opened.execute_script("return document.documentElement.scrollWidth") == 320


def test_a_browser_finds_no_fault_and_asks_for_nothing(page, tmp_path, phone):
    opened = phone(tmp_path / "page.html")

    asked = [entry["message"] for entry in opened.get_log("performance")
             if '"Network.requestWillBeSent"' in entry["message"]]  # fmt: skip
    assert [entry for entry in asked if '"url":"http' in entry] == []
    assert opened.get_log("browser") == []


def test_the_button_shows_and_hides_all_code(page, tmp_path, phone):
    opened = phone(tmp_path / "page.html")
    button = opened.find_element("css selector", ".code-switch button")

    counts = []
    for _ in range(2):
        opened.execute_script("arguments[0].click()", button)
        counts.append(len(opened.find_elements("css selector", "details.code[open]")))

    assert counts == [2, 0]


def test_an_injected_script_does_not_run(executed, cells, tmp_path, run, phone):
    output = cells.html("<script>document.title = 'broken in'</script>")
    notebook = executed(cells.prose("# Why?"), cells.code("HTML(name)", output))
    export.write_html(notebook, tmp_path / "page.html", **run)

    opened = phone(tmp_path / "page.html")

    assert opened.title == "Why? · Demo Outdoor 2026Q3"


def test_the_parameters_of_the_run_are_shown_and_not_their_defaults(page):
    code = re.sub("<[^>]+>", "", page)

    assert "seed = 2" in code
    assert "seed: int" not in code


@pytest.mark.parametrize(
    ("personal", "said"),
    [({}, "none"), ({"contact_details": ["name", "phone"]}, "contact_details (name, phone)")],
)
def test_the_foot_says_which_personal_fields_were_read(chapter, tmp_path, run, personal, said):
    export.write_html(chapter, tmp_path / "page.html", personal=personal, **run)

    foot = (tmp_path / "page.html").read_text(encoding="utf-8").partition("<footer")[2]
    assert f"Personal fields read: {said}." in foot


def test_without_a_record_the_foot_does_not_speak_of_personal_fields(page):
    assert "Personal fields" not in page
