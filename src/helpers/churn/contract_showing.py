"""The page's part on contracts: all of it where there are any, else one line on what is missing."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.churn import contract_telling as telling
from helpers.churn.contract_reading import Known
from helpers.churn.contract_risk import ContractScores
from helpers.churn.tenure import ALL

HEADERS = {"headers": telling.CONTRACT_HEADERS, "or_nothing": True}


def show_contracts(
    report: Any, known: Known, tenure: pd.DataFrame, hazards: pd.DataFrame,
    *, names: dict[str, str] | None = None,
) -> None:  # fmt: skip
    """Show how many contracts there are, how long they last, and what goes with their end.

    Parameters
    ----------
    report : Report
        The page.
    known : Known
        As from `read_contracts`.
    tenure, hazards : DataFrame
        The tables `churn_tenure` and `churn_hazards`.
    names : dict, optional
        What personas are called, by their ids.
    """
    report.missing(known.why)
    if known.why is not None:
        return
    report.say(telling.contracts_key(known), **telling.contracts_words(known))
    if known.contracts.left_out:
        report.say("churn_contracts.left_out", contracts=known.contracts.left_out)
    report.missing(telling.without_calendar(known))
    _show_tenure(report, tenure, "contract", names)
    ratios = {"formats": telling.RATIO_FORMATS, "count": "contracts", **HEADERS}
    report.table(telling.shown_hazards(hazards), "churn_contracts.hazards", **ratios)
    report.say(telling.proportional_key(hazards), **telling.proportional_words(hazards))
    changing = telling.changing_hazards(hazards)
    if len(changing):
        report.table(changing, "churn_contracts.changing", **ratios)


def show_order_lives(
    report: Any, tenure: pd.DataFrame, *, names: dict[str, str] | None = None
) -> None:
    """Show how long customers go on ordering, by persona; nothing where nobody orders."""
    if tenure["form"].eq("orders").any():
        _show_tenure(report, tenure, "orders", names)


def show_contract_scores(
    report: Any, known: Known, scores: ContractScores, *, seed: int = 0
) -> None:  # fmt: skip
    """Show how well it can be told whose contract ends; nothing where there are no contracts."""
    if known.why is not None:
        return
    grade = telling.contract_grade(scores, rng=np.random.default_rng(seed))
    report.say(telling.trust_key(scores), **telling.trust_words(scores, grade))
    if len(scores.ways):
        forms = {"formats": telling.WAY_FORMATS, **HEADERS}
        report.table(telling.shown_ways(scores), "churn_contracts.ways", **forms)
        told = {"formats": telling.RELIABILITY_FORMATS, "count": "rows", **HEADERS}
        report.table(telling.contract_reliability(scores), "churn_contracts.reliability", **told)
    if len(scores.risk):
        report.finding("contracts", "churn_contracts.finding",
                       **telling.claim_contracts(scores, grade))  # fmt: skip


def _show_tenure(
    report: Any, tenure: pd.DataFrame, form: str, names: dict[str, str] | None
) -> None:  # fmt: skip
    report.say(telling.median_key(tenure, form), **telling.median_words(tenure, form))
    called = {ALL: report.words("churn_contracts.everybody")} | (names or {})
    caption = "churn_contracts.tenure" if form == "contract" else "churn_contracts.tenure_orders"
    report.table(
        telling.shown_tenure(tenure, form, names=called), caption, count="watched",
        labels=["grp", "months"], formats=telling.CONTRACT_FORMATS, **HEADERS,
    )  # fmt: skip
