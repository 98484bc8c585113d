import numpy as np
import pytest

from helpers.demo import advertising, company, groups


@pytest.fixture(scope="module")
def spend():
    return advertising.simulate_spend(11)


def test_channels_spend_on_their_flights_and_rest_between_them(spend):
    for position, channel in enumerate(advertising.CHANNELS):
        paid = spend[:, position] > 0

        assert paid.mean() == pytest.approx(channel.on_air, abs=0.2)
        mean = spend[paid, position].mean() / 100
        assert mean == pytest.approx(channel.spend, rel=0.25)


def test_pressure_carries_over_and_adds_up_to_spend_over_what_is_lost():
    spend = np.array([8.0, 0, 0, 0] + [0] * 100)

    felt = advertising.pressure(spend, 0.5)

    assert felt[:4].tolist() == [8, 4, 2, 1]
    assert felt.sum() == pytest.approx(8 / (1 - 0.5))


def test_effects_saturate_below_the_largest_lift(spend):
    effect, doubled = advertising.effects(spend), advertising.effects(spend.copy())
    largest = np.array([channel.largest_lift for channel in advertising.CHANNELS])

    assert (effect >= 0).all() and (effect < largest).all()
    assert np.array_equal(effect, doubled)


def test_each_channel_moves_each_kind_by_its_reach(spend):
    lift = advertising.lift(spend)

    assert lift.shape == (len(groups.KINDS), company.DAYS)
    assert (lift >= 1).all()
    assert 1.15 < lift.mean() < 1.7


def test_a_day_without_any_advertising_has_no_lift():
    nothing = advertising.lift(np.zeros((company.DAYS, len(advertising.CHANNELS)), dtype=np.int64))

    assert (nothing == 1).all()
