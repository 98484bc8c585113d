import numpy as np
import pytest

from helpers.drivers.media import separating


def test_channels_that_run_apart_are_told_apart(learned):
    assert separating.inseparable_groups(learned) == [[0], [1], [2]]


def test_channels_that_are_always_on_together_are_not(twins):
    places = [twins.channels.index(name) for name in ("radio", "posters")]

    groups = separating.inseparable_groups(twins)

    assert groups[places[0]] == groups[places[1]] == sorted(places)
    assert groups[twins.channels.index("search")] == [twins.channels.index("search")]


def test_the_pressures_of_twins_are_one_another(twins):
    alike = separating.pressure_correlation(twins)

    places = [twins.channels.index(name) for name in ("radio", "posters")]
    assert alike[places[0], places[1]] > 0.95
    assert np.diag(alike) == pytest.approx(1)


def test_a_chain_of_pairs_is_one_group(learned, monkeypatch):
    chain = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)
    monkeypatch.setattr(separating, "tangled", lambda learned: chain)

    assert separating.inseparable_groups(learned) == [[0, 1, 2]] * 3
