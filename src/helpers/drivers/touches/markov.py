"""Paths as a Markov chain: what orders would be lost without a source.

States are the sources, a start, an order and nothing. A path goes from the start over its
touches to an order or to nothing; how often one state follows another is counted. Without a
source, all that went to it goes to nothing instead.
"""

import numpy as np


def transitions(source: np.ndarray, path: np.ndarray, converted: np.ndarray) -> tuple:
    """Return the steps of all paths: from which state, to which, and of which path.

    Parameters
    ----------
    source : ndarray of int, shape (touches,)
        Sources by number from 0, path by path in the order of time.
    path : ndarray of int, shape (touches,)
    converted : ndarray of bool, shape (touches,)

    Returns
    -------
    tuple of ndarray
        `begin`, `end` and `of`: sources are 0 to n - 1, the start is n, an order n + 1 and
        nothing n + 2.

    Examples
    --------
    >>> begin, end, of = transitions(np.array([0, 1]), np.array([0, 0]), np.array([True, True]))
    >>> list(zip(begin.tolist(), end.tolist()))
    [(2, 0), (0, 1), (1, 3)]
    """
    count = int(source.max()) + 1 if len(source) else 0
    first = np.append(True, path[1:] != path[:-1]) if len(path) else np.zeros(0, dtype=bool)
    begin = np.where(first, count, np.append(count, source[:-1]) if len(source) else source)
    last = np.append(first[1:], True) if len(path) else first
    ends = np.where(converted[last], count + 1, count + 2)
    steps = np.concatenate([begin, source[last]]), np.concatenate([source, ends])
    of = np.concatenate([path, path[last]])
    order = np.lexsort((np.r_[np.arange(len(path)), np.flatnonzero(last) + 0.5], of))
    return steps[0][order], steps[1][order], of[order]


def removal_effects(counts: np.ndarray) -> np.ndarray:
    """Return the share of orders that would be lost without each source.

    Parameters
    ----------
    counts : ndarray, shape (sources + 3, sources + 3)
        How often each state followed each other; the last three are start, order, nothing.

    Returns
    -------
    ndarray, shape (sources,)
        Nought for all where no path ends with an order.

    References
    ----------
    Anderl, Becker, von Wangenheim and Schumann (2016), "Mapping the customer journey",
    International Journal of Research in Marketing 33.
    """
    count = len(counts) - 3
    whole = order_chance(counts)
    if not whole > 0:
        return np.zeros(count)
    return np.array([1 - order_chance(counts, without=place) / whole for place in range(count)])


def order_chance(counts: np.ndarray, *, without: int | None = None) -> float:
    """Return the chance that a path from the start ends with an order.

    Parameters
    ----------
    counts : ndarray
        As in `removal_effects`.
    without : int, optional
        A source that leads to nothing.
    """
    count = len(counts) - 3
    total = counts.sum(axis=1, keepdims=True)
    chance = np.divide(counts, total, out=np.zeros(counts.shape), where=total > 0)
    inner = chance[: count + 1, : count + 1].copy()
    reach = chance[: count + 1, count + 1].copy()
    if without is not None:
        inner[without], reach[without] = 0.0, 0.0
    return float(np.linalg.solve(np.eye(count + 1) - inner, reach)[count])
