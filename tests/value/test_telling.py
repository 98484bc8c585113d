from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
from value.tested import TOTALS, held_against

from helpers.value import showing, telling
from helpers.value.foretelling import Unknown

UNKNOWN = Unknown("customers", 3, 50, pd.DataFrame(columns=["origin", "horizon_days", "model"]))


def scores(*rows):
    names = ["forecast", "measure", "baseline", "skill", "skill_lower", "skill_upper", "grade"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(customers=500, origin=pd.Timestamp("2026-06-30"),
                        through=pd.Timestamp("2026-09-30"))  # fmt: skip


def test_without_a_forecast_there_is_nothing_to_show_and_a_sentence_says_so():
    assert showing.shown_models(UNKNOWN).empty
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
    assert telling.head_key(seen, people) == "value.customers_undone"
    assert telling.head_count(seen, people.iloc[1:]) == {"customers": 2, "again": 1}
    assert telling.head_key(seen, people.iloc[1:]) == "value.customers"


def test_where_nobody_ordered_that_is_said_and_nothing_counted():
    nobody = pd.DataFrame({"frequency": []})

    assert telling.head_key(nobody, pd.DataFrame()) == "value.nobody_ordered"
    assert telling.head_count(nobody, pd.DataFrame()) == {}


def test_ranges_are_told_as_far_as_they_are_known():
    known = pd.DataFrame({"measure": ["range_held"], "value": [0.9], "lower": np.nan,
                          "upper": np.nan, "n": [50]})  # fmt: skip
    wide = SimpleNamespace(spread=object())

    assert telling.range_key(known, SimpleNamespace(spread=None)) == "value.no_ranges"
    assert telling.range_key(known.iloc[:0], wide) == "value.ranges_untested"
    assert telling.range_key(known, wide) == "value.ranges"
    assert telling.range_words(known, wide) == {"share": (45, 50)}
