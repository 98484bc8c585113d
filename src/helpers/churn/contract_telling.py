"""What the page says of contracts: how many, how long, what goes with their end, how surely."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.churn.contract_reading import Known
from helpers.churn.contract_risk import FEWEST, ContractScores
from helpers.churn.tenure import ALL
from helpers.evidence.calibration import reliability_table
from helpers.evidence.grades import Grade, grade_skill

CONTRACT_FORMATS = {
    "months": "number0", "stays": "percent", "lower": "percent", "upper": "percent",
    "median_months": "number0", "grp": "text", "what": "text", "against": "text",
}  # fmt: skip
RATIO_FORMATS = {
    "what": "text", "against": "text", "ratio": "number2", "lower": "number2",
    "upper": "number2", "ratio_early": "number2", "ratio_late": "number2",
}  # fmt: skip
WAY_FORMATS = {
    "way": "term|contract_way", "auc": "number3", "brier": "number3", "log_loss": "number3",
    "behind": "number3", "behind_se": "number3",
}  # fmt: skip
RELIABILITY_FORMATS = {"forecast": "percent", "happened": "percent", "lower": "percent",
                       "upper": "percent"}  # fmt: skip
TOLD_MONTHS = (3, 6, 12, 24, 36)
FIRST_MONTH = {"contract": 0, "orders": 12}  # without a contract it takes a year to be gone
CONTRACT_HEADERS = {
    name: f"churn_contracts.column.{name}" for name in (
        "grp", "months", "watched", "stays", "median_months", "contracts", "what", "against",
        "ratio", "ratio_early", "ratio_late", "way", "auc", "brier", "log_loss", "behind",
        "behind_se", "is_kept", "forecast", "happened", "rows",
    )
}  # fmt: skip


def contracts_key(known: Known) -> str:
    """Return the key of the sentence on the contracts that are known."""
    if known.why is not None:
        return "churn_contracts.nothing"
    return f"churn_contracts.{'dated' if known.contracts.dated else 'undated'}"


def contracts_words(known: Known) -> dict[str, int]:
    """Return what that sentence holds."""
    if known.why is not None:
        return {}
    rows = known.contracts.rows
    return {"contracts": len(rows), "endings": int(rows["ended"].sum())}


def without_calendar(known: Known) -> str | None:
    """Return the key of what contracts without days cannot tell; None where days are told."""
    lacking = known.why is None and not known.contracts.dated
    return "churn_contracts.no_calendar" if lacking else None


def shown_tenure(tenure: pd.DataFrame, form: str, *, names: dict | None = None) -> pd.DataFrame:
    """Return survival for readers: one row per group and month that is told.

    Parameters
    ----------
    tenure : DataFrame
        The table `churn_tenure`.
    form : {'contract', 'orders'}
        Whose.
    names : dict, optional
        What a group is called, by its id; everybody by ALL.
    """
    told = tenure[tenure["form"].eq(form) & tenure["months"].isin(TOLD_MONTHS)]
    told = told[told["months"].ge(FIRST_MONTH[form])]
    first = told["kind"].ne(ALL)
    told = told.assign(first=first).sort_values(["first", "kind", "grp", "months"])
    calls = names or {}
    columns = ["grp", "months", "watched", "stays", "lower", "upper", "median_months"]
    return told.assign(grp=told["grp"].map(lambda name: calls.get(name, name)))[columns]


def median_key(tenure: pd.DataFrame, form: str) -> str:
    """Return the key of the sentence on how long half of them stay."""
    whole = _whole(tenure, form)
    reached = whole["median_months"].notna().any()
    if not reached and whole["months"].lt(FIRST_MONTH[form]).all():
        return f"churn_contracts.no_{form}_curve"
    return f"churn_contracts.{form}_{'median' if reached else 'stays'}"


def median_words(tenure: pd.DataFrame, form: str) -> dict[str, Any]:
    """Return what that sentence holds: the median, or who is still there after the last month."""
    whole = _whole(tenure, form)
    if median_key(tenure, form).endswith("_curve"):
        return {}
    last = whole.iloc[-1]
    if pd.notna(last["median_months"]):
        return {"watched": int(last["watched"]), "months": float(last["median_months"])}
    return {"watched": int(last["watched"]), "months": int(last["months"]),
            "stays": float(last["stays"])}  # fmt: skip


def _whole(tenure: pd.DataFrame, form: str) -> pd.DataFrame:
    return tenure[tenure["form"].eq(form) & tenure["kind"].eq(ALL)].sort_values("months")


def shown_hazards(hazards: pd.DataFrame) -> pd.DataFrame:
    """Return hazard ratios for readers: those called differences, the strongest first."""
    found = hazards[hazards["found"].astype(bool)]
    strength = np.log(found["ratio"].astype(float)).abs()
    found = found.assign(strength=strength).sort_values(["strength", "name", "level"],
                                                        ascending=[False, True, True])  # fmt: skip
    what = found["name"].where(found["level"].eq(""), found["name"] + ": " + found["level"])
    columns = ["what", "against", "contracts", "ratio", "lower", "upper"]
    return found.assign(what=what)[columns].reset_index(drop=True)


def changing_hazards(hazards: pd.DataFrame) -> pd.DataFrame:
    """Return, for readers, the ratios that are not the same early and late."""
    found = hazards[hazards["changes"].astype(bool)].sort_values(["p_change", "name", "level"])
    what = found["name"].where(found["level"].eq(""), found["name"] + ": " + found["level"])
    columns = ["what", "against", "contracts", "ratio_early", "ratio_late"]
    return found.assign(what=what)[columns].reset_index(drop=True)


def proportional_key(hazards: pd.DataFrame) -> str:
    """Return the key of the sentence on whether ratios stay the same over the months."""
    if hazards.empty:
        return "churn_contracts.no_ratios"
    changes = hazards["changes"].astype(bool).any()
    return f"churn_contracts.{'ratios_change' if changes else 'ratios_stay'}"


def proportional_words(hazards: pd.DataFrame) -> dict[str, int]:
    """Return what that sentence holds."""
    if hazards.empty:
        return {}
    told = {"terms": len(hazards), "months": int(hazards["split_months"].iloc[0])}
    changes = int(hazards["changes"].sum())
    return told | {"changes": changes} if changes else told


def shown_ways(scores: ContractScores) -> pd.DataFrame:
    """Return the ways for readers, the simplest first."""
    return scores.ways[["way", "auc", "brier", "log_loss", "behind", "behind_se", "is_kept"]]


def contract_reliability(scores: ContractScores) -> pd.DataFrame:
    """Return what was told of endings beside what happened, in tenths; see `reliability_table`."""
    if len(scores.held_out) < FEWEST:
        return pd.DataFrame(columns=["rows", "forecast", "happened", "lower", "upper"])
    told = scores.held_out
    return reliability_table(told["chance"].to_numpy(), told["ended"].to_numpy(dtype=bool))


def contract_grade(scores: ContractScores, *, rng: np.random.Generator) -> Grade:
    """Return the grade of what was told of contracts, against the same chance for all."""
    told = scores.held_out
    ended = told["ended"].to_numpy(dtype=float)
    losses = [(told[name].to_numpy(dtype=float) - ended) ** 2 for name in ("chance", "base")]
    return grade_skill(*losses, rng=rng)


def trust_key(scores: ContractScores) -> str:
    """Return the key of the sentence on how far the risks of contracts can be trusted."""
    if scores.ways.empty:
        return "churn_contracts.not_tried"
    return f"churn_contracts.tried_by_{scores.ways['tried_by'].iloc[0]}"


def trust_words(scores: ContractScores, grade: Grade) -> dict[str, Any]:
    """Return what that sentence holds."""
    if scores.ways.empty:
        return {"needed": FEWEST, "found": scores.most_ended}
    kept = scores.ways[scores.ways["is_kept"]].iloc[0]
    words = {"way": kept["way"], "auc": float(kept["auc"]), "skill": grade.skill,
             "lower": grade.lower, "upper": grade.upper}  # fmt: skip
    if kept["tried_by"] == "folds":
        return words
    told = scores.held_out
    ratio = float(told["ended"].sum() / told["chance"].sum())
    return words | {"letter": grade.letter, "ratio": ratio}


def claim_contracts(scores: ContractScores, grade: Grade) -> dict[str, Any]:
    """Return the finding on how many customers with a contract are expected to have none."""
    risk = scores.risk
    dated = scores.ways["tried_by"].ne("folds").all()
    return {
        "number": float(risk["risk"].mean()), "unit": "percent", "n": len(risk),
        "table": "churn_risk", "grade": grade.letter if dated else None,
        "days": int(risk["window_days"].iloc[0]), "action": "churn_contracts.action",
        "owner": "churn.owner_crm",
    }  # fmt: skip


def with_contracts(by_orders: pd.DataFrame, by_contract: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `churn_risk` of both forms: who has a contract leaves by its end.

    Parameters
    ----------
    by_orders, by_contract : DataFrame
        Rows of `churn_risk`, as far as they are known; either may be without rows.
    """
    rest = by_orders[~by_orders["customer_id"].isin(by_contract["customer_id"])]
    parts = [part for part in (rest, by_contract) if len(part)] or [by_orders]
    both = pd.concat(parts, ignore_index=True)
    return both.sort_values("customer_id", ignore_index=True)
