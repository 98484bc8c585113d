"""Segments that last: the groups that the data make, under ids and names that go on."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from helpers.evidence import lineage
from helpers.evidence.clusters import group_names
from helpers.evidence.naming import name_features, profile_of
from helpers.evidence.standing import carried, dissolved, standing
from helpers.segmentation.finding import Found
from helpers.segmentation.rules import tree_rules
from helpers.workspace import Desk
from helpers.workspace.group_decisions import TABLE, Decided, decided, waiting_lines

KIND, PREFIX = "segment", "s"


class Before(NamedTuple):
    """What the quarter before left: the segment of each customer, names, and profiles, by id."""

    members: pd.Series
    names: pd.DataFrame
    profiles: pd.DataFrame


class Segments(NamedTuple):
    """The segments that stand.

    Attributes
    ----------
    found : Found
        As from `find_groups`, with the labels and rules of those that stand.
    ids : list of str
        By label.
    names, changes, profiles : DataFrame
        The tables `segment_names`, the largest first, `segment_changes` and
        `segment_profiles`.
    gone_to : dict of str to list of str
        Segments that were found and are vetoed, and where their customers stand.
    waiting : list of int
        Lines of decisions that wait for a segment which is not there.
    before : Before
        What the quarter before left.
    """

    found: Found
    ids: list[str]
    names: pd.DataFrame
    changes: pd.DataFrame
    profiles: pd.DataFrame
    gone_to: dict[str, list[str]]
    waiting: list[int]
    before: Before

    @property
    def of_customers(self) -> pd.Series:
        """The id of each customer's segment, by customer."""
        labels = self.found.choice.labels
        named = np.array(self.ids, dtype=object)[labels] if len(labels) else []
        return pd.Series(named, index=self.found.features.index, dtype="str")


def read_before(desk: Desk) -> Before:
    """Return what the quarter before left; without rows where it left nothing."""
    names = desk.read("segment_names@previous?").set_index("segment_id")
    long = desk.read("segment_profiles@previous?")
    profiles = long.pivot(index="segment_id", columns="feature", values="apart")
    segments = desk.read("segments@previous?")
    if "segment_id" not in segments:  # written before segments had ids
        segments = segments.assign(segment_id=None)
    own = segments.dropna(subset="segment_id").set_index("customer_id")["segment_id"]
    return Before(own.astype("str"), names, profiles)


def name_segments(desk: Desk, found: Found, *, seed: int) -> Segments:
    """Return the groups as segments that keep the ids and names of the quarter before.

    Parameters
    ----------
    desk : Desk
        Where the quarter before and analysts' decisions are read.
    found : Found
        As from `find_groups`.
    seed : int
        Of the rules, where a veto makes them anew.
    """
    decisions = desk.read(f"{TABLE}?")
    told, before, period = decided(decisions, KIND), read_before(desk), str(desk.period)
    own = pd.Series(found.choice.labels, index=found.features.index)
    profile = profile_of(found.features, own)
    handed = lineage.follow(
        own, before.members, profile_now=profile, profile_before=before.profiles,
        period=period, prefix=PREFIX, pinned=told.pinned,
    )  # fmt: skip
    ids = own.map(handed.ids)
    wanted = dissolved(_closeness(found, handed.ids), ids, told.vetoed)
    gone_to = {
        name: sorted(set(wanted[ids.eq(name)])) for name in sorted(set(ids) - set(wanted))
    }
    standing_now, order = _relabelled(found, wanted, handed.ids, seed=seed)
    profiles = profile_of(found.features, wanted).reindex(order).fillna(0.0)
    changes = lineage.changes(wanted, before.members, period=period)
    names = _names(wanted, profiles, changes, before, told, period)
    waited = carried(profile.rename(index=handed.ids), before.profiles,
                     [*told.pinned, *told.vetoed])  # fmt: skip
    return Segments(
        standing_now, order, names, changes, _long(waited), gone_to,
        waiting_lines(decisions, KIND, set(ids)), before,
    )  # fmt: skip


def _closeness(found: Found, ids: dict[int, str]) -> pd.DataFrame:
    """Return minus each customer's distance to the middle of each group."""
    labels = found.choice.labels
    middles = [found.points[labels == label].mean(axis=0) for label in ids]
    near = -cdist(found.points, np.array(middles)) if middles else None
    return pd.DataFrame(near, index=found.features.index, columns=list(ids.values()))


def _relabelled(
    found: Found, wanted: pd.Series, ids: dict[int, str], *, seed: int
) -> tuple[Found, list[str]]:
    """Return the groups that stand, and their ids by label; as they were found without a veto."""
    if set(wanted) == set(ids.values()):
        return found, [ids[label] for label in sorted(ids)]
    sizes = wanted.value_counts()
    order = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    labels = wanted.map({name: label for label, name in enumerate(order)}).to_numpy(dtype=int)
    rules = tree_rules(found.features, labels, seed=seed)
    return found._replace(choice=found.choice._replace(labels=labels), rules=rules), order


def _names(
    own: pd.Series, profiles: pd.DataFrame, changes: pd.DataFrame, before: Before, told: Decided,
    period: str,
) -> pd.DataFrame:  # fmt: skip
    """Return the table `segment_names`, the largest first."""
    sizes = own.value_counts()
    order = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    past = before.names["features"].to_dict()
    named = name_features(profiles.reindex(order), past)
    frame = pd.DataFrame({
        "segment_id": order, "features": [named[name] for name in order],
        "features_before": [
            past[name] if past.get(name, named[name]) != named[name] else None for name in order
        ],
        "customers": sizes.reindex(order).to_numpy(),
        "share": sizes.reindex(order).to_numpy() / max(len(own), 1),
        "pinned": [name in told.pinned for name in order],
    }).astype({"segment_id": "str", "features": "str", "features_before": "str"})  # fmt: skip
    frame = frame.join(told.names, on="segment_id")
    return frame.join(standing(order, changes, before.names, period=period), on="segment_id")


def _long(profiles: pd.DataFrame) -> pd.DataFrame:
    """Return the table `segment_profiles`."""
    wide = profiles.rename_axis("segment_id").reset_index()
    return wide.melt("segment_id", var_name="feature", value_name="apart").dropna()


def with_ids(frame: pd.DataFrame, segments: Segments) -> pd.DataFrame:
    """Return a frame with the segments' ids in place of the letters of groups."""
    ids = dict(zip(group_names(range(len(segments.ids))), segments.ids, strict=True))
    named = frame.assign(cluster=frame["cluster"].map(ids).astype("str"))
    return named.rename(columns={"cluster": "segment_id"})


def with_segments(rows: pd.DataFrame, segments: Segments) -> pd.DataFrame:
    """Return the table `segments` with the segment of each row of its newest snapshot."""
    newest = rows["snapshot_day"].eq(rows["snapshot_day"].max())
    return rows.assign(segment_id=rows["customer_id"].map(segments.of_customers).where(newest))
