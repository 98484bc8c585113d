"""What the chapter tells its readers: values of its sentences, claims, and forms of its columns."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.value.foretelling import Unknown
from helpers.value.margins import Margins
from helpers.value.tiers import with_contributions

YEAR = 365
FORMATS = {
    "model": "term", "total_error": "points", "worst_total_error": "points", "rmse": "number2",
    "top_tenth_share": "percent", "chosen": "yesno", "horizon_days": "count", "origins": "count",
    "orders_expected": "count", "orders_lower": "count", "orders_upper": "count",
    "value_expected": "money", "value_lower": "money", "value_upper": "money",
    "value_each": "money", "value_tier": "term", "historic_tier": "term", "share": "percent",
    "mean_predicted": "money", "predicted_share": "percent", "mean_historic": "money",
    "historic_share": "percent", "mean_orders_365": "number2", "mean_alive": "percent0",
    "share_of_customers": "percent0", "share_of_value": "percent", "cut": "term", "part": "text",
    "historic_lower": "money", "historic_upper": "money", "predicted_lower": "money",
    "predicted_upper": "money", "tenth": "count", "historic": "money", "predicted": "money",
    "happened": "money", "lower": "money", "upper": "money", "forecast": "term",
    "measure": "term", "baseline": "term", "skill": "percent", "skill_lower": "percent",
    "skill_upper": "percent", "choice": "term", "same_high": "percent", "through": "day",
}  # fmt: skip


def head_count(seen: pd.DataFrame, people: pd.DataFrame) -> dict[str, int]:
    """Return how many customers kept an order, came again, and had everything taken back."""
    scope = people[people["in_scope"]]
    ordered = int((~scope["is_prospect"].astype(bool)).sum())
    again = int(seen["frequency"].gt(0).sum())
    return {"customers": len(seen), "again": again, "undone": ordered - len(seen)}


def shown_models(forecaster: Any) -> pd.DataFrame:
    """Return how each way to forecast did at earlier days, by horizon, the one in use first.

    Returns
    -------
    DataFrame
        `horizon_days`, `model`, `origins` (forecasts), `total_error` (their mean),
        `worst_total_error`, `rmse` and `top_tenth_share` (means), `chosen`.
    """
    told = forecaster.evidence
    columns = ["horizon_days", "model", "origins", "total_error", "worst_total_error", "rmse",
               "top_tenth_share", "chosen"]  # fmt: skip
    if told.empty:
        return pd.DataFrame(columns=columns)
    worst = told["total_error"].abs()
    by = told.assign(worst=worst).groupby(["horizon_days", "model"])
    frame = pd.DataFrame({
        "origins": by.size(), "total_error": by["total_error"].mean(),
        "worst_total_error": by["worst"].max(), "rmse": by["rmse"].mean(),
        "top_tenth_share": by["top_tenth_share"].mean(),
    }).reset_index()  # fmt: skip
    frame["chosen"] = frame["model"].eq(forecaster.name)
    order = ["horizon_days", "chosen", "rmse", "model"]
    shown = frame.sort_values(order, ascending=[True, False, True, True])
    return shown[columns].reset_index(drop=True)


def chosen_key(forecaster: Any) -> str:
    """Return the key of the sentence on the way to forecast that is used."""
    if isinstance(forecaster, Unknown):
        return "value.nothing_chosen"
    return "value.untested" if forecaster.evidence.empty else "value.chosen"


def chosen_words(forecaster: Any) -> dict[str, Any]:
    """Return the values of that sentence."""
    if isinstance(forecaster, Unknown):
        return {}
    told = forecaster.evidence
    if told.empty:
        return {"model": forecaster.name}
    return {"model": forecaster.name, "models": told["model"].nunique(),
            "origins": told["origin"].nunique()}  # fmt: skip


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


def claim_totals(totals: pd.DataFrame, forecaster: Any, reason: str | None) -> dict[str, Any]:
    """Return the finding on how far the total of a year may be off."""
    miss = forecaster.total_interval(YEAR)
    if reason or not miss.origins:
        why = reason or "value.totals_untested"
        return {"number": None, "n": 0, "table": "value_totals", "unless": why}
    year = totals.set_index("horizon_days").loc[YEAR]
    number, lower, upper = (float(year[f"value_{end}"]) for end in ("expected", "lower", "upper"))
    return {
        "number": number, "lower": lower, "upper": upper, "unit": "money",
        "n": int(year["customers"]), "table": "value_totals", "origins": miss.origins,
        "action": "value.action_totals", "owner": "value.owner_finance",
    }  # fmt: skip


def shown_tiers(tiers: pd.DataFrame, value: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return the tiers with what to do about each, in the report's language."""
    told = with_contributions(tiers, value, "value_tier") if len(tiers) else tiers
    actions = [report.words(f"value.tier.{name}") for name in told["value_tier"]]
    return told.drop(columns=["mean_alive"]).assign(action=actions)


def names_of(segments: pd.DataFrame, personas: pd.DataFrame, report: Any) -> dict[str, str]:
    """Return what readers call segments and personas, by id.

    Parameters
    ----------
    segments, personas : DataFrame
        The tables `segment_names` and `personas`; each may have no rows.
    """
    language = report.wording.language
    own = dict(zip(personas["persona_id"], personas[f"name_{language}"], strict=True))
    given = segments[f"name_{language}"]
    made = [report.group_name(features) for features in segments["features"]]
    names = [told if isinstance(told, str) else name
             for told, name in zip(given, made, strict=True)]  # fmt: skip
    twice = pd.Series(names, dtype="str").duplicated(keep=False)
    told = [f"{name} ({own_id})" if again else name
            for name, own_id, again in zip(names, segments["segment_id"], twice, strict=True)]
    return own | dict(zip(segments["segment_id"], told, strict=True))


def shown_groups(groups: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return value by group under the names that readers know."""
    return groups.assign(part=groups["part"].map(names).fillna(groups["part"]))


def shown_history(history: pd.DataFrame) -> pd.DataFrame:
    """Return the longest horizon of `value_history`, the best tenth first."""
    longest = history["horizon_days"].max()
    own = history[history["horizon_days"].eq(longest)]
    return own.drop(columns=["horizon_days", "origin"]).reset_index(drop=True)


def history_words(history: pd.DataFrame) -> dict[str, Any]:
    """Return day and length of the forecast that is shown."""
    longest = history["horizon_days"].max()
    own = history[history["horizon_days"].eq(longest)]
    return {"days": longest, "origin": own["origin"].min()}


def why_no_history(history: pd.DataFrame) -> str | None:
    """Return the key of the reason why no forecast can be held against what came, or None."""
    return "value.too_young" if history.empty else None
