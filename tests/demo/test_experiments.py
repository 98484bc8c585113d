import numpy as np
import pytest

from helpers.demo import company, groups
from helpers.demo.experiments import EXPERIMENTS


def test_there_is_one_that_works_one_without_effect_one_broken_and_one_for_some():
    works, null, broken, mixed = EXPERIMENTS

    assert min(works.factors) > 1
    assert set(null.factors) == {1} and null.lost == null.crossed == 0
    assert broken.lost > 0 and broken.crossed > 0
    assert min(mixed.factors) < 1 < max(mixed.factors)
    assert all(len(item.factors) == len(groups.KINDS) for item in EXPERIMENTS)


def test_only_those_who_had_joined_take_part_half_of_them_treated(large):
    for trial in large.trials:
        first = company.day_number(trial.experiment.first_day)

        assert (large.customers.join_day[trial.customer] < first).all()
        error = 0.5 / np.sqrt(len(trial.customer))
        assert trial.treated.mean() == pytest.approx(0.5, abs=4 * error)


def test_the_log_of_the_broken_one_alone_misses_treated_units_and_the_quiet_more(large):
    works, null, broken, mixed = large.trials
    rate = large.customers.orders_per_year[broken.customer]

    assert all(trial.logged.all() for trial in (works, null, mixed))
    assert broken.treated[~broken.logged].all()
    logged = broken.treated[broken.logged]
    assert logged.mean() < 0.5 - 4 * 0.5 / np.sqrt(len(logged))
    assert rate[broken.treated & broken.logged].mean() > 1.05 * rate[~broken.treated].mean()
    assert 0 < broken.crossed.mean() < 0.02
