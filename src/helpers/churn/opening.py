"""The plain opening of chapter 09: what leaving is, whether it gets better, what it costs, who."""

from typing import Any, NamedTuple

import pandas as pd

from helpers.churn.at_stake import lost_value, number_lost, ratio_doubt
from helpers.churn.contract_reading import NOTHING, Known
from helpers.churn.labels import ACTIVE_DAYS
from helpers.churn.leaving import Leaving, Trust
from helpers.churn.reasons import CONTRACT, NONE, most_common
from helpers.churn.trend import UNKNOWN, verdict

WITHOUT_FIGURES = (NONE, CONTRACT, "no_member")  # reasons that words alone tell

Sentence = tuple[str, dict[str, Any]]


class Told(NamedTuple):
    """What the opening speaks of: the tables, as they are written, and how they came about."""

    found: Leaving
    trend: pd.DataFrame
    risk: pd.DataFrame
    reasons: pd.DataFrame
    trust: Trust
    contracts: Known = NOTHING


def say_opening(told: Told, report: Any) -> None:
    """Say the opening, a few sentences: of orders, of contracts, or of both; or what is missing."""
    for key, words in meaning_sentences(told):
        report.say(key, **words)
    said = [loss_sentence(told), *value_doubt(told), list_sentence(told)] if len(told.risk) else []
    if told.found.refusal is None:
        said.insert(0, trend_sentence(told.trend))
        said += [why_sentence(told, report), trust_sentence(told.trust)]
    else:
        say_refusal(told, report)
    for key, words in said:
        report.say(key, **words)


def say_refusal(told: Told, report: Any) -> None:
    """Say what is missing for a forecast: of silence, or, where nobody orders, of contracts."""
    lacks_contracts = told.contracts.why not in (None, NOTHING.why)
    if told.found.order_days.empty and lacks_contracts:
        report.missing(told.contracts.why)
    elif len(told.found.order_days) or told.contracts.why is not None:
        key, words = refusal_sentence(told.found)
        report.not_known(key, **words)


def meaning_sentences(told: Told) -> list[Sentence]:
    """Return what leaving means here: of who orders, and of who has a contract."""
    by_contract = told.contracts.why is None
    of_orders = [window_sentence(told.found)] if len(told.found.order_days) else []
    if not by_contract:
        return of_orders
    key = "leaves" if told.contracts.contracts.dated else "leaves_undated"
    return [*of_orders, (f"churn_contracts.{key}", {"days": told.found.window.days})]


def value_doubt(told: Told) -> list[Sentence]:
    """Return that the value of some is not known, where that of others is."""
    known = told.risk["expected_loss"].notna()
    return [("churn.loss_partly", {})] if known.any() and not known.all() else []


def window_sentence(found: Leaving) -> Sentence:
    """Return what leaving means here."""
    return "churn.window", {"days": found.window.days, "active": ACTIVE_DAYS}


def refusal_sentence(found: Leaving) -> Sentence:
    """Return what is missing for a forecast, and how much."""
    refusal = found.refusal
    if found.order_days.empty:
        return "churn.needs_orders", {}
    if refusal.missing == "customers" and refusal.found == 0:
        return "churn.all_left", {"active": ACTIVE_DAYS}
    return f"churn.needs_{refusal.missing}", {"found": refusal.found, "needed": refusal.needed}


def trend_sentence(trend: pd.DataFrame) -> Sentence:
    """Return whether fewer fell silent than a year before."""
    last, how = trend.iloc[-1], verdict(trend)
    words = {
        "customers": int(last["customers"]), "day": last["snapshot_day"],
        "share": (int(last["silent"]), int(last["customers"])), "days": int(last["window_days"]),
    }  # fmt: skip
    if how != UNKNOWN:
        ends = {"change": "year_change", "lower": "year_lower", "upper": "year_upper"}
        words |= {name: float(last[column]) for name, column in ends.items()}
    return f"churn.trend_{how}", words


def loss_sentence(told: Told) -> Sentence:
    """Return how many are expected to leave, and what that costs."""
    doubt = doubt_of(told.trust)
    number = number_lost(told.risk, doubt=doubt)
    words = {
        "customers": len(told.risk), "days": told.found.window.days,
        **dict(zip(("number", "number_lower", "number_upper"), number, strict=True)),
    }  # fmt: skip
    loss = lost_value(told.risk, doubt=doubt)
    if loss is None:
        return "churn.loss_unknown", words
    return "churn.loss", words | dict(zip(("loss", "lower", "upper"), loss, strict=True))


def doubt_of(trust: Trust) -> float:
    """Return how far forecasts as a whole strayed, on the days on which they were tested."""
    rates = trust.base_rates
    doubt = ratio_doubt(rates["base_rate"].astype(float), rates["foreseen"].astype(float))
    return 0.0 if pd.isna(doubt) else doubt


def list_sentence(told: Told) -> Sentence:
    """Return who stands on the list, and what part of the expected loss."""
    own = told.risk[told.risk["on_list"].astype(bool)]
    words = {"customers": len(own), "risk": float(own["risk"].mean()) if len(own) else None}
    total = told.risk["expected_loss"].sum()
    if not total > 0:
        return "churn.list_by_risk", words
    return "churn.list", words | {"part": float(own["expected_loss"].sum() / total)}


def why_sentence(told: Told, report: Any) -> Sentence:
    """Return the commonest first reason on the list."""
    common = most_common(told.reasons, told.risk)
    if common.empty:
        return "churn.why_nobody", {}
    first = common.iloc[0]
    share = (int(first["customers"]), int(common["customers"].sum()))
    return "churn.why", {"reason": group_reason(first, report), "share": share}


def group_reason(row: pd.Series, report: Any) -> str:
    """Return the reason of a group in words; of a small one without its figures."""
    few = row["customers"] < report.wording.minimum and row["reason"] != NONE
    return report.words(f"churn.about.{row['reason']}") if few else reason_words(row, report)


def reason_words(row: pd.Series, report: Any) -> str:
    """Return a reason in words: `reason`, `value` and `usual` of a row."""
    plain = row["reason"] in WITHOUT_FIGURES
    known = [] if plain else [name for name in ("value", "usual") if pd.notna(row[name])]
    key = f"churn.reason.{row['reason']}"
    if len(known) < 2 and row["reason"] == "silence":
        key = "churn.reason.silence_once"
    return report.words(key, **{name: float(row[name]) for name in known})


def trust_sentence(trust: Trust) -> Sentence:
    """Return how the forecast did on a day that it had not seen, beside the best plain rule."""
    if trust.rule is None:
        return "churn.trust_unknown", {}
    words = {"day": tested_on(trust), "rule": trust.rule}
    if trust.grade.letter == "refused":
        return "churn.trust_refused", words
    grade = trust.grade
    return "churn.trust", words | {
        "skill": grade.skill, "lower": grade.lower, "upper": grade.upper, "grade": grade.letter,
    }  # fmt: skip


def tested_on(trust: Trust) -> Any:
    """Return the day of the snapshot that was held out, or None."""
    return None if trust.baselines.empty else trust.baselines["snapshot_day"].iloc[0]
