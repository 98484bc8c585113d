"""Chance, kept apart: one named random stream per table."""

from zlib import crc32

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the random numbers of one table.

    A stream depends on the seed and its own name alone, so a table added later
    draws from a stream of its own and changes no byte of the others.

    Examples
    --------
    >>> bool(stream(7, "orders").random() == stream(7, "orders").random())
    True
    """
    return np.random.default_rng([seed, crc32(name.encode())])


def pick(rng: np.random.Generator, weights, size: int) -> np.ndarray:
    """Return ``size`` positions in ``weights``, each as likely as its weight."""
    return pick_by_row(rng, np.asarray(weights)[None, :], np.zeros(size, dtype=np.int8))


def pick_by_row(rng: np.random.Generator, weights, row: np.ndarray) -> np.ndarray:
    """Return one column of ``weights`` for each element of ``row``.

    Parameters
    ----------
    rng : numpy.random.Generator
    weights : array_like, shape (rows, columns)
        How likely each column is in its row; a row need not sum to one.
    row : numpy.ndarray of int
        The row of ``weights`` that each draw uses.

    Returns
    -------
    numpy.ndarray of int16
        A column of ``weights`` for each element of ``row``.
    """
    weights = np.asarray(weights, dtype=float)
    columns = weights.shape[1]
    shares = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    # Each row's shares climb from its own whole number to the next, so one search serves all rows.
    steps = (shares + np.arange(len(weights))[:, None]).ravel()
    found = np.searchsorted(steps, row + rng.random(len(row)), side="right")
    return np.clip(found - row.astype(np.int64) * columns, 0, columns - 1).astype(np.int16)


def happens(rng: np.random.Generator, probability, size: int) -> np.ndarray:
    """Return for each of ``size`` cases whether something of this probability happened."""
    return rng.random(size) < probability
