"""How far sizes could be others than they are while everything known of them stays true."""

from collections.abc import Iterable

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

STILL = 1e-6  # a movement below it is a solver's rounding


def companions(
    sizes: np.ndarray,
    known: list[np.ndarray],
    secret: list[np.ndarray],
    withheld: Iterable[int],
    minimum: int,
) -> set[int]:
    """Return the cells to withhold beside others, so that secret sums keep their leeway.

    Whoever knows every sum in `known` and every cell that is shown must still find
    each secret sum possible at one person a cell, and above the minimum: as far as that
    is possible where all cells are withheld. The cheapest movement that
    gives a sum its leeway is found by linear programming; the cells that it moves
    are withheld. A cell of 0 is shown and stays.

    Parameters
    ----------
    sizes : ndarray of float
        People in each cell.
    known : list of ndarray of int
        Cells of each sum that a reader knows.
    secret : list of ndarray of int
        Cells of each sum that is to stay unknown.
    withheld : iterable of int
        Cells that are withheld already.
    minimum : int
        Smallest group that is shown.

    References
    ----------
    Kelly, Golden and Assad (1992), "Cell suppression: disclosure protection for
    sensitive tabular data", Networks 22; Hundepool et al. (2012), Statistical
    Disclosure Control, section 4.4.
    """
    held = set(withheld)
    possible = [sizes]  # each of these tables looks like the true one
    for cells in sorted(secret, key=lambda cells: (sizes[cells].sum(), tuple(cells))):
        size, least = sizes[cells].sum(), np.count_nonzero(sizes[cells])
        ways = {1: max(minimum + 1 - size, 1), -1: min(size - least, minimum)}
        for sign, far in ways.items():
            reached = max(sign * (table[cells].sum() - size) for table in possible)
            if far > 0 and reached < far - STILL:
                moved = _cheapest(sizes, known, cells, sign * far, held)
                held |= set(np.flatnonzero(np.abs(moved) > STILL).tolist())
                possible.append(sizes + moved)
    return held - set(withheld)


def _cheapest(
    sizes: np.ndarray, known: list[np.ndarray], cells: np.ndarray, far: float, held: set[int]
) -> np.ndarray:
    """Return the movement of cells that takes a sum as far as wished, or as far as it can go."""
    count = len(sizes)
    moves = np.zeros((len(known) + 1, count))
    for row, some in enumerate(known):
        moves[row, some] = 1
    moves[-1, cells] = np.sign(far)
    # What is left of the way costs more than any movement.
    left = np.zeros((len(moves), 1))
    left[-1] = 1
    price = sizes / max(sizes.max(), 1) + 1e-6 * np.arange(count) / count
    price[list(held)] = 0
    goal = np.zeros(len(moves))
    goal[-1] = abs(far)
    room = np.where(sizes > 0, np.inf, 0)
    bounds = [*((0, r) for r in room), *((0, max(s - 1, 0)) for s in sizes), (0, abs(far))]
    solved = linprog(
        np.concatenate([price, price, [10 * count]]),
        A_eq=csr_array(np.hstack([moves, -moves, left])), b_eq=goal, bounds=bounds, method="highs",
    )  # fmt: skip
    return solved.x[:count] - solved.x[count:-1]
