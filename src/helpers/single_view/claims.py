"""What the chapter claims of golden records, households and consents, and forms of its columns."""

from typing import Any

import pandas as pd

from helpers.single_view.completeness import GOLDEN
from helpers.single_view.consents import may_contact, without_source

GOLDEN_FORMATS = {
    "field": "term", "decided": "term", "before": "percent0", "after": "percent0",
    "channel": "term", "consent": "term", "share": "percent", "figure": "text",
    "level": "term", "year": "text", "coverage": "percent0", "size": "count", "buyers": "percent0",
    "visitors": "percent0", "readers": "percent0", "asking": "percent0", "lowest": "number2",
    "highest": "number2", "taken": "number2", "why": "term", "region": "text", "fate": "term",
    "column": "text",
}  # fmt: skip
OWNER = "single_view.owner_data"


def claim_fuller(changes: pd.DataFrame, filled: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on the field that joining filled the most.

    Parameters
    ----------
    changes : DataFrame
        As from `before_and_after`.
    filled : DataFrame
        The table `field_completeness`, which tells how many people have a record.
    """
    if changes.empty:
        return _nothing("field_completeness", "single_view.no_lists", field="name", before=0.0)
    best = changes.sort_values(["gain", "field"], ascending=[False, True]).iloc[0]
    people = int(filled.loc[filled["source"].eq(GOLDEN), "rows"].max())
    return {
        "number": float(best["after"]), "unit": "percent", "n": people, "field": best["field"],
        "before": float(best["before"]), "table": "field_completeness", "share_of_n": True,
    }  # fmt: skip


def claim_shared_homes(homes: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on how many people live with another who is known.

    Parameters
    ----------
    homes : DataFrame
        The table `households`.
    """
    shared = homes.groupby("household_id")["person_id"].transform("size").gt(1)
    return {
        "number": float(shared.mean()), "unit": "percent", "n": len(homes), "table": "households",
        "share_of_n": True,
        "action": "single_view.action_homes", "owner": OWNER,
        "unless": None if shared.any() else "single_view.no_shared_homes",
    }  # fmt: skip


def crowded_key(counts: dict[str, int]) -> str:
    """Return the key of the sentence on addresses that too many share, as from `crowded_homes`."""
    return "single_view.crowded" if counts["people"] else "single_view.not_crowded"


def crowded_words(counts: dict[str, int]) -> dict[str, int]:
    """Return what that sentence holds."""
    return counts if counts["people"] else {"most": counts["most"]}


def birth_days_key(counts: dict[str, int]) -> str:
    """Return the key of the sentence on birth days, as from `impossible_birth_days`."""
    return "single_view.birth_days" if counts["records"] else "single_view.no_birth_days"


def birth_days_words(counts: dict[str, int]) -> dict[str, int]:
    """Return what that sentence holds."""
    return counts if counts["records"] else {}


def claim_reachable(table: pd.DataFrame, people: int, *, channel: str = "email") -> dict[str, Any]:
    """Return the finding on how many people may be written to.

    Parameters
    ----------
    table : DataFrame
        The table `consents`.
    people : int
        How many people there are.
    channel : str
        One of `CHANNELS`.
    """
    if channel in without_source(table):
        return _nothing("consents", "single_view.no_consent", channel=channel)
    return {
        "number": len(may_contact(table, channel)) / max(people, 1), "unit": "percent",
        "n": people, "channel": channel, "table": "consents", "share_of_n": True,
        "action": "single_view.action_reachable", "owner": OWNER,
    }  # fmt: skip


def _nothing(table: str, why: str, **values: Any) -> dict[str, Any]:
    """Return a claim that cannot be made, with its reason."""
    return {"number": float("nan"), "n": 0, "table": table, "unless": why, **values}


def why_no_lists(table: pd.DataFrame) -> str | None:
    """Return the key of the reason why some channels have no list, or None where all have."""
    return "single_view.no_consent_source" if without_source(table) else None
