import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from helpers.evidence.survival import median_day, on_days, share_by_day

# Six people: ordered after 1, 3 and 3 days; watched for 2, 4 and 5 days without an order.
DAYS, HAPPENED = np.array([1, 2, 3, 3, 4, 5]), np.array([1, 0, 1, 1, 0, 0], dtype=bool)


def test_who_is_still_waited_for_counts_for_as_long_as_there_was_time():
    curve = share_by_day(DAYS, HAPPENED)

    # By hand: 1 of 6 on day 1; on day 3 four are left, of whom 2 order: 1 - 5/6 x 2/4.
    assert curve[["days", "at_risk", "happened"]].to_numpy().tolist() == [[1, 6, 1], [3, 4, 2]]
    assert curve["share"].tolist() == pytest.approx([1 / 6, 1 - 5 / 12])
    assert median_day(curve) == 3


def test_curve_and_standard_error_are_those_of_statsmodels():
    rng = np.random.default_rng(5)
    days = np.ceil(rng.exponential(50, 300))
    happened = rng.random(300) < 0.7
    other = SurvfuncRight(days, happened.astype(int))

    curve = share_by_day(days, happened)

    known = other.n_events > 0
    stays, se = other.surv_prob[known], other.surv_prob_se[known]
    np.testing.assert_allclose(1 - curve["share"], stays, atol=1e-12)
    np.testing.assert_array_equal(curve["at_risk"], other.n_risk[known])
    inner = (stays > 0) & (stays < 1)
    half = 1.959963984540054 * se[inner] / (stays[inner] * np.abs(np.log(stays[inner])))
    np.testing.assert_allclose(
        curve["upper"][inner], 1 - stays[inner] ** np.exp(half), rtol=1e-9
    )


def test_without_anybody_waiting_it_is_the_plain_share():
    days = np.array([1, 1, 2, 5])

    curve = share_by_day(days, np.ones(4, dtype=bool))

    assert curve["share"].tolist() == pytest.approx([0.5, 0.75, 1.0])
    assert np.isnan(curve["upper"].iloc[-1])


def test_the_share_lies_in_the_interval_as_often_as_it_says():
    rng = np.random.default_rng(6)
    inside = 0
    for _ in range(300):
        order, watched = rng.exponential(60, 200), rng.uniform(10, 200, 200)
        curve = share_by_day(np.minimum(order, watched), order <= watched)
        at = on_days(curve, [30], np.minimum(order, watched)).iloc[0]
        inside += at["lower"] <= 1 - np.exp(-0.5) <= at["upper"]

    assert 0.92 <= inside / 300 <= 0.98


def test_days_that_nobody_was_watched_for_are_not_told():
    curve = share_by_day(DAYS, HAPPENED)

    told = on_days(curve, [0, 2, 3, 5], DAYS)

    assert told["days"].tolist() == [0, 2, 3]
    assert told["at_risk"].tolist() == [6, 4, 2]
    assert told["share"].tolist() == pytest.approx([0, 1 / 6, 7 / 12])


def test_where_nothing_happened_there_is_no_curve_and_days_below_zero_are_refused():
    assert share_by_day(DAYS, np.zeros(6, dtype=bool)).empty
    assert median_day(share_by_day(DAYS, np.zeros(6, dtype=bool))) is None
    with pytest.raises(ValueError, match="below zero"):
        share_by_day(np.array([-1.0]), np.array([True]))


def test_who_is_watched_from_a_later_day_is_not_waited_for_before():
    # The same six; the one of day 5 is watched from day 2 on, and one of day 3 from day 1 on.
    curve = share_by_day(DAYS, HAPPENED, entered=np.array([0, 0, 1, 0, 0, 2]))

    # By hand: on day 1 four wait (not who came on day 1 or 2), on day 3 four: 1 - 3/4 x 2/4.
    assert curve["at_risk"].tolist() == [4, 4]
    assert curve["share"].tolist() == pytest.approx([1 / 4, 1 - 3 / 8])


def test_curves_of_people_watched_from_a_later_day_are_those_of_statsmodels():
    rng = np.random.default_rng(7)
    entered, more = rng.integers(0, 20, 300), rng.integers(1, 60, 300)
    happened = rng.random(300) < 0.6
    other = SurvfuncRight(entered + more, happened.astype(int), entry=entered)

    curve = share_by_day(entered + more, happened, entered=entered)

    known = other.n_events > 0
    np.testing.assert_array_equal(curve["at_risk"], other.n_risk[known])
    np.testing.assert_allclose(1 - curve["share"], other.surv_prob[known], atol=1e-12)


def test_who_is_watched_for_no_time_is_refused():
    with pytest.raises(ValueError, match="watched from a day that is not before the last"):
        share_by_day(DAYS, HAPPENED, entered=DAYS)
