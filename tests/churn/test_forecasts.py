"""Scores are kept until they are due, and then graded against what happened."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.churn.forecasts import graded_forecasts, kept_forecasts, next_due, ranked_right

DAY, LATER = date(2026, 6, 30), date(2026, 9, 30)
NONE = pd.DataFrame(columns=["customer_id", "scored_on", "due_on", "risk", "base_rate"])


def risk(*chances, window=91):
    who = [f"c{place:03}" for place in range(len(chances))]
    return pd.DataFrame({
        "customer_id": who, "risk": chances, "window_days": window, "form": "orders",
        "base_rate": float(np.mean(chances)),
    })  # fmt: skip


def orders(*rows):
    table = pd.DataFrame(rows, columns=["customer_id", "event_day"])
    return table.astype({"event_day": "datetime64[us]"})


def test_todays_scores_are_kept_with_the_day_on_which_they_are_due():
    kept = kept_forecasts(risk(0.2, 0.8), NONE, DAY)

    assert kept["due_on"].dt.date.unique().tolist() == [date(2026, 9, 29)]
    assert next_due(kept) == pd.Timestamp("2026-09-29")


def test_scores_that_are_not_due_yet_are_carried_along_and_others_are_not():
    before = pd.concat([kept_forecasts(risk(0.2, window=365), NONE, DAY),
                        kept_forecasts(risk(0.3), NONE, DAY)])  # fmt: skip

    kept = kept_forecasts(risk(0.5), before, LATER)

    assert kept["risk"].tolist() == [0.2, 0.5]
    assert next_due(NONE) is None


def test_a_score_is_graded_by_who_ordered_between_the_day_of_the_score_and_the_day_due():
    before = kept_forecasts(risk(0.5, 0.5, 0.5, 0.5), NONE, DAY)
    days = orders(("c000", "2026-06-30"), ("c001", "2026-07-01"), ("c002", "2026-09-29"),
                  ("c003", "2026-09-30"))  # fmt: skip

    told = graded_forecasts(before, days, LATER, seed=1).iloc[0]

    assert told[["customers", "silent", "expected", "ratio"]].tolist() == [4, 2, 2, 1]
    assert told["grade"] == "refused"  # four customers say nothing


def test_nothing_is_graded_before_it_is_due():
    before = kept_forecasts(risk(0.5, window=182), NONE, DAY)

    assert graded_forecasts(before, orders(), LATER, seed=1).empty
    assert graded_forecasts(NONE, orders(), LATER, seed=1).empty


def test_right_scores_earn_a_grade_beside_the_base_rate():
    rng = np.random.default_rng(1)
    chances = rng.uniform(0.05, 0.95, 2_000)
    before = kept_forecasts(risk(*chances), NONE, DAY)
    stays = before.loc[rng.random(2_000) > before["risk"], "customer_id"]
    days = orders(*((who, "2026-08-01") for who in stays))

    told = graded_forecasts(before, days, LATER, seed=1).iloc[0]

    assert told["grade"] == "A"
    assert told["ratio"] == pytest.approx(1, abs=0.08)


def test_ranking_right_is_the_area_under_the_curve_of_another_library():
    from sklearn.metrics import roc_auc_score

    rng = np.random.default_rng(2)
    chances, silent = rng.integers(0, 9, 300) / 9, rng.random(300) < 0.4

    assert ranked_right(chances, silent) == pytest.approx(roc_auc_score(silent, chances))
    assert np.isnan(ranked_right(chances, np.ones(300, dtype=bool)))
