"""Names of groups from their data: which features say best what sets a group apart.

A name is a few features with a semicolon between them, such as
``category=fitness;channel=app``; a mean or a figure in it is *high* or *low*. What readers call
them is a matter of reporting.
"""

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.clusters import signed_logs
from helpers.evidence.counts import MEAN, NO, YES

ALSO = ";"  # between the features of a name
MARKED = 0.5  # standard deviations of all customers from which a difference is worth a name
STILL = 0.25  # from which a name that a group has stays true
NEAR = 0.5  # of the strongest difference: what reaches it may go before, or stand beside it
WHAT = "category"
# The order of a name behind what customers buy. Blocks of one line say the same in other words:
# one of them at most is in a name, the first that comes near the strongest of its line.
SAME = (
    ("code", "offer", "price", "basket"), ("returned",), ("channel", "platform", "device"),
    ("time",), ("origin",), ("clicked", "opened"), ("recency_days",), ("frequency", "monetary"),
)  # fmt: skip
NO_NAMES = ("season", "weekday")  # what the calendar changes from quarter to quarter


class Mark(NamedTuple):
    """A feature as it stands in a name, and how strongly it sets the group apart."""

    feature: str
    block: str
    strength: float


def profile_of(features: pd.DataFrame, labels: np.ndarray | pd.Series) -> pd.DataFrame:
    """Return how far each group's mean of each feature lies above that of everybody else.

    Parameters
    ----------
    features : DataFrame
        One row per customer, numbers only; missing values are left out. Figures such as spend,
        which have no mark in their name, are taken by their signed log(1 + x).
    labels : array
        Group of each customer.

    Returns
    -------
    DataFrame
        Indexed by label, one column per feature, in standard deviations of all customers; 0
        where nothing differs or nothing is known. Without rows where there is one group.
    """
    groups = pd.unique(np.asarray(labels))
    if len(groups) < 2:
        return pd.DataFrame(columns=features.columns, dtype=float)
    values, labels = features.astype(float), np.asarray(labels)
    figures = [name for name in values if "=" not in str(name)]
    values[figures] = signed_logs(values[figures])
    sums, sizes = values.groupby(labels).sum(), values.groupby(labels).count()
    rest = (values.sum() - sums) / (values.count() - sizes)
    spread = values.std(ddof=0)
    apart = (sums / sizes - rest) / spread.where(spread > 1e-12)
    return apart.replace([np.inf, -np.inf], np.nan).fillna(0.0)


def name_features(profiles: pd.DataFrame, before: Mapping[str, str]) -> dict[str, str]:
    """Return the features that name each group, distinct from those of the other groups.

    A group keeps the name that it had while that is true: each feature still sets it apart in
    the same way. Otherwise the category that sets it apart most leads, or two, if
    nothing else is twice as strong; beside it stands what else sets it apart most. More is
    added where two groups would have one name.

    Parameters
    ----------
    profiles : DataFrame
        As from `profile_of`, indexed by id, in the order in which names are given.
    before : mapping of str to str
        Names that groups had, by id.

    Returns
    -------
    dict of str to str
        By id; empty for a group that nothing sets apart.
    """
    found: dict[str, str] = {}
    for group, row in profiles.iterrows():
        own = before.get(group)
        if own is not None and own not in found.values() and is_true(own, row):
            found[group] = own
    for group, row in profiles.iterrows():
        if group not in found:
            found[group] = _new_name(_marks(row), set(found.values()))
    return {group: found[group] for group in profiles.index}


def is_true(name: str, profile: pd.Series) -> bool:
    """Return whether each feature of a name still sets the group apart; of no features, if none."""
    strength = {mark.feature: mark.strength for mark in _marks(profile)}
    if not name:
        return max(strength.values(), default=0.0) < MARKED
    return all(strength.get(feature, 0.0) >= STILL for feature in name.split(ALSO))


def _marks(profile: pd.Series) -> list[Mark]:
    """Return what could name a group, the strongest first."""
    marks = [_mark(str(feature), float(apart)) for feature, apart in profile.items()]
    told = [mark for mark in marks if mark.strength > 0 and ALSO not in mark.feature]
    return sorted(told, key=lambda mark: (-mark.strength, mark.feature))


def _mark(feature: str, apart: float) -> Mark:
    """Return a feature as it stands in a name; of no strength where it does not belong there."""
    block, equals, answer = feature.rpartition("=")
    if block in NO_NAMES:
        return Mark(feature, block, 0.0)
    if not equals or answer == MEAN:
        block = block or feature
        return Mark(f"{block}={'high' if apart > 0 else 'low'}", block, abs(apart))
    if answer == YES and apart < 0:  # that something is not done says less
        return Mark(f"{block}={NO}", block, abs(apart) / 2)
    return Mark(feature, block, apart)


def _new_name(marks: list[Mark], taken: set[str]) -> str:
    """Return the shortest name that says enough and that no other group has."""
    lead = _lead(marks)
    if not lead and "" not in taken:
        return ""
    beside = _beside(marks, {mark.block for mark in lead})
    order = [*lead, *beside]
    order += [mark for mark in marks if mark not in order]
    room = 1 if lead and lead[0].block == WHAT else 2
    enough = len(lead) + sum(mark.strength >= MARKED for mark in beside[:room])
    names = [_joined(order[:number]) for number in range(max(enough, 1), len(order) + 1)]
    # Where all longer names are taken, whatever is left; of two groups alike, the same.
    names += [_joined(some) for number in (1, 2) for some in combinations(order, number)] + [""]
    return next((name for name in names if name not in taken), names[0])


def _joined(marks: list[Mark]) -> str:
    place = {block: number for number, line in enumerate(SAME) for block in line}
    behind = sorted(marks, key=lambda m: -1 if m.block == WHAT else place.get(m.block, len(SAME)))
    return ALSO.join(mark.feature for mark in behind)


def _lead(marks: list[Mark]) -> list[Mark]:
    """Return what a name begins with: one or two categories, or the strongest mark."""
    strong = [mark for mark in marks if mark.strength >= MARKED]
    what = [mark for mark in strong if mark.block == WHAT]
    if what and what[0].strength >= NEAR * strong[0].strength:
        return [mark for mark in what[:2] if mark.strength >= NEAR * what[0].strength]
    return strong[:1]


def _beside(marks: list[Mark], used: set[str]) -> list[Mark]:
    """Return what a name may go on with, one of each line of SAME, the strongest line first."""
    lines: dict[tuple[str, ...], list[Mark]] = {}
    for mark in marks:
        line = next((line for line in SAME if mark.block in line), (mark.block,))
        if mark.block != WHAT and not used & set(line):
            lines.setdefault(line, []).append(mark)
    return [
        min((mark for mark in own if mark.strength >= NEAR * own[0].strength),
            key=lambda mark: line.index(mark.block))
        for line, own in lines.items()
    ]  # fmt: skip
