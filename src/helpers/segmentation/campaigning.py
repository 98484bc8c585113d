"""What is said of tactical segments, and of what one more strategic one would buy."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.segmentation.calling import called
from helpers.segmentation.granularity import Cut
from helpers.segmentation.lasting import Segments
from helpers.segmentation.tactical import Goal

BY_CHANCE = "chance_of_buying"


def rule_key(rule: str) -> str:
    """Return the key of the sentence on who meets the declared rule."""
    return "segmentation.rule_met" if rule.strip() else "segmentation.no_rule"


def rule_words(rule: str, tactical: pd.DataFrame, everybody: int) -> dict[str, Any]:
    """Return the values of that sentence."""
    if not rule.strip():
        return {}
    met = int(tactical["tactical"].eq("rule").sum())
    return {"rule": " ".join(rule.split()), "customers": met, "share": (met, everybody)}


def goal_key(goal: Goal) -> str:
    """Return the key of the sentence on whom the goal picks."""
    return "segmentation.goal_set" if goal.category else "segmentation.no_goal"


def goal_words(goal: Goal, tactical: pd.DataFrame) -> dict[str, Any]:
    """Return the values of that sentence."""
    if not goal.category:
        return {}
    picked = int(tactical["tactical"].eq("goal").sum())
    return {"category": goal.category, "customers": picked}


def judged_key(goal: Goal) -> str:
    """Return the key of the caption over how well the goal was met."""
    return "segmentation.judged" if goal.category else "segmentation.not_judged"


def judged_words(goal: Goal) -> dict[str, str]:
    """Return the values of that caption."""
    return {"category": goal.category} if goal.category else {}


def judged_ways(goal: Goal) -> pd.DataFrame:
    """Return for readers which share of buyers each way of putting customers in order found."""
    return goal.evidence[["way", "share", "lower", "upper"]]


def goal_buyers(goal: Goal) -> int:
    """Return how many bought of the category in the quarter on which the goal was judged."""
    return int(goal.evidence["buyers"].max()) if len(goal.evidence) else 0


def claim_goal(goal: Goal) -> dict[str, Any]:
    """Return the finding on how well the goal's way finds who buys."""
    if not goal.category:
        return {"number": None, "n": 0, "table": "tactical_evidence",
                "unless": "segmentation.no_goal_why"}  # fmt: skip
    own = goal.evidence.set_index("way").loc[BY_CHANCE]
    return {
        "number": own["share"], "lower": own["lower"], "upper": own["upper"], "unit": "percent",
        "n": int(own["buyers"]), "table": "tactical_evidence", "share_of_n": True,
        "category": goal.category, "action": "segmentation.action_goal",
        "owner": "segmentation.owner_marketing",
    }  # fmt: skip


def granular(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table `granularity` for readers."""
    return table[["outcome", "groups", "chosen", "fit", "gain", "gain_lower", "gain_upper"]]


def cut_key(table: pd.DataFrame, cut: Cut) -> str:
    """Return the key of the sentence on what one more segment would buy."""
    if _gain(table) is None:
        return "segmentation.gain_unknown"
    return "segmentation.gain_cut" if cut.segment_id else "segmentation.gain_several"


def cut_words(table: pd.DataFrame, cut: Cut, segments: Segments, report: Any) -> dict[str, Any]:
    """Return the values of that sentence."""
    gain = _gain(table)
    if gain is None:
        return {}
    told = {"gain": gain["gain"], "lower": gain["gain_lower"], "upper": gain["gain_upper"]}
    if cut.segment_id is None:
        return told
    names = called(segments.names, report)
    parts = [report.group_name(part) for part in cut.parts]
    return told | {"segment": names[cut.segment_id], "larger": parts[0], "smaller": parts[1],
                   "share": cut.smaller}  # fmt: skip


def _gain(table: pd.DataFrame) -> pd.Series | None:
    """Return the row of one more segment: on what is done on other days, else on spend."""
    for outcome in ("other_days", "spend"):
        own = table[table["outcome"].eq(outcome)].reset_index(drop=True)
        stands = own["chosen"].to_numpy(dtype=bool)
        if stands.any() and stands.argmax() + 1 < len(own):
            gain = own.iloc[int(np.flatnonzero(stands)[0]) + 1]
            return gain if pd.notna(gain["gain"]) else None
    return None
