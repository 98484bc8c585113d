"""What chapter 06 tells its readers: keys and values of its sentences, and claims."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.value.foretelling import Unknown
from helpers.value.margins import Margins

YEAR = 365

def head_key(seen: pd.DataFrame, people: pd.DataFrame) -> str:
    """Return the key of the sentence on who kept an order."""
    if seen.empty:
        return "value.nobody_ordered"
    return "value.customers_undone" if "undone" in head_count(seen, people) else "value.customers"


def head_count(seen: pd.DataFrame, people: pd.DataFrame) -> dict[str, int]:
    """Return how many customers kept an order, came again, and had everything taken back."""
    if seen.empty:
        return {}
    scope = people[people["in_scope"]]
    ordered = int((~scope["is_prospect"].astype(bool)).sum())
    again = int(seen["frequency"].gt(0).sum())
    undone = {"undone": ordered - len(seen)} if ordered > len(seen) else {}
    return {"customers": len(seen), "again": again} | undone


def chosen_key(forecaster: Any) -> str:
    """Return the key of the sentence on the way to forecast that is used."""
    if isinstance(forecaster, Unknown):
        return "value.nothing_chosen"
    return "value.chosen" if _was_tested(forecaster) else "value.untested"


def chosen_words(forecaster: Any) -> dict[str, Any]:
    """Return the values of that sentence."""
    if isinstance(forecaster, Unknown):
        return {}
    told = forecaster.evidence
    if not _was_tested(forecaster):
        return {"model": forecaster.name}
    return {"model": forecaster.name, "models": told["model"].nunique(),
            "origins": told["origin"].nunique()}  # fmt: skip


def _was_tested(forecaster: Any) -> bool:
    """Return whether any earlier day could test what is used: season takes more than a year."""
    return bool(forecaster.evidence["model"].eq(forecaster.name).any())


def margin_key(margins: Margins | None) -> str:
    """Return the key of the sentence on what orders leave."""
    return "value.sales_alone" if margins is None else "value.margins"


def margin_words(margins: Margins | None) -> dict[str, Any]:
    """Return the values of that sentence."""
    if margins is None:
        return {}
    return {"rate": margins.rate, "cost": -margins.per_order, "differing": margins.differing}


def no_margins(margins: Margins | None) -> str | None:
    """Return the key of what to add for margins; None where they are known."""
    return "value.no_costs" if margins is None else None


def measure(measures: pd.DataFrame, name: str) -> dict[str, Any]:
    """Return value, bounds and n of one of `value_measures`; missing where it has no row."""
    own = measures[measures["measure"].eq(name)]
    if own.empty:
        return {"value": np.nan, "lower": np.nan, "upper": np.nan, "n": 0}
    return own.iloc[0].drop("measure").to_dict()


def claim_worth(totals: pd.DataFrame, value: pd.DataFrame, reason: str | None) -> dict[str, Any]:
    """Return the finding on what a customer is worth in the year ahead."""
    if reason:
        return {"number": None, "n": 0, "table": "value_totals", "unless": reason}
    year = totals.set_index("horizon_days").loc[YEAR]
    customers = int(year["customers"])
    known = pd.notna(year["value_lower"])
    ends = [float(year[end]) / customers if known else None
            for end in ("value_lower", "value_upper")]  # fmt: skip
    return {
        "number": float(year["value_each"]), "lower": ends[0], "upper": ends[1],
        "unit": "money", "n": customers, "table": "value_totals",
        "basis": value["clv_basis"].iloc[0], "total": float(year["value_expected"]),
        "action": "value.action_worth", "owner": "value.owner_finance",
    }  # fmt: skip


def claim_top_fifth(measures: pd.DataFrame, reason: str | None) -> dict[str, Any]:
    """Return the finding on the best fifth of customers by value in the year ahead."""
    told = measure(measures, "top_fifth_predicted")
    if reason or told["n"] == 0:
        why = reason or "value.nothing_ahead"
        return {"number": None, "n": 0, "table": "value_measures", "unless": why}
    return {
        "number": told["value"], "lower": told["lower"], "upper": told["upper"],
        "unit": "percent", "n": int(told["n"]), "table": "value_measures",
        "action": "value.action_top", "owner": "value.owner_crm",
    }  # fmt: skip


def graded(scores: pd.DataFrame) -> pd.Series | None:
    """Return the row of `value_scores` that grades the chapter; None where there is none.

    It is that on sales, as published where there is such, against the rule that did best.
    """
    own = scores[scores["measure"].eq("sales")].dropna(subset="skill")
    kind = "published" if own["forecast"].eq("published").any() else "anew"
    own = own[own["forecast"].eq(kind)]
    return None if own.empty else own.sort_values(["skill", "baseline"]).iloc[0]


def why_not_graded(scores: pd.DataFrame, people: pd.DataFrame) -> str | None:
    """Return the key of the reason why no grade is given, or None.

    Customers who were screened by what they bought were chosen by the future that the
    forecast would foretell.
    """
    if not people["in_scope"].all():
        return "value.screened"
    return "value.too_little_held_out" if graded(scores) is None else None


def claim_grade(scores: pd.DataFrame, reason: str | None) -> dict[str, Any]:
    """Return the finding on how much better the forecast was than the best plain rule."""
    if reason:
        return {"number": None, "n": 0, "table": "value_scores", "unless": reason}
    own = graded(scores)
    usable = own["grade"] != "refused"
    return {
        "number": own["skill"], "lower": own["skill_lower"], "upper": own["skill_upper"],
        "unit": "percent", "n": int(own["customers"]), "table": "value_scores",
        "grade": own["grade"], "baseline": own["baseline"], "through": own["through"].date(),
        "origin": own["origin"].date(), "action": "value.action_grade" if usable else None,
        "owner": "value.owner_crm" if usable else None,
    }  # fmt: skip


def totals_key(forecaster: Any) -> str:
    """Return the key of the finding on how far the total of a year may be off."""
    tested = forecaster.total_interval(YEAR).origins > 0
    return "value.finding_totals" if tested else "value.finding_totals_untested"


def claim_totals(totals: pd.DataFrame, forecaster: Any, reason: str | None) -> dict[str, Any]:
    """Return the finding on how far the total of a year may be off."""
    if reason:
        return {"number": None, "n": 0, "table": "value_totals", "unless": reason}
    year = totals.set_index("horizon_days").loc[YEAR]
    number, lower, upper = (float(year[f"value_{end}"]) for end in ("expected", "lower", "upper"))
    origins = forecaster.total_interval(YEAR).origins
    return {
        "number": number, "lower": lower, "upper": upper, "unit": "money",
        "n": int(year["customers"]), "table": "value_totals",
        "action": "value.action_totals", "owner": "value.owner_finance",
        **({"origins": origins} if origins else {}),
    }  # fmt: skip


def history_words(history: pd.DataFrame) -> dict[str, Any]:
    """Return day and length of the forecast that is shown."""
    longest = history["horizon_days"].max()
    own = history[history["horizon_days"].eq(longest)]
    return {"days": longest, "origin": own["origin"].min()}


def why_no_history(history: pd.DataFrame) -> str | None:
    """Return the key of the reason why no forecast can be held against what came, or None."""
    return "value.too_young" if history.empty else None


def range_key(measures: pd.DataFrame, forecast: Any) -> str:
    """Return the key of the sentence on how wide the range of a single customer is."""
    if forecast.spread is None:
        return "value.no_ranges"
    known = pd.notna(measure(measures, "range_held")["value"])
    return "value.ranges" if known else "value.ranges_untested"


def range_words(measures: pd.DataFrame, forecast: Any) -> dict[str, Any]:
    """Return the values of that sentence."""
    if range_key(measures, forecast) != "value.ranges":
        return {}
    held = measure(measures, "range_held")
    return {"share": (round(held["value"] * held["n"]), int(held["n"]))}


def below_key(measures: pd.DataFrame) -> str:
    """Return the key of the sentence on customers who cost more than they brought so far."""
    some = measure(measures, "below_nought_historic")["n"] > 0
    return "value.below_nought" if some else "value.none_below"


def below_words(measures: pd.DataFrame) -> dict[str, Any]:
    """Return how many customers cost more than they brought so far, and how much."""
    told = measure(measures, "below_nought_historic")
    return {"customers": int(told["n"]), "amount": -told["value"]} if told["n"] else {}


def gini_words(measures: pd.DataFrame) -> dict[str, Any]:
    """Return how concentrated value is, ahead and so far."""
    return {"ahead": measure(measures, "gini_predicted")["value"],
            "past": measure(measures, "gini_historic")["value"]}  # fmt: skip


def top_words(measures: pd.DataFrame) -> dict[str, Any]:
    """Return what the best fifth are to bring."""
    return {"top": measure(measures, "top_fifth_predicted")["value"]}


def no_groups(groups: pd.DataFrame) -> str | None:
    """Return the key of what to add for value by group; None where there is any."""
    return "value.no_groups" if groups.empty else None


def of_high(choices: pd.DataFrame) -> dict[str, Any]:
    """Return of how many customers the shares are."""
    return {"shares": {"same_high": int(choices["high"].max())}}
