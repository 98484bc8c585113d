"""What chapter 09 tells its readers in sentences and claims."""

from typing import Any

import pandas as pd

from helpers.churn.at_stake import lost_value
from helpers.churn.drivers import DRIVER_DAYS
from helpers.churn.forecasts import next_due
from helpers.churn.leaving import Leaving, Trust
from helpers.churn.opening import Told, doubt_of
from helpers.churn.showing import circumstance_words, shown_drivers, shown_list, shown_scores

OWNER, SERVICE = "churn.owner_crm", "churn.owner_service"


def why_no_forecast(found: Leaving) -> str | None:
    """Return the key of why silence is not forecast, in a word; None where it is."""
    if found.scored is not None:
        return None
    return "churn.no_orders" if found.order_days.empty else "churn.no_forecast"


def why_not_tested(found: Leaving, trust: Trust) -> str | None:
    """Return the key of why the forecast could not be tested; None where it was."""
    untested = "churn.not_tested" if trust.models.empty else None
    return why_no_forecast(found) or untested


def say_window(found: Leaving, report: Any) -> None:
    """Say why the window is this one, or why silence tells nothing."""
    if found.order_days.empty:
        return report.not_known("churn.no_orders")
    key = window_why(found)
    return report.say(key, days=found.window.days)


def window_why(found: Leaving) -> str:
    """Return the key of the sentence on why the window is this one."""
    return f"churn.window_{found.window.why}"


def say_drivers(drivers: pd.DataFrame, report: Any, **options: Any) -> None:
    """Show what goes with leaving and claim the surest of it, or say what is missing."""
    if drivers.empty:
        return report.missing("churn.no_drivers")
    shown = shown_drivers(drivers, report)
    report.table(shown, "churn.drivers", labels=["circumstance"], days=DRIVER_DAYS, **options)
    return report.finding("driver", "churn.finding_driver", **claim_driver(drivers, report))


def say_list(told: Told, report: Any, **options: Any) -> None:
    """Show who stands on the list by first reason, or say why nobody does."""
    if told.risk.empty:
        return report.not_known("churn.no_risk")
    if not told.risk["on_list"].any():
        return report.say("churn.why_nobody")
    return report.table(
        shown_list(told, report), "churn.listed", labels=["first_reason"], **options
    )


def claim_trend(trend: pd.DataFrame, why: str | None = None) -> dict[str, Any]:
    """Return the finding on the share that fell silent, or `why` there is none."""
    if trend.empty:
        return {"number": None, "n": 0, "table": "churn_trend", "unless": why or "churn.no_trend"}
    last = trend.iloc[-1]
    return {
        "number": float(last["share"]), "lower": float(last["lower"]),
        "upper": float(last["upper"]), "unit": "percent", "n": int(last["customers"]),
        "table": "churn_trend", "share_of_n": True, "day": last["snapshot_day"],
        "days": int(last["window_days"]), "action": "churn.action_trend", "owner": OWNER,
    }  # fmt: skip


def claim_loss(told: Told) -> dict[str, Any]:
    """Return the finding on what leaving costs."""
    if told.risk.empty:
        return {"number": None, "n": 0, "table": "churn_risk", "unless": "churn.no_risk"}
    loss = lost_value(told.risk, doubt=doubt_of(told.trust))
    if loss is None:
        return {"number": None, "n": 0, "table": "churn_risk", "unless": "churn.no_value"}
    return {
        "number": loss.estimate, "lower": loss.lower, "upper": loss.upper, "unit": "money",
        "n": len(told.risk), "table": "churn_risk",
        "grade": told.trust.grade.letter if told.trust.rule else None,
        "action": "churn.action_loss", "owner": OWNER, "days": told.found.window.days,
    }  # fmt: skip


def claim_driver(drivers: pd.DataFrame, report: Any) -> dict[str, Any]:
    """Return the finding on the surest circumstance that goes with leaving more."""
    found = drivers[drivers["is_driver"].astype(bool) & drivers["odds"].gt(1)]
    if found.empty:
        return {"number": None, "n": 0, "table": "churn_drivers", "unless": "churn.no_driver"}
    first = found.iloc[0]
    return {
        "number": float(first["odds"]), "lower": float(first["odds_lower"]),
        "upper": float(first["odds_upper"]), "unit": "number2", "n": int(first["customers"]),
        "table": "churn_drivers", "what": circumstance_words(first["circumstance"], report),
        "action": "churn.action_driver", "owner": SERVICE,
    }  # fmt: skip


def offer_caption(offer: pd.DataFrame, cost: float) -> dict[str, Any]:
    """Return the caption of that table, as options of `report.table`."""
    tried = offer["experiment"].dropna() if len(offer) else []
    if len(tried):
        return {"caption": "churn.offer_net", "cost": cost, "experiment": tried.iloc[0]}
    return {"caption": "churn.offer", "cost": cost}


def offer_doubt(offer: pd.DataFrame, risk: pd.DataFrame) -> dict[str, Any]:
    """Return why the net is not known, as options of `report.not_known`; nothing where it is."""
    if offer.empty:
        return {"reason": "churn.no_risk" if risk.empty else "churn.no_value"}
    first, every = offer.iloc[0], offer.iloc[-1]
    if pd.notna(first["net"]):
        return {"reason": None}
    needed = {"break_even": float(first["break_even"])}
    if pd.isna(every["sample_size"]):
        return {"reason": "churn.offer_impossible"} | needed
    return {"reason": "churn.offer_unknown", "sample": int(every["sample_size"]),
            "shown": 2 * float(every["break_even"])} | needed  # fmt: skip


def say_scores(scores: pd.DataFrame, forecasts: pd.DataFrame, report: Any, **options: Any) -> None:
    """Show what became of earlier scores, or from when on it can be known."""
    if scores.empty:
        due = next_due(forecasts)
        if due is None:
            return report.not_known("churn.no_scores_yet")
        return report.not_known("churn.no_scores", day=due)
    report.table(shown_scores(scores, report), "churn.scores", **options)
    report.finding("scores", "churn.finding_scores", **claim_scores(scores))


def claim_scores(scores: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on the newest scores that are due."""
    last = scores.iloc[-1]
    return {
        "number": float(last["silent"] / last["customers"]), "unit": "percent",
        "n": int(last["customers"]), "table": "churn_scores", "share_of_n": True,
        "grade": last["grade"], "then": last["scored_on"], "due": last["due_on"],
        "ratio": float(last["expected"] / max(last["silent"], 1)),
    }  # fmt: skip
