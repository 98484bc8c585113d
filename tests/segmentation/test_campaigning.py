import numpy as np
import pandas as pd
import pytest

from helpers.reporting.speaking import Speaker
from helpers.reporting.wording import Wording
from helpers.segmentation import campaigning
from helpers.segmentation.granularity import Cut
from helpers.segmentation.lasting import name_segments
from helpers.segmentation.tactical import NOTHING, Goal

TACTICAL = pd.DataFrame({"tactical": ["rule"] * 40 + ["goal"] * 20})
EVIDENCE = pd.DataFrame({
    "way": ["chance_of_buying", "latest_order"], "category": "tea", "customers": 400,
    "buyers": 100, "found": [44, 20], "share": [0.44, 0.2], "lower": [0.34, 0.1],
    "upper": [0.54, 0.3],
})  # fmt: skip
GOAL = Goal("tea", pd.Series(dtype=float), EVIDENCE)
FINER = pd.DataFrame({
    "outcome": ["other_days"] * 3 + ["spend"] * 3, "groups": [2, 3, 4] * 2,
    "chosen": [False, True, False] * 2, "customers": 100, "fit": 0.5, "fit_lower": 0.4,
    "fit_upper": 0.6, "gain": [np.nan, 0.1, 0.02, np.nan, 0.3, 0.04], "gain_lower": 0.01,
    "gain_upper": 0.03,
})  # fmt: skip


@pytest.fixture
def report():
    return Speaker(Wording("en"))


def test_who_meets_the_rule_is_counted(report):
    told = campaigning.rule_words("spend  > 5", TACTICAL, 200)

    assert report.words(campaigning.rule_key("spend > 5"), **told) == (
        "The rule “spend > 5” is met by 40 customers, 20.0\N{NO-BREAK SPACE}% of those with orders."
    )
    assert "No rule is declared" in report.words(
        campaigning.rule_key(" "), **campaigning.rule_words(" ", TACTICAL, 200)
    )


def test_whom_the_goal_picks_is_counted_and_judged(report):
    told = report.words(campaigning.goal_key(GOAL), **campaigning.goal_words(GOAL, TACTICAL))

    assert "“tea”" in told and "20 customers" in told
    claim = campaigning.claim_goal(GOAL)
    assert (claim["number"], claim["lower"], claim["n"]) == (0.44, 0.34, 100)
    assert campaigning.goal_buyers(GOAL) == 100
    caption = report.words(campaigning.judged_key(GOAL), **campaigning.judged_words(GOAL))
    assert "“tea”" in caption
    assert list(campaigning.judged_ways(GOAL)) == ["way", "share", "lower", "upper"]


def test_without_a_goal_nothing_is_claimed(report):
    assert "No goal is set" in report.words(
        campaigning.goal_key(NOTHING), **campaigning.goal_words(NOTHING, TACTICAL)
    )
    assert campaigning.claim_goal(NOTHING)["unless"] == "segmentation.no_goal_why"
    assert campaigning.goal_buyers(NOTHING) == 0
    assert "would have been" in report.words(
        campaigning.judged_key(NOTHING), **campaigning.judged_words(NOTHING)
    )


def test_what_one_more_segment_would_buy_is_said_with_the_segment_that_it_would_cut(
    desk, found, report
):
    segments = name_segments(desk, found, seed=1)
    cut = Cut(segments.ids[0], ["category=tea", "channel=app"], (40, 100))

    told = report.words(
        campaigning.cut_key(FINER, cut), **campaigning.cut_words(FINER, cut, segments, report)
    )

    assert "take away 2.0\N{NO-BREAK SPACE}% of the error" in told
    assert "“Tea” and “By app”, which would hold 40.0\N{NO-BREAK SPACE}% of it" in told


def test_where_no_single_segment_would_be_cut_it_is_said_so(desk, found, report):
    segments, cut = name_segments(desk, found, seed=1), Cut(None, [], (0, 0))

    told = report.words(
        campaigning.cut_key(FINER, cut), **campaigning.cut_words(FINER, cut, segments, report)
    )

    assert "several segments at once" in told


@pytest.mark.parametrize("table", [FINER[:0], FINER[FINER["groups"] < 4], FINER[3:]])
def test_what_is_known_of_other_days_goes_before_spend_and_nothing_is_made_up(
    desk, found, report, table
):
    segments, cut = name_segments(desk, found, seed=1), Cut(None, [], (0, 0))

    told = report.words(
        campaigning.cut_key(table, cut), **campaigning.cut_words(table, cut, segments, report)
    )

    assert ("Too little is known" in told) == (table["groups"].max() != 4)
    assert ("4.0" in told) == (len(table) == 3)


def test_readers_see_fit_and_gain_and_no_number_of_customers():
    assert "customers" not in campaigning.granular(FINER)
