"""Decide which groups are withheld, so that no published table gives a small group away.

What a reader could know is taken at its worst: every figure shown as exact, every total as
known, and of a table with several labels each smaller table that its labels make (sizes by
segment and region give sizes by segment) as published elsewhere under this same rule.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.reporting.leeway import companions
from helpers.reporting.people import is_few, tells_of_few

DOMINANT = 0.10  # the p of the p % rule


class Amounts(NamedTuple):
    """What the amount of each group is made of: its sum, and its two largest contributions."""

    contributed: np.ndarray
    largest: np.ndarray
    second_largest: np.ndarray

    def dominated(self, rows: list[int]) -> bool:
        """Return whether the second of some groups could guess the first's amount within 10 %.

        References
        ----------
        Hundepool et al. (2012), Statistical Disclosure Control, section 4.2: the p % rule.
        """
        most = np.sort(np.concatenate([self.largest[rows], self.second_largest[rows]]))[-2:]
        others = self.contributed[rows].sum() - most.sum()
        return bool(most[-1] > 0 and others < DOMINANT * most[-1] - 1e-9)


def withheld_rows(
    sizes: np.ndarray,
    labels: pd.DataFrame,
    within: list[str],
    minimum: int,
    amounts: Amounts | None = None,
) -> list[int]:
    """Return the rows of a table that are withheld.

    Groups from 1 to ``minimum`` - 1 are, and those whose amount one person makes. Others
    are withheld beside them until whoever knows all totals, and every smaller table that
    the labels make, finds each small group possible at one person and above the minimum.

    Parameters
    ----------
    sizes : ndarray of float
        People in each row, missing where not known; rows of one total do not overlap.
    labels : DataFrame
        What names each row.
    within : list of str
        The labels that say to which total a row belongs.
    minimum : int
        Smallest group that is shown.
    amounts : Amounts, optional
        Amounts that the table shows, to be kept from telling one person's.
    """
    tables = _smaller_tables(labels, within)
    if np.isnan(sizes).any():  # withheld before, and what that takes with it
        parts = _groups(tables[1] if within and len(tables) > 2 else tables[0])
        return sorted(part[place] for part in parts for place in one_way(sizes[part], minimum))
    gone: list[set[int]] = []
    for place, codes in enumerate(tables):
        last = place == len(tables) - 1
        table = _Table(sizes, codes, tables[:place], gone, amounts if last else None)
        gone.append(table.withheld(minimum))
    return sorted(gone[-1])


def _smaller_tables(labels: pd.DataFrame, within: list[str]) -> list[np.ndarray]:
    """Return the group of each row in every table that labels make, the rows themselves last."""
    free = [name for name in labels if name not in within]
    choices = [[], within] if within else [[]]
    for number in range(1, len(free) + 1):
        choices += [[*within, *some] for some in combinations(free, number)]
    rows = np.arange(len(labels))
    tables: list[np.ndarray] = []
    for names in choices:
        codes = _codes(labels[names]) if names else np.zeros(len(labels), dtype=int)
        if not any(np.array_equal(codes, known) for known in [*tables, rows]):
            tables.append(codes)
    return [*tables, rows]


def _codes(labels: pd.DataFrame) -> np.ndarray:
    grouped = labels.groupby(list(labels), dropna=False, sort=False, observed=True)
    return pd.factorize(grouped.ngroup())[0]


def _groups(codes: np.ndarray) -> list[np.ndarray]:
    return [np.flatnonzero(codes == group) for group in range(codes.max(initial=-1) + 1)]


class _Table:
    """One table beside the smaller ones that it holds, each sum of which is known or withheld."""

    def __init__(self, sizes, codes, smaller, gone, amounts) -> None:
        self.rows = _groups(codes)
        self.sizes = np.array([sizes[some].sum() for some in self.rows])
        self.amounts = amounts
        self.parts: list[np.ndarray] = []  # cells of each total, where there is only one way
        self.known: list[np.ndarray] = []
        self.secret: list[np.ndarray] = []
        held = [(n, table) for n, table in enumerate(smaller) if _holds(codes, table)]
        for number, table in held:
            sums = [np.unique(codes[some]) for some in _groups(table)]
            self.known += [cells for g, cells in enumerate(sums) if g not in gone[number]]
            self.secret += [sums[g] for g in gone[number]]
            self.parts = sums
        # Totals that lie within one another are one way of adding up; several cross.
        crossed = len([n for n, _ in held if n > 0]) > 1
        self.one_way = not crossed and not self.secret

    def withheld(self, minimum: int) -> set[int]:
        """Return the cells of this table that are withheld."""
        if not self.parts:  # the total of all
            return self._small(minimum)
        if self.one_way:
            return {
                int(cells[place])
                for cells in self.parts
                for place in one_way(self.sizes[cells], minimum, self._of(cells))
            }
        small = self._small(minimum)
        secret = [np.array([cell]) for cell in small]
        secret += [cells for cells in self.secret if self.sizes[cells].sum() < minimum]
        return small | companions(self.sizes, self.known, secret, small, minimum)

    def _small(self, minimum: int) -> set[int]:
        return set(_too_small(self.sizes, minimum, self.amounts))

    def _of(self, cells: np.ndarray) -> Amounts | None:
        return self.amounts and Amounts(*(column[cells] for column in self.amounts))


def _holds(finer: np.ndarray, coarser: np.ndarray) -> bool:
    """Return whether each group of one table lies in one group of the other."""
    pairs = np.unique(np.column_stack([finer, coarser]), axis=0)
    return len(pairs) == len(np.unique(finer))


def one_way(sizes: np.ndarray, minimum: int, amounts: Amounts | None = None) -> list[int]:
    """Return the places, among groups of one known total, of those that are withheld."""
    hidden = set(_too_small(sizes, minimum, amounts))
    others = sorted({sizes[at] for at in range(len(sizes)) if at not in hidden and sizes[at] > 0})
    for companion in others:
        places = sorted(hidden)
        if not hidden or _enough(sizes, places, minimum, amounts):
            break
        # All groups of this size go together: which of them went first would tell something.
        hidden |= set(np.flatnonzero(sizes == companion).tolist())
    return sorted(hidden)


def _enough(sizes: np.ndarray, places: list[int], minimum: int, amounts: Amounts | None) -> bool:
    """Return whether groups that are withheld together protect one another."""
    dominated = amounts is not None and amounts.dominated(places)
    return not dominated and cannot_be_derived(sizes[places], minimum)


def _too_small(sizes: np.ndarray, minimum: int, amounts: Amounts | None) -> list[int]:
    few = [at for at, size in enumerate(sizes) if size != size or is_few(size, minimum)]
    if amounts is None:
        return few
    return sorted({*few, *(at for at in range(len(sizes)) if amounts.dominated([at]))})


def steps_withheld(sizes: np.ndarray, everybody: float, minimum: int) -> list[int]:
    """Return the places, among sizes that each are left of the one before, that are withheld.

    A step that leaves few, or leaves out few of those of the last step that is shown, is.
    """
    hidden, last = [], everybody
    for place, size in enumerate(sizes):
        if size != size or tells_of_few(size, last, minimum):
            hidden.append(place)
        else:
            last = size
    return hidden


def cannot_be_derived(sizes: Iterable[float], minimum: int) -> bool:
    """Return whether withheld sizes keep their leeway for who knows their sum and the rule.

    Each may then be anything from one to more than the minimum: the others have at
    least one person each.
    """
    sizes = list(sizes)
    total, number = sum(sizes), len(sizes)
    if total != total:
        return number > 1
    all_as_large_as_small_ones_can_be = total == number * (minimum - 1)
    return number > 1 and total - number >= minimum and not all_as_large_as_small_ones_can_be
