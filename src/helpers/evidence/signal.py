"""How much of what customers do repeats itself, and how much is chance, block by block.

References
----------
Lord and Novick (1968), "Statistical theories of mental test scores" (split halves).
"""

from typing import NamedTuple

import numpy as np

from helpers.evidence.counts import Counts

FEWEST_KNOWN = 50  # customers known in both halves, from whom a block's chance is measured
LEAST_RELIABLE = 0.05  # share of a block's spread between customers that must repeat itself


class Signal(NamedTuple):
    """What each block tells: one element per block, in the order of the counts.

    `between` and `noise` are the variance between customers and that of one case,
    `reliability` the share of the spread of customers' shares that repeats itself.
    """

    known: np.ndarray
    between: np.ndarray
    noise: np.ndarray
    reliability: np.ndarray

    @property
    def useful(self) -> np.ndarray:
        """Which blocks repeat themselves enough to count."""
        return self.reliability >= LEAST_RELIABLE


def deviations(counts: Counts, mean: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return how far each half's shares stand from all customers', 0 where nothing is known.

    Returns
    -------
    ndarray of float, shape (2, customers, columns)
    """
    cases = counts.cases[:, :, counts.block_of]
    known = cases > 0
    # In place: of a large company each copy is as large as all that is counted.
    found = np.divide(counts.totals, cases, out=cases, where=known)
    found -= mean
    found /= scale
    found[~known] = 0.0
    return found


def centre_and_scale(counts: Counts) -> tuple[np.ndarray, np.ndarray]:
    """Return each column's mean over all cases and its unit: the root of a share, 1 for a mean."""
    everything = counts.cases.sum(axis=(0, 1))[counts.block_of]
    mean = counts.totals.sum(axis=(0, 1)) / np.maximum(everything, 1)
    return mean, np.where(counts.are_shares, np.sqrt(np.maximum(mean, 1e-4)), 1.0)


def measure_signal(counts: Counts) -> Signal:
    """Return how much of what customers do repeats itself, block by block, from both halves.

    The product of the halves' deviations estimates the variance between customers,
    half their squared difference that of chance; customers count by their cases.
    """
    mean, scale = centre_and_scale(counts)
    first, second = deviations(counts, mean, scale)
    rows = []
    for place in range(len(counts.blocks)):
        own = counts.block_of == place
        n1, n2 = counts.cases[:, :, place]
        both = (n1 > 0) & (n2 > 0)
        if both.sum() < FEWEST_KNOWN:
            rows.append(((n1 + n2 > 0).mean(), 0.0, 1.0, 0.0))
            continue
        weight = (n1 * n2)[both] / (n1 + n2)[both]
        cells = np.ix_(both, own)
        a, b = first[cells], second[cells]
        noise = float(((a - b) ** 2).sum(axis=1) @ weight / both.sum())
        between = float((a * b).sum(axis=1) @ weight / weight.sum())
        rows.append(_block(n1 + n2, between, noise, own.sum()))
    return Signal(*np.array(rows).reshape(-1, 4).T)


def _block(cases: np.ndarray, between: float, noise: float, columns: int) -> tuple:
    """Return known share, variance between customers, noise per free column, and reliability."""
    known = cases > 0
    if between <= 0 or noise <= 0:
        return known.mean(), 0.0, max(noise, 1e-9), float(between > 0)
    reliable = (cases / (cases + noise / between))[known].mean()
    # Shares add up to one, so that one of their columns follows from the others.
    return known.mean(), between, noise / max(columns - 1, 1), reliable
