import numpy as np
import pandas as pd
import pytest
from churn.planted_contracts import drawn

from helpers.churn.contract_choosing import (
    kept_first,
    kept_way,
    measured,
    try_by_folds,
    ways_by_folds,
)
from helpers.workspace import contracts, engine

SIMPLE = ("same_for_all", "plan", "straight", "log_months", "curved")


def table(**behind):
    """Ways with their (distance behind the best, standard error of it)."""
    told = pd.DataFrame(behind, index=["behind", "behind_se"]).T
    return told.assign(auc=0.8, brier=0.1, log_loss=0.3, tried_by="folds", tries=5)


def test_kept_is_the_simplest_that_is_not_behind_by_more_than_its_error():
    found = kept_first(
        table(plan=(0.05, 0.01), straight=(0.009, 0.01), curved=(0.002, 0.01), boosting=(0.0, 0.0)),
        contracts_told=100, endings=20,
    )  # fmt: skip

    assert kept_way(found) == "straight"
    assert found["place"].tolist() == [2, 3, 5, 6]


def test_where_all_are_alike_the_simplest_of_all_is_kept():
    rng = np.random.default_rng(1)
    frame, _, _ = drawn(400)
    ended = rng.random(400) < 0.3  # by nothing that is known

    found = ways_by_folds(try_by_folds(frame, ended, ways=SIMPLE), ended)

    assert kept_way(found) == "same_for_all"


def test_a_planted_curve_is_found_and_no_more_than_that():
    frame, ended, _ = drawn(3_000, seed=5)

    tried = try_by_folds(frame, ended, ways=SIMPLE)
    found = ways_by_folds(tried, ended)

    assert kept_way(found) == "log_months"
    assert len(tried.folds) == 5 * len(SIMPLE)
    assert tried.chances["log_months"].mean() == pytest.approx(ended.mean(), abs=0.01)
    contracts.validate(engine.in_memory(found), contracts.load("churn_contract_ways"))


def test_measures_are_those_of_the_library_and_of_hand():
    from sklearn.metrics import log_loss

    chance, ended = np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True])

    found = measured(chance, ended)

    # By hand: of four pairs of one that ended and one that did not, three are told right.
    assert found["auc"] == 0.75
    assert found["brier"] == pytest.approx((0.01 + 0.16 + 0.65**2 + 0.04) / 4)
    assert found["log_loss"] == pytest.approx(log_loss(ended, chance))
