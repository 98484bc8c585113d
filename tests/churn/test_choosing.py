from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.churn.candidates import RiskModel
from helpers.churn.choosing import (
    Trial,
    across_customers,
    calibration_slope,
    later_splits,
    log_loss,
    paired_difference,
    simplest,
    slope_through_time,
)


def a_trial(name, loss, *, odds=None, left=None, learned=4):
    rows = pd.DataFrame({"customer_id": [f"c{n}" for n in range(len(loss))],
                         "left": left if left is not None else False})  # fmt: skip
    odds = odds if odds is not None else np.zeros(len(loss))
    model = RiskModel(name, [])
    return Trial(name, date(2026, 3, 31), model, rows, odds, odds, np.asarray(loss, float),
                 "season", learned)  # fmt: skip


def test_the_simplest_within_one_standard_error_of_the_best_is_kept():
    rng = np.random.default_rng(1)
    best = rng.normal(0.5, 0.1, 400)
    noise = rng.normal(0, 0.1, 400)
    close = best + 0.001 + (noise - noise.mean())
    far = best + 0.1

    kept = simplest([a_trial("expected", far), a_trial("recalibrated", close),
                     a_trial("all_features", best)])  # fmt: skip

    assert kept == "recalibrated"


def test_the_best_is_kept_where_nothing_simpler_comes_near():
    best = np.random.default_rng(2).normal(0.5, 0.1, 400)

    assert simplest([a_trial("expected", best + 0.1), a_trial("boosting", best)]) == "boosting"


def test_the_error_of_a_difference_is_the_usual_one_where_everybody_stands_once():
    values = np.random.default_rng(3).normal(0.2, 1, 50)

    gap, error = paired_difference(pd.Series(values))

    assert gap == pytest.approx(values.mean())
    assert error == pytest.approx(values.std(ddof=1) / 50**0.5)


def test_rows_of_one_customer_count_as_one():
    values = np.random.default_rng(4).normal(0, 1, 50)
    once = paired_difference(pd.Series(values, index=range(50)))
    thrice = paired_difference(pd.Series(np.tile(values, 3), index=np.tile(range(50), 3)))

    assert thrice == pytest.approx(once)


def test_no_snapshot_is_tested_by_what_was_not_known_then():
    day = pd.to_datetime(["2025-12-31", "2026-03-31", "2026-06-30"]).repeat(40)
    rows = pd.DataFrame({"snapshot_day": day, "known_on": day + pd.Timedelta(days=91),
                         "left": np.tile([True, False], 60)})  # fmt: skip

    splits = later_splits(rows)

    # The outcome of 31 December is known on 1 April, a day too late for 31 March.
    assert [(split.train, split.test) for split in splits] == [
        ((date(2025, 12, 31), date(2026, 3, 31)), date(2026, 6, 30))
    ]


def test_a_snapshot_that_all_left_is_neither_learned_from_nor_tested():
    day = pd.to_datetime(["2025-09-30", "2026-06-30"]).repeat(40)
    rows = pd.DataFrame({"snapshot_day": day, "known_on": day + pd.Timedelta(days=91),
                         "left": [True] * 40 + [True, False] * 20})  # fmt: skip

    assert later_splits(rows) == []


def test_loss_counts_by_hand():
    loss = log_loss(np.array([0.5, 0.25]), np.array([True, False]))

    assert loss == pytest.approx([0.693147, 0.287682], abs=1e-6)


def test_the_slope_of_too_extreme_forecasts_is_found():
    rng = np.random.default_rng(5)
    odds = rng.normal(0, 1, 40_000)
    left = rng.random(40_000) < 1 / (1 + np.exp(-odds))

    assert calibration_slope(odds * 2, left) == pytest.approx(0.5, abs=0.02)


def test_slopes_that_agree_are_believed_and_others_are_drawn_to_one():
    rng = np.random.default_rng(6)
    odds = rng.normal(0, 1.5, 20_000)
    left = rng.random(20_000) < 1 / (1 + np.exp(-odds))
    alike = [a_trial("recalibrated", odds, odds=odds * 2, left=left) for _ in range(4)]
    apart = [a_trial("recalibrated", odds, odds=odds * by, left=left) for by in (0.5, 1, 2, 1.2)]

    assert slope_through_time(alike) == pytest.approx(0.5, abs=0.05)
    assert slope_through_time(apart) == 1
    assert slope_through_time(alike[:2]) == 1


def test_without_a_later_snapshot_candidates_are_tried_on_other_customers(scored):
    newest = scored.labelled["snapshot_day"].max()
    rows = scored.labelled[scored.labelled["snapshot_day"].eq(newest)]

    found = across_customers(rows)

    own = [one for one in found if one.name == "recalibrated"]
    tried = [name for one in own for name in one.rows["customer_id"]]
    assert sorted(tried) == sorted(rows["customer_id"])
    loss = np.concatenate([one.loss for one in own]).mean()
    base = rows["left"].mean()
    assert loss < -(base * np.log(base) + (1 - base) * np.log(1 - base))
