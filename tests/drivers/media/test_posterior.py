import numpy as np
import pytest
from scipy.stats import halfnorm, kstest

from helpers.drivers.media import posterior, shapes
from helpers.drivers.media.posterior import Evidence, Known, draw


def nothing(channels=1):
    size = channels * shapes.CELLS
    return Evidence(np.zeros((size, size)), np.zeros(size))


def test_without_data_shapes_are_drawn_as_they_were_thought_before():
    drawn = draw(nothing(), rng=np.random.default_rng(0), draws=3000)

    assert drawn.carry_over.mean() == pytest.approx(shapes.CARRY_OVERS.mean(), abs=0.03)
    before = np.exp(shapes.log_prior()) @ shapes.half_saturation_of(np.arange(shapes.CELLS))
    assert drawn.half_saturation.mean() == pytest.approx(before, abs=0.05)


def test_without_data_an_effect_over_its_spread_is_half_normal():
    drawn = draw(nothing(), rng=np.random.default_rng(0), draws=6000, pooled=True)

    # Draws in turn hang together: every twentieth is as good as free.
    standard = (drawn.effect[:, 0] / np.r_[0.5, drawn.spread[:-1]])[20::20]
    assert kstest(standard, halfnorm.cdf).pvalue > 0.001


def test_sure_data_leave_the_effect_where_they_put_it():
    size = shapes.CELLS
    sure = Evidence(np.eye(size) * 1e6, np.full(size, 0.3e6))

    drawn = draw(sure, rng=np.random.default_rng(0), draws=200)

    assert drawn.effect.mean() == pytest.approx(0.3, abs=0.001)
    assert drawn.effect.std() == pytest.approx(1e-3, rel=0.3)


def test_an_effect_is_never_below_nought():
    size = shapes.CELLS
    against = Evidence(np.eye(size) * 400, np.full(size, -200.0))

    drawn = draw(against, rng=np.random.default_rng(0), draws=500)

    assert (drawn.effect > 0).all()
    assert drawn.effect.mean() < 0.02


def test_an_experiment_counts_as_one_more_observation():
    known = Known(0, np.full(shapes.CELLS, 0.5), 0.1, 0.001)

    drawn = draw(nothing()._replace(known=(known,)), rng=np.random.default_rng(0), draws=300)

    assert drawn.effect.mean() == pytest.approx(0.2, abs=0.003)


def test_the_spread_is_learnt_from_all_channels():
    size = 4 * shapes.CELLS
    weak = Evidence(np.eye(size) * 1e6, np.full(size, 0.01e6))
    strong = Evidence(np.eye(size) * 1e6, np.full(size, 0.5e6))

    spreads = [
        draw(data, rng=np.random.default_rng(0), draws=300, pooled=True).spread.mean()
        for data in (weak, strong)
    ]

    assert spreads[0] < 0.1 < spreads[1]
    assert posterior.SPREADS.min() < spreads[0]
