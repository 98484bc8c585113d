import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from helpers.evidence import control_false_discoveries, control_family_wise

# Thrombolysis in myocardial infarction, 15 comparisons: Benjamini and Hochberg (1995), section 4.1.
PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
    0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_the_published_example_has_four_discoveries_and_three_that_stand_family_wise():
    found = control_false_discoveries(PUBLISHED, rate=0.05).found
    stand = control_family_wise(PUBLISHED, level=0.05).found

    assert found.tolist() == [True] * 4 + [False] * 11
    assert stand.tolist() == [True] * 3 + [False] * 12


def test_adjusted_p_values_can_be_worked_out_by_hand():
    # Sorted .01 .02 .04 .30. BH: x 4/1, 4/2, 4/3, 1. Holm: x 4, 3, 2, 1.
    p_values = [0.30, 0.01, 0.04, 0.02]

    rate = control_false_discoveries(p_values).adjusted
    family = control_family_wise(p_values).adjusted

    assert rate == pytest.approx([0.3, 0.04, 0.16 / 3, 0.04])
    assert family == pytest.approx([0.3, 0.04, 0.08, 0.06])


@pytest.mark.parametrize(("dependent", "method"), [(False, "fdr_bh"), (True, "fdr_by")])
def test_false_discoveries_agree_with_statsmodels(dependent, method):
    p_values = np.random.default_rng(1).beta(0.4, 1, size=80)
    expected = multipletests(p_values, alpha=0.1, method=method)

    ours = control_false_discoveries(p_values, dependent=dependent)

    assert (ours.found == expected[0]).all()
    assert ours.adjusted == pytest.approx(expected[1])


@pytest.mark.parametrize("seed", range(5))
def test_the_family_wise_control_agrees_with_statsmodels(seed):
    p_values = np.random.default_rng(seed).beta(0.2, 1, size=12).round(3)
    expected = multipletests(p_values, alpha=0.05, method="holm")

    ours = control_family_wise(p_values)

    assert (ours.found == expected[0]).all()
    assert ours.adjusted == pytest.approx(expected[1])


def planted(rng, *, real, null):
    """P-values of tests of which the first are of real effects."""
    from scipy.stats import norm

    z = np.concatenate([rng.normal(3, 1, size=real), rng.normal(size=null)])
    return 2 * norm.sf(np.abs(z))


def test_of_what_is_found_no_more_than_the_rate_is_false():
    rng = np.random.default_rng(2)
    shares, power = [], []
    for _ in range(400):
        found = control_false_discoveries(planted(rng, real=30, null=70), rate=0.10).found
        shares.append(found[30:].sum() / max(found.sum(), 1))
        power.append(found[:30].mean())

    # The law says 0.10 times the share of true nulls, 0.07; standard error about 0.003.
    assert np.mean(shares) == pytest.approx(0.07, abs=0.015)
    assert np.mean(power) > 0.6


def test_where_nothing_is_real_the_family_rarely_holds_a_false_one():
    rng = np.random.default_rng(3)

    wrong = [control_family_wise(planted(rng, real=0, null=20)).found.any() for _ in range(1_000)]

    assert 0.03 < np.mean(wrong) < 0.07


def test_a_section_without_tests_finds_nothing():
    for control in (control_false_discoveries, control_family_wise):
        assert control([]).found.tolist() == []


@pytest.mark.parametrize("control", [control_false_discoveries, control_family_wise])
def test_a_missing_p_value_is_refused_with_its_position(control):
    with pytest.raises(ValueError, match="p-value nan at position 1 .* could not be done"):
        control([0.1, np.nan])


def test_a_rate_in_percent_is_refused():
    with pytest.raises(ValueError, match="rate must lie between 0 and 1, not at 10"):
        control_false_discoveries([0.1], rate=10)
    with pytest.raises(ValueError, match="level must lie between 0 and 1, not at 5"):
        control_family_wise([0.1], level=5)
