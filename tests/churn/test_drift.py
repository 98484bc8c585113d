from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.churn.drift import at_level, base_rates, foresee, log_odds, probability, same_season
from helpers.churn.snapshot_features import EXPECTED


def known(shares, *, days=None, customers=2_000, foretold=0.5):
    days = days or [f"{2024 + n // 4}-{('03-31', '06-30', '09-30', '12-31')[n % 4]}"
                    for n in range(len(shares))]  # fmt: skip
    share = np.array(shares)
    return pd.DataFrame({
        "snapshot_day": pd.to_datetime(days), "foretold": foretold,
        "excess": log_odds(share) - log_odds(foretold),
        "excess_error": 1 / np.sqrt(customers * share * (1 - share)),
    })  # fmt: skip


def test_base_rates_count_by_hand():
    day = pd.Timestamp("2026-03-31")
    rows = pd.DataFrame({"snapshot_day": day, "left": [True, True, True, False],
                         EXPECTED: np.log(2.0)})  # fmt: skip

    row = base_rates(rows).iloc[0]

    assert (row["customers"], row["left"], row["base_rate"]) == (4, 3, 0.75)
    assert row["foretold"] == pytest.approx(0.5)
    assert row["excess"] == pytest.approx(np.log(3.5 / 1.5))


def test_the_same_season_of_earlier_years_is_followed_where_seasons_differ():
    level = foresee(known([0.5, 0.7, 0.5, 0.7, 0.5, 0.7, 0.5]), 0.5, date(2025, 12, 31))

    assert level.follows == "season"
    assert level.share == pytest.approx(0.7, abs=0.01)


def test_a_season_is_followed_as_it_was_last_seen():
    level = foresee(known([0.5, 0.8, 0.5, 0.8, 0.45, 0.7, 0.45, 0.7, 0.4]), 0.5, date(2026, 6, 30))

    assert level.follows == "season"
    assert level.share == pytest.approx(0.7, abs=0.01)


def test_where_snapshots_are_alike_all_of_them_are_followed():
    level = foresee(known([0.60, 0.61, 0.59, 0.60, 0.61]), 0.5, date(2025, 6, 30))

    assert level.share == pytest.approx(0.602, abs=0.002)


def test_without_the_same_season_all_snapshots_are_followed():
    level = foresee(known([0.6, 0.6]), 0.5, date(2024, 9, 30))

    assert level.follows == "latest"
    assert level.share == pytest.approx(0.6, abs=0.001)


def test_what_expected_orders_foretell_moves_the_level():
    before = foresee(known([0.6, 0.6]), 0.5, date(2024, 9, 30)).share
    after = foresee(known([0.6, 0.6]), 0.6, date(2024, 9, 30)).share

    assert log_odds(after) - log_odds(before) == pytest.approx(log_odds(0.6) - log_odds(0.5))


def test_past_shares_are_followed_where_expected_orders_mislead():
    misled = known([0.6, 0.6, 0.6, 0.6, 0.6], foretold=np.array([0.5, 0.7, 0.4, 0.6, 0.3]))

    level = foresee(misled, 0.8, date(2025, 6, 30))

    assert level.leans_on == "shares"
    assert level.share == pytest.approx(0.6, abs=0.001)


def test_expected_orders_are_followed_where_they_foretold_the_change():
    foretold = np.array([0.3, 0.4, 0.5, 0.6, 0.7])
    table = known(foretold + 0.05, foretold=foretold)

    level = foresee(table, 0.8, date(2025, 6, 30))

    assert level.leans_on == "orders"
    assert level.share == pytest.approx(0.84, abs=0.01)


def test_without_any_outcome_expected_orders_alone_are_followed():
    assert foresee(known([]), 0.4, date(2024, 9, 30)) == (0.4, "nothing", "orders")


def test_the_same_season_lies_whole_years_apart():
    days = pd.Series(pd.to_datetime(["2024-06-30", "2025-07-05", "2026-06-29", "2025-12-31"]))

    assert same_season(days, date(2026, 6, 30)).tolist() == [True, True, False, False]


def test_forecasts_at_a_level_average_to_it_and_keep_their_order():
    odds = np.random.default_rng(1).normal(3, 2, 500)

    chance = at_level(odds, 0.3)

    assert chance.mean() == pytest.approx(0.3, abs=1e-6)
    assert (np.argsort(chance) == np.argsort(odds)).all()
    assert np.ptp(log_odds(chance) - odds) < 1e-6


def test_a_share_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"must lie between 0 and 1, not at 1"):
        at_level(np.zeros(3), 1.0)


def test_odds_and_probability_undo_each_other():
    assert probability(log_odds(0.3)) == pytest.approx(0.3)
