"""What the chapter tells its readers: values of its sentences, claims, and forms of its columns."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from helpers.evidence.basis import BEHAVIOUR
from helpers.evidence.clusters import Choice, levels
from helpers.segmentation.calling import in_words
from helpers.segmentation.lasting import Segments, with_ids
from helpers.segmentation.profiles import profile

FORMATS = {
    "snapshot_day": "day", "share": "percent", "revenue": "money", "revenue_share": "percent",
    "median_recency_days": "number0", "median_frequency": "number1", "mean_monetary": "money",
    "median_monetary": "money", "named_cell": "term", "value_class": "term", "spend_tier": "term",
    "frequency_tier": "term", "grouping": "term", "verdict": "term", "choice": "term",
    "changed": "percent", "share_of_customers": "percent0", "share_of_spend": "percent",
    "explained": "percent", "explained_lower": "percent", "explained_upper": "percent",
    "skill": "percent", "silhouette": "number2", "calinski_harabasz": "number0",
    "stability": "number2", "stability_lower": "number2", "worst_stability": "number2",
    "smallest_share": "percent",
    "chosen": "yesno", "coverage": "percent", "purity": "percent", "recency_days": "term",
    "frequency": "term", "monetary": "term", "cut": "term", "mean_spend": "money",
    "difference": "money", "difference_lower": "money", "difference_upper": "money",
    "part": "term",
    "known_to_differ": "term", "known_share": "percent0", "reliability": "percent0",
    "forms_groups": "yesno", "effect": "number2", "rand_index": "number2", "change": "term",
    "share_of_segment": "percent0", "outcome": "term", "fit": "percent", "fit_lower": "percent",
    "fit_upper": "percent", "gain": "percent", "gain_lower": "percent", "gain_upper": "percent",
    "way": "term", "tactical": "term", "lower": "percent", "upper": "percent",
}  # fmt: skip


def head_count(now: pd.DataFrame) -> dict[str, int]:
    """Return the number of customers in a snapshot, with and without orders that they kept."""
    buyers = int(now["r_score"].notna().sum())
    return {"customers": len(now), "buyers": buyers, "without": len(now) - buyers}


def median_recency(scored: pd.DataFrame, day: date) -> dict:
    """Return the median days since the last order on a day; missing where nobody ordered."""
    return {"now": scored["recency_days"].median() if len(scored) else None, "day": day}


def with_actions(groups: pd.DataFrame, by: str, report: Any) -> pd.DataFrame:
    """Return groups with what a marketer would do about each, in the report's language."""
    actions = [report.words(f"segmentation.action.{name}") for name in groups[by]]
    return groups.drop(columns=["revenue", "mean_monetary"]).assign(action=actions)


def key_value(classes: pd.DataFrame) -> dict[str, float]:
    """Return the size of the class of key value and its share of spend; zeros where it is empty."""
    own = classes[classes["value_class"].eq("important_value")]
    return {"customers": int(own["customers"].sum()), "revenue_share": own["revenue_share"].sum()}


def claim_key_value(classes: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on customers of key value."""
    key = key_value(classes)
    return {
        "number": key["revenue_share"], "unit": "percent", "n": key["customers"],
        "table": "segments", "action": "segmentation.action_key",
        "owner": "segmentation.owner_crm",
    }  # fmt: skip


def claim_asleep(scored: pd.DataFrame, days: int) -> dict[str, Any]:
    """Return the finding on customers who bought nothing in the tier window."""
    share = float(scored["spend_tier"].eq("zero").mean()) if len(scored) else 0.0
    return {
        "number": share, "unit": "percent", "n": len(scored), "table": "segments",
        "action": "segmentation.action_asleep" if share else None,
        "owner": "segmentation.owner_marketing" if share else None, "days": days,
        "share_of_n": True,
    }  # fmt: skip


def best_fifth(scored: pd.DataFrame) -> int:
    """Return how many customers the best fifth are."""
    return round(0.2 * len(scored))


def claim_top_fifth(top: Any, scored: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on the best fifth of customers, from its interval."""
    return {
        "number": top.estimate, "lower": top.lower, "upper": top.upper, "unit": "percent",
        "n": len(scored), "table": "segments", "action": "segmentation.action_top",
        "owner": "segmentation.owner_crm", "best": best_fifth(scored),
    }  # fmt: skip


def why_not_explained(explained: pd.DataFrame, people: pd.DataFrame) -> str | None:
    """Return the key of the reason why nothing can be said about what comes next, or None.

    Customers who were screened by what they bought were chosen by the future that
    the test would foretell.
    """
    if not people["in_scope"].all():
        return "segmentation.screened"
    return "segmentation.no_earlier" if explained.empty else None


def with_verdict(explained: pd.DataFrame) -> pd.DataFrame:
    """Return the explanation table for readers: whether each grouping stands behind the best."""
    behind = explained["behind_lower"].gt(0).map({True: "behind", False: "cannot_tell"})
    best = explained["behind_best"].eq(0)
    shown = ["grouping", "groups", "explained", "explained_lower", "explained_upper"]
    return explained[shown].assign(
        verdict=behind.mask(best, "best"), skill=explained["skill"], grade=explained["grade"]
    )


def claim_best_grouping(
    explained: pd.DataFrame, then: date, now: date, reason: str | None
) -> dict[str, Any]:
    """Return the finding on the simplest grouping that no other is known to beat.

    Parameters
    ----------
    explained : DataFrame
        The table `group_explanation`.
    then, now : date
        The day of the groups, and the last day of the spend.
    reason : str or None
        Why nothing can be claimed, as from `why_not_explained`.
    """
    if reason:
        return {"number": None, "n": 0, "table": "group_explanation", "unless": reason}
    told = explained.assign(verdict=with_verdict(explained)["verdict"])
    best = told[told["verdict"].ne("behind")].sort_values(["groups", "grouping"]).iloc[0]
    usable = best["grade"] != "refused"
    return {
        "number": best["explained"], "lower": best["explained_lower"],
        "upper": best["explained_upper"], "unit": "percent", "n": int(best["customers"]),
        "table": "group_explanation", "grade": best["grade"], "grouping": best["grouping"],
        "action": "segmentation.action_grouping" if usable else None,
        "owner": "segmentation.owner_marketing" if usable else None, "then": then, "now": now,
    }  # fmt: skip


def choice_key(choice: Choice) -> str:
    """Return the key of the sentence on how many groups were found."""
    return "segmentation.chosen" if choice.groups > 1 else "segmentation.one_group"


def choice_words(choice: Choice) -> dict[str, Any]:
    """Return the values of that sentence."""
    if choice.groups == 1:
        return {}
    own = choice.evidence[choice.evidence["chosen"]].iloc[0]
    share = (int(np.bincount(choice.labels).min()), len(choice.labels))
    return {"groups": choice.groups, "stability": own["stability"], "share": share}


def described(own: pd.DataFrame, segments: Segments, report: Any) -> pd.DataFrame:
    """Return size, share of spend and levels of each segment, the largest first."""
    size = profile(own, "segment_id").drop(columns=[
        "revenue", "median_recency_days", "median_frequency", "mean_monetary",
    ])  # fmt: skip
    labels = segments.found.choice.labels
    level = with_ids(levels(own[BEHAVIOUR].astype(float), labels), segments)
    order = segments.names[["segment_id"]]
    return in_words(order.merge(size).merge(level), segments.names, report)
