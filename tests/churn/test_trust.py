import numpy as np
import pandas as pd
import pytest

from helpers.churn.trust import (
    base_rate_table,
    baseline_table,
    grade,
    held_out,
    measures,
    reliability,
    top_lift,
)
from helpers.workspace import contracts, engine
from helpers.workspace.contracts import validate


def fits(name, frame):
    contract = contracts.load(name)
    table = engine.in_memory(frame[list(contract.columns)].reset_index(drop=True))
    validate(table.cast(contract.schema), contract)


def test_measures_agree_with_scikit_learn():
    from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

    rng = np.random.default_rng(1)
    chance = rng.random(500)
    left = rng.random(500) < chance

    ours = measures(chance, left)

    assert ours["auc"] == pytest.approx(roc_auc_score(left, chance))
    assert ours["brier"] == pytest.approx(brier_score_loss(left, chance))
    assert ours["log_loss"] == pytest.approx(log_loss(left, chance))
    assert ours["expected_left"] == pytest.approx(chance.sum())


def test_lift_counts_by_hand_and_ties_share_the_edge():
    left = np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 0])

    assert top_lift(np.linspace(1, 0, 10), left) == pytest.approx(5)
    assert top_lift(np.full(10, 0.5), left) == pytest.approx(1)


def test_tables_keep_their_contracts(scored):
    newest = held_out(scored.trials, scored.model.name)
    baselines, _ = baseline_table(scored.labelled, newest, window_days=91)

    fits("churn_models", scored.evidence)
    fits("churn_baselines", baselines)
    fits("churn_reliability", reliability(newest))
    fits("churn_base_rates", base_rate_table(scored.labelled, scored.trials, scored.model.name))


def test_the_forecast_held_out_is_of_the_newest_day(scored):
    newest = held_out(scored.trials, scored.model.name)

    assert newest.day == max(one.day for one in scored.trials)
    assert held_out([], "expected") is None


def test_the_forecast_beats_every_rule_on_planted_customers(scored):
    newest = held_out(scored.trials, scored.model.name)
    table, chances = baseline_table(scored.labelled, newest, window_days=91)

    graded, rule = grade(newest, chances, rng=np.random.default_rng(1))

    by = table.set_index("rule")["brier"]
    assert by["model"] < by.drop("model").min()
    assert by[rule] == by.drop("model").min()
    assert graded.letter in ("A", "B")


def test_reliability_adds_up_to_all_customers(scored):
    newest = held_out(scored.trials, scored.model.name)

    table = reliability(newest)

    assert table["customers"].sum() == len(newest.rows)
    happened = (table["happened"] * table["customers"]).sum()
    assert happened == pytest.approx(newest.rows["left"].sum())


def test_base_rates_say_what_was_foreseen_and_what_came(scored):
    table = base_rate_table(scored.labelled, scored.trials, scored.model.name)

    known = table.dropna(subset=["foreseen"])
    assert len(known) >= 4
    assert known["observed_to_expected"].between(0.8, 1.2).all()
    assert pd.isna(table["foreseen"].iloc[0])


def test_rules_learn_only_from_outcomes_known_before_the_held_out_day(scored):
    newest = held_out(scored.trials, scored.model.name)
    told = scored.labelled.copy()
    late = told["known_on"].gt(pd.Timestamp(newest.day))
    told.loc[late, "left"] = ~told.loc[late, "left"]

    before, _ = baseline_table(scored.labelled, newest, window_days=91)
    after, _ = baseline_table(told, newest, window_days=91)

    assert late.any()
    pd.testing.assert_frame_equal(before, after)
