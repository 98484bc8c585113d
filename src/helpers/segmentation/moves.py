"""Who moved from one segment to another since the quarter before, and what explains it.

What a customer did up to last quarter is replaced, block by block, by what is known now; the
fewest blocks that bring the customer into the new segment explain the move.
"""

from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from helpers.evidence.basis import BEHAVIOUR, Basis, known_of
from helpers.evidence.counts import Counts
from helpers.evidence.knowledge import Knowledge, best_guess
from helpers.evidence.mix import known_places, only_blocks, some_customers
from helpers.segmentation.lasting import Segments
from helpers.segmentation.snapshots import Snapshots, on_day, with_orders

COLUMNS = ["customer_id", "from_id", "to_id", "why"]
ALSO = ";"  # between the blocks that explain a move
AT_A_TIME = 100_000  # places: of customers times sets of blocks

# From sets of blocks that are as now, and positions of customers, to where these stand.
Replacing = Callable[[list[tuple[str, ...]], np.ndarray], np.ndarray]


class Known(NamedTuple):
    """What is known of customers on one day: their rows of `segments`, and their counts."""

    scored: pd.DataFrame
    counts: Counts


def find_moves(segments: Segments, then: Known, now: Known) -> pd.DataFrame:
    """Return who moved, and the smallest set of changes that explains each move.

    Parameters
    ----------
    segments : Segments
        Of this quarter; they know those of the quarter before.
    then, now : Known
        Customers with orders, at the end of the quarter before and on the as-of day.

    Returns
    -------
    DataFrame
        The table `segment_moves`. `why` is exact: sets are tried by increasing size, and of
        several of one size the one is taken that brings the customer furthest into
        the new segment.
    """
    both = segments.of_customers.rename("to_id").to_frame()
    both["from_id"] = segments.before.members.reindex(both.index)
    moved = both[both["from_id"].notna() & both["from_id"].ne(both["to_id"])]
    known = moved.index.intersection(pd.Index(then.scored["customer_id"])).sort_values()
    moved = moved.loc[known].rename_axis("customer_id").reset_index()
    if moved.empty or segments.found.basis.traits is not None:  # of traits no earlier day is known
        return pd.DataFrame(columns=COLUMNS, dtype="str")
    place = replacing(segments.found.basis, known, then, now)
    why = smallest_sets(place, blocks_of(segments.found.basis), *_middles(segments), moved["to_id"])
    return moved.assign(why=pd.Series(why, dtype="str"))[COLUMNS]


def moves_of_quarter(
    segments: Segments, snapshots: Snapshots, counts: dict[date, Counts], days: list[date]
) -> pd.DataFrame:
    """Return `find_moves` from the snapshot before the as-of day to that day.

    Parameters
    ----------
    segments : Segments
        Of this quarter.
    snapshots : Snapshots
        As from `take_snapshots`.
    counts : dict of date to Counts
        As from `count_days`, of the last two days at least.
    days : list of date
        The snapshot days, oldest first.
    """
    if len(days) < 2:
        return pd.DataFrame(columns=COLUMNS, dtype="str")
    then, now = (
        Known(with_orders(on_day(snapshots.segments, day)), counts[day]) for day in days[-2:]
    )
    return find_moves(segments, then, now)


def blocks_of(basis: Basis) -> list[str]:
    """Return the blocks of features that can change: of what customers do, or of how they buy."""
    return basis.mix.blocks if basis.mix else BEHAVIOUR


def _middles(segments: Segments) -> tuple[np.ndarray, list[str]]:
    """Return the middle of each segment that stands, as its customers were found."""
    labels = segments.found.choice.labels
    middles = [segments.found.points[labels == label].mean(axis=0)
               for label in range(len(segments.ids))]  # fmt: skip
    return np.array(middles), segments.ids


def replacing(basis: Basis, customers: pd.Index, then: Known, now: Known) -> Replacing:
    """Return a function: where customers stand with some blocks as now and the others as then."""
    old, new = (_by_block(basis, known, customers) for known in (then, now))
    blocks = np.array(blocks_of(basis))

    def place(sets: list[tuple[str, ...]], which: np.ndarray) -> np.ndarray:
        turned = np.array([np.isin(blocks, some) for some in sets])
        change = new.told[:, which] - old.told[:, which]
        told = np.tensordot(turned.astype(float), change, axes=1) + old.told[:, which].sum(axis=0)
        cases = np.where(turned[:, None], new.cases[which], old.cases[which])
        rows = told.reshape(-1, told.shape[-1]), cases.reshape(-1, len(blocks))
        return best_guess(Knowledge(*rows, new.grams)).reshape(told.shape)

    return place


def _by_block(basis: Basis, known: Known, customers: pd.Index) -> Knowledge:
    """Return what is known of some customers, `told` with one layer per block."""
    if basis.mix is None:
        scored = known.scored.set_index("customer_id").loc[customers].reset_index()
        figures = known_of(basis, scored, known.counts)
        layers = np.eye(len(BEHAVIOUR))[:, None, :] * figures.told
        return figures._replace(told=layers)
    own = some_customers(known.counts, known.counts.customers.get_indexer(customers))
    alone = [only_blocks(own, np.array(own.blocks) == block) for block in basis.mix.blocks]
    told = np.stack([known_places(counts, basis.mix).told for counts in alone])
    return known_places(own, basis.mix)._replace(told=told)


def smallest_sets(
    place: Replacing, blocks: list[str], middles: np.ndarray, ids: list[str], wanted: pd.Series
) -> list[str | None]:
    """Return for each customer the fewest blocks with which the wanted segment is the nearest.

    Parameters
    ----------
    place : callable
        From sets of blocks that are as now, and positions of customers, to where these stand:
        an array of shape (sets, customers, directions).
    blocks : list of str
        All blocks, in the order in which sets of one size are tried.
    middles : ndarray of float, shape (segments, directions)
        Of the segments, by `ids`.
    wanted : Series of str
        The segment that each customer came into.

    Returns
    -------
    list of str or None
        Blocks with a semicolon between them; None where even all blocks do not lead there.
    """
    goal = pd.Index(ids).get_indexer(wanted)
    why: list[str | None] = [None] * len(goal)
    left = np.arange(len(goal))
    left = left[_ahead(place([tuple(blocks)], left), middles, goal)[0] > 0]
    for size in range(len(blocks) + 1):
        sets, best = list(combinations(blocks, size)), np.zeros(len(left))
        step = max(AT_A_TIME // max(len(left), 1), 1)
        for start in range(0, len(sets), step) if len(left) else ():
            some = sets[start : start + step]
            ahead = _ahead(place(some, left), middles, goal[left])
            for at in np.flatnonzero(ahead.max(axis=0) > best):
                why[left[at]] = ALSO.join(some[int(ahead[:, at].argmax())])
            best = np.maximum(best, ahead.max(axis=0))
        left = left[best <= 0]
    return why


def _ahead(points: np.ndarray, middles: np.ndarray, goal: np.ndarray) -> np.ndarray:
    """Return how much nearer the goal is than any other segment; not above 0 where it is not."""
    far = cdist(points.reshape(-1, points.shape[-1]), middles).reshape(*points.shape[:2], -1)
    who = np.arange(len(goal))
    own = far[:, who, goal]
    far[:, who, goal] = np.inf
    return far.min(axis=2) - own
