import numpy as np
import pandas as pd
import pytest

from helpers.value.ranges import FEWEST, learn_spread, likely_range


def company(customers, seed):
    rng = np.random.default_rng(seed)
    forecast = pd.Series(rng.gamma(1.0, 100.0, customers)).rename_axis("customer_id")
    return forecast, pd.Series(rng.gamma(0.5, forecast / 0.5), forecast.index)


def test_four_in_five_new_customers_lie_within_their_range():
    spread = learn_spread(*company(20_000, 1))
    forecast, came = company(20_000, 2)

    span = likely_range(spread, forecast)

    assert came.between(span["lower"], span["upper"]).mean() == pytest.approx(0.8, abs=0.02)


def test_the_range_of_one_part_can_be_counted_by_hand():
    forecast = pd.Series(np.full(FEWEST, 5.0))
    came = pd.Series(np.arange(1.0, FEWEST + 1))

    spread = learn_spread(forecast, came)

    # Of 100 customers the 10th and the 91st, so that each end leaves out one in ten.
    assert [spread.lower[0], spread.upper[0]] == [10, 91]


def test_larger_forecasts_than_any_before_get_a_range_that_grows_with_them():
    spread = learn_spread(*company(2_000, 3))

    span = likely_range(spread, pd.Series([spread.forecast[-1], 10 * spread.forecast[-1]]))

    assert span["upper"].iloc[1] == pytest.approx(10 * span["upper"].iloc[0])


def test_of_too_few_customers_no_range_is_told():
    forecast, came = company(FEWEST - 1, 4)

    assert learn_spread(forecast, came) is None
    assert likely_range(None, forecast).isna().all(axis=None)


def test_who_bought_nothing_counts_as_nought():
    forecast = pd.Series(np.full(FEWEST, 5.0))

    spread = learn_spread(forecast, pd.Series(dtype=float))

    assert spread.upper.tolist() == [0]


def test_many_equal_forecasts_are_one_part():
    forecast = pd.Series([0.0] * 300 + [5.0] * 100)
    came = pd.Series([0.0] * 300 + [9.0] * 100)

    spread = learn_spread(forecast, came)

    span = likely_range(spread, pd.Series([0.0, 5.0]))
    assert span.to_numpy().tolist() == [[0, 0], [9, 9]]
    assert learn_spread(forecast.iloc[:300], came).upper.tolist() == [0]
