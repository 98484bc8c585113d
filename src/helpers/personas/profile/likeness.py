"""Whom somebody is like: how well acts fit what the members of each persona do.

Of each persona the shares of marks are known. A person's acts are held against them as
drawn from these shares, with the measured surplus of spread that acts of one person have
over independent ones: a hundred visits of one person tell less than a hundred of many.

References
----------
Williams (1982), "Extra-binomial variation in logistic linear models", Applied Statistics
31 (effective numbers of cases). Guo et al. (2017), "On calibration of modern neural
networks", ICML (one temperature).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.counts import MEAN, Counts

SMOOTHING = 0.5  # cases added to every mark, so that what was never seen is not impossible
TEMPERATURES = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
FOLDS = 5
MOST_TAUGHT = 20_000  # customers from whom personas are learnt; of more, evenly spread by id


class Likeness(NamedTuple):
    """What the members of each persona do.

    Attributes
    ----------
    personas : list of str
    prior : ndarray of float, shape (personas,)
        Share of members.
    columns : list of (str, str)
    blocks : list of str
    shares : ndarray of float, shape (personas, columns)
        Share of each mark among the members' cases of its block.
    surplus : ndarray of float, shape (blocks,)
        How alike acts of one person are, beyond the persona: 0 independent, 1 all the same.
    temperature : float
        By what evidence is divided, because blocks hang together.
    """

    personas: list[str]
    prior: np.ndarray
    columns: list[tuple[str, str]]
    blocks: list[str]
    shares: np.ndarray
    surplus: np.ndarray
    temperature: float = 1.0


def flat(counts: Counts) -> tuple[np.ndarray, np.ndarray, list[tuple[str, str]], list[str]]:
    """Return cases by mark and by block of both halves, of blocks of shares alone."""
    blocks = [name for name in counts.blocks if (name, MEAN) not in counts.columns]
    columns = [at for at, (name, _) in enumerate(counts.columns) if name in blocks]
    places = [counts.blocks.index(name) for name in blocks]
    return (
        counts.totals.sum(axis=0)[:, columns], counts.cases.sum(axis=0)[:, places],
        [counts.columns[at] for at in columns], blocks,
    )  # fmt: skip


def learn_likeness(
    counts: Counts, main: pd.Series, *, temperature: float | None = None
) -> Likeness:
    """Return what the members of each persona do, and how certain evidence is.

    Parameters
    ----------
    counts : Counts
        Of customers who have a persona.
    main : Series of str
        Their personas, by customer, in the order of `counts.customers`.
    temperature : float, optional
        By what evidence is divided; by default what foretells customers left out best.
    """
    step = -(-max(len(main), 1) // MOST_TAUGHT)
    counts, main = only(counts, np.arange(0, len(main), step)), main.iloc[::step]
    plain = _shares_of(counts, main)
    if temperature is not None:
        return plain._replace(temperature=temperature)
    held_out = np.stack([
        _evidence(_shares_of(part, main[part.customers], names=plain.personas), rest)
        for part, rest in _folds(counts)
    ]) if len(main) >= FOLDS else np.zeros((0, 0, 0))  # fmt: skip
    return plain._replace(temperature=_temperature(held_out, counts, main, plain))


def _folds(counts: Counts):
    """Yield the customers outside each fold, and those within it; the folds are of one size."""
    rows = len(counts.customers) - len(counts.customers) % FOLDS
    for fold in range(FOLDS):
        inside = np.arange(fold, rows, FOLDS)
        outside = np.setdiff1d(np.arange(len(counts.customers)), inside)
        yield only(counts, outside), only(counts, inside)


def only(counts: Counts, rows: np.ndarray) -> Counts:
    """Return the counts of some customers."""
    if np.array_equal(rows, np.arange(len(counts.customers))):
        return counts
    return counts._replace(
        customers=counts.customers[rows], totals=counts.totals[:, rows], cases=counts.cases[:, rows]
    )


def half_alone(counts: Counts, half: int) -> Counts:
    """Return counts of which one half alone is left: their arrays are one deep, not two."""
    own = slice(half, half + 1)
    return counts._replace(totals=counts.totals[own], cases=counts.cases[own])


def _temperature(held_out, counts: Counts, main: pd.Series, plain: Likeness) -> float:
    """Return by what to divide evidence so that customers left out are foretold best."""
    if not held_out.size:
        return 1.0
    rows = len(counts.customers) - len(counts.customers) % FOLDS
    truth = np.stack([
        pd.Index(plain.personas).get_indexer(main.iloc[np.arange(fold, rows, FOLDS)])
        for fold in range(FOLDS)
    ])  # fmt: skip
    fits = []
    for temperature in TEMPERATURES:
        degrees = _softmax(np.log(plain.prior) + held_out / temperature)
        fits.append(np.log(np.take_along_axis(degrees, truth[..., None], axis=2)).mean())
    return TEMPERATURES[int(np.argmax(fits))]


def _shares_of(counts: Counts, main: pd.Series, names: list[str] | None = None) -> Likeness:
    totals, cases, columns, blocks = flat(counts)
    names = names or sorted(main.unique())
    group = pd.Index(names).get_indexer(main)
    of_block = np.array([blocks.index(name) for name, _ in columns], dtype=int)
    sums = SMOOTHING + np.stack([totals[group == one].sum(axis=0) for one in range(len(names))])
    shares = sums / by_block(sums, of_block, len(blocks))[:, of_block]
    prior = (np.bincount(group, minlength=len(names)) + SMOOTHING) / (
        len(group) + SMOOTHING * len(names)
    )
    surplus = _surplus(totals, cases, shares[group], of_block)
    return Likeness(names, prior, columns, blocks, shares, surplus)


def _misfit(totals, cases, expected, of_block) -> np.ndarray:
    """Return Pearson's chi-square of each customer and block."""
    hoped = cases[:, of_block] * expected
    with np.errstate(invalid="ignore", divide="ignore"):
        each = np.where(hoped > 0, (totals - hoped) ** 2 / hoped, 0.0)
    return by_block(each, of_block, cases.shape[1])


def by_block(values: np.ndarray, of_block: np.ndarray, blocks: int) -> np.ndarray:
    """Return the sum of each row's columns within each block; a block's columns stand together."""
    if not blocks:
        return np.zeros((len(values), 0))
    return np.add.reduceat(values, np.searchsorted(of_block, np.arange(blocks)), axis=1)


def _surplus(totals, cases, expected, of_block) -> np.ndarray:
    marks = np.bincount(of_block, minlength=cases.shape[1])
    several = np.where(cases >= 2, cases, 0)
    found = np.where(cases >= 2, _misfit(totals, cases, expected, of_block), 0)
    free = np.maximum(marks - 1, 1)
    beyond = (found - free * (several > 0)).sum(axis=0)
    room = (free * np.maximum(several - 1, 0)).sum(axis=0)
    return np.clip(np.divide(beyond, room, out=np.zeros(len(marks)), where=room > 0), 0, 1)


def _evidence(known: Likeness, counts: Counts) -> np.ndarray:
    """Return each customer's evidence for each persona, before it is divided."""
    totals, cases = aligned(known, counts)
    of_block = np.array([known.blocks.index(name) for name, _ in known.columns], dtype=int)
    worth = 1 / (1 + np.maximum(cases - 1, 0) * known.surplus)
    return (totals * worth[:, of_block]) @ np.log(known.shares).T


def aligned(known: Likeness, counts: Counts) -> tuple[np.ndarray, np.ndarray]:
    """Return cases by mark and by block in the columns that were learnt; new marks are left out."""
    wide, _, columns, _ = flat(counts)
    if columns != known.columns:
        own = pd.MultiIndex.from_tuples(columns or [("", "")])[: len(columns)]
        frame = pd.DataFrame(wide.T, index=own)
        wide = frame.reindex(known.columns, fill_value=0.0).to_numpy().T
    of_block = np.array([known.blocks.index(name) for name, _ in known.columns], dtype=int)
    return wide, by_block(wide, of_block, len(known.blocks))


def degrees_of(known: Likeness, counts: Counts) -> pd.DataFrame:
    """Return how probable each persona is for each customer, from these acts alone."""
    told = np.log(known.prior) + _evidence(known, counts) / known.temperature
    return pd.DataFrame(_softmax(told), index=counts.customers, columns=known.personas)


def distances_to(known: Likeness, counts: Counts, personas: pd.Series) -> np.ndarray:
    """Return how far each customer's acts lie from what members of a persona do; about 1 for one.

    Pearson's chi-square over all blocks, by what it comes to among the persona's members.
    """
    totals, cases = aligned(known, counts)
    of_block = np.array([known.blocks.index(name) for name, _ in known.columns], dtype=int)
    place = pd.Index(known.personas).get_indexer(personas)
    found = _misfit(totals, cases, known.shares[place], of_block)
    free = np.maximum(np.bincount(of_block, minlength=len(known.blocks)) - 1, 1)
    usual = free * (1 + np.maximum(cases - 1, 0) * known.surplus) * (cases > 0)
    return found.sum(axis=1) / np.maximum(usual.sum(axis=1), 1e-9)


def _softmax(told: np.ndarray) -> np.ndarray:
    raised = np.exp(told - told.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
