from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.segmentation.rfm import (
    CELL_NAMES,
    VALUE_CLASSES,
    named_cells,
    rfm,
    score,
    value_classes,
    with_scores,
)

DAYS = pd.DataFrame(
    [("ann", "2026-01-10", 30.0), ("ann", "2026-03-01", 12.5), ("bob", "2025-02-01", 99.0)],
    columns=["customer_id", "event_day", "spend"],
).astype({"event_day": "datetime64[us]"})


def scored(*triplets):
    return pd.DataFrame(triplets, columns=["r_score", "f_score", "m_score"])


def test_rfm_can_be_counted_by_hand():
    frame = rfm(DAYS, date(2026, 3, 31)).set_index("customer_id")

    assert frame.loc["ann"].tolist() == [30, 2, 42.5, 2, 42.5]
    assert frame.loc["bob"].tolist() == [423, 1, 99.0, 0, 0.0]


def test_rfm_does_not_see_what_comes_after_its_day():
    frame = rfm(DAYS, date(2026, 2, 28)).set_index("customer_id")

    assert frame.loc["ann", ["recency_days", "frequency"]].tolist() == [49, 1]


def test_recency_counts_midnights_and_is_zero_on_the_day_itself():
    assert rfm(DAYS, date(2026, 3, 1))["recency_days"].tolist()[0] == 0


def test_equal_values_share_a_score_and_higher_values_never_score_less():
    values = pd.Series(np.random.default_rng(1).poisson(2, size=500))

    scores = score(values)

    assert values.groupby(scores).agg(["min", "max"]).stack().is_monotonic_increasing
    assert scores.groupby(values).nunique().eq(1).all()
    assert set(scores) <= {1, 2, 3, 4, 5}


def test_scores_are_quintiles_where_no_value_repeats():
    values = pd.Series(np.random.default_rng(2).permutation(100))

    assert score(values).value_counts().to_dict() == dict.fromkeys(range(1, 6), 20)
    # pandas' qcut cuts at the same places.
    assert (score(values) == pd.qcut(values, 5, labels=False) + 1).all()


def test_a_low_recency_earns_a_high_score():
    scores = score(pd.Series([1, 10, 100, 1000, 10000]), high_is_good=False)

    assert scores.tolist() == [5, 4, 3, 2, 1]


def test_scores_do_not_depend_on_the_order_of_customers():
    values = pd.Series(np.random.default_rng(3).poisson(1, size=300))
    shuffled = values.sample(frac=1, random_state=4)

    assert (score(shuffled).sort_index() == score(values)).all()


def test_a_tie_in_everything_puts_everybody_in_the_middle():
    assert score(pd.Series([7, 7, 7])).tolist() == [3, 3, 3]


def test_a_missing_value_has_no_score():
    with pytest.raises(ValueError, match="'monetary' has missing values"):
        score(pd.Series([1, None], name="monetary"))


def test_cells_are_named_after_recency_and_the_mean_of_the_other_two():
    names = named_cells(scored((5, 5, 5), (5, 1, 1), (1, 1, 1), (1, 5, 4), (3, 3, 3)))

    assert names.tolist() == ["champion", "new_customer", "lost", "cannot_lose", "need_attention"]


def test_every_cell_has_a_name_at_other_numbers_of_bins():
    for bins in (3, 4, 5, 10):
        grid = [(r, f, m) for r in (1, bins) for f in (1, bins) for m in (1, bins)]
        names = named_cells(scored(*grid), bins=bins)
        assert set(names) <= {name for row in CELL_NAMES.values() for name in row}


def test_the_eight_value_classes_follow_from_high_and_low():
    corners = [(r, f, m) for r in (1, 5) for f in (1, 5) for m in (1, 5)]

    classes = value_classes(scored(*corners))

    expected = [VALUE_CLASSES[r == 5, f == 5, m == 5] for r, f, m in corners]
    assert classes.tolist() == expected
    assert classes.nunique() == 8


def test_the_reference_classes_have_their_textbook_meaning():
    # 重要价值: all high; 重要发展: low frequency; 重要保持: long ago; 重要挽留: only spend is high.
    assert VALUE_CLASSES[True, True, True] == "important_value"
    assert VALUE_CLASSES[True, False, True] == "important_develop"
    assert VALUE_CLASSES[False, True, True] == "important_keep"
    assert VALUE_CLASSES[False, False, True] == "important_win_back"


def test_with_scores_writes_the_cell_as_its_three_scores():
    frame = with_scores(rfm(DAYS, date(2026, 3, 31)))

    assert frame["rfm_cell"].tolist() == frame[["r_score", "f_score", "m_score"]].apply(
        lambda row: "-".join(map(str, row)), axis=1
    ).tolist()
