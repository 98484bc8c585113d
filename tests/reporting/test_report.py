import json

import pytest

from helpers import reporting
from helpers.reporting import charts, report
from helpers.reporting.catalogue import MessageError
from helpers.workspace.errors import UsageError


def html(shown):
    return "".join(forms["text/html"] for forms in shown)


def test_an_unknown_language_is_refused(desk):
    with pytest.raises(UsageError, match="choose one of en, zh"):
        reporting.open_report(desk, language="fr")


def test_say_shows_a_sentence_as_html_markdown_and_text(report, shown):
    result = report.say("trial.hello", name="<Ann>", n=2)

    assert result is None
    assert shown == [
        {
            "text/html": '<p class="said">Hello <strong>&lt;Ann&gt;</strong>, 2 customers.</p>',
            "text/plain": "Hello <Ann>, 2 customers.",
            "text/markdown": "Hello **&lt;Ann&gt;**, 2 customers.",
        }
    ]


def test_words_returns_the_sentence_and_shows_nothing(report, shown):
    words = report.words("trial.hello", name="Ann", n=1)

    assert words == "Hello Ann, 1 customer."
    assert shown == []


def test_money_is_in_the_companys_currency(report):
    assert report.wording.value(1200, "money") == "£1,200"


def test_an_unknown_key_is_an_error(report):
    with pytest.raises(MessageError, match=r"trial\.typo is not in the message catalogue"):
        report.say("trial.typo")


def test_what_is_not_known_is_said_with_what_to_add(report, shown):
    report.missing("trial.costs")
    report.not_known("trial.plain_alt")

    assert "<strong>Not known:</strong> add what each product costs." in html(shown)
    assert "<strong>Not known:</strong> A bar for each tier.." in html(shown)


def test_where_all_is_known_nothing_is_said(report, shown):
    report.missing(None)
    report.not_known(None)

    assert shown == []


def test_tables_and_figures_get_one_id_each(report, shown, tiers):
    report.table(tiers, "trial.caption")
    report.figure(
        charts.bar_chart(tiers, "customers", "tier"), "trial.caption", "trial.plain_alt", tiers
    )
    report.table(tiers, "trial.caption")

    for identity in ("table-1", "figure-2", "data-2", "table-3"):
        assert html(shown).count(f'id="{identity}"') == 1


def test_a_caption_takes_values(report, shown, tiers):
    report.table(tiers, "trial.caption_with", company="<b>")

    assert "Customers of &lt;b&gt;</span></caption>" in html(shown)


def test_a_figure_drawn_from_safe_data_is_shown(report, shown, tiers):
    safe = report.safe(tiers, count="customers")

    drawn = charts.bar_chart(safe, "customers", "tier")
    report.figure(drawn, "trial.caption", "trial.alt", safe, count="customers", best="zero")

    assert 'alt="A bar for each tier; zero is the longest."' in html(shown)
    assert "‹10" in html(shown)


def test_a_figure_that_would_show_a_small_group_is_withheld_and_its_table_is_not(
    report, shown, tiers
):
    drawn = charts.bar_chart(tiers, "customers", "tier")
    report.figure(drawn, "trial.caption", "trial.plain_alt", tiers, count="customers")

    assert "<img" not in html(shown)
    assert "would show a group of fewer than 10" in html(shown)
    assert "<caption" in html(shown)


def test_findings_are_shown_and_written_when_the_report_closes(report, shown, desk):
    report.finding("share", "trial.claim", number=0.766, n=5839, table="segments")

    report.close()

    written = json.loads((desk.folder / "findings" / "05_segmentation.json").read_text("utf-8"))
    assert [finding["id"] for finding in written] == ["share"]
    assert 'id="finding-05_segmentation-share"' in html(shown)
    assert desk.closed == [1]


def test_a_finding_on_too_few_is_refused_in_words_and_not_recorded(report, shown):
    report.finding("share", "trial.claim", number=0.766, n=9, table="segments")

    assert report.findings == []
    assert "rests on a group of fewer than 10" in html(shown)
    assert "76.6" not in html(shown)


def test_a_finding_recorded_twice_is_an_error(report):
    report.finding("share", "trial.claim", number=0.5, n=99, table="segments")

    with pytest.raises(ValueError, match="'share' is recorded twice in 05_segmentation"):
        report.finding("share", "trial.claim", number=0.5, n=99, table="segments")


def test_opening_a_report_brings_the_style_of_its_pieces_into_the_notebook(desk, shown):
    report.open_report(desk)

    assert shown[0]["text/html"].startswith("<style>")
    assert ".report-table" in shown[0]["text/html"]


def test_the_wing_gives_what_a_notebook_uses_and_nothing_else():
    # Asked of the function itself: a submodule that was imported is found without it.
    assert reporting.__getattr__("charts") is charts
    assert reporting.__getattr__("Report") is reporting.Report
    with pytest.raises(AttributeError, match="no attribute 'chart'"):
        reporting.__getattr__("chart")
