import numpy as np
import pytest
from drivers.media.planted_series import STRAIGHT

from helpers.drivers.media import effects
from helpers.drivers.media.calibrating import Experiment, known_from
from helpers.drivers.media.learning import learn


def test_an_experiment_draws_its_channel_to_what_was_measured(company, learned):
    measured = Experiment("posters", lift=0.10, lower=0.098, upper=0.102)

    known = known_from([measured], company)
    found = learn(company, STRAIGHT, rng=np.random.default_rng(1), known=known, draws=200)

    moved = effects.felt_effects(found, slice(None))[:, 2].mean(axis=1)
    before = effects.felt_effects(learned, slice(None))[:, 2].mean(axis=1)
    assert moved.mean() == pytest.approx(0.10, abs=0.003)
    assert before.mean() < 0.06


def test_the_interval_of_an_experiment_is_its_weight(company):
    known = known_from([Experiment("radio", 0.3, 0.2, 0.4)], company)[0]

    assert known.channel == 0
    assert known.se == pytest.approx(0.1 / 1.96, rel=1e-3)


def test_an_unknown_channel_and_a_lift_outside_of_its_interval_are_refused(company):
    with pytest.raises(ValueError, match="'tv': choose one of radio, search, posters"):
        known_from([Experiment("tv", 0.1, 0.0, 0.2)], company)
    with pytest.raises(ValueError, match="outside of its interval"):
        known_from([Experiment("radio", 0.5, 0.0, 0.2)], company)
