"""What holds for groups that last: since when, from whom, and what analysts decided about them."""

from collections.abc import Iterable

import pandas as pd

FIRST, KEPT, BORN, SPLIT, MERGED = "first", "kept", "born", "split", "merged"


def standing(
    ids: Iterable[str], changes: pd.DataFrame, previous: pd.DataFrame, *, period: str
) -> pd.DataFrame:
    """Return since when each group stands, from which it came, and what changed.

    Parameters
    ----------
    ids : iterable of str
        The groups of this quarter.
    changes : DataFrame
        As from `lineage.changes`.
    previous : DataFrame
        Groups of earlier quarters, indexed by id, with `since` and `parent_id`; without
        rows where there is no quarter before.
    period : str
        This quarter.

    Returns
    -------
    DataFrame
        Indexed by id: `since` (the quarter of its birth), `parent_id` (the group it was
        split from, missing for others) and `change`: *first* where there is no quarter
        before, *kept*, *merged* (kept, and others were taken in), *born* or *split*.
    """
    frame = pd.DataFrame(index=pd.Index(sorted(ids), name="group_id", dtype="str"))
    of_kind = {kind: own for kind, own in changes.groupby("kind")} if len(changes) else {}
    none = changes.iloc[:0]
    frame["change"] = BORN if len(changes) or len(previous) else FIRST
    known = frame.index.isin(previous.index)
    frame.loc[known, "change"] = KEPT
    frame.loc[known & frame.index.isin(of_kind.get("merge", none)["to_id"]), "change"] = MERGED
    mother = of_kind.get("split", none).set_index("to_id")["from_id"]
    frame.loc[~known & frame.index.isin(mother.index), "change"] = SPLIT
    frame["parent_id"] = mother.reindex(frame.index).astype("str")
    frame.loc[known, "parent_id"] = previous["parent_id"].reindex(frame.index[known])
    frame["since"] = previous["since"].reindex(frame.index).fillna(period)
    return frame.astype("str")[["since", "parent_id", "change"]]


def dissolved(closeness: pd.DataFrame, own: pd.Series, vetoed: Iterable[str]) -> pd.Series:
    """Return each customer's group once vetoed groups may not stand on their own.

    Their members go to the nearest group that may; all others stay. Where every group is
    vetoed all stand, since somewhere customers must be.

    Parameters
    ----------
    closeness : DataFrame
        How near each customer is to each group, larger for nearer (a degree of membership,
        or minus the distance): indexed by customer, one column per id.
    own : Series of str
        Each customer's group, by customer.
    vetoed : iterable of str
        Ids of groups that are not to stand.
    """
    left = [name for name in sorted(closeness.columns) if name not in set(vetoed)]
    moving = own[~own.isin(left)]
    if not left or moving.empty:
        return own
    return own.mask(~own.isin(left), closeness.loc[moving.index, left].idxmax(axis="columns"))


def carried(
    profile_now: pd.DataFrame, profile_before: pd.DataFrame, wanted: Iterable[str]
) -> pd.DataFrame:
    """Return this quarter's profiles, and of wanted groups that are absent the last one known.

    So a group that was pinned, or vetoed, is known again whenever it comes back.

    Parameters
    ----------
    profile_now, profile_before : DataFrame
        Indexed by id, one column per feature.
    wanted : iterable of str
        Ids that are waited for.
    """
    absent = profile_before.index.isin(list(wanted)) & ~profile_before.index.isin(profile_now.index)
    return pd.concat([profile_now, profile_before[absent]])
