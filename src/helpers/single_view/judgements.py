"""What analysts decided about pairs of records: always together, or never, and for good."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from helpers.single_view.records import standing_for
from helpers.workspace import InputError

FILE = "same_person.csv"
SIDES = ["record_l", "record_r"]


class Judged(NamedTuple):
    """Decisions that hold.

    Attributes
    ----------
    together, apart : DataFrame
        `record_l`, `record_r` (the smaller first) and `line`, of the decisions' file.
    replaced : int
        Decisions that a later one about the same pair replaces.
    unknown : list of int
        Lines that name a record which is not there any more, or never was.
    """

    together: pd.DataFrame
    apart: pd.DataFrame
    replaced: int
    unknown: list[int]


def judged(decisions: pd.DataFrame, records: pd.DataFrame) -> Judged:
    """Return the decisions that hold for these records; of two about one pair, the later.

    Parameters
    ----------
    decisions : DataFrame
        The decisions `same_person`, indexed by line.
    records : DataFrame
        As from `gather`. A number that has got a contact since is that contact's.

    Raises
    ------
    InputError
        If decisions contradict one another: names their lines.
    """
    meant = standing_for(records)
    told = pd.DataFrame({
        "one": decisions["record"].map(meant), "two": decisions["other_record"].map(meant),
        "same": decisions["same"].astype(bool), "day": pd.to_datetime(decisions["day"]),
        "line": decisions.index,
    }).reset_index(drop=True)  # fmt: skip
    known = told.dropna(subset=["one", "two"])
    pairs = np.sort(known[["one", "two"]].to_numpy(dtype=object), axis=1)
    known = known.assign(record_l=pairs[:, 0], record_r=pairs[:, 1])
    _refuse(known.loc[known["record_l"].eq(known["record_r"]) & ~known["same"], "line"])
    known = known[known["record_l"].ne(known["record_r"])]
    holding = known.sort_values(["day", "line"]).drop_duplicates(SIDES, keep="last")
    together, apart = (
        holding.loc[holding["same"].eq(same), [*SIDES, "line"]].sort_values("line").astype(
            dict.fromkeys(SIDES, "str")).reset_index(drop=True)
        for same in (True, False)
    )  # fmt: skip
    _refuse_contradictions(together, apart)
    unknown = sorted(set(told["line"]) - set(told.dropna(subset=["one", "two"])["line"]))
    return Judged(together, apart, len(known) - len(holding), unknown)


def _refuse_contradictions(together: pd.DataFrame, apart: pd.DataFrame) -> None:
    """Refuse records that must be together by way of others, and must never be."""
    ids = pd.Index(pd.unique(pd.concat([together, apart])[SIDES].to_numpy().ravel()))
    if not len(ids):
        return
    one, other = (ids.get_indexer(together[side]) for side in SIDES)
    joined = coo_array((np.ones(len(one)), (one, other)), shape=(len(ids),) * 2)
    group = connected_components(joined, directed=False)[1]
    left, right = (group[ids.get_indexer(apart[side])] for side in SIDES)
    broken = apart[left == right]
    if len(broken):
        chain = together[np.isin(group[one], left[left == right])]
        _refuse(pd.concat([chain["line"], broken["line"]]))


def _refuse(lines: pd.Series) -> None:
    if len(lines):
        named = ", ".join(str(line) for line in sorted(lines))
        raise InputError(
            f"{FILE}: what line {named} says cannot all hold, since records that are one person "
            "with the same third record are one person too: add a later decision that mends one"
        )
