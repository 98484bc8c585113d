import numpy as np
import pytest
from sklearn.linear_model import Ridge

from helpers.evidence import knowledge
from helpers.evidence.knowledge import Knowledge, best_guess, in_parts, sample_rows


def seen(rng, *, customers=12, acts=5, directions=2):
    """Customers of whom some acts were seen: the acts' slopes, outcomes, and what they tell."""
    slopes = rng.normal(size=(acts, directions))
    cases = rng.integers(0, 2, (customers, acts)).astype(float)
    outcomes = rng.normal(size=(customers, acts)) * cases
    grams = slopes[:, :, None] * slopes[:, None, :]
    return slopes, cases, outcomes, Knowledge(outcomes @ slopes, cases, grams)


def test_what_is_told_is_shrunk_as_can_be_counted_by_hand():
    # Two cases that add up to 3, and one case's worth of the average: 3 / (2 + 1).
    known = Knowledge(np.array([[3.0]]), np.array([[2.0]]), np.array([[[1.0]]]))

    assert best_guess(known) == pytest.approx(1)
    assert known.sureness == pytest.approx(2)


def test_the_best_guess_is_ridge_regression_on_the_acts_that_were_seen():
    slopes, cases, outcomes, known = seen(np.random.default_rng(1))

    found = best_guess(known)

    for own, outcome, place in zip(cases > 0, outcomes, found, strict=True):
        if own.any():
            ridge = Ridge(alpha=1, fit_intercept=False).fit(slopes[own], outcome[own])
            assert place == pytest.approx(ridge.coef_)
        else:
            assert not place.any()


def test_nobody_is_left_out_where_customers_are_worked_on_in_parts(monkeypatch):
    _, _, _, known = seen(np.random.default_rng(2), customers=20)
    whole = best_guess(known)
    monkeypatch.setattr(knowledge, "AT_A_TIME", 7)

    assert [len(range(20)[part]) for part in in_parts(20)] == [7, 7, 6]
    np.testing.assert_allclose(best_guess(known), whole, rtol=0, atol=1e-12)


def test_customers_are_drawn_once_each_in_order_and_alike_by_one_seed():
    drawn = sample_rows(1000, 300, seed=4)

    assert len(drawn) == 300 and (np.diff(drawn) > 0).all() and drawn.max() < 1000
    np.testing.assert_array_equal(drawn, sample_rows(1000, 300, seed=4))
    assert set(drawn) != set(sample_rows(1000, 300, seed=5))
