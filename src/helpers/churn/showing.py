"""Tables of chapter 09 for readers, with the headings and forms of their columns."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.churn.leaving import Leaving, Trust
from helpers.churn.opening import Told, group_reason, reason_words
from helpers.churn.reasons import most_common
from helpers.workspace import Desk
from helpers.workspace.contributions import contributions

FORMATS = {
    "snapshot_day": "day", "silent_share": "percent", "quarter": "text", "tenth": "text",
    "lower": "percent", "upper": "percent",
    "year_change": "points", "year_lower": "points", "year_upper": "points",
    "back_91": "percent", "back_91_lower": "percent", "back_91_upper": "percent",
    "back_365": "percent", "back_365_lower": "percent", "back_365_upper": "percent",
    "late_by_then": "percent", "is_chosen": "yesno", "model": "term|churn",
    "rule": "term|churn", "follows": "term|churn", "first_reason": "text",
    "auc": "number3", "brier": "number3", "log_loss": "number3", "top_tenth_lift": "number2",
    "calibration_error": "percent", "calibration_slope": "number2", "is_kept": "yesno",
    "after_days": "text", "forecast": "percent", "happened": "percent", "foreseen": "percent",
    "base_rate": "percent",
    "observed_to_expected": "number2", "circumstance": "text", "odds": "number2",
    "odds_lower": "number2", "odds_upper": "number2", "is_driver": "yesno",
    "left_with": "percent", "left_without": "percent", "reason": "text",
    "shuffled": "number3", "shuffled_lower": "number3", "shuffled_upper": "number3",
    "left_out": "number3", "mean_risk": "percent", "expected_loss": "money", "cost": "money",
    "break_even": "percent", "sample_size": "count", "effect": "percent", "net": "money",
    "net_lower": "money", "net_upper": "money", "offered_to": "term|churn",
    "scored_on": "day", "due_on": "day", "ratio": "number2", "skill": "percent",
    "skill_lower": "percent", "skill_upper": "percent", "grade": "term|churn",
    "expected": "rounded",
}  # fmt: skip
# Headings of this chapter's own, by column.
HEADERS = {
    name: f"churn.column.{name}" for name in (
        "silent_share", "quarter", "tenth", "year_change", "year_lower", "year_upper",
        "window_days", "back_91", "back_365",
        "back_365_lower", "back_365_upper", "late_by_then", "is_chosen", "model", "snapshots",
        "auc", "log_loss", "brier", "top_tenth_lift", "is_kept", "rule", "after_days",
        "calibration_error", "forecast", "happened", "base_rate", "foreseen",
        "observed_to_expected", "follows", "reason", "shuffled", "shuffled_lower",
        "shuffled_upper", "left_out", "circumstance", "odds", "odds_lower", "odds_upper",
        "is_driver", "first_reason", "mean_risk", "expected_loss", "offered_to", "cost",
        "break_even", "sample_size", "effect", "net", "net_lower", "net_upper", "scored_on",
        "due_on", "expected", "silent", "ratio", "skill_lower", "skill_upper",
    )
}  # fmt: skip
STEP = 5  # to which pages round numbers of people


def told_shares(
    frame: pd.DataFrame, report: Any, *, part: str, whole: str = "customers"
) -> pd.Series:
    """Return shares of people from rounded numbers, missing where they tell of few."""
    few = [report.tells_of_few(*pair) for pair in zip(frame[part], frame[whole], strict=True)]
    some, every = (STEP * np.floor(frame[name].astype(float) / STEP + 0.5)
                   for name in (part, whole))  # fmt: skip
    return (some / every.clip(lower=1)).mask(np.asarray(few, dtype=bool))


def shown_trend(trend: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return for readers which share of active customers fell silent, the newest first."""
    share = told_shares(trend, report, part="silent")
    columns = ["silent_share", "lower", "upper", "year_change", "year_lower", "year_upper"]
    told = trend.assign(silent_share=share, quarter=_quarters(trend["snapshot_day"]))
    told[columns] = told[columns].astype(float).mask(share.isna(), axis="index")
    return told[["quarter", "customers", *columns]].iloc[::-1].reset_index(drop=True)


def silent_chart(shown: pd.DataFrame) -> pd.DataFrame:
    """Return of that table what the chart draws, the oldest quarter first."""
    told = shown[["quarter", "customers", "silent_share", "lower", "upper"]]
    return told.iloc[::-1].reset_index(drop=True)


def silent_changes(shown: pd.DataFrame) -> pd.DataFrame:
    """Return of that table the quarters of which a year before is known."""
    told = shown.drop(columns=["lower", "upper"]).dropna(subset="year_change")
    return told.reset_index(drop=True)


def _quarters(days: pd.Series) -> pd.Series:
    return pd.to_datetime(days).dt.to_period("Q").astype("str")


def shown_windows(found: Leaving) -> pd.DataFrame:
    """Return for readers who came back after a silence of so many days, where any is known."""
    table = found.window.evidence
    table = table[table[["back_91", "back_365"]].notna().any(axis="columns")]
    columns = ["window_days", "back_91", "back_365", "back_365_lower", "back_365_upper",
               "late_by_then", "is_chosen"]  # fmt: skip
    return table[columns]


def shown_models(trust: Trust) -> pd.DataFrame:
    """Return for readers the ways to tell who leaves: means over the days that chose."""
    own = trust.models[trust.models["chose"].astype(bool)]
    table = own.groupby("model", sort=False, as_index=False).agg(
        snapshots=("snapshot_day", "nunique"), auc=("auc", "mean"),
        log_loss=("settled_loss", "mean"), top_tenth_lift=("top_tenth_lift", "mean"),
        is_kept=("is_kept", "max"),
    )  # fmt: skip
    return table


def shown_rules(trust: Trust) -> pd.DataFrame:
    """Return for readers the model beside the rules that need none, on a day it had not seen."""
    columns = ["rule", "after_days", "auc", "brier", "top_tenth_lift", "calibration_error"]
    after = trust.baselines["after_days"].astype("object")
    days = after.where(after.notna(), "–").astype("str")
    return trust.baselines.assign(after_days=days)[columns]


def shown_reliability(trust: Trust, report: Any) -> pd.DataFrame:
    """Return for the chart what was forecast beside what happened."""
    table = trust.reliability
    words = [report.words("churn.forecast_at", forecast=float(one)) for one in table["forecast"]]
    told = table[["customers", "forecast", "happened", "lower", "upper"]]
    return told.assign(tenth=words)[["tenth", *told.columns]]


def shown_drift(trust: Trust) -> pd.DataFrame:
    """Return for readers which share left, and which was foreseen, the newest day first."""
    columns = ["snapshot_day", "customers", "base_rate", "foreseen", "observed_to_expected",
               "follows"]  # fmt: skip
    return trust.base_rates[columns].iloc[::-1].reset_index(drop=True)


def shown_importance(trust: Trust, report: Any) -> pd.DataFrame:
    """Return for readers what the model rests on."""
    table = trust.importance
    words = [report.words(f"churn.about.{name}") for name in table["reason"]]
    return table.assign(reason=words).drop(columns="features")


def shown_drivers(drivers: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return for readers what goes with leaving."""
    words = [circumstance_words(name, report) for name in drivers["circumstance"]]
    columns = ["circumstance", "customers", "odds", "odds_lower", "odds_upper", "is_driver"]
    return drivers[columns].assign(circumstance=words)


def circumstance_words(name: str, report: Any) -> str:
    """Return a circumstance in words: its own, or those of its kind and name."""
    kind, _, what = name.partition(":")
    if what:
        return report.words(f"churn.circumstance.{kind}", what=what)
    if name in ("member", "call", "visit", "note", "ticket", "abroad", "parcel_days"):
        return report.words(f"churn.event.{name}")
    return report.words("churn.circumstance.figure", what=name)


def shown_list(told: Told, report: Any) -> pd.DataFrame:
    """Return for readers the customers on the list by their first reason."""
    common = most_common(told.reasons, told.risk)
    words = [group_reason(row, report) for _, row in common.iterrows()]
    own = told.risk[told.risk["on_list"].astype(bool)].merge(
        told.reasons[told.reasons["place"].eq(1)], on="customer_id"
    )
    guard = contributions(own["expected_loss"].fillna(0.0), own["reason"]).set_index("reason")
    table = common.assign(first_reason=words).join(guard, on="reason")
    return table[["first_reason", "customers", "mean_risk", "expected_loss", *guard.columns]]


def shown_offer(offer: pd.DataFrame) -> pd.DataFrame:
    """Return for readers what the offer costs and brings: the net where an experiment tells it."""
    shown = ["offered_to", "customers", "expected_loss", "cost", "break_even"]
    net = ["effect", "net", "net_lower", "net_upper"]
    known = len(offer) and offer["net"].notna().any()
    return offer[[*shown, *(net if known else ["sample_size"])]]


def shown_scores(scores: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return for readers what became of earlier scores."""
    share = told_shares(scores, report, part="silent")
    columns = ["scored_on", "customers", "silent_share", "ratio", "auc", "skill", "skill_lower",
               "skill_upper", "grade"]  # fmt: skip
    return scores.assign(silent_share=share)[columns]


def persona_names(personas: pd.DataFrame, report: Any) -> dict[str, str]:
    """Return what each persona is called, in the report's language, by its id."""
    names = personas.set_index("persona_id")[f"name_{report.wording.language}"]
    return names.astype("str").to_dict()


def listed(desk: Desk, report: Any, *, top: int = 20) -> pd.DataFrame:
    """Return the first customers on the list with their reasons in words, for analysts.

    Not for pages: each row is a person.

    Parameters
    ----------
    desk : Desk
        Where `churn_risk` and `churn_reasons` are read.
    top : int
        How many.
    """
    risk, reasons = desk.read("churn_risk"), desk.read("churn_reasons")
    first = risk[risk["on_list"].astype(bool)].nsmallest(top, "rank")
    own = reasons[reasons["customer_id"].isin(first["customer_id"])]
    words = pd.Series([reason_words(row, report) for _, row in own.iterrows()], own.index)
    told = words.groupby(own["customer_id"]).agg("; ".join).rename("reasons")
    shown = ["customer_id", "risk", "days_since", "value_at_stake", "expected_loss"]
    return first[shown].join(told, on="customer_id").reset_index(drop=True)
