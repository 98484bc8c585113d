import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from helpers.segmentation.explanation import (
    EXPLANATION_COLUMNS,
    GROUPINGS,
    epsilon_squared,
    explain_next,
    group_labels,
)


def customers(rng, rows=600):
    """Customers whose scores mean nothing, or a lot, depending on what is spent next."""
    frame = pd.DataFrame({
        "customer_id": [f"c{i:04d}" for i in range(rows)],
        "r_score": rng.integers(1, 6, rows), "f_score": rng.integers(1, 6, rows),
        "m_score": rng.integers(1, 6, rows),
    })  # fmt: skip
    for name in GROUPINGS[2:]:
        frame[name] = rng.integers(0, 3, rows).astype(str)
    return frame


def once(values):
    return np.ones((1, len(values)))


def test_epsilon_squared_is_the_adjusted_r_squared_of_group_dummies():
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 4, 200)
    values = labels + rng.normal(size=200)
    fitted = smf.ols("y ~ C(g)", pd.DataFrame({"y": values, "g": labels})).fit()

    explained = epsilon_squared(values, labels, once(values))

    assert explained[0] == pytest.approx(fitted.rsquared_adj)


def test_epsilon_squared_can_be_counted_by_hand():
    # Means 1 and 5, total variance 4.5 x 4: between 16, within 2; 1 - (2/18)(3/2) = 5/6.
    explained = epsilon_squared(np.array([0, 2, 5, 5.0]), np.array([0, 0, 1, 1]), once(range(4)))

    assert explained[0] == pytest.approx(5 / 6)


def test_weights_count_a_row_as_often_as_copies_of_it():
    values, labels = np.array([0, 2, 5, 6.0]), np.array([0, 0, 1, 1])

    weighted = epsilon_squared(values, labels, np.array([[2, 1, 1, 3]]))

    index = np.repeat(range(4), [2, 1, 1, 3])
    copied = epsilon_squared(values[index], labels[index], once(index))
    assert weighted[0] == pytest.approx(copied[0])


def test_bundles_count_all_their_rows_as_often_as_they_are_drawn():
    values, labels = np.array([0, 2, 5, 6.0, 1]), np.array([0, 0, 1, 1, 0])
    bundle = np.array([0, 1, 0, 1, 2])

    drawn = epsilon_squared(values, labels, np.array([[2, 1, 3]]), bundle)

    alone = epsilon_squared(values, labels, np.array([[2, 1, 2, 1, 3]]))
    assert drawn[0] == pytest.approx(alone[0])


def test_random_groups_explain_nothing_however_many_they_are():
    rng = np.random.default_rng(2)
    found = [
        epsilon_squared(rng.normal(size=300), rng.integers(0, 25, 300), once(range(300)))[0]
        for _ in range(200)
    ]

    assert np.mean(found) == pytest.approx(0, abs=0.01)


def test_group_labels_leave_out_who_has_no_score():
    frame = customers(np.random.default_rng(3), 5).astype({"r_score": "Int64"})
    frame.loc[0, "r_score"] = pd.NA

    assert len(group_labels(frame)) == 4


def test_the_grouping_that_made_the_spend_is_found_and_graded():
    rng = np.random.default_rng(4)
    before, then = customers(rng), customers(rng)
    earlier, later = (
        frame.set_index("customer_id")["value_class"].astype(int).pipe(np.expm1)
        for frame in (before, then)
    )

    table = explain_next(then, later, before, earlier, seed=1).set_index("grouping")

    assert table.index[0] == "value_class"
    assert table.loc["value_class", "explained"] == pytest.approx(1)
    assert table.loc["value_class", "grade"] == "A"
    assert (table.drop("value_class")["behind_lower"] > 0).all()


def test_groups_without_meaning_are_refused():
    rng = np.random.default_rng(5)
    before, then = customers(rng), customers(rng)
    spend = pd.Series(rng.gamma(1, 50, 600), index=then["customer_id"])

    table = explain_next(then, spend, before, spend.sample(frac=1, random_state=1), seed=1)

    assert (table["explained"].abs() < 0.05).all()
    assert not table["grade"].isin(["A", "B"]).any()


def test_the_table_has_its_columns_and_repeats_itself():
    rng = np.random.default_rng(6)
    before, then = customers(rng), customers(rng)
    spend = pd.Series(rng.gamma(1, 50, 600), index=then["customer_id"])

    first, again = (explain_next(then, spend, before, spend, seed=1) for _ in range(2))

    assert list(first) == EXPLANATION_COLUMNS
    pd.testing.assert_frame_equal(first, again)


@pytest.mark.trial
def test_the_interval_covers_the_variance_explained_as_often_as_it_says():
    rng, hits = np.random.default_rng(7), 0
    for _ in range(150):
        then = customers(rng, 400)
        spend = np.expm1(then["value_class"].astype(int) + rng.normal(3, 1, 400))
        spend.index = then["customer_id"]
        table = explain_next(then, spend, then, spend, seed=1).set_index("grouping")
        row = table.loc["value_class"]
        hits += row["explained_lower"] <= 0.4 <= row["explained_upper"]

    # Groups 0, 1, 2 with variance 2/3 and noise of variance 1: 0.4 is explained.
    assert hits / 150 > 0.9
