import numpy as np
import pytest
from scipy.stats import truncnorm

from helpers.drivers.media import shapes


def test_pressure_is_spend_and_what_is_left_of_the_day_before():
    felt = shapes.pressure(np.array([8.0, 0.0, 0.0, 4.0]), 0.5)

    assert felt == pytest.approx(np.array([8, 4, 2, 5]) / 4.75)


def test_without_carry_over_pressure_is_spend_as_a_multiple_of_its_mean():
    assert shapes.pressure(np.array([1.0, 3.0]), 0.0) == pytest.approx([0.5, 1.5])


def test_twice_the_spend_is_the_same_pressure():
    spend = np.array([1.0, 0.0, 5.0, 2.0])

    assert shapes.pressure(2 * spend, 0.7) == pytest.approx(shapes.pressure(spend, 0.7))


def test_half_of_the_effect_is_reached_at_the_half_saturation_and_all_of_it_never():
    felt = shapes.saturated(np.array([0.0, 1.3, 1e9]), 1.3)

    assert felt == pytest.approx([0, 0.5, 1], abs=1e-6)
    assert (felt < 1).all()


def test_each_cell_of_the_grid_holds_its_own_shape():
    spend = np.random.default_rng(0).uniform(0, 5, 60)
    felt = shapes.felt_by_cell(spend)
    cells = np.array([0, 5, 100, shapes.CELLS - 1])

    for cell in cells:
        carry, half = shapes.carry_over_of(cell), shapes.half_saturation_of(cell)
        assert felt[cell] == pytest.approx(shapes.saturated(shapes.pressure(spend, carry), half))


def test_before_any_data_carry_overs_are_alike_and_half_saturation_is_the_stated_normal():
    weight = np.exp(shapes.log_prior()).reshape(len(shapes.CARRY_OVERS), -1)
    mean = weight.sum(axis=0) @ shapes.HALF_SATURATIONS

    assert weight.sum() == pytest.approx(1)
    assert weight.sum(axis=1) == pytest.approx(1 / len(shapes.CARRY_OVERS))
    assert mean == pytest.approx(truncnorm.mean(-0.875, 11.5, 0.8, 0.8), abs=0.05)


def test_a_carry_over_of_one_and_spend_of_nought_are_refused():
    with pytest.raises(ValueError, match="carry_over must be at least 0 and below 1, not 1"):
        shapes.pressure(np.ones(3), 1.0)
    with pytest.raises(ValueError, match="nought on every day"):
        shapes.pressure(np.zeros(3), 0.5)
