from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.reporting import catalogue
from helpers.value import telling
from helpers.value.choosing import TotalInterval
from helpers.value.foretelling import Unknown

TOTALS = pd.DataFrame({
    "horizon_days": [91, 365], "customers": 200, "value_expected": [100.0, 400.0],
    "value_lower": [80.0, 300.0], "value_upper": [120.0, 600.0], "value_each": [0.5, 2.0],
})  # fmt: skip
UNKNOWN = Unknown("customers", 3, 50, pd.DataFrame(columns=["origin", "horizon_days", "model"]))


def scores(*rows):
    names = ["forecast", "measure", "baseline", "skill", "skill_lower", "skill_upper", "grade"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(customers=500, origin=pd.Timestamp("2026-06-30"),
                        through=pd.Timestamp("2026-09-30"))  # fmt: skip


def held_against(origins=4):
    evidence = pd.DataFrame({
        "origin": pd.to_datetime(["2026-01-01", "2026-04-01"] * 2), "horizon_days": 91,
        "model": ["bgnbd", "bgnbd", "rate", "rate"], "total_error": [0.1, -0.3, 0.2, 0.4],
        "rmse": [1.0, 2.0, 1.0, 4.0], "top_tenth_share": 0.4,
    })  # fmt: skip
    interval = TotalInterval(0.75, 1.5, origins)
    return SimpleNamespace(name="bgnbd", evidence=evidence, total_interval=lambda days: interval)


def test_ways_to_forecast_are_summed_up_with_the_one_in_use_first():
    shown = telling.shown_models(held_against())

    assert shown["model"].tolist() == ["bgnbd", "rate"]
    assert shown["total_error"].tolist() == pytest.approx([-0.1, 0.3])
    assert shown["worst_total_error"].tolist() == pytest.approx([0.3, 0.4])
    assert shown["origins"].tolist() == [2, 2]


def test_without_a_forecast_there_is_nothing_to_show_and_a_sentence_says_so():
    assert telling.shown_models(UNKNOWN).empty
    assert telling.chosen_key(UNKNOWN) == "value.nothing_chosen"
    assert telling.chosen_words(UNKNOWN) == {}


def test_the_sentence_on_the_way_in_use_tells_how_often_it_was_tested():
    assert telling.chosen_key(held_against()) == "value.chosen"
    assert telling.chosen_words(held_against()) == {"model": "bgnbd", "models": 2, "origins": 2}


def test_what_a_customer_is_worth_is_claimed_with_the_bounds_of_the_total():
    value = pd.DataFrame({"clv_basis": ["margin"]})

    claim = telling.claim_worth(TOTALS, value, None)

    assert [claim["number"], claim["lower"], claim["upper"]] == [2.0, 1.5, 3.0]
    assert claim["n"] == 200 and claim["total"] == 400


def test_what_no_earlier_day_could_test_is_not_said_to_have_done_best():
    untested = held_against()
    untested.name = "bgnbd+season"

    assert telling.chosen_key(untested) == "value.untested"
    assert telling.chosen_words(untested) == {"model": "bgnbd+season"}


def test_totals_say_whether_any_earlier_forecast_could_be_held_against_what_came():
    assert telling.totals_key(held_against()) == "value.finding_totals"
    assert telling.claim_totals(TOTALS, held_against(), None)["origins"] == 4
    assert telling.totals_key(held_against(0)) == "value.finding_totals_untested"
    assert "origins" not in telling.claim_totals(TOTALS, held_against(0), None)
    assert telling.claim_totals(TOTALS, held_against(), "why")["unless"] == "why"


def test_totals_are_shown_with_their_bounds():
    told = TOTALS.assign(through=pd.Timestamp("2027-09-30"), orders_expected=1.0)

    assert telling.shown_totals(told)["value_upper"].tolist() == [120, 600]


def test_ways_that_were_hardly_tested_are_left_out_but_never_the_one_in_use():
    rare, usual = held_against(), held_against()
    rows = [usual.evidence, usual.evidence.iloc[:1].assign(model="mbgnbd", rmse=0.5)]
    usual.evidence = rare.evidence = pd.concat(rows, ignore_index=True)
    rare.name = "mbgnbd"

    assert telling.shown_models(usual)["model"].tolist() == ["bgnbd", "rate"]
    assert telling.shown_models(rare)["model"].tolist() == ["mbgnbd", "bgnbd", "rate"]


def test_the_grade_is_that_against_the_best_plain_rule_as_published_where_it_was():
    anew = ("anew", "sales", "own_rate", 0.1, 0.0, 0.2, "B")
    better = ("anew", "sales", "mean_of_all", 0.4, 0.3, 0.5, "A")
    told = ("published", "sales", "own_rate", 0.2, 0.1, 0.3, "A")

    assert telling.graded(scores(better, anew))["baseline"] == "own_rate"
    assert telling.claim_grade(scores(better, anew, told), None)["number"] == 0.2
    assert telling.claim_grade(scores(better, anew, told), None)["origin"] == date(2026, 6, 30)


def test_a_refused_forecast_asks_nobody_to_act():
    claim = telling.claim_grade(
        scores(("anew", "sales", "own_rate", -0.1, -0.2, 0.0, "refused")), None
    )

    assert claim["grade"] == "refused" and claim["action"] is None


def test_why_nothing_is_graded():
    everybody = pd.DataFrame({"in_scope": [True, True]})
    few = scores(("anew", "sales", "own_rate", np.nan, np.nan, np.nan, "refused"))

    assert telling.why_not_graded(few, everybody) == "value.too_little_held_out"
    assert telling.why_not_graded(few, everybody.assign(in_scope=False)) == "value.screened"
    known = scores(("anew", "sales", "own_rate", 0.1, 0.0, 0.2, "B"))
    assert telling.why_not_graded(known, everybody) is None


def test_head_counts_can_be_counted_by_hand():
    seen = pd.DataFrame({"frequency": [0, 2]})
    people = pd.DataFrame({
        "in_scope": [True, True, True, True, False], "is_prospect": [False] * 3 + [True, False],
    })  # fmt: skip

    assert telling.head_count(seen, people) == {"customers": 2, "again": 1, "undone": 1}


def test_where_nobody_ordered_that_is_said_and_nothing_counted():
    nobody = pd.DataFrame({"frequency": []})

    assert telling.head_key(nobody) == "value.nobody_ordered"
    assert telling.head_count(nobody, pd.DataFrame()) == {}


def test_names_given_by_analysts_go_first_and_namesakes_carry_their_ids():
    report = SimpleNamespace(
        wording=SimpleNamespace(language="en"), group_name=lambda features: features.title()
    )
    segments = pd.DataFrame({
        "segment_id": ["s-1", "s-2", "s-3"], "features": ["trail", "trail", "gym"],
        "name_en": [None, None, "Lifters"],
    })  # fmt: skip
    personas = pd.DataFrame({"persona_id": ["p-1"], "name_en": ["Ann"]})

    assert telling.names_of(segments, personas, report) == {
        "p-1": "Ann", "s-1": "Trail (s-1)", "s-2": "Trail (s-2)", "s-3": "Lifters",
    }  # fmt: skip


def test_ranges_are_told_as_far_as_they_are_known():
    known = pd.DataFrame({"measure": ["range_held"], "value": [0.9], "lower": np.nan,
                          "upper": np.nan, "n": [50]})  # fmt: skip
    wide = SimpleNamespace(spread=object())

    assert telling.range_key(known, SimpleNamespace(spread=None)) == "value.no_ranges"
    assert telling.range_key(known.iloc[:0], wide) == "value.ranges_untested"
    assert telling.range_key(known, wide) == "value.ranges"
    assert telling.range_words(known, wide) == {"share": (45, 50)}


def test_every_column_that_is_called_its_own_way_has_a_heading():
    assert all(catalogue.has(key, "zh") for key in telling.HEADERS.values())


def test_a_cross_is_guarded_by_the_largest_amount_of_each_cell():
    value = pd.DataFrame({
        "value_tier": ["low", "low"], "historic_clv": [-7.0, -9.0], "predicted_clv_365": 1.0,
    })  # fmt: skip
    cross = pd.DataFrame({"historic_tier": ["none"], "value_tier": ["low"], "customers": [2]})

    shown = telling.shown_cross(cross, value)

    assert shown[["contributed", "largest", "second_largest"]].iloc[0].tolist() == [16, 9, 7]
