"""Groups through time: who goes on under the id of the quarter before, and what became of others.

A group is known again by its members and, where few of them are in both quarters, by its
profile. How far two groups hold the same customers is measured beyond chance, so that two
large groups do not count as one for being large.

References
----------
Kuhn (1955), "The Hungarian method for the assignment problem". Spiliopoulou, Ntoutsi,
Theodoridis and Schult (2006), "MONIC: modeling and monitoring cluster transitions".
"""

import hashlib
from collections.abc import Hashable, Iterable
from itertools import count
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from helpers.evidence.overlap import beyond_chance, likeness, overlap

MAJORITY = 0.5  # beyond chance: what counts as "most" of a group
LEAST_OVERLAP = 0.25  # a group that shares less of all customers of the two is another one
PROFILE_COUNTS_FOR = 20  # customers: a profile speaks as loudly as so many who are in both
SAME_PROFILE = 0.75  # a group as alike as this is the same one, whoever passes through it
PINNED_FIRST = 10.0  # more than all scores of ids that nobody pinned can come to for one group
DIGITS = 4  # of an id

COLUMNS = ["period", "from_id", "to_id", "kind", "customers", "share_from", "share_to"]


class Lineage(NamedTuple):
    """`ids` by label of this quarter's groups, and `changes`, as from `changes`."""

    ids: dict[Hashable, str]
    changes: pd.DataFrame


def follow(
    now: pd.Series,
    before: pd.Series,
    *,
    profile_now: pd.DataFrame,
    profile_before: pd.DataFrame,
    period: str,
    prefix: str,
    pinned: Iterable[str] = (),
) -> Lineage:
    """Return the lasting ids of this quarter's groups, by optimal matching with those before.

    Of all ways to hand down ids, each to one group at most, the one is taken whose pairs
    have most in common. A pair is eligible where, beyond chance, most of the smaller group is
    in the larger one, and the two share a quarter of their customers at least; a profile
    counts as so many customers beside that, and decides where hardly anybody is in both.
    Where the profile is the same, the group is, though customers pass through it, as through
    that of who bought lately; groups that hold their members go first all the same. What
    stays without an id is new: its id is a hash of prefix, period and its first member, so
    that neither the order nor the numbers of groups matter. A group that is absent for a
    quarter comes back under a new id, unless its profile is carried along (`carried`).

    Parameters
    ----------
    now : Series
        Label of each customer's group, by customer.
    before : Series of str
        Id of each customer's group in the quarter before, by customer; empty at the start.
    profile_now : DataFrame
        What is known of each group: indexed by label, one column per feature, in units
        that can be compared, such as standard deviations of all customers.
    profile_before : DataFrame
        The same of the quarter before, indexed by id; also of ids that have no members but
        are waited for. Features that only one of the two has do not count.
    period : str
        This quarter, such as ``2026Q3``.
    prefix : str
        Of new ids, such as ``s`` for ``s-1a2b``.
    pinned : iterable of str
        Ids that go on wherever a customer of theirs is, before all others.
    """
    now, before = now.dropna(), before.dropna().astype("str")
    first = now.index.to_series().groupby(now).min().sort_values()
    labels, known = list(first.index), sorted({*before, *profile_before.index})
    taken = set(known)
    ids = _handed_down(now, before, labels, known, (profile_now, profile_before), set(pinned))
    for label in labels:
        if label not in ids:
            ids[label] = _new_id(prefix, period, str(first[label]), taken)
            taken.add(ids[label])
    return Lineage(ids, changes(now.map(ids), before, period=period))


def _handed_down(now, before, labels, known, profiles, pinned) -> dict[Hashable, str]:
    """Return the ids that groups take over from the quarter before, by label."""
    if not labels or not known:
        return {}
    found = overlap(now, before, labels, known)
    alike = likeness(*(frame.reindex(names) for frame, names in zip(
        profiles, (labels, known), strict=True)))  # fmt: skip
    # Without a profile on both sides members alone speak.
    trust = found.smaller / (found.smaller + PROFILE_COUNTS_FOR)
    trust, alike = np.where(np.isnan(alike), 1.0, trust), np.nan_to_num(alike)
    score = trust * found.jaccard + (1 - trust) * alike
    most = trust * found.h + (1 - trust) * alike
    eligible = (most >= MAJORITY) & (score >= LEAST_OVERLAP) | (alike >= SAME_PROFILE)
    first = np.array([name in pinned for name in known]) & (found.shared > 0)
    eligible |= first
    # Where two ways come to the same, the smaller id goes first.
    worth = np.where(eligible, score + PINNED_FIRST * first - 1e-9 * np.arange(len(known)), 0)
    pairs = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return {labels[row]: known[column] for row, column in pairs if eligible[row, column]}


def _new_id(prefix: str, period: str, member: str, taken: set[str]) -> str:
    """Return a short id that nobody has: the hash of who is first in the group, and since when."""
    for number in count():
        text = "|".join([prefix, period, member, str(number)])
        name = f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()[:DIGITS]}"
        if name not in taken:
            return name
    raise AssertionError("count() does not end")


def changes(now: pd.Series, before: pd.Series, *, period: str) -> pd.DataFrame:
    """Return what became of each group, and where each group comes from.

    Parameters
    ----------
    now, before : Series of str
        Lasting id of each customer's group, by customer, in this quarter and before.
    period : str
        This quarter.

    Returns
    -------
    DataFrame
        One row per group before (`from_id`) and group now (`to_id`) that share customers,
        with their number, its share of each of the two groups, and a `kind`: *kept*, the
        same group; *split*, a new group most of which was in that one; *merge*, a group that
        ended and most of which is in this one; *moved*, anybody else. A new group of other
        origin is a *birth*, without `from_id`; a group that ended otherwise a
        *death*, without `to_id`. Without rows where there is no quarter before.
    """
    now, before = now.dropna().astype("str"), before.dropna().astype("str")
    if before.empty:
        return _typed(pd.DataFrame(columns=COLUMNS))
    to_ids, from_ids = sorted(set(now)), sorted(set(before))
    shared = overlap(now, before, to_ids, from_ids).shared
    sizes = now.value_counts()[to_ids].to_numpy(), before.value_counts()[from_ids].to_numpy()
    origin = _mostly(shared, sizes[0], [name not in from_ids for name in to_ids])
    heir = _mostly(shared.T, sizes[1], [name not in to_ids for name in from_ids])
    rows = [
        (from_ids[b], to_ids[n], _kind(to_ids[n] == from_ids[b], origin[n] == b, heir[b] == n),
         shared[n, b])
        for n, b in np.argwhere(shared > 0)
    ]  # fmt: skip
    rows += [
        (None, name, "birth", size) for name, size, mother in zip(
            to_ids, sizes[0], origin, strict=True)
        if name not in from_ids and mother is None
    ]  # fmt: skip
    rows += [
        (name, None, "death", size)
        for place, (name, size) in enumerate(zip(from_ids, sizes[1], strict=True))
        if name not in to_ids and heir[place] is None and place not in origin
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS[1:5])
    frame.insert(0, "period", period)
    frame["share_from"] = frame["customers"] / frame["from_id"].map(before.value_counts())
    frame["share_to"] = frame["customers"] / frame["to_id"].map(now.value_counts())
    return _typed(frame.sort_values(["from_id", "to_id"], ignore_index=True))


def _kind(same: bool, from_it: bool, into_it: bool) -> str:
    return "kept" if same else "split" if from_it else "merge" if into_it else "moved"


def _mostly(shared: np.ndarray, sizes: np.ndarray, asked: list[bool]) -> list[int | None]:
    """Return, for each row that is asked about, the column in which most of it is, or None.

    Most of the row must be known on the other side, and most of that, beyond chance, lie
    in the column.
    """
    rows, columns = shared.sum(axis=1)[:, None], shared.sum(axis=0)[None, :]
    chance = rows * columns / max(shared.sum(), 1)
    part = beyond_chance(shared, chance, np.broadcast_to(rows, shared.shape))
    best = part.argmax(axis=1)
    known = rows[:, 0] >= MAJORITY * sizes
    good = known & (part[np.arange(len(part)), best] >= MAJORITY)
    return [int(b) if g and a else None for b, g, a in zip(best, good, asked, strict=True)]


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    text = dict.fromkeys(["period", "from_id", "to_id", "kind"], "str")
    return frame.astype(text | {"customers": "int64", "share_from": float, "share_to": float})
