"""Which channels cannot be told apart: they were on and off together, or trade effects in draws."""

import numpy as np

from helpers.drivers.media.learning import Learned

ALIKE = 0.9  # correlation of pressures, season, trend and all else taken out
TRADED = -0.75  # correlation of two channels' contributions over the draws
MIDDLING_HALF = 1.0


def inseparable_groups(learned: Learned) -> list[list[int]]:
    """Return, for each channel, the places of those that it cannot be told from, its own first up.

    Two channels cannot be told apart where what is felt of them moves together, once season,
    trend and all else is taken out; or where whatever one is given is taken from the other.
    Groups are all that hang together by such pairs.
    """
    joined = tangled(learned)
    groups: list[list[int]] = []
    for place in range(len(joined)):
        reached, fresh = {place}, {place}
        while fresh:
            fresh = {int(other) for one in fresh for other in np.flatnonzero(joined[one])} - reached
            reached |= fresh
        groups.append(sorted(reached))
    return groups


def tangled(learned: Learned) -> np.ndarray:
    """Return which pairs of channels cannot be told apart, shape (channels, channels)."""
    alike = np.abs(pressure_correlation(learned)) >= ALIKE
    traded = contribution_correlation(learned) <= TRADED
    found = alike | traded
    np.fill_diagonal(found, False)
    return found


def pressure_correlation(learned: Learned) -> np.ndarray:
    """Return how what is felt of channels moves together, all else taken out.

    Of each channel the mean over its draws is taken.
    """
    felt, root = _mean_felt(learned), np.sqrt(learned.expected)
    columns = root * (felt - felt.mean(axis=1)[:, None])
    basis, _ = np.linalg.qr(learned.design.columns * root[:, None])
    left = columns - (columns @ basis) @ basis.T
    length = np.sqrt(np.maximum((left**2).sum(axis=1), 1e-12))
    return (left @ left.T) / np.outer(length, length)


def contribution_correlation(learned: Learned) -> np.ndarray:
    """Return how the draws of channels' mean contributions move together."""
    places, draws = np.arange(len(learned.channels)), learned.draws
    brought = draws.effect * learned.felt.mean(axis=2)[places, draws.cell]
    if len(places) == 1:
        return np.ones((1, 1))
    return np.corrcoef(brought, rowvar=False)


def _mean_felt(learned: Learned) -> np.ndarray:
    drawn = learned.draws.cell[:: max(1, len(learned.draws.cell) // 200)]
    places = range(len(learned.channels))
    return np.stack([learned.felt[place, drawn[:, place]].mean(axis=0) for place in places])
