"""What the chapter claims of personas: values of its sentences, and its findings."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.evidence import Interval
from helpers.personas.profile.prospects import LIKE, Tried
from helpers.personas.worth.ranking import AVOID, IDEAL, UNKNOWN


def how_many_differ(facts: pd.DataFrame) -> dict[str, int]:
    """Return how many comparisons were tested, and how many are known to differ."""
    tested = facts["p_adjusted"].notna()
    return {"tested": int(tested.sum()), "found": int(facts["differs"].sum())}


def costs_key(economics: pd.DataFrame) -> str | None:
    """Return the key of what to add where margins are not known; None where they are."""
    return "personas_facts.no_costs" if economics["role"].eq(UNKNOWN).all() else None


def claim_role(economics: pd.DataFrame, named: pd.Series, role: str) -> dict[str, Any]:
    """Return the finding on the best *ideal*, or the worst *do_not_pursue*, persona.

    Parameters
    ----------
    economics : DataFrame
        The table `persona_economics`.
    named : Series of str
        The name of each persona, by persona.
    role : {"ideal", "do_not_pursue"}
        Which role is meant.
    """
    own = economics[economics["role"].eq(role)].sort_values("place")
    unless = costs_key(economics) and "personas_facts.without_costs"
    if own.empty or unless:
        return {"number": None, "n": 0, "table": "persona_economics",
                "unless": unless or f"personas_facts.none_is_{role}"}  # fmt: skip
    row = own.iloc[0 if role == IDEAL else -1]
    return {
        "number": row["margin"], "lower": row["lower"], "upper": row["upper"], "unit": "money",
        "n": int(row["customers"]), "table": "persona_economics",
        "persona": named[row["persona_id"]], "elsewhere": row["margin_elsewhere"],
        "reason": row["reason"], "to_do": row["what_to_do"],
        "action": "personas_facts.action_role", "owner": "personas_facts.owner_marketing",
    }  # fmt: skip


def claim_ideal(economics: pd.DataFrame, named: pd.Series) -> dict[str, Any]:
    """Return the finding on the persona that is best worth pursuing."""
    return claim_role(economics, named, IDEAL)


def claim_negative(economics: pd.DataFrame, named: pd.Series) -> dict[str, Any]:
    """Return the finding on the persona that should not be pursued."""
    return claim_role(economics, named, AVOID)


def tried_key(tried: Tried) -> str:
    """Return the key of the sentence on how well customers are placed by visits alone."""
    if tried.hits is not None:
        return "personas_facts.tried"
    return f"{why_not_tried(tried)}_said"


def why_not_tried(tried: Tried) -> str:
    """Return the key of the reason why nothing was tried."""
    return "personas_facts.one_persona" if tried.base == 1 else "personas_facts.not_tried"


def tried_words(tried: Tried) -> dict[str, Any]:
    """Return the values of that sentence."""
    if tried.hits is None:
        return {}
    return {"customers": tried.customers, "base": tried.base, **_ends(tried.hits)}


def claim_prospects(prospects: pd.DataFrame, tried: Tried) -> dict[str, Any]:
    """Return the finding on prospects: how many are like a persona, and how well that is known."""
    if tried.hits is None:
        return {"number": None, "n": 0, "table": "persona_prospects",
                "unless": why_not_tried(tried)}  # fmt: skip
    return {
        **_ends(tried.hits, "number"), "unit": "percent", "n": tried.customers,
        "table": "persona_prospects", "like": int(prospects["verdict"].eq(LIKE).sum()),
        "prospects": len(prospects), "action": "personas_facts.action_prospects",
        "owner": "personas_facts.owner_marketing",
    }  # fmt: skip


def _ends(interval: Interval, name: str = "hits") -> dict[str, float]:
    return {name: interval.estimate, "lower": interval.lower, "upper": interval.upper}


def response_key(told: pd.DataFrame) -> str:
    """Return the key of the sentence on who answered: those who spend more, less, or alike."""
    if told.empty or not told["answered"].iloc[0]:
        return "personas_facts.nobody_answered"
    lower, upper = told.iloc[0][["difference_lower", "difference_upper"]]
    way = "more" if lower > 0 else "less" if upper < 0 else "alike"
    return f"personas_facts.answered_{way}"


def response_words(told: pd.DataFrame) -> dict[str, Any]:
    """Return the values of that sentence."""
    if response_key(told) == "personas_facts.nobody_answered":
        return {}
    every = told.iloc[0]
    share = (int(every["answered"]), int(every["customers"]))
    spends = {name: float(every[name]) for name in ("spend_answered", "spend_others")}
    return {"answered": share[0], "share": share, **spends}


def direction_key(told: pd.DataFrame) -> str:
    """Return the key of the sentence on statements that are worded the other way round."""
    if told["verdict"].eq("other_way_round").any():
        return "personas_facts.other_way"
    checked = told["verdict"].isin(["agrees", "cannot_tell"]).any()
    return "personas_facts.one_way" if checked else "personas_facts.no_scales"


def direction_words(told: pd.DataFrame) -> dict[str, Any]:
    """Return the values of that sentence."""
    other = told.loc[told["verdict"].eq("other_way_round"), "item"].str.removeprefix("q:")
    alone = int(told["verdict"].isin(["stands_alone", "no_scale"]).sum())
    return {"statements": other.to_list()} if len(other) else {"alone": alone}


def claim_consistency(quality: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on how far both halves of a customer's record give one persona."""
    every = quality[quality["persona_id"].eq("")].set_index("measure")
    if "consistency" not in every.index or np.isnan(every.loc["consistency", "value"]):
        return {"number": None, "n": 0, "table": "persona_quality",
                "unless": "personas_facts.no_halves"}  # fmt: skip
    own = every.loc["consistency"]
    return {
        "number": own["value"], "lower": own["lower"], "upper": own["upper"], "unit": "percent",
        "n": int(own["n"]), "table": "persona_quality",
        "chance": every.loc["consistency_by_chance", "value"],
    }  # fmt: skip
