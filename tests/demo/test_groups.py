import numpy as np
import pytest

from helpers.demo import company, groups, products


def test_the_groups_shares_sum_to_one_and_names_are_unique():
    assert groups.values("share").sum() == pytest.approx(1)
    assert len({group.name for group in groups.GROUPS}) == len(groups.GROUPS) == 6


def test_each_group_has_a_taste_for_each_category():
    assert groups.values("tastes").shape == (len(groups.GROUPS), len(products.CATEGORIES))


def test_exposure_of_a_group_without_growth_is_the_length_of_the_history_in_years():
    still = groups.values("rate_growth") == 0

    exposure = groups.exposure()

    assert exposure.shape == (len(groups.GROUPS), company.DAYS + 1)
    assert exposure[still, -1] == pytest.approx(company.DAYS / 365.25)
    assert (np.diff(exposure, axis=1) > 0).all()


def test_exposure_grows_faster_for_a_growing_group():
    growth = groups.values("rate_growth")
    growing, shrinking = growth.argmax(), growth.argmin()

    total = groups.exposure()[:, -1]

    assert total[growing] > company.DAYS / 365.25 > total[shrinking]
