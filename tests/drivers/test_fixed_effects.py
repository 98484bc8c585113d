import numpy as np
import pytest

from helpers.drivers.fixed_effects import poisson_slopes


def rows(seed=2, size=600, groups=30, slope=0.7, shock=0.0):
    rng = np.random.default_rng(seed)
    group = np.sort(rng.integers(0, groups, size))
    kind = rng.integers(0, 4, size)
    column = rng.normal(0, 0.5, size)
    level = rng.normal(0, 0.3, groups)[group] + 0.4 * kind
    common = np.repeat(rng.normal(0, shock, groups), 1)[group] * np.sign(column)
    counts = rng.poisson(np.exp(1 + level + slope * column + common))
    held = np.eye(4)[kind][:, 1:]
    return counts.astype(float), column[:, None], held, group


def test_slopes_are_those_of_statsmodels_with_a_column_for_each_group():
    import statsmodels.api as sm

    counts, column, held, group = rows()

    found = poisson_slopes(counts, column, held=held, absorbed=group, time=group)

    every = np.hstack([column, held, np.eye(group.max() + 1)[group]])
    fit = sm.GLM(counts, every, family=sm.families.Poisson()).fit()
    assert found.value[0] == pytest.approx(fit.params[0], abs=1e-6)
    assert found.expected == pytest.approx(fit.fittedvalues, rel=1e-5)


def test_errors_are_those_of_driscoll_and_kraay_in_statsmodels():
    import statsmodels.api as sm

    counts, column, held, group = rows(shock=0.6)

    found = poisson_slopes(counts, column, held=held, absorbed=np.zeros_like(group), time=group)

    every = np.hstack([column, held, np.ones((len(counts), 1))])
    fit = sm.GLM(counts, every, family=sm.families.Poisson()).fit(
        cov_type="hac-groupsum", cov_kwds={"time": group, "maxlags": 4, "use_correction": False})
    stretch = np.sqrt((group.max() + 1) / group.max())
    assert found.error[0] == pytest.approx(stretch * fit.bse[0], rel=1e-4)


def test_two_groups_of_two_rows_can_be_solved_by_hand():
    """Within each group the odds of the second row are exp(slope): 3/1 and 6/2 give log 3."""
    counts, column = np.array([1.0, 3, 2, 6]), np.array([[0.0], [1], [0], [1]])
    group = np.array([0, 0, 1, 1])

    found = poisson_slopes(counts, column, held=np.empty((4, 0)), absorbed=group, time=group)

    assert found.value[0] == pytest.approx(np.log(3))
    assert found.expected == pytest.approx(counts)


def test_a_level_that_a_group_shares_changes_no_slope():
    counts, column, held, group = rows()
    scale = np.where(group % 2, 1, 4)

    plain = poisson_slopes(counts, column, held=held, absorbed=group, time=group)
    scaled = poisson_slopes(counts * scale, column, held=held, absorbed=group, time=group)

    few = poisson_slopes(counts, column + 3.0, held=held, absorbed=group, time=group)
    assert few.value == pytest.approx(plain.value)
    assert abs(scaled.value[0] - plain.value[0]) < 0.15


def test_what_weeks_share_widens_the_error():
    quiet, loud = rows(seed=5), rows(seed=5, shock=0.8)

    errors = [
        poisson_slopes(counts, column, held=held, absorbed=np.zeros_like(group), time=group)
        for counts, column, held, group in (quiet, loud)
    ]  # fmt: skip

    assert errors[1].error[0] > 1.5 * errors[0].error[0]


def test_a_column_that_does_not_vary_within_groups_is_not_told():
    counts, column, held, group = rows()

    found = poisson_slopes(
        counts, np.hstack([column, group[:, None] / 10]), held=held, absorbed=group, time=group
    )

    assert np.isnan(found.value[1]) and np.isfinite(found.value[0])


def test_groups_without_a_single_count_are_left_out():
    counts, column, held, group = rows()
    counts[group == 3] = 0

    found = poisson_slopes(counts, column, held=held, absorbed=group, time=group)

    assert (found.expected[group == 3] == 0).all()
    assert found.rows == (group != 3).sum()


def test_the_order_of_rows_does_not_matter():
    counts, column, held, group = rows()
    mixed = np.random.default_rng(1).permutation(len(counts))

    one = poisson_slopes(counts, column, held=held, absorbed=group, time=group)
    other = poisson_slopes(
        counts[mixed], column[mixed], held=held[mixed], absorbed=group[mixed], time=group[mixed]
    )

    assert one.value == pytest.approx(other.value) and one.error == pytest.approx(other.error)
    assert one.expected[mixed] == pytest.approx(other.expected)
