"""What the chapter tells its readers: words for codes, claims, and forms of its columns."""

from typing import Any

import pandas as pd

from helpers.single_view.judgements import Judged
from helpers.single_view.linkage import Linkage
from helpers.single_view.thresholds import at_threshold
from helpers.single_view.weights import START, SUM, steps_of

FORMATS = {
    "list": "term", "other_list": "term", "name_known": "percent0", "email_known": "percent0",
    "phone_known": "percent0", "address_known": "percent0", "detail": "term", "why": "term",
    "share": "percent", "m": "percent2", "u": "percent3", "weight": "number1",
    "begin": "number1", "end": "number1", "pair": "term", "field": "term", "reason": "term",
    "threshold": "number3", "joined": "percent", "moved": "percent2", "precision": "percent",
    "recall": "percent", "chosen": "yesno", "kind": "term", "condition": "term", "used": "yesno",
}  # fmt: skip


def overlaps_in_words(overlap: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return the pairs of lists with their common details in words."""
    said = [
        report.words("single_view.details", details=codes.split(",") if codes else [])
        for codes in overlap["common"]
    ]
    return overlap.assign(common=said)


def weights_in_words(weights: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return the weights of levels for readers: `label`, `m`, `u`, `weight`."""
    return weights.assign(label=_labels(weights, report))[["label", "m", "u", "weight"]]


def waterfall(examples: pd.DataFrame, linkage: Linkage, example: str, report: Any) -> pd.DataFrame:
    """Return how an example's weights add up for readers: `label`, `weight`, `begin`, `end`."""
    steps = steps_of(examples, linkage, example)
    said = steps.assign(label=_labels(steps, report))[["label", "weight", "begin", "end"]]
    said.attrs["example"] = example
    return said


def _labels(weights: pd.DataFrame, report: Any) -> pd.Series:
    said = [
        report.words("single_view.step", step=comparison) if comparison in (START, SUM)
        else report.words("single_view.level", detail=f"detail_{comparison}", agreement=agreement)
        for comparison, agreement in zip(weights["comparison"], weights["agreement"], strict=True)
    ]  # fmt: skip
    return pd.Series(said, index=weights.index, dtype="object")


def weight_range(weights: pd.DataFrame) -> dict[str, float]:
    """Return the least and the most that a level weighs."""
    return {"least": weights["weight"].min(), "most": weights["weight"].max()}


def sum_of(steps: pd.DataFrame) -> dict[str, Any]:
    """Return which example the steps of a waterfall are, and what they come to."""
    return {"example": steps.attrs["example"], "weight": float(steps["end"].tail(1).sum())}


def decisions_told(decided: Judged) -> dict[str, Any]:
    """Return how many decisions of each kind hold, how many do not, and in which lines."""
    return {
        "together": len(decided.together), "apart": len(decided.apart),
        "replaced": decided.replaced, "unknown": len(decided.unknown),
        "lines": [str(line) for line in decided.unknown],
    }  # fmt: skip


def decisions_key(decided: Judged) -> str:
    """Return the key of the sentence on decisions: with unknown records in them, or without."""
    return "single_view.decisions_unknown" if decided.unknown else "single_view.decisions"


def decisions_words(decided: Judged) -> dict[str, Any]:
    """Return what that sentence holds."""
    told = decisions_told(decided)
    return told if decided.unknown else {k: v for k, v in told.items()
                                         if k not in ("unknown", "lines")}  # fmt: skip


def why_not_compared(weights: pd.DataFrame) -> str | None:
    """Return the key of what is missing where records have nothing to be compared by, or None."""
    return "single_view.nothing_to_compare" if weights.empty else None


def claim_people(counts: dict[str, float]) -> dict[str, Any]:
    """Return the finding on how many records a person has."""
    records, people = counts["records"], counts["people"]
    return {
        "number": 1 - people / records if records else float("nan"), "unit": "percent",
        "n": records, "table": "identities", "action": "single_view.action_people",
        "owner": "single_view.owner_data", "people": False,
    }  # fmt: skip


def claim_alone(unlinked: pd.DataFrame, counts: dict[str, float]) -> dict[str, Any]:
    """Return the finding on records of which nothing is known that they could be joined by."""
    silent = unlinked.loc[unlinked["reason"].isin(["nothing_known", "one_detail"]), "people"].sum()
    records = counts["records"]
    return {
        "number": silent / records if records else float("nan"), "unit": "percent", "n": records,
        "table": "identities", "action": "single_view.action_alone" if silent else None,
        "owner": "single_view.owner_data" if silent else None, "people": False,
        "share_of_n": True,
    }  # fmt: skip


def claim_threshold(found: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on how far the number of people hangs on the threshold."""
    people, chosen = found["people"], at_threshold(found)["people"]
    return {
        "number": (people.max() - people.min()) / chosen if chosen else float("nan"),
        "unit": "percent", "n": int(chosen), "table": "linkage_quality",
        "action": "single_view.action_threshold", "owner": "single_view.owner_data",
    }  # fmt: skip


def claim_kept(previous: pd.DataFrame, person_id: pd.Series) -> dict[str, Any]:
    """Return the finding on ids that lasted, unless there was no quarter before."""
    before = previous["person_id"].drop_duplicates()
    return {
        "number": before.isin(person_id).mean() if len(before) else float("nan"),
        "unit": "percent2", "n": len(before), "table": "merges", "share_of_n": True,
        "unless": None if len(before) else "single_view.no_previous",
    }  # fmt: skip
