"""What repeats itself in what customers do: the few directions that tell customers apart.

Each customer's record is split by days into two halves. What both halves share is
the customer; what they do not share is chance. From the first come directions in
which customers truly differ (`learn_mix`); each customer's place on them is then the
best guess from all that is known of that customer (`places`): much for who did much,
and near the middle for who is hardly known. Nothing is tuned: every weight is measured.

References
----------
Robinson (1991), "That BLUP is a good thing", Statistical Science 6. Horn (1965), "A
rationale and test for the number of factors", Psychometrika 30. Benzecri (1973),
"L'analyse des donnees" (the chi-square metric of shares).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.counts import MEAN, Counts, names, telling
from helpers.evidence.knowledge import Knowledge, best_guess, in_parts, sample_rows
from helpers.evidence.signal import centre_and_scale, deviations, measure_signal
from helpers.evidence.threads import one_thread

SHUFFLES = 20  # of the second half, among customers, to see what chance alone brings
MOST_LEARNT_FROM = 10_000  # customers: more say the same of what all have in common


class Mix(NamedTuple):
    """What was learnt from one snapshot, to be used on it or on another.

    Attributes
    ----------
    columns : list of (str, str)
        Block and mark of the columns that count.
    blocks : list of str
    mean, scale : ndarray of float, shape (columns,)
        Share of all cases (or mean of all values), and the unit of its distance.
    noise : ndarray of float, shape (blocks,)
        Variance of one case, in those units, per column.
    loadings : ndarray of float, shape (columns, directions)
        What one step in each direction adds; steps have variance 1 among customers.
    """

    columns: list[tuple[str, str]]
    blocks: list[str]
    mean: np.ndarray
    scale: np.ndarray
    noise: np.ndarray
    loadings: np.ndarray

    @property
    def directions(self) -> int:
        """How many directions repeat themselves beyond chance."""
        return self.loadings.shape[1]


def learn_mix(counts: Counts, *, seed: int) -> Mix | None:
    """Return the directions that repeat themselves beyond chance; None where there is none.

    How many there are is read off the data, in the manner of Horn's parallel analysis:
    the second half is shuffled among customers, and a direction is kept if it is
    stronger than all that such chance brings once the directions before it are taken out.
    Of very many customers some are looked at, drawn by `seed`.
    """
    counts = some_customers(
        counts, sample_rows(len(counts.customers), MOST_LEARNT_FROM, seed=seed)
    )
    signal = measure_signal(counts)
    counts = only_blocks(counts, signal.useful)
    if not counts.blocks:
        return None
    between, noise = signal.between[signal.useful], signal.noise[signal.useful]
    mean, scale = centre_and_scale(counts)
    # How far each half is to be trusted: from 0 without cases towards 1 with many.
    trust = counts.cases / (counts.cases + noise / between)
    weight = trust[:, :, counts.block_of]
    halves = deviations(counts, mean, scale)
    halves *= weight
    precision = np.sqrt(counts.cases.sum(axis=0).mean(axis=0) / noise)[counts.block_of]
    with one_thread():  # the number of threads changes the last digits
        known = weight[0].T @ weight[1]
        strength, direction = _directions(_shared(*halves, known, precision))
        chance = _shuffled(halves, trust, counts.block_of, precision, seed)
        kept = _beyond_chance(direction, strength, chance)
    if not kept:
        return None
    loadings = direction[:, :kept] * np.sqrt(strength[:kept]) / precision[:, None]
    return Mix(counts.columns, counts.blocks, mean, scale, noise, loadings)


def only_blocks(counts: Counts, keep: np.ndarray) -> Counts:
    """Return counts with some of their blocks."""
    columns = np.flatnonzero(np.asarray(keep, dtype=bool)[counts.block_of])
    return Counts(
        counts.customers, [counts.columns[place] for place in columns],
        counts.totals[:, :, columns],
        [block for block, kept in zip(counts.blocks, keep, strict=True) if kept],
        counts.cases[:, :, np.flatnonzero(keep)],
    )  # fmt: skip


def some_customers(counts: Counts, rows: np.ndarray) -> Counts:
    """Return counts of some of the customers, or of all."""
    return counts if len(rows) == len(counts.customers) else only_customers(counts, rows)


def only_customers(counts: Counts, rows: np.ndarray) -> Counts:
    """Return counts of the customers of some rows, in their order."""
    return counts._replace(
        customers=counts.customers[rows], totals=counts.totals[:, rows], cases=counts.cases[:, rows]
    )


def _shared(first, second, known, precision) -> np.ndarray:
    """Return what the halves share: covariances between columns, in units of chance."""
    shared = first.T @ second
    both = np.divide(shared, known, out=np.zeros_like(shared), where=known > 0)
    return (both + both.T) / 2 * np.outer(precision, precision)


def _directions(shared: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return strength and direction of what is shared, the strongest first."""
    strength, direction = np.linalg.eigh(shared)
    turn = np.sign(direction[np.abs(direction).argmax(axis=0), range(len(strength))])
    return strength[::-1], (direction * turn)[:, ::-1]


def _beyond_chance(direction, strength, shuffled: list[np.ndarray]) -> int:
    """Return how many directions, one after the other, are stronger than chance."""
    for kept in range(len(strength)):
        rest = np.eye(len(strength)) - direction[:, :kept] @ direction[:, :kept].T
        chance = max(float(np.linalg.eigvalsh(rest @ mixed @ rest)[-1]) for mixed in shuffled)
        if strength[kept] <= max(chance, 1e-9):
            return kept
    return len(strength)


def _shuffled(halves, trust, block_of, precision, seed: int) -> list[np.ndarray]:
    """Return what halves share that were joined at random among customers."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(SHUFFLES):
        other = rng.permutation(halves.shape[1])
        known = (trust[0].T @ trust[1][other])[np.ix_(block_of, block_of)]
        found.append(_shared(halves[0], halves[1][other], known, precision))
    return found


def known_places(counts: Counts, mix: Mix) -> Knowledge:
    """Return what both halves together tell of each customer's place, and how surely."""
    totals, cases = _aligned(counts, mix)
    of_block = np.array([mix.blocks.index(block) for block, _ in mix.columns])
    heavier = mix.loadings / mix.noise[of_block][:, None]
    told = np.empty((len(totals), mix.directions))
    with one_thread():
        for rows in in_parts(len(totals)):
            beyond = totals[rows] - cases[rows][:, of_block] * mix.mean
            told[rows] = (beyond / mix.scale) @ heavier
    grams = np.stack([
        mix.loadings[of_block == place].T @ heavier[of_block == place]
        for place in range(len(mix.blocks))
    ])  # fmt: skip
    return Knowledge(told, cases, grams)


def places(counts: Counts, mix: Mix) -> np.ndarray:
    """Return the best linear guess of each customer's place, from all that is known of both halves.

    Returns
    -------
    ndarray of float, shape (customers, directions)
        0 is the average customer, and where a customer stands of whom nothing is known.
    """
    return best_guess(known_places(counts, mix))


def _aligned(counts: Counts, mix: Mix) -> tuple[np.ndarray, np.ndarray]:
    """Return totals and cases of both halves in the columns and blocks that were learnt."""
    return (
        _in_order(counts.totals, counts.columns, mix.columns),
        _in_order(counts.cases, counts.blocks, mix.blocks),
    )


def _in_order(halves: np.ndarray, own: list, wanted: list) -> np.ndarray:
    """Return the sum of the halves with its columns as wanted, 0 where there is no such column."""
    both = halves.sum(axis=0)
    if own == wanted:
        return both
    found = np.zeros((len(both), len(wanted)))
    place = {name: number for number, name in enumerate(own)}
    known = [number for number, name in enumerate(wanted) if name in place]
    found[:, known] = both[:, [place[wanted[number]] for number in known]]
    return found


def expected_share(points: np.ndarray, mix: Mix, column: tuple[str, str]) -> np.ndarray:
    """Return `expected_shares` of one block and mark, one element per row of the points."""
    values = mix.mean + mix.scale * (points @ mix.loadings.T)
    return values[:, mix.columns.index(column)].clip(0, 1)


def expected_shares(points: np.ndarray, counts: Counts, mix: Mix) -> pd.DataFrame:
    """Return what each customer is expected to do, given all that is known of the customer.

    Returns
    -------
    DataFrame
        Indexed by customer, a column ``block=mark`` for each mark that counts: shares
        between 0 and 1, and means in their own unit; without what says nothing more, the
        no of a block that asks yes or no, and what is rare.
    """
    values = mix.mean + mix.scale * (points @ mix.loadings.T)
    frame = pd.DataFrame(values, index=counts.customers, columns=names(mix.columns))
    shares = [name for name, (_, mark) in zip(frame, mix.columns, strict=True) if mark != MEAN]
    frame[shares] = frame[shares].clip(0, 1)
    return frame[telling(frame)]
