"""One experiment as learners take it: who was treated, what was known before, what came."""

from typing import NamedTuple

import numpy as np
import pandas as pd

FEWEST = 200  # customers of an arm, below which nothing is learnt about differences


class Trial(NamedTuple):
    """The units of one experiment with two arms, one element per customer, in one order.

    Attributes
    ----------
    known : DataFrame
        What was known of each customer before assignment: numbers, none missing.
    treated : ndarray of bool
    outcome : ndarray of float
        What was measured after assignment; more is better.
    """

    known: pd.DataFrame
    treated: np.ndarray
    outcome: np.ndarray

    @property
    def share(self) -> float:
        """Share of the units that were treated (proportion)."""
        return float(self.treated.mean())

    def part(self, rows: np.ndarray) -> "Trial":
        """Return the trial of some of the units, by position or mask."""
        return Trial(self.known.iloc[rows], self.treated[rows], self.outcome[rows])


def make_trial(known: pd.DataFrame, treated: np.ndarray, outcome: np.ndarray) -> Trial:
    """Return a checked trial, its units sorted by id so that chance falls the same way each time.

    Parameters
    ----------
    known : DataFrame
        One row per unit, indexed by customer.
    treated : array of bool
    outcome : array of float

    Raises
    ------
    ValueError
        If lengths differ, a customer stands twice, a value is missing, or an arm has fewer than
        FEWEST units: names the arm or the column.
    """
    treated, outcome = np.asarray(treated, dtype=bool), np.asarray(outcome, dtype=float)
    if not len(known) == len(treated) == len(outcome):
        raise ValueError(f"{len(known)} customers, {len(treated)} arms and {len(outcome)} outcomes "
                         "are not of the same units")  # fmt: skip
    if known.index.has_duplicates:
        raise ValueError("a customer stands in two rows of what was known: one row per unit")
    missing = [str(name) for name in known if not np.isfinite(known[name].astype(float)).all()]
    missing += [] if np.isfinite(outcome).all() else ["the outcome"]
    if missing:
        raise ValueError(f"missing in some rows: {', '.join(missing)}")
    for arm, number in (("treatment", int(treated.sum())), ("control", int((~treated).sum()))):
        if number < FEWEST:
            raise ValueError(f"{arm}: {number} customers, and {FEWEST} are needed to learn from")
    order = np.argsort(known.index.to_numpy().astype("str"), kind="stable")
    return Trial(known.astype(float).iloc[order], treated[order], outcome[order])
