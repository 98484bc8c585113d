import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from helpers.evidence.clustered import (
    clustered_share,
    design_effect,
    ranks_around_median,
    spread_of,
)


def spread(hits, rows):
    hits, rows = np.asarray(hits, dtype=float), np.asarray(rows, dtype=float)
    share = hits.sum() / rows.sum()
    return spread_of(share, (hits**2).sum(), (hits * rows).sum(), (rows**2).sum())


def test_with_one_row_a_person_the_interval_is_wilsons_own():
    # statsmodels.stats.proportion.proportion_confint, method "wilson".
    lower, upper = proportion_confint(12, 40, method="wilson")

    found = clustered_share(12, 40, spread([1] * 12 + [0] * 28, [1] * 40))

    assert found == pytest.approx((0.3, lower, upper))


def test_rows_of_persons_who_are_all_alike_are_worth_as_many_persons():
    # Ten persons with four rows each, all of a person's rows the same: ten rows, by hand.
    hits, rows = [4] * 3 + [0] * 7, [4] * 10

    found = clustered_share(12, 40, spread(hits, rows))

    assert design_effect(12, 40, spread(hits, rows)) == pytest.approx(4)
    assert found == pytest.approx(clustered_share(3, 10, 2.1))


def test_rows_are_never_worth_more_than_they_are():
    # Each person has exactly one hit in two: they differ less than chance would have it.
    assert design_effect(10, 20, spread([1] * 10, [2] * 10)) == 1


def test_shares_of_visitors_who_differ_lie_in_the_interval_as_often_as_it_says():
    rng = np.random.default_rng(3)
    inside = 0
    for _ in range(400):
        rows = rng.integers(1, 12, 150)
        hits = rng.binomial(rows, rng.beta(1, 2, 150))
        found = clustered_share(hits.sum(), rows.sum(), spread(hits, rows))
        inside += found.lower <= 1 / 3 <= found.upper

    assert 0.92 <= inside / 400 <= 0.975


def test_a_share_of_nothing_is_refused():
    with pytest.raises(ValueError, match="share: 3 of 2 cannot be"):
        clustered_share(3, 2, 0)


def test_the_median_lies_between_ranks_that_widen_with_the_design_effect():
    rng = np.random.default_rng(4)
    draws = np.sort(rng.exponential(size=(400, 101)), axis=1)
    low, high = ranks_around_median(101, 1.0)

    lower, upper = draws[:, int(np.ceil(101 * low)) - 1], draws[:, int(np.ceil(101 * high)) - 1]

    assert 0.92 <= np.mean((lower <= np.log(2)) & (np.log(2) <= upper)) <= 0.98
    assert ranks_around_median(101, 4.0)[0] < low < high < ranks_around_median(101, 4.0)[1]
