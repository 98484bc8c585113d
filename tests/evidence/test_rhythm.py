import numpy as np
import pandas as pd
import pytest

from helpers.evidence.rhythm import CHANCE, Rhythm, gaps_of, late_after, learn_rhythm


def test_gaps_are_those_between_one_customers_days():
    days = pd.DataFrame({
        "customer_id": ["ann"] * 3 + ["bob"],
        "event_day": pd.to_datetime(["2026-01-01", "2026-01-11", "2026-01-15", "2026-03-01"]),
    })  # fmt: skip

    gaps = gaps_of(days)

    assert gaps.loc["ann"].tolist() == [2, 14, 7, 4]
    assert gaps.loc["bob", ["gaps", "gap_days"]].tolist() == [0, 0]
    assert pd.isna(gaps.loc["bob", "usual_gap_days"])


def test_how_customers_differ_is_recovered_from_gaps_that_were_drawn_so():
    rng = np.random.default_rng(7)
    rate = rng.gamma(2.0, 1 / 60.0, 20_000)
    gaps = rng.integers(2, 12, 20_000)
    total = rng.gamma(gaps, 1 / rate)

    learnt = learn_rhythm(gaps, total)

    assert learnt.shape == pytest.approx(2.0, rel=0.1)
    assert learnt.rate == pytest.approx(60.0, rel=0.1)


def test_a_next_gap_is_late_as_rarely_as_is_said():
    rng = np.random.default_rng(8)
    rate = rng.gamma(2.0, 1 / 60.0, 20_000)
    gaps = rng.integers(2, 8, 20_000)
    total = rng.gamma(gaps, 1 / rate)

    late = rng.exponential(1 / rate) > late_after(Rhythm(2.0, 60.0), gaps, total)

    assert late.mean() == pytest.approx(CHANCE, abs=0.005)


def test_with_very_many_gaps_only_the_customers_own_count():
    # The limit of an exponential: minus the log of the chance, times the mean gap.
    own = late_after(Rhythm(2.0, 60.0), np.array([100_000]), np.array([1_000_000.0]))

    assert own[0] == pytest.approx(-np.log(CHANCE) * 10, rel=1e-3)


def test_from_hardly_anybody_no_rhythm_is_learnt():
    assert learn_rhythm(np.array([3, 1, 0]), np.array([30.0, 5.0, 0.0])) is None
