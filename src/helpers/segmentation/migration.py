"""Moves between segments as readers are told of them: how many went where, and for what."""

from typing import Any

import pandas as pd

from helpers.segmentation.calling import called
from helpers.segmentation.lasting import Segments
from helpers.segmentation.moves import ALSO


def stays(segments: Segments) -> tuple[int, int]:
    """Return how many customers of both quarters stand in another segment, and how many are both.

    A segment that went over into another one, or parted from one, makes its customers move.
    """
    both = segments.changes.dropna(subset=["from_id", "to_id"])
    return int(both.loc[both["kind"].ne("kept"), "customers"].sum()), int(both["customers"].sum())


def flows(segments: Segments, report: Any) -> pd.DataFrame:
    """Return how many customers stayed in each segment or went from one to another.

    Returns
    -------
    DataFrame
        `segment_before`, `segment` and `customers`, rounded, the largest first; moves of few
        customers, and those from which these could be worked out, are left out.
    """
    both = segments.changes.dropna(subset=["from_id", "to_id"])
    was, now = called(segments.before.names, report), called(segments.names, report)
    told = both[["from_id", "to_id", "customers"]]
    # Withheld by ids, so that those who stayed count in the total of their segment.
    safe = report.safe(told, count="customers", labels=["from_id", "to_id"]) if len(told) else told
    safe = safe.dropna(subset="customers").astype({"customers": "int64"})
    stayed = safe["from_id"].eq(safe["to_id"])
    shown = pd.DataFrame({
        "segment_before": safe["from_id"].map(was).fillna(safe["from_id"]),
        "segment": safe["to_id"].map(now).mask(stayed, report.words("segmentation.stayed")),
        "customers": safe["customers"],
    })  # fmt: skip
    return shown.sort_values(
        ["customers", "segment_before", "segment"], ascending=[False, True, True],
        ignore_index=True,
    )  # fmt: skip


def reasons(moves: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return what explains the moves, in words: one row per smallest set of changes.

    Returns
    -------
    DataFrame
        `why`, `customers` and `share`, the most frequent first; sets that explain the moves
        of fewer customers than pages tell of are counted together.
    """
    sizes = moves["why"].fillna("?").value_counts()
    few = sizes < report.wording.minimum
    told = pd.DataFrame({
        "why": [_in_words(why, report) for why in sizes.index[~few]],
        "customers": sizes[~few].to_numpy(),
    }).sort_values(["customers", "why"], ascending=[False, True], ignore_index=True)  # fmt: skip
    if few.any():
        rest = {"why": report.words("segmentation.why_others"), "customers": int(sizes[few].sum())}
        told = pd.concat([told, pd.DataFrame([rest])], ignore_index=True)
    return told.assign(share=told["customers"] / max(told["customers"].sum(), 1))


def _in_words(why: str, report: Any) -> str:
    """Return a set of blocks in words."""
    if why in ("", "?"):
        return report.words("segmentation.why_nothing" if why == "" else "segmentation.why_unclear")
    names = [report.feature(block if block in ("recency_days", "frequency", "monetary")
                            else f"{block}=mean") for block in why.split(ALSO)]  # fmt: skip
    return report.words("segmentation.why_blocks", blocks=names)


def moved_key(segments: Segments) -> str:
    """Return the key of the sentence on how many moved."""
    return "segmentation.moved" if stays(segments)[1] else "segmentation.nobody_to_move"


def moved_words(segments: Segments) -> dict[str, Any]:
    """Return the values of that sentence."""
    moved, both = stays(segments)
    return {"moved": (moved, both)} if both else {}


def claim_moved(segments: Segments) -> dict[str, Any]:
    """Return the finding on how steady segments are."""
    moved, both = stays(segments)
    reason = None if both else "segmentation.no_segments_before"
    return {
        "number": moved / max(both, 1), "unit": "percent", "n": both, "table": "segment_changes",
        "share_of_n": True, "unless": reason,
    }  # fmt: skip
