import numpy as np
import pytest

from helpers.evidence.signal import measure_signal


def test_the_variance_between_customers_is_that_which_was_planted(company):
    counts, kind = company(np.random.default_rng(2), rows=4000, cases=10)
    place = counts.blocks.index("channel")
    shares = np.array([0.8, 0.5, 0.2])[kind]
    # In units of the root of a share, both columns of a yes or no together.
    expected = shares.var() / (shares.mean() * (1 - shares.mean()))

    signal = measure_signal(counts)

    assert signal.between[place] == pytest.approx(expected, rel=0.1)
    assert signal.noise[place] == pytest.approx(1 - expected, rel=0.1)


def test_reliability_is_the_correlation_of_two_equal_records(company):
    rng = np.random.default_rng(3)
    counts, _ = company(rng, rows=5000, cases=40)
    place = counts.blocks.index("channel")
    whole = counts.totals.sum(axis=0), counts.cases.sum(axis=0)[:, place]
    column = counts.columns.index(("channel", "m0"))
    share = (whole[0][:, column] + 0.0) / whole[1]
    signal = measure_signal(counts)

    # Spearman and Brown: the share's variance is signal plus chance at the usual number of cases.
    assert signal.reliability[place] == pytest.approx(
        1 - (0.25 * signal.noise[place] / 40) / share.var(), abs=0.05
    )


def test_fifty_customers_are_too_few_to_measure_chance(company):
    counts, _ = company(np.random.default_rng(6), rows=49)

    assert measure_signal(counts).reliability.tolist() == [0, 0, 0, 0]
