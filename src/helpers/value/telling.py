"""What the chapter tells its readers: values of its sentences, claims, and forms of its columns."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from helpers.value.foretelling import Unknown
from helpers.value.groups import part_of
from helpers.value.held_out import newest_before, tenths_of
from helpers.value.known import Told
from helpers.value.margins import Margins
from helpers.value.tiers import past_tiers, with_contributions
from helpers.workspace.contributions import contributions

YEAR = 365
FORMATS = {
    "model": "term|value", "total_error": "percent", "worst_total_error": "percent",
    "rmse": "number2", "top_tenth_share": "percent", "chosen": "yesno",
    "horizon_days": "count", "origins": "count",
    "orders_expected": "count", "orders_lower": "count", "orders_upper": "count",
    "value_expected": "money", "value_lower": "money", "value_upper": "money",
    "value_each": "money", "value_tier": "term|value", "historic_tier": "term|value",
    "share": "percent",
    "mean_predicted": "money", "predicted_share": "percent", "mean_historic": "money",
    "historic_share": "percent", "mean_orders_365": "number2", "mean_alive": "percent0",
    "share_of_customers": "percent0", "share_of_value": "percent", "cut": "term", "part": "text",
    "historic_lower": "money", "historic_upper": "money", "predicted_lower": "money",
    "predicted_upper": "money", "tenth": "count", "historic": "money", "predicted": "money",
    "happened": "money", "lower": "money", "upper": "money", "forecast": "term|value",
    "measure": "term|value", "baseline": "term|value", "skill": "percent", "skill_lower": "percent",
    "skill_upper": "percent", "choice": "term|value", "same_high": "percent", "through": "day",
}  # fmt: skip

OWN_HEADERS = (
    "model", "origins", "total_error", "worst_total_error", "rmse", "top_tenth_share",
    "horizon_days", "through", "orders_expected", "value_expected",
    "value_lower", "value_upper", "value_tier", "historic_tier",
    "mean_predicted", "predicted_share", "mean_historic",
    "share_of_value", "predicted_lower", "predicted_upper", "skill_lower", "skill_upper", "tenth",
    "historic", "predicted", "happened", "forecast", "measure", "baseline",
    "same_high",
)  # fmt: skip
HEADERS = {name: f"value.column.{name}" for name in OWN_HEADERS}


def head_key(seen: pd.DataFrame) -> str:
    """Return the key of the sentence on who kept an order."""
    return "value.nobody_ordered" if seen.empty else "value.customers"


def head_count(seen: pd.DataFrame, people: pd.DataFrame) -> dict[str, int]:
    """Return how many customers kept an order, came again, and had everything taken back."""
    if seen.empty:
        return {}
    scope = people[people["in_scope"]]
    ordered = int((~scope["is_prospect"].astype(bool)).sum())
    again = int(seen["frequency"].gt(0).sum())
    return {"customers": len(seen), "again": again, "undone": ordered - len(seen)}


def shown_models(forecaster: Any) -> pd.DataFrame:
    """Return how ways to forecast did at earlier days, by horizon, the one in use first.

    Those that could be tested at few of the days only are left out, except the one in use.

    Returns
    -------
    DataFrame
        `model`, `horizon_days`, `origins` (forecasts), `total_error` (their mean),
        `worst_total_error`, `rmse` and `top_tenth_share` (means).
    """
    told = forecaster.evidence
    columns = ["model", "horizon_days", "origins", "total_error", "worst_total_error", "rmse",
               "top_tenth_share"]  # fmt: skip
    if told.empty:
        return pd.DataFrame(columns=columns)
    by = told.assign(worst=told["total_error"].abs()).groupby(["horizon_days", "model"])
    frame = pd.DataFrame({
        "origins": by.size(), "total_error": by["total_error"].mean(),
        "worst_total_error": by["worst"].max(), "rmse": by["rmse"].mean(),
        "top_tenth_share": by["top_tenth_share"].mean(),
    }).reset_index()  # fmt: skip
    used = frame["model"].eq(forecaster.name)
    most = frame.groupby("horizon_days")["origins"].transform("max")
    shown = frame.assign(used=used)[used | frame["origins"].gt(most / 2)]
    order = ["horizon_days", "used", "rmse", "model"]
    shown = shown.sort_values(order, ascending=[True, False, True, True])
    return shown[columns].reset_index(drop=True)


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


def shown_totals(totals: pd.DataFrame) -> pd.DataFrame:
    """Return the totals for readers, as far as they are known, and within which bounds."""
    known = totals.dropna(subset="value_expected")
    return known[["horizon_days", "through", "customers", "orders_expected", "value_expected",
                   "value_lower", "value_upper"]]  # fmt: skip


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


def shown_tiers(tiers: pd.DataFrame, value: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return the tiers with what to do about each, in the report's language."""
    told = with_contributions(tiers, value, "value_tier") if len(tiers) else tiers
    actions = [report.words(f"value.tier.{name}") for name in told["value_tier"]]
    hidden = ["mean_alive", "mean_orders_365", "historic_share"]
    return told.drop(columns=hidden).assign(action=actions)


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


def shown_groups(
    groups: pd.DataFrame, value: pd.DataFrame, members: pd.DataFrame, segments: pd.DataFrame,
    names: dict[str, str],
) -> pd.DataFrame:  # fmt: skip
    """Return value by group under the names that readers know, with what guards it.

    Parameters
    ----------
    groups : DataFrame
        The table `value_by_group`.
    value, members, segments : DataFrame
        What it was made of.
    names : dict
        As from `names_of`.
    """
    groups = groups.drop(columns=["historic_lower", "historic_upper"])
    if groups.empty:
        return groups
    own = part_of(value, members, segments).obj
    cell = own["cut"].str.cat(own["part"], sep="=").rename("cell")
    guard = contributions(own[["predicted_clv_365", "historic_clv"]].abs().max(axis=1), cell)
    told = groups.assign(cell=groups["cut"].str.cat(groups["part"], sep="="))
    told = told.merge(guard, on="cell").drop(columns="cell")
    return told.assign(part=told["part"].map(names).fillna(told["part"]))


def shown_cross(cross: pd.DataFrame, value: pd.DataFrame) -> pd.DataFrame:
    """Return customers by the tiers of their past and of the year ahead, with what guards it."""
    if cross.empty:
        return cross
    past = past_tiers(value)
    known = value["value_tier"].notna()
    cell = past.str.cat(value["value_tier"], sep="=")[known].rename("cell")
    amounts = value.loc[known, ["predicted_clv_365", "historic_clv"]].abs().max(axis=1)
    told = cross.assign(cell=cross["historic_tier"].str.cat(cross["value_tier"], sep="="))
    guarded = told.merge(contributions(amounts, cell), on="cell")
    return guarded.drop(columns="cell")


def shown_history(
    history: pd.DataFrame, told: list[Told], days: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """Return the longest horizon of `value_history`, the best tenth first, with what guards it.

    Parameters
    ----------
    history : DataFrame
        The table `value_history`.
    told : list of Told
        Of the snapshot days, oldest first.
    days : DataFrame
        Order days as known now.
    """
    shown = history.drop(columns=["horizon_days", "origin"])
    if history.empty:
        return shown
    longest = int(history["horizon_days"].max())
    own = tenths_of(newest_before(told, as_of, longest), days, longest)
    guard = contributions(own[["historic", "predicted", "sales"]].abs().max(axis=1), own["tenth"])
    return shown[history["horizon_days"].eq(longest)].merge(guard, on="tenth")


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


def curve_ahead(concentration: pd.DataFrame) -> pd.DataFrame:
    """Return the curve of the year ahead; without rows where nothing is foretold."""
    own = concentration[concentration["measure"].eq("predicted")]
    return own.drop(columns="measure").dropna().reset_index(drop=True)


def no_groups(groups: pd.DataFrame) -> str | None:
    """Return the key of what to add for value by group; None where there is any."""
    return "value.no_groups" if groups.empty else None


def shown_scores(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the grades for readers: skill against each plain rule, the best rule first."""
    shown = scores[["forecast", "measure", "baseline", "skill", "skill_lower", "skill_upper",
                    "grade"]]  # fmt: skip
    shown = shown.dropna(subset="skill")
    return shown.sort_values(["forecast", "measure", "skill", "baseline"], ignore_index=True)


def shown_choices(choices: pd.DataFrame) -> pd.DataFrame:
    """Return what other choices would change; the size of the best tier stands with its share."""
    known = choices.dropna(subset="mean_predicted")
    return known[["choice", "mean_predicted", "same_high"]]


def of_high(choices: pd.DataFrame) -> dict[str, Any]:
    """Return of how many customers the shares are."""
    return {"shares": {"same_high": int(choices["high"].max())}}
