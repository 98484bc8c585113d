"""What the chapter tells its readers: claims, and forms of its columns."""

from typing import Any

import pandas as pd

from helpers.cleaning.sales import net_share, unknown_customers

FORMATS = {
    "agreement": "term", "amount": "money", "column": "text", "completeness": "percent",
    "condition": "term", "consistency": "percent", "field": "term", "judgement": "term",
    "kind": "term", "known": "term", "rule": "term", "score": "number1", "share": "percent",
    "step": "term", "total": "money", "treatment": "term", "uniqueness": "percent",
    "validity": "percent",
}  # fmt: skip


def claim_rows_used(ledger: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on raw rows that could be used."""
    rows, rejected = int(ledger["rows_in"].sum()), int(ledger["rejected"].sum())
    return {
        "number": 1 - rejected / rows, "unit": "percent2", "n": rows, "table": "intake_ledger",
        "action": "cleaning.action_rejects" if rejected else None,
        "owner": "cleaning.owner_data" if rejected else None, "rejected": rejected,
        "people": False,
    }  # fmt: skip


def claim_taken_back(netting: pd.DataFrame, reason: str | None) -> dict[str, Any]:
    """Return the finding on what was taken back, unless there is a reason not to claim it."""
    return {
        "number": 1 - net_share(netting)["share"], "unit": "percent",
        "n": int(netting["lines"].max()), "table": "order_lines",
        "action": "cleaning.action_returns", "owner": "cleaning.owner_shop", "people": False,
        "unless": reason,
    }  # fmt: skip


def claim_unknown_customers(known: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on net sales without a known customer."""
    share = unknown_customers(known)["share"]
    return {
        "number": share, "unit": "percent", "n": int(known["orders"].sum()),
        "table": "order_lines", "action": "cleaning.action_unknown" if share else None,
        "owner": "cleaning.owner_shop" if share else None, "people": False,
    }  # fmt: skip
