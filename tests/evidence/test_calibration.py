from datetime import date

import numpy as np
import pandas as pd
import pytest
from sklearn.calibration import calibration_curve

from helpers.evidence import (
    calibration_error,
    proportion_interval,
    recalibrate,
    recalibrate_through_time,
    reliability_table,
)

DAYS = [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]


def odds(probability):
    return np.log(probability / (1 - probability))


def chance(log_odds):
    return 1 / (1 + np.exp(-log_odds))


def outcomes(truth, seed):
    return np.random.default_rng(seed).random(len(truth)) < truth


@pytest.fixture
def shifted():
    """Forecasts whose log odds are a half too steep and one too high, with what happened."""
    truth = np.random.default_rng(1).beta(2, 3, size=6_000)
    return chance(1.5 * odds(truth) + 1), truth


def test_the_reliability_table_can_be_counted_by_hand():
    forecast = np.array([0.8, 0.1, 0.2, 0.6])
    happened = np.array([True, False, True, True])

    table = reliability_table(forecast, happened, bins=2)

    assert table["rows"].tolist() == [2, 2]
    assert table["forecast"].tolist() == pytest.approx([0.15, 0.7])
    assert table["happened"].tolist() == [0.5, 1.0]
    assert table.loc[0, ["lower", "upper"]].tolist() == list(proportion_interval(1, 2)[1:])


def test_the_calibration_error_weighs_each_bin_by_its_rows():
    # Three forecasts in two bins, 1 and 2: gaps |.1 - 0| and |.5 - 1|.
    error = calibration_error([0.1, 0.2, 0.8], [0, 1, 1], bins=2)

    assert error == pytest.approx((0.1 + 2 * 0.5) / 3)


def test_the_table_agrees_with_scikit_learns_calibration_curve():
    rng = np.random.default_rng(2)
    forecast = rng.random(1_000)
    happened = rng.random(1_000) < forecast**2
    true, mean = calibration_curve(happened, forecast, n_bins=10, strategy="quantile")

    table = reliability_table(forecast, happened)

    assert table["rows"].tolist() == [100] * 10
    assert table["happened"].to_numpy() == pytest.approx(true)
    assert table["forecast"].to_numpy() == pytest.approx(mean)


def test_the_order_of_the_rows_plays_no_part_where_forecasts_are_equal():
    forecast = np.repeat([0.2, 0.3, 0.7], [35, 40, 25])
    happened = outcomes(forecast, 3)
    order = np.random.default_rng(4).permutation(100)

    table = reliability_table(forecast, happened)

    pd.testing.assert_frame_equal(table, reliability_table(forecast[order], happened[order]))
    assert table["rows"].tolist() == [35, 40, 25]


def test_perfect_forecasts_leave_what_chance_leaves_and_shifted_ones_their_shift():
    truth = np.random.default_rng(5).uniform(0.1, 0.8, size=4_000)
    happened = outcomes(truth, 6)

    assert calibration_error(truth, happened) < 0.03
    assert calibration_error(truth + 0.1, happened) == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize("method", ["platt", "isotonic"])
def test_a_planted_distortion_is_found_and_undone(shifted, method):
    forecast, truth = shifted
    past, now = slice(0, 3_000), slice(3_000, None)

    mended = recalibrate(
        forecast[now], earlier_forecast=forecast[past],
        earlier_happened=outcomes(truth, 7)[past], method=method,
    )  # fmt: skip

    assert np.abs(forecast[now] - truth[now]).mean() > 0.1
    assert np.abs(mended - truth[now]).mean() < 0.03


def test_platts_curve_is_the_maximum_likelihood_one_of_statsmodels(shifted):
    import statsmodels.api as sm

    forecast, truth = shifted
    happened = outcomes(truth, 8)
    design = sm.add_constant(odds(forecast))
    expected = sm.Logit(happened.astype(float), design).fit(disp=0).predict(design)

    mended = recalibrate(forecast, earlier_forecast=forecast, earlier_happened=happened)

    assert mended == pytest.approx(expected, abs=1e-4)


def test_the_isotonic_curve_pools_neighbours_that_fall_as_by_hand():
    # .2 happened, .4 did not: both become 1/2; beyond the ends the curve stays level.
    mended = recalibrate(
        np.array([0.05, 0.3, 0.99]), earlier_forecast=np.array([0.1, 0.2, 0.4, 0.9]),
        earlier_happened=np.array([0, 1, 0, 1]), method="isotonic",
    )  # fmt: skip

    assert mended == pytest.approx([0, 0.5, 1])


def snapshots(*, drift):
    """Forecasts of four quarters, too high by a drift that is the same in each."""
    rng = np.random.default_rng(9)
    parts = []
    for day in DAYS:
        truth = rng.uniform(0.1, 0.8, size=2_000)
        happened = (rng.random(2_000) < truth).astype(float)
        known = happened if day < DAYS[-1] else np.nan
        part = pd.DataFrame({"day": day, "p": chance(odds(truth) + drift), "gone": known})
        parts.append(part.assign(truth=truth))
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize("method", ["platt", "isotonic"])
def test_each_snapshot_is_mended_by_the_earlier_ones_alone(method):
    rows = snapshots(drift=1.0)

    mended = recalibrate_through_time(rows, day="day", forecast="p", happened="gone",
                                      method=method)  # fmt: skip

    tested = rows.loc[mended.index]
    assert set(tested["day"]) == set(DAYS[1:3])
    assert calibration_error(tested["p"], tested["gone"]) > 0.15
    assert calibration_error(mended, tested["gone"]) < 0.03


def test_what_happens_later_does_not_move_an_earlier_snapshots_forecasts():
    rows = snapshots(drift=1.0)
    changed = rows.copy()
    later = changed["day"] >= DAYS[1]
    changed.loc[later, "gone"] = 1 - changed.loc[later, "gone"]

    options = {"day": "day", "forecast": "p", "happened": "gone"}
    first = rows.index[rows["day"] == DAYS[1]]
    mended = recalibrate_through_time(rows, **options)
    other = recalibrate_through_time(changed, **options)

    assert (mended[first] == other[first]).all()
    assert not (mended == other).all()


def test_one_snapshot_alone_cannot_be_mended():
    rows = snapshots(drift=1.0).query("day == @DAYS[0]")

    assert recalibrate_through_time(rows, day="day", forecast="p", happened="gone").empty


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: calibration_error([], []), "0 forecasts cannot be held against 0"),
        (lambda: calibration_error([0.1], [0, 1]), "1 forecasts cannot be held against 2"),
        (lambda: calibration_error([30.0], [1]), "forecast 30.0 is not a probability"),
        (lambda: calibration_error([np.nan], [1]), "forecast nan is not a probability"),
        (lambda: calibration_error([0.3], [np.nan]), "outcome nan is neither true nor false"),
        (lambda: reliability_table([0.3], [1], bins=0), "bins must be at least 1, not 0"),
        (
            lambda: recalibrate([0.3], earlier_forecast=[0.1, 0.2], earlier_happened=[1, 1]),
            r"all 2 earlier outcomes are alike \(happened\)",
        ),
        (
            lambda: recalibrate([0.3], earlier_forecast=[0.1, 0.2], earlier_happened=[1, 0],
                                method="beta"),
            "must be 'platt' or 'isotonic', not 'beta'",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()
