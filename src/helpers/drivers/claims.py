"""What chapter 08 claims, and why it claims nothing where it cannot."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.drivers.effects import ALL, Prices

OWNER = "drivers.owner_prices"


def why_not(table: pd.DataFrame, reason: str) -> str | None:
    """Return the key of what is missing for a table that has no rows, or None."""
    return f"drivers.no_{reason}" if table.empty else None


def why_no_prices(prices: Prices) -> str | None:
    """Return the key of why nothing is told of prices, or None."""
    return None if prices.why_not is None else f"drivers.no_{prices.why_not}"


def claim_prices(prices: Prices) -> dict[str, Any]:
    """Return the finding on what a price does to all that is sold."""
    if prices.why_not is not None:
        return {"number": np.nan, "n": 0, "table": "driver_effects", "people": False,
                "unless": why_no_prices(prices)}  # fmt: skip
    own = prices.effects[prices.effects["by"].eq(ALL)].iloc[0]
    return {
        "number": float(own["estimate"]), "lower": float(own["lower"]),
        "upper": float(own["upper"]), "unit": "number2", "n": int(own["lines"]),
        "table": "driver_effects", "people": False, "grade": "B", "owner": OWNER,
        "action": "drivers.action_prices",
    }  # fmt: skip


def claim_promotions(promotions: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on what promotions cost or bring in all."""
    known = promotions.dropna(subset="gain")
    given = float(known["given"].sum())
    if known.empty or given <= 0:
        return {"number": np.nan, "n": 0, "table": "driver_promotions", "people": False,
                "unless": "drivers.no_returns"}  # fmt: skip
    return {
        "number": float(1 + known["gain"].sum() / given), "unit": "number2",
        "n": int(known["lines"].sum()), "table": "driver_promotions", "people": False,
        "given": given, "owner": OWNER, "action": "drivers.action_promotions",
    }  # fmt: skip
