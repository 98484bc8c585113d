"""What readers call features, rules and differences, in the report's language."""

from typing import Any

import pandas as pd

from helpers.segmentation.calling import in_words, largest_first
from helpers.segmentation.features import is_share
from helpers.segmentation.finding import Found
from helpers.segmentation.lasting import Segments, with_ids
from helpers.segmentation.rules import say_rule

MONEY = ("monetary", "recent_monetary")


def figure_words(value: float, feature: str, report: Any) -> str:
    """Return a feature's mean as a reader expects it: a percentage, money, or a number."""
    form = "share" if is_share(feature) else "money" if feature in MONEY else "number"
    return report.words(f"segmentation.figure.{form}", value=float(value))


def with_words(differences: pd.DataFrame, names: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return differences for readers: segments and features by name, means in their own form."""
    differences = largest_first(differences, names)
    told = in_words(differences[["segment_id", "feature", "customers"]], names, report)
    told["feature"] = [report.feature(feature) for feature in differences["feature"]]
    for column in ("in_group", "elsewhere"):
        pairs = zip(differences[column], differences["feature"], strict=True)
        told[column] = [figure_words(value, feature, report) for value, feature in pairs]
    return told.assign(effect=differences["effect"])


def rules_in_words(segments: Segments, report: Any) -> pd.DataFrame:
    """Return the rules with segments and features by name."""
    found = segments.found
    names = {name: report.feature(name) for name in found.features}
    joint = report.words("segmentation.rule_and")
    said = [say_rule(way, names, joint) for way in found.rules.conditions.values()]
    told = with_ids(found.rules.table, segments).assign(rule=said)
    return in_words(largest_first(told, segments.names), segments.names, report)


def blocks_in_words(blocks: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return the blocks of features by name."""
    said = [report.feature(f"{name}=mean") for name in blocks["block"]]
    return blocks.assign(block=said)


def basis_key(found: Found) -> str:
    """Return the key of the sentence on what the groups are formed from."""
    return f"segmentation.formed_by_{found.basis.name}"


def basis_words(found: Found, report: Any) -> dict[str, Any]:
    """Return the values of that sentence."""
    mix = found.basis.mix
    if mix is None:
        return {}
    blocks = [report.feature(f"{name}=mean") for name in mix.blocks]
    return {"blocks": blocks, "directions": mix.directions}


def rules_key(found: Found) -> str:
    """Return the key of the sentence on how far the tree agrees with the groups."""
    return "segmentation.rules_agree" if len(found.rules.table) else "segmentation.no_rules"


def rules_words(found: Found) -> dict[str, float]:
    """Return the values of that sentence."""
    return {"agreement": found.rules.agreement} if len(found.rules.table) else {}


def not_counted(blocks: pd.DataFrame) -> str | None:
    """Return the key of what would be counted too if it were there; None where nothing lacks."""
    known = set(blocks["block"])
    if not known & {"platform", "device", "origin"}:
        return "segmentation.no_visits"
    return None if known & {"opened", "clicked"} else "segmentation.no_mail"


def no_answers(answers: pd.DataFrame) -> str | None:
    """Return the key of what to add for attitudes; None where there are answers."""
    return "segmentation.no_survey" if answers.empty else None
