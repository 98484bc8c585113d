import re
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from markupsafe import Markup

from helpers.reporting import pages
from helpers.reporting.tables import Spec, guard, to_html
from helpers.reporting.wording import Wording

ENGLISH = Wording("en", "GBP")
PLAIN = Spec()


def html(frame, spec=PLAIN, wording=ENGLISH):
    shown = guard(frame, spec, 10)
    said = {"key": "page.who", "caption": "Who buys"}
    return to_html(shown, spec, identity="table-1", **said, wording=wording, minimum=10)


def row(page, name):
    line = next(line for line in re.findall("<tr>.*?</tr>", page) if f">{name}<" in line)
    return re.sub("<[^>]+>", "|", line).strip("|").split("||")


def test_a_table_has_a_caption_that_names_its_scrolling_region(tiers):
    page = html(tiers)

    assert '<caption id="table-1-caption"><span>Who buys</span></caption>' in page
    assert 'role="region" tabindex="0" aria-labelledby="table-1-caption"' in page


def test_headings_have_a_scope(tiers):
    page = html(tiers)

    assert page.count('scope="col"') == 3
    assert page.count('scope="row"') == 4


def test_numbers_stand_to_the_right_and_words_do_not(tiers):
    page = html(tiers)

    assert '<th scope="col" data-column="customers" class="number">Customers</th>' in page
    assert '<th scope="col" data-column="tier">Tier</th>' in page


def test_whole_numbers_broken_ones_days_and_gaps_are_each_written_their_way():
    frame = pd.DataFrame(
        {
            "name": ["a"],
            "whole": [12000.0],
            "broken": [1234.56],
            "exact": [Decimal("5.25")],
            "day": [date(2026, 9, 30)],
            "gap": [None],
        }
    )

    cells = row(html(frame), "a")

    assert cells == ["a", "12,000", "1,234.6", "5.2", "30\xa0September\xa02026", "not known"]


def test_forms_and_headings_may_be_given(tiers):
    spec = Spec(formats={"spend": "money2"}, headers={"tier": "trial.heading"})

    page = html(tiers, spec)

    assert row(page, "high") == ["high", "4", "£81.00"]
    assert '<th scope="col" data-column="tier">Level</th>' in page


def test_a_script_in_a_cell_a_heading_or_a_total_is_escaped():
    frame = pd.DataFrame({"<script>x": ["<script>alert(1)</script>"], "n": [1]})

    page = html(frame, Spec(total={"<script>x": "<script>", "n": 1}))

    assert "<script" not in page
    assert page.count("&lt;script") == 4  # a heading names its column too


def test_small_groups_and_their_companions_show_a_mark_explained_below(tiers):
    page = html(tiers, Spec(count="customers"))

    assert row(page, "high") == ["high", "‹10", "‹10"]
    assert row(page, "mid") == ["mid", "‹10", "‹10"]
    assert row(page, "low") == ["low", "100", "60.0"]
    assert "‹10 stands for a group of fewer than 10" in page


def test_a_total_is_rounded_like_the_sizes_above_it(tiers):
    page = html(tiers, Spec(count="customers", total={"customers": 418, "spend": 211.5}))

    assert row(page, "All") == ["All", "420", "211.5"]


def test_a_total_that_would_give_a_group_away_is_left_out():
    frame = pd.DataFrame({"tier": ["high", "low"], "customers": [4, 0]})

    page = html(frame, Spec(count="customers", total={"customers": 4}))

    assert "<tfoot>" not in page


def test_an_empty_frame_says_that_there_is_nothing(tiers):
    page = html(tiers.head(0), Spec(count="customers"))

    assert "There is nothing to show." in page


def test_a_named_index_becomes_the_first_column(tiers):
    page = html(tiers.set_index("tier"))

    assert row(page, "high") == ["high", "4", "81.0"]


@pytest.mark.parametrize(("language", "heading"), [("en", "Customers"), ("zh", "客户数")])
def test_headings_speak_the_language_of_the_report(tiers, language, heading):
    page = html(tiers, wording=Wording(language))

    assert f">{heading}</th>" in page


def test_notes_stand_under_the_table(tiers):
    page = html(tiers, Spec(notes="trial.note"))

    assert page.index("</table>") < page.index('<p class="table-note">Spend is net.</p>')


def test_on_a_phone_each_cell_of_a_wide_table_stands_beside_its_heading(phone, tmp_path):
    columns = ["tier", "customers", "orders", "recency_days", "monetary"]
    frame = pd.DataFrame([["high", *[1234.5] * 4], ["low", *[10.0] * 4]], columns=columns)
    path, run = tmp_path / "page.html", pages.Run("A", "2026Q3", "2026-09-30", "2026-09-30")
    parts = {"question": "Who?", "opening": "", "tables": "", "headings": [], "personal": None}
    pages.write(path, "chapter.html.j2", language="en", run=run, short=None,
                body=Markup(html(frame)), **parts)  # fmt: skip

    shown = phone(path)

    scrolls, heading = shown.execute_script(
        "const region = document.querySelector('.scroll');"
        "return [region.scrollWidth > region.clientWidth,"
        "getComputedStyle(document.querySelector('td'), '::before').content]"
    )
    assert not scrolls
    assert heading == '"Customers"'
