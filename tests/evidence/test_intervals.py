import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from helpers.evidence import (
    mean_difference,
    mean_interval,
    proportion_difference,
    proportion_interval,
)

# Extra hours of sleep under two drugs: Student (1908), as in R's data set `sleep`.
DRUG_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
DRUG_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


@pytest.mark.parametrize(
    ("count", "rows", "bounds"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_the_interval_of_a_share_matches_newcombes_published_ones(count, rows, bounds):
    # Newcombe (1998), "Two-sided confidence intervals for the single proportion", Table I.
    share = proportion_interval(count, rows)

    assert share.estimate == count / rows
    assert share[1:] == pytest.approx(bounds, abs=5e-5)


def test_where_none_counts_wilsons_bound_can_be_worked_out_by_hand():
    share = proportion_interval(0, 10)

    # z squared / (n + z squared), z = 1.96.
    assert share == pytest.approx((0, 0, 3.8415 / 13.8415), abs=1e-5)


@pytest.mark.parametrize("confidence", [0.8, 0.99])
def test_the_interval_of_a_share_agrees_with_statsmodels(confidence):
    expected = proportion_confint(9, 41, alpha=1 - confidence, method="wilson")

    share = proportion_interval(9, 41, confidence=confidence)

    assert share[1:] == pytest.approx(expected)


def test_the_share_that_does_not_count_has_the_mirrored_interval():
    share, rest = proportion_interval(7, 30), proportion_interval(23, 30)

    assert (rest.lower, rest.upper) == pytest.approx((1 - share.upper, 1 - share.lower))


def test_the_difference_of_two_shares_matches_newcombes_published_example():
    # Newcombe (1998), "Interval estimation for the difference ...", Table II, (a), method 10.
    lift = proportion_difference(treatment=(56, 70), control=(48, 80))

    assert lift == pytest.approx((0.20, 0.0524, 0.3339), abs=5e-5)


def test_the_difference_of_two_shares_can_be_worked_out_from_their_own_intervals():
    first, second = proportion_interval(9, 10), proportion_interval(3, 900)

    lift = proportion_difference(treatment=(9, 10), control=(3, 900))

    down = np.hypot(first.estimate - first.lower, second.upper - second.estimate)
    up = np.hypot(first.upper - first.estimate, second.estimate - second.lower)
    assert lift[1:] == pytest.approx((lift.estimate - down, lift.estimate + up))


def test_the_difference_changes_sign_when_the_groups_swap():
    there = proportion_difference(treatment=(61, 410), control=(40, 400))
    back = proportion_difference(treatment=(40, 400), control=(61, 410))

    assert back == pytest.approx((-there.estimate, -there.upper, -there.lower))


def test_the_interval_of_a_mean_matches_students_sleep_data():
    # R: t.test(extra ~ group, data = sleep, paired = TRUE): 1.58 [0.7001142, 2.4598858].
    longer = mean_interval(np.subtract(DRUG_2, DRUG_1))

    assert longer == pytest.approx((1.58, 0.7001142, 2.4598858), abs=5e-8)


def test_the_interval_of_three_numbers_can_be_worked_out_by_hand():
    # Mean 2, standard deviation 1, t with 2 degrees of freedom 4.30265.
    found = mean_interval(np.array([1, 2, 3]))

    assert found == pytest.approx((2, 2 - 4.30265 / 3**0.5, 2 + 4.30265 / 3**0.5), abs=1e-5)


def test_the_difference_of_two_means_matches_welchs_test_on_the_sleep_data():
    # R: t.test(extra ~ group, data = sleep): -1.58 [-3.3654832, 0.2054832].
    found = mean_difference(treatment=DRUG_1, control=DRUG_2)

    assert found == pytest.approx((-1.58, -3.3654832, 0.2054832), abs=5e-8)


def test_the_difference_of_two_means_agrees_with_statsmodels():
    rng = np.random.default_rng(1)
    many, few = rng.gamma(2, size=300), rng.normal(1, 5, size=12)
    expected = CompareMeans(DescrStatsW(many), DescrStatsW(few)).tconfint_diff(
        alpha=0.1, usevar="unequal"
    )

    found = mean_difference(treatment=many, control=few, confidence=0.9)

    assert found[1:] == pytest.approx(expected)


def test_means_without_spread_have_an_interval_of_one_point():
    found = mean_difference(treatment=[3, 3], control=[1, 1, 1])

    assert found == (2, 2, 2)
    assert mean_interval(np.array([3, 3])) == (3, 3, 3)


def test_intervals_cover_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(7)
    shares = [proportion_interval(int(k), 60) for k in rng.binomial(60, 0.1, size=500)]
    gaps = [mean_difference(treatment=rng.normal(1, 3, 20), control=rng.normal(0, 1, 40))
            for _ in range(500)]  # fmt: skip

    # Standard error of a coverage of 0.95 over 500: 0.01.
    assert np.mean([x.lower <= 0.1 <= x.upper for x in shares]) == pytest.approx(0.95, abs=0.03)
    assert np.mean([x.lower <= 1 <= x.upper for x in gaps]) == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: proportion_interval(11, 10), "proportion: 11 of 10 cannot be"),
        (lambda: proportion_interval(0, 0), "proportion: 0 of 0 cannot be"),
        (lambda: proportion_interval(1, 2, confidence=95), "between 0 and 1, not at 95"),
        (lambda: proportion_difference(treatment=(1, 2), control=(-1, 2)), "control: -1 of 2"),
        (lambda: mean_interval(np.array([4.0])), "values: an interval needs at least two, not 1"),
        (lambda: mean_interval(np.array([1, np.nan])), "values: 1 of 2 are missing"),
        (lambda: mean_difference(treatment=[1, 2], control=[1]), "control: an interval needs"),
    ],
)
def test_what_has_no_interval_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()
