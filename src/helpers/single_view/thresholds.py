"""What moving the threshold would do, and how decisions judge the linkage."""

import pandas as pd

from helpers.single_view.clusters import people_of
from helpers.single_view.judgements import Judged
from helpers.single_view.linkage import Linkage

THRESHOLDS = (0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999)
NONE = float("nan")


def thresholds(linkage: Linkage, decided: Judged, *, chosen: float) -> pd.DataFrame:
    """Return what each of some thresholds finds, the chosen one among them.

    Precision and recall are those of judged pairs in a linkage that has not seen the
    judgements. Pairs come to be judged because they are hard, so that both are worse than
    of all pairs; they compare thresholds with one another.

    Returns
    -------
    DataFrame
        The table `linkage_quality`.
    """
    rows = [
        (threshold, threshold == chosen, *_found(linkage, decided, threshold))
        for threshold in sorted({*THRESHOLDS, chosen})
    ]
    columns = ["threshold", "chosen", "people", "joined", "moved", "judged", "precision", "recall"]
    return pd.DataFrame(rows, columns=columns)


def _found(linkage: Linkage, decided: Judged, threshold: float) -> tuple:
    """Return people, shares of records joined and moved, pairs judged, precision, recall."""
    ids = linkage.people.index.to_series()
    free = people_of(ids, linkage.pairs, linkage.links, threshold=threshold)
    judged = len(decided.together) + len(decided.apart)
    people = people_of(
        ids, linkage.pairs, linkage.links, together=decided.together, apart=decided.apart,
        threshold=threshold,
    ) if judged else free  # fmt: skip
    joined = people.duplicated(keep=False).mean() if len(people) else NONE
    quality = _held_against(free, decided)
    return people.nunique(), joined, _moved(linkage.people, people), judged, *quality


def _moved(before: pd.Series, after: pd.Series) -> float:
    """Return the share of records that stand with other records than before."""
    if before.empty:
        return NONE
    both = pd.DataFrame({"before": before, "after": after})
    shared = both.groupby(["before", "after"])["after"].transform("size")
    sizes = [both[side].map(both[side].value_counts()) for side in both]
    return float((shared.ne(sizes[0]) | shared.ne(sizes[1])).mean())


def _held_against(people: pd.Series, decided: Judged) -> tuple[float, float]:
    """Return precision and recall of judged pairs; nan where there is nothing to divide by."""
    right, wrong = (
        int(part["record_l"].map(people).eq(part["record_r"].map(people)).sum())
        for part in (decided.together, decided.apart)
    )
    precision = right / (right + wrong) if right + wrong else NONE
    recall = right / len(decided.together) if len(decided.together) else NONE
    return precision, recall


def at_threshold(found: pd.DataFrame) -> dict[str, float]:
    """Return the figures of the threshold that was used."""
    return found[found["chosen"]].iloc[0].to_dict()


def people_range(found: pd.DataFrame) -> dict[str, float]:
    """Return between which numbers of people the thresholds lie."""
    chosen = at_threshold(found)
    return {"fewest": found["people"].min(), "most": found["people"].max(),
            "threshold": chosen["threshold"], "people": chosen["people"]}  # fmt: skip


def why_not_judged(found: pd.DataFrame) -> str | None:
    """Return the key of what is missing where nobody has judged pairs, or None."""
    return "single_view.no_judgements" if not found["judged"].any() else None
