"""The groups by which effects are told, each with the day on which it was known.

Tiers and classes are known of every snapshot day. Segments and personas are known of the as-of
day and of that of the quarter before alone: where an experiment began earlier, the change may
have formed them.
"""

from typing import Any

import pandas as pd

from helpers.workspace import Desk

TIERS = ("spend_tier", "frequency_tier", "value_class", "named_cell", "rfm_cell")
LATER = ("segment", "persona")
CUTS = (*TIERS, *LATER)
COLUMNS = ["customer_id", "known_on", "part"]


def groups_of(desk: Desk, cut: str) -> pd.DataFrame:
    """Return the group of every customer, by the day on which it was known.

    Parameters
    ----------
    desk : Desk
        Where `segments?` or `persona_members?` are read, and those of the quarter before.
    cut : str
        One of CUTS.

    Returns
    -------
    DataFrame
        One row per customer and day: `customer_id`, `known_on` and `part`; without rows where
        groups are not known.

    Raises
    ------
    ValueError
        If there is no such cut; names those that there are.
    """
    if cut not in CUTS:
        raise ValueError(f"cut {cut!r} is not known: choose one of {', '.join(CUTS)}")
    if cut in TIERS:
        return of_segments(desk.read("segments?"), cut)
    if cut == "segment":
        both = [desk.read("segments@previous?"), desk.read("segments?")]
        return pd.concat([of_segments(table, "segment_id") for table in both], ignore_index=True)
    before = desk.period.later(-1).last_day
    both = [(desk.read("persona_members@previous?"), before),
            (desk.read("persona_members?"), desk.as_of)]  # fmt: skip
    return pd.concat([_of_members(table, day) for table, day in both], ignore_index=True)


def of_segments(segments: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return one column of the table `segments` as groups, where it is known."""
    days = pd.to_datetime(segments["snapshot_day"]).astype("datetime64[us]")
    told = pd.DataFrame({"customer_id": segments["customer_id"], "known_on": days,
                         "part": segments[column]})  # fmt: skip
    return told.dropna(subset="part").reset_index(drop=True)


def _of_members(members: pd.DataFrame, day: Any) -> pd.DataFrame:
    """Return main personas as groups that were known on a day."""
    own = members[members["is_main"].astype(bool)].rename(columns={"persona_id": "part"})
    known = own.assign(known_on=pd.Series(pd.Timestamp(day), own.index, dtype="datetime64[us]"))
    return known[COLUMNS].reset_index(drop=True)


def part_of(units: pd.DataFrame, groups: pd.DataFrame, *, later: bool) -> pd.DataFrame:
    """Return each unit's group as it was newest before assignment.

    Parameters
    ----------
    units : DataFrame
        `customer_id` and `assigned_on`.
    groups : DataFrame
        As from `groups_of`.
    later : bool
        Whether groups that were formed later count where none of a unit was known before.

    Returns
    -------
    DataFrame
        `part`, missing where none is known, and `formed_after`, in the order of the units.
    """
    asked = units[["customer_id", "assigned_on"]].assign(place=range(len(units)))
    found = asked.merge(groups, on="customer_id")
    found["formed_after"] = found["known_on"].ge(found["assigned_on"])
    found = found if later else found[~found["formed_after"]]
    # Known before goes last; of several days the newest.
    order = found.sort_values(["place", "formed_after", "known_on"], ascending=[True, False, True])
    newest = order.groupby("place")[["part", "formed_after"]].last().reindex(asked["place"])
    newest["formed_after"] = newest["formed_after"].eq(True)
    return newest.set_axis(units.index)


def names_of(segments: pd.DataFrame, personas: pd.DataFrame, report: Any) -> dict[str, str]:
    """Return what readers call segments and personas, by id.

    Parameters
    ----------
    segments, personas : DataFrame
        The tables `segment_names` and `personas`; each may have no rows.
    """
    column = f"name_{report.wording.language}"
    names = dict(zip(personas["persona_id"], personas[column], strict=True))
    for _, own in segments.iterrows():
        given = own[column]
        name = given if isinstance(given, str) else report.group_name(own["features"])
        again = name in names.values()
        names[own["segment_id"]] = f"{name} ({own['segment_id']})" if again else name
    return names
