"""Tables of chapter 06 for readers, with the headings and forms of their columns."""

from datetime import date
from typing import Any

import pandas as pd

from helpers.value.groups import part_of
from helpers.value.held_out import newest_before, tenths_of
from helpers.value.known import Told
from helpers.value.tiers import past_tiers, with_contributions
from helpers.workspace.contributions import contributions

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


def shown_totals(totals: pd.DataFrame) -> pd.DataFrame:
    """Return the totals for readers, as far as they are known, and within which bounds."""
    known = totals.dropna(subset="value_expected")
    return known[["horizon_days", "through", "customers", "orders_expected", "value_expected",
                   "value_lower", "value_upper"]]  # fmt: skip


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


def curve_ahead(concentration: pd.DataFrame) -> pd.DataFrame:
    """Return the curve of the year ahead; without rows where nothing is foretold."""
    own = concentration[concentration["measure"].eq("predicted")]
    return own.drop(columns="measure").dropna().reset_index(drop=True)


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
