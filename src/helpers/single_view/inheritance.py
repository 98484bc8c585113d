"""Ids that last: a group keeps the id that most of its members had before."""

from collections.abc import Iterator
from itertools import count

import pandas as pd

from helpers.workspace import privacy


def inherited(groups: pd.Series, previous: pd.Series, *, kind: str) -> pd.Series:
    """Return the id of each member's group.

    Each earlier id goes to the group that has most of its members, each group takes the
    earlier id that most of its members had; the largest claims go first, ties by id. A group
    without a claim is new: its id is the keyed pseudonym of its smallest member.

    Parameters
    ----------
    groups : Series
        The group of each member, by member.
    previous : Series
        The id of each earlier member's group, by member; empty where there is no period before.
    kind : str
        What is named, such as ``household``: ids of two kinds never meet.

    Returns
    -------
    Series of str
        The id of each member's group, by member.
    """
    members = pd.DataFrame({"group": groups, "before": previous.reindex(groups.index)})
    smallest = pd.Series(groups.index, index=groups.index).groupby(groups).min()
    claims = members.dropna().groupby(["group", "before"]).size().rename("size").reset_index()
    claims["first"] = claims["group"].map(smallest)
    claims = claims.sort_values(["size", "before", "first"], ascending=[False, True, True])
    ids: dict = {}
    given: set[str] = set()
    for claim in claims.itertuples(index=False):
        if claim.group not in ids and claim.before not in given:
            ids[claim.group] = claim.before
            given.add(claim.before)
    # An id that somebody had before is never given to others, though nobody claims it.
    given |= set(previous.dropna())
    for group, member in smallest.sort_values().items():
        if group not in ids:
            ids[group] = next(own for own in _names(kind, member) if own not in given)
            given.add(ids[group])
    return groups.map(ids).astype("str")


def _names(kind: str, member: str) -> Iterator[str]:
    """Return the names that a new group may have: of its smallest member, then with a number."""
    yield privacy.pseudonym(kind, member)
    for number in count(2):
        yield privacy.pseudonym(kind, f"{member} {number}")
