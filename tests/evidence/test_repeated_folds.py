import numpy as np
import pytest

from helpers.evidence.repeated_folds import corrected_difference


def test_the_standard_error_is_that_of_the_formula():
    found = corrected_difference(np.array([0.0, 0.02, 0.04, 0.02]), folds=2)

    # By hand: variance 0.0008 / 3; times 1/4 and 1 (as many rows tested as learned from).
    assert found.mean == pytest.approx(0.02)
    assert found.se == pytest.approx(np.sqrt(0.0008 / 3 * 1.25))


def test_more_repeats_of_the_same_folds_cannot_make_it_arbitrarily_small():
    told = np.random.default_rng(1).normal(0, 1, 50)

    few, many = (corrected_difference(np.tile(told, n), folds=5).se for n in (1, 1_000))

    # A quarter of the variance stays, whatever the repeats.
    assert np.sqrt(0.25) < many / told.std() < np.sqrt(0.251)
    assert few > many


def test_the_naive_interval_of_repeated_folds_is_too_short_and_this_one_is_not():
    from sklearn.linear_model import LinearRegression
    from sklearn.model_selection import KFold

    rng = np.random.default_rng(2)
    outside = {"naive": 0, "corrected": 0}
    for _ in range(150):
        x, y = rng.normal(size=(60, 1)), rng.normal(size=60)  # nothing to be learned
        told = []
        for repeat in range(4):
            for train, test in KFold(5, shuffle=True, random_state=repeat).split(x):
                line = LinearRegression().fit(x[train], y[train])
                told.append(((line.predict(x[test]) - y[test]) ** 2).mean()
                            - ((y[train].mean() - y[test]) ** 2).mean())  # fmt: skip
        told = np.array(told)
        # A line through noise costs the variance of its slope: 1 / 48 of the noise.
        naive = told.std(ddof=1) / np.sqrt(len(told))
        outside["naive"] += abs(told.mean() - 1 / 48) > 1.96 * naive
        outside["corrected"] += (
            abs(told.mean() - 1 / 48) > 1.96 * corrected_difference(told, folds=5).se
        )

    assert outside["corrected"] <= 12 < outside["naive"]


@pytest.mark.parametrize(("count", "folds"), [(7, 5), (0, 5), (3, 1)])
def test_what_is_no_whole_number_of_repeats_is_refused(count, folds):
    with pytest.raises(ValueError, match=f"{count} differences are no whole number of repeats"):
        corrected_difference(np.zeros(count), folds=folds)
