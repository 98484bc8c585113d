"""Rankings of customers: slopes and ends that can be counted, scores that follow the truth."""

import numpy as np
import pandas as pd
import pytest

from helpers.experiments.uplift.learners import plain_flag
from helpers.experiments.uplift.qini import qini_score
from helpers.experiments.uplift.ranking import most_and_least, ranked, slope


def test_the_truth_ranks_best_and_chance_ranks_nobody(make):
    trial = make(2_000, helps=1.0, harms=1.0, kind="yes_or_no")
    rng = np.random.default_rng(1)
    truth = np.where(trial.known["sport"] == 1, 0.2, -0.2)
    measured = truth + rng.normal(size=len(truth))
    expected = {"plain": truth, "t": rng.normal(size=len(truth))}

    told = ranked(trial, measured, expected, plain_flag(trial), "plain", rng).set_index("learner")

    assert told.loc["plain", "qini"] == qini_score(trial.outcome, truth, trial.treated).estimate
    assert told.loc["plain", "qini_lower"] > told.loc["t", "qini_upper"]
    assert told.loc["plain", "auuc_lower"] > 0 and told.loc["t", "auuc_lower"] < 0
    assert told.loc["plain", ["flag", "flag_limit", "helps_above"]].tolist() == ["sport", 0.5, True]
    assert told.loc["t", "flag"] is None and told["is_used"].tolist() == [True, False]
    assert told.loc["plain", "slope"] == pytest.approx(1, abs=0.3)


def test_a_slope_of_one_means_that_effects_are_as_expected():
    expected = np.array([0.0, 1.0, 2.0])

    assert slope(3 + expected, expected) == pytest.approx(1)
    assert slope(-2 * expected, expected) == pytest.approx(-2)
    assert np.isnan(slope(expected, np.ones(3)))


def test_most_and_least_expected_can_be_counted_by_hand():
    known = pd.DataFrame({"orders_365": np.log1p(np.arange(10.0)), "code=yes": [0.5] * 8 + [1, 0]})

    told = most_and_least(known, np.arange(10.0)).set_index("feature")

    # The fifth of whom least is expected has 0 and 1 orders, the other 8 and 9: of medians the
    # logs are taken back, so 0.41 and 8.49.
    assert told.loc["orders_365", ["most", "least"]].tolist() == pytest.approx(
        [np.sqrt(9 * 10) - 1, np.sqrt(1 * 2) - 1]
    )
    assert told.loc["code=yes", ["most", "least", "spread"]].tolist() == [0.5, 0.5, 0.0]
    assert told.loc["code=yes", "customers"] == 2
