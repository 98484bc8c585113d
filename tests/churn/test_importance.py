"""Importance, held out: what tells is found, what stands in is seen, what tells nothing is not."""

import numpy as np
import pandas as pd
import pytest

from helpers.churn.importance import grouped, importance, shuffled

RNG = np.random.default_rng(5)
ROWS = pd.DataFrame({
    "recency_days": RNG.normal(size=3_000), "discounted_share": RNG.normal(size=3_000),
})  # fmt: skip
LEFT = RNG.random(3_000) < 1 / (1 + np.exp(-1.5 * ROWS["recency_days"].to_numpy()))


def odds(rows):
    return 1.5 * rows["recency_days"].to_numpy()


def loss(log_odds, left):
    return np.logaddexp(0, np.where(left, -log_odds, log_odds))


def table(without):
    return importance(
        ROWS, LEFT, ["recency_days", "discounted_share"], odds=odds, without=without, loss=loss,
        rng=np.random.default_rng(1),
    ).set_index("reason")  # fmt: skip


def test_what_the_model_rests_on_is_missed_and_what_it_does_not_use_is_not():
    told = table(lambda names: lambda rows: np.zeros(len(rows)))

    assert told.loc["silence", "shuffled_lower"] > 0.1
    assert told.loc["discounts", "shuffled"] == 0
    assert list(told.index) == ["silence", "discounts"]


def test_where_another_feature_stands_in_leaving_out_costs_nothing():
    told = table(lambda names: odds)

    assert told.loc["silence", "shuffled"] > 0.1
    assert told.loc["silence", "left_out"] == 0


def test_leaving_out_the_only_feature_costs_what_guessing_costs():
    told = table(lambda names: lambda rows: np.zeros(len(rows)))

    expected = np.log(2) - loss(odds(ROWS), LEFT).mean()
    assert told.loc["silence", "left_out"] == pytest.approx(expected)


def test_a_model_that_cannot_be_learnt_anew_has_no_second_figure():
    assert table(lambda names: None)["left_out"].isna().all()


def test_features_of_one_reason_are_shuffled_together():
    rows = pd.DataFrame({"visits": range(50), "visits_365": range(50)})

    moved = shuffled(rows, ["visits", "visits_365"], np.random.default_rng(1))

    assert (moved["visits"] == moved["visits_365"]).all()
    assert not (moved["visits"] == rows["visits"]).all()
    assert grouped(["visits", "visits_365", "strange"]) == {
        "few_visits": ["visits", "visits_365"], "other": ["strange"],
    }  # fmt: skip
