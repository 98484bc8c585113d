"""Differences from sums: other libraries' values, cases counted by hand, laws."""

import numpy as np
import pytest
from scipy.stats import chi2_contingency, ttest_ind
from statsmodels.stats.proportion import confint_proportions_2indep

from helpers.evidence import (
    Sample,
    relative_difference,
    sample_of,
    share_difference,
    welch_difference,
)

FIRST, SECOND = np.array([1.9, 0.8, 1.1, 4.4, 5.5, 3.4]), np.array([0.7, -1.6, -0.2, 3.7, 0.8])


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_welchs_interval_and_test_agree_with_scipy(confidence):
    expected = ttest_ind(FIRST, SECOND, equal_var=False)
    bounds = expected.confidence_interval(confidence)

    found = welch_difference(
        treatment=sample_of(FIRST), control=sample_of(SECOND), confidence=confidence
    )

    assert found[1:3] == pytest.approx((bounds.low, bounds.high))
    assert found.p_value == pytest.approx(expected.pvalue)


def test_a_difference_of_means_can_be_worked_out_by_hand():
    found = welch_difference(treatment=Sample(100, 5.0, 9.0), control=Sample(64, 4.0, 4.48))

    # The variances of the means are .09 and .07: the error is .4, the score 2.5.
    assert (found.estimate, found.standard_error) == pytest.approx((1.0, 0.4))
    assert 0.0130 < found.p_value < 0.0140  # Student's, above 150 degrees of freedom


def test_ten_thousand_experiments_are_read_as_each_by_itself():
    rng = np.random.default_rng(3)
    treated, control = rng.normal(size=(3, 8)), rng.normal(size=(3, 5))

    together = welch_difference(treatment=sample_of(treated), control=sample_of(control))
    alone = [
        welch_difference(treatment=sample_of(one), control=sample_of(other))
        for one, other in zip(treated, control, strict=True)
    ]

    assert np.array(together).T == pytest.approx(np.array(alone))


def test_without_any_spread_a_difference_is_certain_and_none_is_none():
    apart = welch_difference(treatment=Sample(9, 2.0, 0.0), control=Sample(9, 1.0, 0.0))
    alike = welch_difference(treatment=Sample(9, 2.0, 0.0), control=Sample(9, 2.0, 0.0))

    assert (apart.lower, apart.upper, apart.p_value) == (1.0, 1.0, 0.0)
    assert (alike.lower, alike.upper, alike.p_value) == (0.0, 0.0, 1.0)


def test_a_group_of_one_is_refused_by_its_name():
    with pytest.raises(ValueError, match="control: a difference needs at least two rows, not 1"):
        welch_difference(treatment=Sample(9, 1.0, 1.0), control=Sample(1, 1.0, 1.0))


@pytest.mark.parametrize(
    ("treatment", "control"),
    [((56, 70), (48, 80)), ((9, 10), (3, 900)), ((0, 10), (1, 10)), ((10, 10), (0, 20))],
)
def test_the_difference_of_shares_agrees_with_statsmodels(treatment, control):
    expected = confint_proportions_2indep(*treatment, *control, method="newcomb", compare="diff")

    found = share_difference(treatment=treatment, control=control)

    assert found[1:3] == pytest.approx(expected)


def test_the_test_of_shares_is_the_chi_square_of_the_table():
    expected = chi2_contingency([[56, 14], [48, 32]], correction=False).pvalue

    assert share_difference(treatment=(56, 70), control=(48, 80)).p_value == pytest.approx(expected)


def test_shares_that_are_all_or_none_in_both_groups_do_not_differ():
    none = share_difference(treatment=(0, 50), control=(0, 70))
    everybody = share_difference(treatment=(50, 50), control=(70, 70))

    assert none.p_value == everybody.p_value == 1.0
    assert none.estimate == everybody.estimate == 0.0


def test_many_shares_are_read_at_once():
    counts = np.array([3, 30, 300])

    found = share_difference(treatment=(counts, 400), control=(40, 410))
    alone = [share_difference(treatment=(one, 400), control=(40, 410)) for one in counts]

    assert np.array(found).T == pytest.approx(np.array(alone))


def test_differences_change_sign_when_the_groups_swap():
    one, other = sample_of(FIRST), sample_of(SECOND)
    there, back = welch_difference(treatment=one, control=other), welch_difference(
        treatment=other, control=one
    )
    share = share_difference(treatment=(61, 410), control=(40, 400))
    share_back = share_difference(treatment=(40, 400), control=(61, 410))

    assert back[:3] == pytest.approx((-there.estimate, -there.upper, -there.lower))
    assert share_back[:3] == pytest.approx((-share.estimate, -share.upper, -share.lower))


def test_a_relative_difference_is_the_risk_ratio_of_statsmodels():
    expected = confint_proportions_2indep(
        30, 100, 20, 120, compare="ratio", method="log", correction=False
    )
    # 30 of 100 against 20 of 120; a share's variance, divided by rows - 1.
    samples = [
        Sample(rows, share, share * (1 - share) * rows / (rows - 1))
        for share, rows in ((0.3, 100), (20 / 120, 120))
    ]

    found = relative_difference(treatment=samples[0], control=samples[1])

    assert found.estimate == pytest.approx(0.8)
    assert np.add(found[1:3], 1) == pytest.approx(expected, abs=0.01)


def test_a_relative_difference_does_not_know_the_unit():
    euros = relative_difference(treatment=Sample(90, 12.0, 40.0), control=Sample(80, 10.0, 30.0))
    cents = relative_difference(
        treatment=Sample(90, 1200.0, 400_000.0), control=Sample(80, 1000.0, 300_000.0)
    )

    assert euros.estimate == pytest.approx(0.2)
    assert cents[:3] == pytest.approx(euros[:3])


def test_of_a_control_that_has_nothing_no_share_is_told():
    found = relative_difference(treatment=Sample(90, 12.0, 40.0), control=Sample(80, 0.0, 0.0))

    assert np.isnan(found.estimate) and np.isnan(found.lower)
