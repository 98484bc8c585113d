import numpy as np
import pandas as pd
import pytest
from drivers.conftest import OWN, planted

from helpers.drivers.elasticity import (
    category_slopes,
    frame_of,
    judged,
    part_slope,
    pattern_of,
    product_slopes,
)


def slopes(cells, lines=None):
    frame = frame_of(cells)
    counts = cells["lines"].to_numpy(float) if lines is None else lines
    return frame, counts, category_slopes(frame, counts)


def test_planted_elasticities_are_found(shop):
    frame, _, found = slopes(shop.cells)

    true = np.array([OWN[name] for name in frame.categories])
    assert (abs(found.value - true) < 2.5 * found.error).all() and found.error.max() < 0.25


def test_without_chance_the_elasticities_are_exact(shop):
    frame, _, found = slopes(shop.cells, shop.expected)

    assert found.value == pytest.approx([OWN[name] for name in frame.categories], abs=1e-6)


def test_intervals_hold_the_truth_as_often_as_they_say():
    held = []
    for seed in range(60):
        cells = planted(seed=seed, weeks=60, products=4).cells
        frame, _, found = slopes(cells)
        true = np.array([OWN[name] for name in frame.categories])
        held += list(abs(found.value - true) < 1.96 * found.error)

    assert np.mean(held) >= 0.90


def test_cells_out_of_stock_or_without_a_price_tell_nothing(shop):
    cells = shop.cells.copy()
    cells.loc[5, "in_stock"], cells.loc[7, "price"] = 0.5, np.nan

    frame = frame_of(cells)

    assert {5, 7}.isdisjoint(frame.rows) and len(frame.rows) == len(cells) - 2


def test_a_price_changes_where_it_differs_from_the_week_before():
    cells = planted(weeks=4, products=1, own={"shoes": -1.0}, cross={"shoes": 0}).cells
    cells["price"], cells["usual_price"] = [100.0, 80, 80, 100.5], 100.0

    assert frame_of(cells).changed.tolist() == [False, True, False, True]


def test_a_part_is_asked_for_one_figure_at_the_company_s_mix(shop):
    frame, counts, found = slopes(shop.cells, shop.expected)
    pattern = pattern_of(frame, counts, found)
    alone = np.where(np.isin(np.arange(len(counts)), frame.rows[frame.category == 0]), counts, 0)

    of_shoes = part_slope(frame, alone, pattern)
    of_all = part_slope(frame, counts, pattern)

    assert of_shoes.value[0] == pytest.approx(of_all.value[0], abs=0.06)


def test_the_pattern_is_flat_where_a_category_goes_the_other_way():
    cells = planted(own={"shoes": -1.5, "tents": 1.0}, seed=3)

    frame, counts, found = slopes(cells.cells, cells.expected)

    assert pattern_of(frame, counts, found).tolist() == [1, 1]


def test_each_product_has_an_elasticity_of_its_own(shop):
    frame = frame_of(shop.cells)

    found = product_slopes(frame, shop.expected)

    true = [OWN[name.split("-")[0]] for name in frame.products]
    assert found.value == pytest.approx(true, abs=1e-5)


def table(**given):
    row = {"effect": "own_price", "by": "category", "part": "a", "lines": 5000, "changes": 50,
           "estimate": -2.0, "error": 0.2, "pooled": False}  # fmt: skip
    row |= given
    return pd.DataFrame([row | {"raw": row["estimate"]}])


@pytest.mark.parametrize(("given", "verdict"), [
    ({}, "more_than_price"),
    ({"estimate": -0.4, "error": 0.1}, "less_than_price"),
    ({"estimate": -1.0, "error": 0.2}, "about_as_price"),
    ({"estimate": -0.1, "error": 0.2}, "none_seen"),
    ({"estimate": 1.0, "error": 0.2}, "wrong_way"),
    ({"changes": 2}, "too_few_changes"),
    ({"lines": 20}, "too_few_changes"),
    ({"error": 1.5}, "too_wide"),
    ({"effect": "rival_price", "estimate": 0.5, "error": 0.1}, "rivals_matter"),
    ({"effect": "rival_price", "estimate": -0.5, "error": 0.1}, "wrong_way"),
])  # fmt: skip
def test_a_verdict_follows_from_the_interval(given, verdict):
    told = judged(table(**given), weeks=150)

    assert told["verdict"].tolist() == [verdict]


def test_figures_that_rest_on_too_little_are_missing():
    told = judged(table(changes=2), weeks=150)

    assert told[["estimate", "lower", "upper"]].isna().all(axis=None)


def test_few_weeks_widen_intervals():
    few, many = (judged(table(), weeks=weeks) for weeks in (5, 500))

    assert few["upper"].iloc[0] > many["upper"].iloc[0]
