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
from threadpoolctl import threadpool_limits

from helpers.evidence.counts import MEAN, Counts, names, telling
from helpers.evidence.signal import centre_and_scale, deviations, measure_signal

SHUFFLES = 20  # of the second half, among customers, to see what chance alone brings


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
    """
    signal = measure_signal(counts)
    counts = only_blocks(counts, signal.useful)
    if not counts.blocks:
        return None
    between, noise = signal.between[signal.useful], signal.noise[signal.useful]
    mean, scale = centre_and_scale(counts)
    weight = _trust(counts, noise / between)
    halves = deviations(counts, mean, scale) * weight
    precision = np.sqrt(counts.cases.sum(axis=0).mean(axis=0) / noise)[counts.block_of]
    with threadpool_limits(1):  # the number of threads changes the last digits
        strength, direction = _directions(_shared(halves, weight, precision))
        chance = _shuffled(halves, weight, precision, seed)
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


def _trust(counts: Counts, half_known: np.ndarray) -> np.ndarray:
    """Return how far each half is to be trusted, from 0 without cases towards 1 with many."""
    trust = counts.cases / (counts.cases + half_known)
    return trust[:, :, counts.block_of]


def _shared(halves, weight, precision) -> np.ndarray:
    """Return what the halves share: covariances between columns, in units of chance."""
    shared, known = halves[0].T @ halves[1], weight[0].T @ weight[1]
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


def _shuffled(halves, weight, precision, seed: int) -> list[np.ndarray]:
    """Return what halves share that were joined at random among customers."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(SHUFFLES):
        other = rng.permutation(halves.shape[1])
        mixed, trust = (np.stack([pair[0], pair[1][other]]) for pair in (halves, weight))
        found.append(_shared(mixed, trust, precision))
    return found


def places(counts: Counts, mix: Mix) -> np.ndarray:
    """Return the best linear guess of each customer's place, from all that is known of both halves.

    Returns
    -------
    ndarray of float, shape (customers, directions)
        0 is the average customer, and where a customer stands of whom nothing is known.
    """
    totals, cases = _aligned(counts, mix)
    of_block = np.array([mix.blocks.index(block) for block, _ in mix.columns])
    heavier = mix.loadings / mix.noise[of_block][:, None]
    told = (totals - cases[:, of_block] * mix.mean) / mix.scale
    per_case = np.stack([
        mix.loadings[of_block == place].T @ heavier[of_block == place]
        for place in range(len(mix.blocks))
    ])  # fmt: skip
    with threadpool_limits(1):
        certainty = np.tensordot(cases, per_case, axes=1) + np.eye(mix.directions)
        return np.linalg.solve(certainty, (told @ heavier)[:, :, None])[:, :, 0]


def _aligned(counts: Counts, mix: Mix) -> tuple[np.ndarray, np.ndarray]:
    """Return totals and cases of both halves in the columns and blocks that were learnt."""
    totals = pd.DataFrame(
        counts.totals.sum(axis=0), columns=pd.MultiIndex.from_tuples(counts.columns or [("", "")])
    ) if counts.columns else pd.DataFrame(index=range(len(counts.customers)))  # fmt: skip
    cases = pd.DataFrame(counts.cases.sum(axis=0), columns=counts.blocks)
    wanted = pd.MultiIndex.from_tuples(mix.columns)
    return (
        totals.reindex(columns=wanted, fill_value=0.0).to_numpy(),
        cases.reindex(columns=mix.blocks, fill_value=0.0).to_numpy(),
    )


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
