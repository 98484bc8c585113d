import numpy as np
import pandas as pd
import pytest

from helpers.churn.candidates import CANDIDATES, fit_candidate
from helpers.churn.snapshot_features import EXPECTED, known_then, silence_expected


@pytest.fixture(scope="module")
def rows(scored):
    return scored.labelled


@pytest.mark.parametrize("name", CANDIDATES)
def test_contributions_add_up_to_the_log_odds_less_those_of_a_typical_customer(name, rows):
    model = fit_candidate(name, rows, rows["left"].to_numpy(bool))
    now = rows[rows["snapshot_day"].eq(rows["snapshot_day"].max())]

    added = model.contributions(now).sum(axis="columns").to_numpy()
    odds = model.log_odds(now)

    if name == "expected":  # its contributions are of the log of expected orders
        assert np.corrcoef(added, odds)[0, 1] > 0.9
    else:
        assert np.ptp(odds - added) < 1e-9


def test_the_ridge_finds_the_weights_that_statsmodels_finds_without_a_penalty(rows, monkeypatch):
    import statsmodels.api as sm

    from helpers.churn import candidates
    from helpers.churn.snapshot_features import measured

    monkeypatch.setattr(candidates, "RIDGE", 1e6)
    left = rows["left"].to_numpy(bool)
    model = fit_candidate("orders_and_spend", rows, left)

    wide = measured(rows, model.inputs).drop(columns="net_amount_365")  # as orders_365 here
    levels = pd.get_dummies(rows["snapshot_day"]).astype(float)
    theirs = sm.Logit(left, pd.concat([wide, levels], axis=1)).fit(disp=False, maxiter=200)
    assert model.weights[EXPECTED] == pytest.approx(theirs.params[EXPECTED], abs=0.01)
    assert model.weights["recency_days"] == pytest.approx(theirs.params["recency_days"], abs=0.01)


def test_expected_orders_alone_learn_nothing(rows):
    model = fit_candidate("expected", rows, rows["left"].to_numpy(bool))

    odds = model.log_odds(rows)

    assert 1 / (1 + np.exp(-odds)) == pytest.approx(silence_expected(rows), abs=1e-8)


def test_a_planted_driver_raises_the_risk(rows):
    model = fit_candidate("all_features", rows, rows["left"].to_numpy(bool))

    assert model.weights["tickets"] > 0.05


def test_levels_of_snapshots_leave_the_weights_alone(rows):
    left = rows["left"].to_numpy(bool)
    harder = rows.copy()
    late = harder["snapshot_day"].eq(harder["snapshot_day"].max())
    rng = np.random.default_rng(1)
    harder_left = left | (late.to_numpy() & (rng.random(len(left)) < 0.3))

    before = fit_candidate("recalibrated", rows, left).weights[EXPECTED]
    after = fit_candidate("recalibrated", harder, harder_left).weights[EXPECTED]

    assert after == pytest.approx(before, abs=0.15)


def test_columns_that_no_table_tells_are_not_taken(shop):
    rows = known_then(shop.features, shop.outlook, window_days=91)

    assert "visits" not in rows
    assert "visits" not in fit_candidate("expected", rows, np.zeros(len(rows), bool)).inputs


def test_a_typical_customer_is_told_nothing(rows):
    model = fit_candidate("orders_and_spend", rows, rows["left"].to_numpy(bool))
    now = rows[rows["snapshot_day"].eq(rows["snapshot_day"].max())]

    assert model.contributions(now).mean().abs().max() < 1e-9
