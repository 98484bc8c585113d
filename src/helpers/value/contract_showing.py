"""The page's part on contracts: all of it where there are any, else one line on what is missing."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.value.contract_outlook import ContractOutlook
from helpers.value.contract_renewals import ALL, NO_PLAN
from helpers.workspace.contributions import contributions

FORMATS = {
    "grp": "text", "ages": "text", "months": "text", "monthly_amount": "money",
    "months_12": "number1", "months_24": "number1",
    "months_24_lower": "number1", "months_24_upper": "number1", "value_12": "money",
    "value_24": "money", "renews": "percent", "lower": "percent", "upper": "percent",
    "renewal_foretold": "percent", "foretold": "number1", "constant": "number1",
    "happened": "number1", "skill": "percent", "skill_lower": "percent",
    "skill_upper": "percent", "basis": "term|value_contracts",
}  # fmt: skip
OWN_HEADERS = ("grp", "contracts", "running", "monthly_amount", "months_12", "months_24",
               "months_24_lower", "months_24_upper", "value_12", "value_24", "ages", "renews",
               "renewal_foretold", "foretold", "constant", "happened", "basis")  # fmt: skip
HEADERS = {name: f"value_contracts.column.{name}" for name in OWN_HEADERS}
FORMS = {"formats": FORMATS, "headers": HEADERS}
VALUE = ["grp", "running", "monthly_amount", "months_12", "months_24", "months_24_lower",
         "months_24_upper", "value_12", "value_24", "basis"]  # fmt: skip
SCORES = ["grp", "contracts", "foretold", "constant", "happened", "skill", "skill_lower",
          "skill_upper", "grade"]  # fmt: skip


def show_contracts(report: Any, outlook: ContractOutlook) -> None:
    """Show how contracts renew, what they are to bring, and how good such forecasts were.

    Parameters
    ----------
    report : Report
        The page.
    outlook : ContractOutlook
        As from `contract_outlook`.
    """
    rows = outlook.rows
    if rows.empty:
        return report.missing(outlook.why)
    key = "value_contracts.dated" if outlook.dated else "value_contracts.undated"
    report.say(key, contracts=len(rows), ended=int(rows["ended"].sum()),
               running=int(rows["runs"].sum()))  # fmt: skip
    if outlook.left_out:
        report.say("value_contracts.left_out", contracts=outlook.left_out)
    if outlook.why is not None:
        return report.not_known(outlook.why, **outlook.lacking)
    report.table(shown_renewals(outlook.renewals), "value_contracts.renewals", count="contracts",
                 labels=["ages"], **FORMS)  # fmt: skip
    if not outlook.value["running"].gt(0).any():
        return report.not_known("value_contracts.none_runs")
    _show_value(report, outlook)
    _show_scores(report, outlook)


def _show_value(report: Any, outlook: ContractOutlook) -> None:
    whole = outlook.value.iloc[0]
    if whole["paying"] == 0:
        report.missing("value_contracts.no_amount")
    told = shown_value(outlook)
    report.table(
        told.assign(grp=_called(told, report)), "value_contracts.value", count="running",
        labels=["grp", "basis"], total=_total(whole, VALUE), **FORMS,
    )  # fmt: skip
    if whole["paying"] > 0:
        report.finding("contracts", "value_contracts.finding", **claim_contracts(outlook))


def _show_scores(report: Any, outlook: ContractOutlook) -> None:
    scores = outlook.scores
    if scores.empty:
        reason = "too_young" if outlook.dated else "cross_section"
        return report.not_known(f"value_contracts.{reason}")
    whole = scores.iloc[0]
    told = scores.loc[scores["kind"].ne(ALL), SCORES]
    report.table(
        told.assign(grp=_called(told, report)), "value_contracts.scores", count="contracts",
        labels=["grp"], total=_total(whole, SCORES), origin=whole["origin"],
        through=whole["through"], **FORMS,
    )  # fmt: skip
    report.finding("contracts_grade", "value_contracts.finding_grade", **claim_scores(scores))
    report.say(f"value_contracts.{outlook.value['way'].iloc[0]}")


def shown_renewals(renewals: pd.DataFrame) -> pd.DataFrame:
    """Return the share renewed in a month, by age, of all contracts together."""
    own = renewals[renewals["kind"].eq(ALL)]
    ends = own["from_month"].astype("str") + "–" + own["to_month"].astype("str")
    ages = ends.where(own["to_month"].gt(own["from_month"]), own["from_month"].astype("str"))
    told = own.assign(ages=ages, renews=own["share"], renewal_foretold=own["foretold"])
    return told[["ages", "contracts", "renews", "lower", "upper", "renewal_foretold"]]


def shown_value(outlook: ContractOutlook) -> pd.DataFrame:
    """Return what contracts are to bring, by plan, with what guards the amounts of customers."""
    told = outlook.value.loc[outlook.value["kind"].ne(ALL) & outlook.value["running"].gt(0), VALUE]
    each = outlook.each.assign(grp=outlook.each["plan"].fillna(NO_PLAN))
    whose = each["customer_id"].fillna(pd.Series(each.index.astype("str"), each.index))
    by = each.groupby(["grp", whose])["predicted_clv_730"].sum().reset_index()
    return told.merge(contributions(by["predicted_clv_730"], by["grp"]), on="grp")


def _called(told: pd.DataFrame, report: Any) -> pd.Series:
    return told["grp"].mask(told["grp"].eq(NO_PLAN), report.words("value_contracts.no_plan"))


def _total(whole: pd.Series, columns: list[str]) -> dict[str, Any]:
    return {name: whole[name] for name in columns if name not in ("grp", "basis", "grade")}


def claim_contracts(outlook: ContractOutlook) -> dict[str, Any]:
    """Return the finding on what contracts are to bring in the year ahead."""
    whole = outlook.value.iloc[0]
    return {
        "number": float(whole["total_12"]), "lower": float(whole["total_12_lower"]),
        "upper": float(whole["total_12_upper"]), "unit": "money", "n": int(whole["paying"]),
        "table": "contract_value", "months": float(whole["months_12"]),
        "action": "value_contracts.action", "owner": "value.owner_finance",
    }  # fmt: skip


def claim_scores(scores: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on how much better renewals were foretold than by a constant rate."""
    whole = scores.iloc[0]
    if np.isnan(whole["skill"]):
        return {"number": None, "n": 0, "table": "contract_scores",
                "unless": "value_contracts.few_held_out"}  # fmt: skip
    return {
        "number": whole["skill"], "lower": whole["skill_lower"], "upper": whole["skill_upper"],
        "unit": "percent", "n": int(whole["contracts"]), "table": "contract_scores",
        "grade": whole["grade"], "months": int(whole["months"]), "foretold": whole["foretold"],
        "happened": whole["happened"],
    }  # fmt: skip
