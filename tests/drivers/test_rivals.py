import numpy as np
import pandas as pd
import pytest
from drivers.conftest import CROSS, planted

from helpers.drivers.elasticity import frame_of
from helpers.drivers.rivals import few_cells, quarter_levels, rival_slopes


def test_planted_cross_elasticities_are_found(shop):
    frame = frame_of(shop.cells)

    found = rival_slopes(frame, shop.cells["lines"].to_numpy(float), shop.cells["rival_price"])

    true = np.array([CROSS[name] for name in frame.categories])
    assert (abs(found.value - true) < 2.5 * found.error).all()


def test_intervals_hold_the_truth_although_categories_have_weeks_of_their_own():
    held = []
    for seed in range(40):
        cells = planted(seed=seed, weeks=78, products=3).cells
        frame = frame_of(cells)
        found = rival_slopes(frame, cells["lines"].to_numpy(float), cells["rival_price"])
        true = np.array([CROSS[name] for name in frame.categories])
        held += list(abs(found.value - true) < 1.96 * found.error)

    assert np.mean(held) >= 0.88


def test_without_competitors_prices_nothing_is_told(shop):
    frame = frame_of(shop.cells)

    assert rival_slopes(frame, shop.expected, pd.Series(np.nan, shop.cells.index)) is None


def test_of_one_category_alone_nothing_can_be_told():
    cells = planted(own={"shoes": -1.5}).cells

    found = rival_slopes(frame_of(cells), cells["lines"].to_numpy(float), cells["rival_price"])

    assert np.isnan(found.value).all()


def test_each_category_has_a_level_per_quarter_but_for_its_first(shop):
    levels = quarter_levels(frame_of(shop.cells))

    assert levels.shape[1] == 2 * (120 // 13 - 1)  # nine quarters, a short one counted to the last
    assert set(levels.sum(axis=1)) == {0.0, 1.0}


def test_errors_grow_with_what_the_levels_spend(shop):
    frame = frame_of(shop.cells)

    assert few_cells(frame) == pytest.approx(np.sqrt(240 / (240 - 120 - 10 - 4)))
