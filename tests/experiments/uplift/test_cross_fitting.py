"""Nobody is foretold by a model that has seen them, and measured effects are right on average."""

import numpy as np
import pytest

from helpers.experiments.uplift import cross_fitting
from helpers.experiments.uplift.cross_fitting import (
    BLOCKS,
    FIRST,
    cut,
    expected_by_others,
    expected_from_before,
    measured_effects,
)


def test_parts_are_alike_in_arms_and_know_nothing_of_outcomes(make):
    trial = make(share=0.3)
    other = trial._replace(outcome=trial.outcome[::-1])

    part = cut(trial, 5, np.random.default_rng(1))

    treated = [int(trial.treated[part == number].sum()) for number in range(5)]
    assert max(treated) - min(treated) <= 1
    assert np.bincount(part).tolist() == [240] * 5
    assert (part == cut(other, 5, np.random.default_rng(1))).all()


def test_measured_effects_are_on_average_the_planted_one(make):
    trial = make(20_000, same=0.7, share=0.3)

    measured = measured_effects(trial, cut(trial, 5, np.random.default_rng(1)))

    assert measured.mean() == pytest.approx(0.7, abs=3 * measured.std() / len(measured) ** 0.5)


def test_measured_effects_are_right_on_average_whatever_the_models_are_worth(make, monkeypatch):
    trial = make(20_000, same=0.7, share=0.3)
    worthless = (lambda rows: np.full(len(rows), 3.0), lambda rows: np.full(len(rows), -2.0))
    monkeypatch.setattr(cross_fitting, "arm_models", lambda trial: worthless)

    measured = measured_effects(trial, cut(trial, 5, np.random.default_rng(1)))

    assert measured.mean() == pytest.approx(0.7, abs=3 * measured.std() / len(measured) ** 0.5)


def test_what_was_known_makes_measured_effects_surer_than_plain_means(make):
    trial = make(4_000, same=0.3)
    arms = [trial.outcome[trial.treated], trial.outcome[~trial.treated]]
    plain = np.sqrt(sum(arm.var(ddof=1) / len(arm) for arm in arms))

    measured = measured_effects(trial, cut(trial, 5, np.random.default_rng(1)))

    # Orders explain a fifth of the variance, so the error shrinks by a tenth.
    assert measured.std() / len(measured) ** 0.5 < 0.93 * plain


@pytest.mark.parametrize("way", [expected_by_others, expected_from_before])
def test_a_units_own_outcome_does_not_touch_what_is_expected_of_it(make, way):
    trial = make(600)
    part = cut(trial, BLOCKS, np.random.default_rng(1))
    last = np.flatnonzero(part == BLOCKS - 1)
    changed = trial._replace(outcome=trial.outcome.copy())
    changed.outcome[last] += 100

    before, after = way("t", trial, part), way("t", changed, part)

    assert before[last] == pytest.approx(after[last])


def test_blocks_learn_from_earlier_blocks_alone(make):
    trial = make(600)
    block = cut(trial, BLOCKS, np.random.default_rng(1))
    changed = trial._replace(outcome=np.where(block == BLOCKS - 1, 50.0, trial.outcome))

    before, after = (expected_from_before("x", one, block) for one in (trial, changed))

    assert np.isnan(before[block < FIRST]).all()
    assert before[block >= FIRST] == pytest.approx(after[block >= FIRST])
