"""The split of an experiment: published cases, another library, planned shares."""

import numpy as np
import pytest
from scipy.stats import chisquare

from helpers.experiments.ratio_mismatch import STOP_BELOW, planned_shares, ratio_mismatch


def test_the_published_broken_split_is_found():
    # Kohavi, Tang and Xu (2020), chapter 3: 821,588 and 815,482 users of an even split, p 1.8e-6.
    assert ratio_mismatch([821_588, 815_482], [0.5, 0.5]) == pytest.approx(1.8e-6, rel=0.02)


def test_three_arms_are_held_against_their_shares_as_scipy_does():
    counts, shares = np.array([480, 260, 240]), [0.5, 0.25, 0.25]

    expected = chisquare(counts, counts.sum() * np.array(shares)).pvalue

    assert ratio_mismatch(counts, shares) == pytest.approx(expected)


def test_a_split_as_planned_is_no_surprise():
    assert ratio_mismatch([90, 10], [0.9, 0.1]) == 1.0


def test_a_planned_uneven_split_is_not_even():
    assert ratio_mismatch([900, 100], [0.9, 0.1]) > 0.5
    assert ratio_mismatch([900, 100], [0.5, 0.5]) < STOP_BELOW


def test_the_order_of_arms_does_not_matter():
    there, back = ratio_mismatch([480, 400], [0.6, 0.4]), ratio_mismatch([400, 480], [0.4, 0.6])

    assert there == pytest.approx(back)


def test_sound_splits_are_stopped_as_seldom_as_told():
    counts = np.random.default_rng(1).binomial(4000, 0.5, 200_000)

    p_values = ratio_mismatch(np.column_stack([counts, 4000 - counts]), [0.5, 0.5])

    assert 0.0007 < (p_values < STOP_BELOW).mean() < 0.0013


def test_what_cannot_be_a_split_is_refused():
    with pytest.raises(ValueError, match="an experiment without units has no split"):
        ratio_mismatch([0, 0], [0.5, 0.5])
    with pytest.raises(ValueError, match="each must be above 0, and their sum 1"):
        ratio_mismatch([5, 5], [0.5, 0.6])
    with pytest.raises(ValueError, match="3 arms cannot be held against 2 shares"):
        ratio_mismatch([5, 5, 5], [0.5, 0.5])


def test_variants_share_what_was_planned_for_them():
    assert planned_shares(0.2, 2) == pytest.approx([0.8, 0.1, 0.1])
    assert sum(planned_shares(None, 4)) == pytest.approx(1)
