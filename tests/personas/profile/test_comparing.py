import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact, ttest_ind
from statsmodels.stats.proportion import test_proportions_2indep as score_test

from helpers.evidence import (
    mean_difference,
    mean_interval,
    proportion_difference,
    proportion_interval,
)
from helpers.personas.profile.comparing import (
    compare_means,
    compare_shares,
    moments,
    of_all_others,
    p_of_shares,
)


@pytest.fixture
def values():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"a": rng.gamma(2, 100, 300), "b": rng.normal(0, 1, 300)})
    frame.loc[rng.random(300) < 0.3, "b"] = np.nan
    return frame, rng.integers(0, 3, 300)


def test_moments_counted_by_hand():
    told = moments(np.array([[1.0], [3.0], [np.nan], [10.0]]), np.array([0, 0, 0, 1]), 2)

    assert told.n.ravel().tolist() == [2, 1]
    assert told.mean.ravel().tolist() == [2, 10]
    assert told.squares.ravel().tolist() == [2, 0]


def test_means_intervals_and_p_values_are_those_of_the_libraries(values):
    frame, groups = values

    told = compare_means(frame, groups, 3)

    for group in range(3):
        for row in told[group].itertuples():
            column = frame[row.part].to_numpy()
            own, rest = (column[side & ~np.isnan(column)] for side in (groups == group,
                                                                      groups != group))  # fmt: skip
            assert (row.value, row.lower, row.upper) == pytest.approx(mean_interval(own))
            apart = mean_difference(treatment=own, control=rest)
            assert (row.difference, row.difference_lower, row.difference_upper) == pytest.approx(
                apart
            )
            assert row.p == pytest.approx(ttest_ind(own, rest, equal_var=False).pvalue)
            assert (row.n, row.n_elsewhere) == (len(own), len(rest))


def test_all_others_together_are_as_though_they_were_one_group(values):
    frame, groups = values
    matrix = frame.to_numpy()

    told = of_all_others(moments(matrix, groups, 3))

    for group in range(3):
        direct = moments(matrix[groups != group], np.zeros((groups != group).sum(), int), 1)
        for one, other in zip(told, direct, strict=True):
            np.testing.assert_allclose(one[group], other[0])


def test_shares_are_those_of_the_interval_formulas():
    flags = pd.DataFrame({"yes": [1.0] * 30 + [0.0] * 50 + [1.0] * 60 + [0.0] * 40 + [np.nan] * 5})
    groups = np.array([0] * 80 + [1] * 105)

    row = compare_shares(flags, groups, 2)[0].iloc[0]

    assert tuple(row[["value", "lower", "upper"]]) == pytest.approx(proportion_interval(30, 80))
    assert tuple(row[["difference", "difference_lower", "difference_upper"]]) == pytest.approx(
        proportion_difference(treatment=(30, 80), control=(60, 100))
    )
    assert (row["n"], row["n_elsewhere"], row["elsewhere"]) == (80, 100, 0.6)


def test_the_p_value_of_shares_is_statsmodels_score_test_and_fisher_s_where_few_are_expected():
    usual = score_test(30, 80, 60, 100, method="score", compare="diff", correction=False)

    assert p_of_shares((30, 80), (60, 100)) == pytest.approx(usual.pvalue, rel=1e-6)
    assert p_of_shares((3, 10), (1, 40)) == fisher_exact([[3, 7], [1, 39]]).pvalue
    assert p_of_shares((0, 10), (0, 40)) == 1.0


def test_alike_for_all_is_no_difference_and_no_warning():
    told = compare_means(pd.DataFrame({"a": [5.0] * 8}), np.array([0, 1] * 4), 2)[0].iloc[0]

    assert (told["difference"], told["difference_lower"], told["p"]) == (0, 0, 1)


def test_of_two_groups_drawn_alike_about_one_in_twenty_is_found_different():
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(rng.gamma(2, 1, (200, 400)))

    told = compare_means(frame, rng.integers(0, 2, 200), 2)[0]

    assert 0.02 < (told["p"] < 0.05).mean() < 0.09
