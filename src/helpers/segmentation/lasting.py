"""Segments that last: the groups that the data make, under ids and names that go on."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from helpers.evidence.clusters import group_names
from helpers.evidence.lasting import Before, Lasting, settle
from helpers.segmentation.finding import Found
from helpers.segmentation.rules import tree_rules
from helpers.workspace import Desk
from helpers.workspace.group_decisions import TABLE, Decided, decided, waiting_lines

KIND, PREFIX = "segment", "s"


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
    decisions, before = desk.read(f"{TABLE}?"), read_before(desk)
    told = decided(decisions, KIND)
    own = pd.Series(found.choice.labels, index=found.features.index)
    lasting = settle(
        own, found.features, _closeness(found), before, period=str(desk.period), prefix=PREFIX,
        pinned=told.pinned, vetoed=told.vetoed,
    )  # fmt: skip
    standing_now, order = _relabelled(found, lasting.members, lasting.found, seed=seed)
    return Segments(
        standing_now, order, _names(lasting, before, told), lasting.changes,
        _long(lasting.profiles), lasting.gone_to,
        waiting_lines(decisions, KIND, set(lasting.found.values())), before,
    )  # fmt: skip


def _closeness(found: Found) -> pd.DataFrame:
    """Return minus each customer's distance to the middle of each group, by label."""
    labels = found.choice.labels
    groups = sorted(set(labels))
    middles = [found.points[labels == label].mean(axis=0) for label in groups]
    near = -cdist(found.points, np.array(middles)) if middles else None
    return pd.DataFrame(near, index=found.features.index, columns=groups)


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


def _names(lasting: Lasting, before: Before, told: Decided) -> pd.DataFrame:
    """Return the table `segment_names`, the largest first."""
    past = before.names["features"].to_dict()
    sizes = lasting.members.value_counts().reindex(lasting.ids)
    frame = lasting.names.rename_axis("segment_id").reset_index()
    changed = [
        past[name] if past.get(name, now) != now else None
        for name, now in lasting.names["features"].items()
    ]
    frame = frame.assign(
        features_before=changed, customers=sizes.to_numpy(),
        share=sizes.to_numpy() / max(len(lasting.members), 1),
        pinned=[name in told.pinned for name in lasting.ids],
    )  # fmt: skip
    frame = frame.astype({"segment_id": "str", "features": "str", "features_before": "str"})
    return frame.join(told.names, on="segment_id")


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
