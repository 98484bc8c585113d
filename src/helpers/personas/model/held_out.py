"""How well personas foretell what they have not seen: log-likelihood beside the plain average.

Where customers' acts are counted, personas are learnt from one half of some customers'
records; of the others, one half says which persona they are, and the other half is foretold.
Where there are figures or traits alone, one at a time is hidden of the others and foretold.

References
----------
Smyth (2000), "Model selection for probabilistic clustering using cross-validated likelihood",
Statistics and Computing 10.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.basis import (
    BEHAVIOUR,
    Basis,
    behaviour_of,
    known_of,
    learn_basis,
)
from helpers.evidence.clusters import learn_scale, standardised
from helpers.evidence.counts import Counts
from helpers.evidence.knowledge import Knowledge
from helpers.evidence.mix import some_customers
from helpers.evidence.trait_mix import standardised_traits

FOLDS = 2  # each customer is foretold from the others
LEAST_SPREAD = 0.3  # of a figure within a persona, in standard deviations of all customers
PLAIN_COUNTS_FOR = 1.0  # cases of the plain average that are added to each persona's


class Customers(NamedTuple):
    """What is known of some customers, as `learn_basis` takes it; rows of `scored` are sorted."""

    scored: pd.DataFrame
    counts: Counts
    traits: pd.DataFrame | None

    def of(self, rows: np.ndarray) -> "Customers":
        """Return some of the customers."""
        scored = self.scored.iloc[rows].reset_index(drop=True)
        own = self.counts.customers.get_indexer(scored["customer_id"])
        return Customers(scored, some_customers(self.counts, own), self.traits)

    def known(self, basis: Basis, *, without: str | None = None) -> Knowledge:
        """Return what is known of their places."""
        return known_of(basis, self.scored, self.counts, self.traits, without=without)


class Trial(NamedTuple):
    """One thing to foretell: what is seen of whom, and what came.

    Attributes
    ----------
    basis : Basis
        Learnt from the customers who teach.
    seen : function of Basis
        Returns what is seen of all customers' places.
    teach : ndarray of bool
        Who teaches; the others are foretold.
    outcome : ndarray of float, shape (customers, columns)
        Counts of marks, or one figure, missing where it is not known.
    blocks : ndarray of int or None
        Which columns are marks of one block; None for a figure.
    """

    basis: Basis
    seen: Callable[[Basis], Knowledge]
    teach: np.ndarray
    outcome: np.ndarray
    blocks: np.ndarray | None


def trials(customers: Customers, basis: Basis, *, seed: int) -> list[Trial]:
    """Return all that is to be foretold: halves of records, or figures one by one."""
    rng = np.random.default_rng(seed)
    fold = rng.permutation(np.arange(len(customers.scored)) % FOLDS)
    found = []
    for number in range(FOLDS):
        teach = fold != number
        own = customers.of(np.flatnonzero(teach))
        learnt = learn_basis(*own, seed=seed)
        if learnt.name == basis.name:
            made = _halves if learnt.name == "mix" else _figures
            found += made(customers, learnt, teach)
    return found


def _halves(customers: Customers, basis: Basis, teach: np.ndarray) -> list[Trial]:
    """Return two trials: the second half of records from the first, and the other way round."""
    counts = customers.counts
    order = counts.customers.get_indexer(customers.scored["customer_id"])
    used = np.array([block in basis.mix.blocks for block, _ in counts.columns])
    columns = np.flatnonzero(used & counts.are_shares)
    found = []
    for half in (0, 1):
        keep = np.array([half == 0, half == 1], dtype=float)[:, None, None]
        part = counts._replace(totals=counts.totals * keep, cases=counts.cases * keep)
        seen = customers._replace(counts=part).known
        outcome = counts.totals[1 - half][np.ix_(order, columns)]
        found.append(Trial(basis, seen, teach, outcome, counts.block_of[columns]))
    return found


def _figures(customers: Customers, basis: Basis, teach: np.ndarray) -> list[Trial]:
    """Return a trial for each figure or trait: it is foretold from the others."""
    if basis.traits is not None:
        names = basis.traits.names
        values = standardised_traits(
            customers.traits.reindex(customers.scored["customer_id"]), basis.traits
        )
    else:
        names, figures = BEHAVIOUR, behaviour_of(customers.scored)
        values = standardised(figures, learn_scale(figures[teach]))

    def hiding(name: str) -> Callable[[Basis], Knowledge]:
        return lambda own: customers.known(own, without=name)

    return [
        Trial(basis, hiding(name), teach, values[:, [place]], None)
        for place, name in enumerate(names)
    ]


def foretold(trial: Trial, degrees: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how much better than the plain average each customer's outcome is foretold.

    Parameters
    ----------
    degrees : ndarray, shape (customers, personas)
        From what is seen. Of those who teach, they say what each persona does; of the others,
        which persona they are.

    Returns
    -------
    gain : ndarray of float, shape (customers,)
        Log-likelihood less that of the plain average, summed over cases (nats).
    cases : ndarray of float, shape (customers,)
        How many cases were foretold; 0 of those who teach.
    """
    tell = _marks if trial.blocks is not None else _figure
    gain, cases = tell(trial, degrees)
    told = ~trial.teach
    return np.where(told, gain, 0.0), np.where(told, cases, 0.0)


def _marks(trial: Trial, degrees: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    counted, teach = trial.outcome, trial.teach
    same = trial.blocks[:, None] == trial.blocks
    summed = degrees[teach].T @ counted[teach]
    plain = counted[teach].sum(axis=0) + 1e-3
    plain = plain / (plain @ same)
    shares = (summed + PLAIN_COUNTS_FOR * plain) / (summed @ same + PLAIN_COUNTS_FOR)
    better = np.log(degrees @ shares) - np.log(plain)
    return (counted * better).sum(axis=1), counted.sum(axis=1)


def _figure(trial: Trial, degrees: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values = trial.outcome[:, 0]
    known = ~np.isnan(values)
    teach = trial.teach & known
    filled = np.where(known, values, 0.0)
    own = degrees[teach]
    size = own.sum(axis=0) + PLAIN_COUNTS_FOR
    mean, spread = filled[teach].mean(), max(filled[teach].std(), LEAST_SPREAD)
    centre = (own.T @ filled[teach] + PLAIN_COUNTS_FOR * mean) / size
    off = own.T @ filled[teach] ** 2 + PLAIN_COUNTS_FOR * (mean**2 + spread**2)
    spreads = np.sqrt(np.maximum(off / size - centre**2, LEAST_SPREAD**2))
    told = (degrees * _density(filled[:, None], centre, spreads)).sum(axis=1)
    plain = _density(filled, mean, spread)
    with np.errstate(divide="ignore"):
        gain = np.log(np.maximum(told, 1e-300)) - np.log(np.maximum(plain, 1e-300))
    return np.where(known, gain, 0.0), known.astype(float)


def _density(values, mean, spread):
    return np.exp(-(((values - mean) / spread) ** 2) / 2) / spread
