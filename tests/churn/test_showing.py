from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from churn.reader import Reader

from helpers.churn import showing
from helpers.churn.leaving import Leaving, Window
from helpers.reporting import catalogue


def trend(silent=(120, 5)):
    return pd.DataFrame({
        "snapshot_day": pd.to_datetime(["2026-03-31", "2026-06-30"]), "window_days": 91,
        "customers": [202, 200], "silent": silent, "share": [0.6, 0.1], "lower": 0.1,
        "upper": 0.7, "year_change": 0.0, "year_lower": -0.1, "year_upper": 0.1,
    })  # fmt: skip


def test_shares_come_from_rounded_numbers_and_few_are_withheld():
    shown = showing.shown_trend(trend(), Reader())

    # Newest first: five of 200 are few; 120 of 202 is told as 120 of 200.
    assert np.isnan(shown["silent_share"].iloc[0]) and np.isnan(shown["lower"].iloc[0])
    assert shown["silent_share"].iloc[1] == pytest.approx(120 / 200)


@pytest.mark.parametrize("language", catalogue.languages())
@pytest.mark.parametrize("name", ["member", "ticket:complaint", "ticket", "call", "visit", "note",
                                  "abroad", "parcel_days", "agreed:email", "store_distance_km"])
def test_every_circumstance_has_words(name, language):
    told = showing.circumstance_words(name, Reader(language))

    assert told and "{" not in told


def test_the_chart_goes_from_old_to_new_and_changes_need_a_year_before():
    shown = showing.shown_trend(trend(silent=(120, 90)), Reader())

    assert showing.silent_chart(shown)["quarter"].tolist() == ["2026Q1", "2026Q2"]
    assert showing.silent_changes(shown.assign(year_change=[np.nan, 0.1]))["quarter"].tolist() == [
        "2026Q1"
    ]  # fmt: skip


def test_the_first_of_the_list_come_with_their_reasons_in_words():
    risk = pd.DataFrame({
        "customer_id": ["a", "b", "c"], "risk": 0.8, "days_since": 140, "value_at_stake": 10.0,
        "expected_loss": 8.0, "on_list": [True, True, False], "rank": [2, 1, 3],
    })  # fmt: skip
    reasons = pd.DataFrame({
        "customer_id": ["a", "b", "b"], "reason": ["silence", "silence", "no_member"],
        "value": [140.0, 60.0, 0.0], "usual": [45.0, np.nan, 0.0],
    })  # fmt: skip
    desk = SimpleNamespace(read={"churn_risk": risk, "churn_reasons": reasons}.__getitem__)

    told = showing.listed(desk, Reader())

    assert told["customer_id"].tolist() == ["b", "a"]
    assert told["reasons"].tolist() == [
        "no order for 60 days since the only one; is in no loyalty programme",
        "no order for 140 days, usually every 45",
    ]  # fmt: skip


def test_every_heading_and_form_of_a_column_is_known():
    for language in catalogue.languages():
        assert all(catalogue.has(key, language) for key in showing.HEADERS.values())


def test_personas_go_by_the_names_of_the_readers_language():
    personas = pd.DataFrame({"persona_id": ["p"], "name_en": ["Luo"], "name_zh": ["罗"]})

    assert showing.persona_names(personas, Reader("zh")) == {"p": "罗"}


def test_a_rule_without_days_has_a_dash_in_their_place():
    rules = pd.DataFrame({
        "rule": ["model", "silent_days"], "after_days": pd.array([pd.NA, 56], dtype="Int64"),
        "auc": 0.8, "brier": 0.1, "top_tenth_lift": 1.5, "calibration_error": 0.02,
    })  # fmt: skip

    shown = showing.shown_rules(SimpleNamespace(baselines=rules))

    assert shown["after_days"].tolist() == ["–", "56"]


def test_windows_after_which_nobody_could_be_watched_are_left_out():
    evidence = pd.DataFrame({
        "window_days": [30, 91], "back_91": [0.2, np.nan], "back_365": np.nan,
        "back_365_lower": np.nan, "back_365_upper": np.nan, "late_by_then": 0.5,
        "is_chosen": [False, True],
    })  # fmt: skip
    found = Leaving(Window(91, "usual", evidence), None, None, None)

    assert showing.shown_windows(found)["window_days"].tolist() == [30]
