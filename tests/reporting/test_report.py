import json

import pandas as pd
import pytest

from helpers import reporting
from helpers.reporting import charts, report
from helpers.workspace.errors import UsageError


def html(shown):
    return "".join(forms["text/html"] for forms in shown)


def test_an_unknown_language_is_refused(desk):
    with pytest.raises(UsageError, match="choose one of en, zh"):
        reporting.open_report(desk, language="fr")


def test_money_is_in_the_companys_currency(report):
    assert report.wording.value(1200, "money") == "£1,200"


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


def test_a_chart_with_a_bar_that_its_data_do_not_hold_is_withheld(report, shown, tiers):
    safe = report.safe(tiers, count="customers")

    drawn = charts.bar_chart(tiers, "customers", "tier")
    report.figure(drawn, "trial.caption", "trial.plain_alt", safe, count="customers")

    assert "<img" not in html(shown)
    assert "would show a group of fewer than 10" in html(shown)


def test_an_alt_text_on_a_small_group_is_the_caption(report, shown, tiers):
    safe = report.safe(tiers, count="customers")

    drawn = charts.bar_chart(safe, "customers", "tier")
    report.figure(
        drawn, "trial.caption", "trial.spend", safe, count="customers", customers=4, spend=900
    )

    assert 'alt="Customers by tier"' in html(shown)
    assert "900" not in html(shown)


def test_a_share_of_few_people_is_refused_as_a_finding_and_so_is_its_complement(report, shown):
    for number in (9 / 4000, 1 - 9 / 4000):
        claim = {"number": number, "n": 4000, "table": "segments", "share_of_n": True}
        report.finding("share", "trial.claim", **claim)

    assert report.findings == []
    assert html(shown).count("rests on a group of fewer than 10") == 2


def test_a_finding_with_a_small_number_of_people_in_its_sentence_is_refused(report):
    report.finding(
        "spend", "trial.spend", number=0.2, n=500, table="segments", customers=9, spend=5
    )

    assert report.findings == []


def test_shares_that_tell_of_a_small_group_are_withheld_in_a_table(report, shown):
    frame = pd.DataFrame({"choice": ["a", "b", "c"], "changed": [9 / 1000, 0.5, 0.992]})

    report.table(frame, "trial.caption", shares={"changed": 1000}, formats={"changed": "percent"})

    assert html(shown).count("withheld</td>") == 2
    assert "50.0" in html(shown)


def test_without_a_card_it_says_so_and_publishes_an_empty_list(report, shown, desk):
    report.cards([])

    written = json.loads((desk.folder / "cards" / "05_segmentation.json").read_text("utf-8"))
    assert "no group is large enough to be told of" in html(shown)
    assert (written["company"], written["cards"]) == ("demo", [])


def test_a_table_or_a_chart_of_nothing_is_passed_over_where_that_is_asked_for(
    report, shown, tiers
):
    before = len(shown)
    drawn = charts.bar_chart(tiers, "customers", "tier")

    report.table(tiers.iloc[:0], "trial.caption", or_nothing=True)
    report.figure(drawn, "trial.caption", "trial.plain_alt", tiers.iloc[:0], or_nothing=True)
    assert len(shown) == before

    report.table(tiers, "trial.caption", or_nothing=True)
    assert len(shown) == before + 1
