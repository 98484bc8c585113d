"""What readers call segments, and what is said about where they come from."""

from typing import Any

import pandas as pd

from helpers.segmentation.lasting import Segments


def called(names: pd.DataFrame, report: Any) -> pd.Series:
    """Return what each segment is called, in the report's language, by id.

    A name that an analyst gave goes before the one that the features make; two segments that
    would have one name carry their id.

    Parameters
    ----------
    names : DataFrame
        The table `segment_names`.
    """
    rows = names if "segment_id" in names else names.reset_index()
    given = rows[f"name_{report.wording.language}"]
    made = [report.group_name(features) for features in rows["features"]]
    told = given.where(given.notna(), pd.Series(made, index=rows.index, dtype="str"))
    twice = told.duplicated(keep=False)
    told = told.where(~twice, told + " (" + rows["segment_id"] + ")")
    return pd.Series(told.to_numpy(), index=pd.Index(rows["segment_id"]), dtype="str")


def in_words(frame: pd.DataFrame, names: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return a frame with segments by name, in a column `segment` in place of `segment_id`."""
    said = frame.assign(segment_id=frame["segment_id"].map(called(names, report)))
    return said.rename(columns={"segment_id": "segment"})


def largest_first(frame: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with the rows of the largest segment first, and otherwise as they stand."""
    place = {name: number for number, name in enumerate(names["segment_id"])}
    return frame.sort_values(
        "segment_id", key=lambda ids: ids.map(place), kind="stable", ignore_index=True
    )


def roll(segments: Segments, report: Any) -> pd.DataFrame:
    """Return the segments for readers: name, id, size, since when, and what changed."""
    said = in_words(segments.names.assign(id=segments.names["segment_id"]), segments.names, report)
    change = "segment_" + said["change"]
    return said.assign(change=change)[["segment", "id", "customers", "share", "since", "change"]]


def lineage_key(segments: Segments) -> str:
    """Return the key of the sentence on what became of last quarter's segments."""
    if segments.before.members.empty:
        return "segmentation.lineage_first"
    return "segmentation.lineage_changes" if _changes(segments) else "segmentation.lineage_same"


def lineage_words(segments: Segments, report: Any) -> dict[str, Any]:
    """Return the values of that sentence."""
    told = [
        report.words(f"segmentation.change.{kind}", **words)
        for kind, words in _changes(segments, report)
    ]
    return {"changes": told} if told else {}


def _changes(segments: Segments, report: Any = None) -> list[tuple[str, dict[str, str]]]:
    """Return what changed, each with the names of its segments."""
    rows = segments.changes[segments.changes["kind"].isin(("split", "birth", "merge", "death"))]
    if report is None:
        return [(kind, {}) for kind in rows["kind"]]
    now = called(segments.names, report)
    was = called(segments.before.names, report)
    places = {"split": ("now", "was"), "birth": ("now",), "merge": ("was", "now"),
              "death": ("was",)}  # fmt: skip
    return [
        (row.kind, {place: now[row.to_id] if place == "now" else was.get(row.from_id, row.from_id)
                    for place in places[row.kind]})
        for row in rows.itertuples()
    ]  # fmt: skip


def names_key(segments: Segments) -> str:
    """Return the key of the sentence on names that are no longer true."""
    changed = segments.names["features_before"].notna().any()
    return "segmentation.names_changed" if changed else "segmentation.names_kept"


def names_words(segments: Segments, report: Any) -> dict[str, Any]:
    """Return the values of that sentence."""
    rows = segments.names.dropna(subset="features_before")
    told = [
        report.words("segmentation.name_changed", was=report.group_name(row.features_before),
                     now=report.group_name(row.features))
        for row in rows.itertuples()
    ]  # fmt: skip
    return {"changes": told} if told else {}


def decided_key(segments: Segments) -> str:
    """Return the key of the sentence on what analysts decided."""
    named = segments.names["name_en"].notna() | segments.names["pinned"]
    if named.any() or segments.gone_to or segments.waiting:
        return "segmentation.decided"
    return "segmentation.nothing_decided"


def decided_words(segments: Segments, report: Any) -> dict[str, Any]:
    """Return the values of that sentence."""
    if decided_key(segments) == "segmentation.nothing_decided":
        return {}
    now = called(segments.names, report)
    vetoed = [
        report.words("segmentation.vetoed", id=name, to=[now[to] for to in places])
        for name, places in segments.gone_to.items()
    ]
    names = segments.names
    return {
        "renamed": int(names["name_en"].notna().sum()), "pinned": int(names["pinned"].sum()),
        "vetoed": vetoed, "waiting": len(segments.waiting),
        "lines": [str(line) for line in segments.waiting],
    }  # fmt: skip
