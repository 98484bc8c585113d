from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.reporting import open_report
from helpers.segmentation.alike import Alike
from helpers.segmentation.way import (
    claim_again,
    claim_alike,
    claim_late,
    claim_visits,
    groups_of_customers,
    in_names,
    names_of,
    rates,
    shown_cohorts,
    shown_evidence,
    shown_loyalty,
    shown_responses,
    shown_returns,
    shown_summary,
    why_alike,
    why_no_rhythms,
)


@pytest.fixture
def report():
    desk = SimpleNamespace(source=SimpleNamespace(currency="EUR"), chapter="05_segmentation")
    return open_report(desk, language="en", minimum_group=10)


def told(**columns):
    return pd.DataFrame(columns).assign(lower=0.1, upper=0.9)


def test_a_rate_comes_from_rounded_numbers_and_is_withheld_where_few_did_or_did_not(report):
    frame = told(group=["many", "few", "nearly_all", "none"], customers=[103, 103, 103, 103],
                 returned=[52, 4, 99, 0])  # fmt: skip

    found = rates(frame, report, by=["group"], part="returned")

    assert found["rate"].tolist()[0] == pytest.approx(50 / 105)
    assert np.isnan(found["rate"].tolist()[1]) and np.isnan(found["rate"].tolist()[2])
    assert found["rate"].tolist()[3] == 0
    assert found["customers"].isna().tolist() == [False, True, True, False]


def test_intervals_go_with_the_rates_that_are_withheld(report):
    loyal = told(group=["everybody", "early_member"], customers=[100, 12], returned=[50, 5])
    back = told(rule=["by_window"] * 2, state=["active", "lapsed"], customers=[50, 40],
                returned=[25, 2])  # fmt: skip

    assert shown_loyalty(loyal, report)["lower"].isna().tolist() == [False, True]
    assert shown_returns(back, report)["upper"].isna().tolist() == [False, True]


def test_cohorts_are_shown_without_their_own_quarter_and_unknown_years_stay_unknown(report):
    table = pd.DataFrame({"cohort": ["2026Q1"] * 2, "age": [0, 1], "customers": [80, 80],
                          "active": [80, 40]})  # fmt: skip
    summary = pd.DataFrame({
        "cohort": ["2026Q1", "2026Q2"], "customers": [80, 90],
        "next_active": pd.array([40, None], dtype="Int64"),
        "year_active": pd.array([None, None], dtype="Int64"),
    })  # fmt: skip

    assert shown_cohorts(table, report)[["age", "rate"]].to_numpy().tolist() == [[1, 0.5]]
    shown = shown_summary(summary, report)
    assert shown["next_rate"].tolist()[0] == 0.5 and shown["year_rate"].isna().all()
    assert shown["customers"].tolist() == [80, 90]


def test_responses_stand_in_their_order_and_those_of_newsletters_are_left_out(report):
    table = told(cut=["all"] * 3, part=["all"] * 3, customers=[100] * 3, responding=[50] * 3,
                 measure=["clicked", "opened_of_sent", "opened"])  # fmt: skip

    assert shown_responses(table, report)["response"].tolist() == ["opened", "clicked"]


EVIDENCE = pd.DataFrame({
    "way": ["alike", "recency", "by_chance"], "members": 100, "share": [0.6, 0.2, 0.1],
    "found": pd.array([60, 20, None], dtype="Int64"), "lower": [0.5, 0.1, None],
    "upper": [0.7, 0.3, None],
})  # fmt: skip


def test_chance_stands_beside_the_ways_that_were_tried(report):
    alike = Alike("vip", 100, pd.DataFrame(), EVIDENCE)

    assert shown_evidence(alike, report)[["way", "rate"]].to_numpy().tolist() == [
        ["alike", 0.6], ["recency", 0.2], ["by_chance", 0.1],
    ]  # fmt: skip
    assert claim_alike(alike)["recency"] == (20, 100)
    assert claim_alike(alike)["number"] == 0.6


def test_reasons_are_counted_over_the_customers_found_first(report):
    whys = ["category=tents:more;price=mean:less", "category=tents:more", ""]
    alike = Alike("vip", 100, pd.DataFrame({"why": whys}), EVIDENCE)

    found = why_alike(alike, report, first=3)

    assert found[["leaning", "customers"]].to_numpy().tolist() == [["more", 2], ["less", 1]]
    assert found["feature"].tolist()[0].endswith("tents")


def test_without_anybody_alike_no_reason_is_told(report):
    nobody = Alike("vip", 0, pd.DataFrame({"why": pd.Series(dtype="str")}), EVIDENCE)

    assert why_alike(nobody, report).empty


def test_findings_say_what_is_missing_where_nothing_can_be_claimed():
    nobody = pd.DataFrame(columns=["group", "share"])
    nothing = pd.DataFrame(columns=["cut", "step", "share"])
    empty = Alike("vip", 3, pd.DataFrame(), pd.DataFrame(columns=["way"]))
    states = pd.DataFrame({"state": ["new"], "rhythm": ["no_rhythm"]})

    assert claim_again(nobody)["unless"] == "segmentation_way.no_year"
    assert claim_visits(nothing)["unless"] == "segmentation_way.no_purchases"
    assert claim_alike(empty)["unless"] == "segmentation_way.too_few_alike"
    assert claim_late(states)["unless"] == "segmentation_way.no_rhythms"
    assert why_no_rhythms(pd.DataFrame()) == "segmentation_way.no_rhythms"
    assert why_no_rhythms(told(rule=["by_window"])) is None


def test_findings_name_their_figure_and_on_how_many_it_rests():
    states = pd.DataFrame({"state": ["repeat", "repeat", "regained", "lapsed"],
                           "rhythm": ["late", "in_time", "no_rhythm", "late"]})  # fmt: skip
    funnel = told(cut=["all", "all"], step=["visit", "purchase"], share=[np.nan, 0.3],
                  visits=[50, 15])  # fmt: skip
    loyal = told(group=["everybody"], customers=[100], share=[0.5])

    assert (claim_late(states)["number"], claim_late(states)["n"]) == (0.5, 2)
    assert (claim_visits(funnel)["number"], claim_visits(funnel)["n"]) == (0.3, 50)
    assert (claim_again(loyal)["number"], claim_again(loyal)["n"]) == (0.5, 100)


def test_groups_are_segments_and_main_personas_called_by_their_names():
    segments = pd.Series(["A", None], index=["ann", "bob"])
    personas = pd.DataFrame({"customer_id": ["ann", "ann"], "persona_id": ["p-1", "p-2"],
                             "is_main": [True, False]})  # fmt: skip

    groups = groups_of_customers(segments, personas)

    assert groups["segment"].to_dict() == {"ann": "A"}
    assert groups["persona"].to_dict() == {"ann": "p-1"}
    assert set(groups_of_customers(segments)) == {"segment"}



def test_segments_and_personas_are_called_by_their_names(report):
    segments = pd.DataFrame({"segment_id": ["s-1"], "features": ["category=fitness"],
                             "name_en": ["Runners"], "name_zh": [None]})  # fmt: skip
    personas = pd.DataFrame({"persona_id": ["p-1"], "name_en": ["Ann"], "name_zh": ["安"]})

    assert names_of(segments, personas, report).to_dict() == {"s-1": "Runners", "p-1": "Ann"}
    frame = pd.DataFrame({"part": ["A", "mobile"]})
    assert in_names(frame, pd.Series({"A": "Fitness"}))["part"].tolist() == ["Fitness", "mobile"]
    assert in_names(frame, None)["part"].tolist() == ["A", "mobile"]
