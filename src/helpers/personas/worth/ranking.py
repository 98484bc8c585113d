"""Whom to pursue: the role of each persona, by what its members bring after what they cost.

A role is about what people do and never about who they are: it goes by margins, discounts,
returns and service, and what to do about it are rules that hold for everybody.
"""

import numpy as np
import pandas as pd

IDEAL, SERVE, AVOID, UNKNOWN = "ideal", "serve", "do_not_pursue", "cannot_tell"
FAR_BELOW = 0.25  # of everybody else's margin: a persona whose margin stays under it is far below
TWICE = 2.0  # times everybody else's share of sales that goes into discounts, returns and service
DEPENDENT = 0.5  # share of orders with a discount, from which on a persona depends on them
BURDENS = ("discounts", "returns", "service")
TO_DO = {
    "no_costs": "add_costs", "too_few": "wait_for_more", "discounts": "rules_for_codes",
    "returns": "rules_for_returns", "service": "answers_without_asking",
    "small_orders": "least_order", "spends_more": "seek_more_alike",
    "keeps_more": "seek_more_alike", "no_known_difference": "serve_as_now",
    "spends_less": "raise_the_basket", "above_with_discounts": "wean_off_discounts",
}  # fmt: skip


def with_roles(economics: pd.DataFrame, average: float) -> pd.DataFrame:
    """Return personas with `place`, `role`, `reason` and `what_to_do`.

    A persona is *ideal* where its margin is above the average for certain and it does not
    depend on discounts; *do_not_pursue* where it costs more than it brings for certain, or
    stays far below everybody else while discounts, returns and service eat at least twice
    the share of its sales; else *serve*. Both must hold on days that did not form the
    personas too. Without costs nothing can be told.

    Parameters
    ----------
    economics : DataFrame
        As from `economics.per_persona`.
    average : float
        Margin of all customers (per customer and year); missing where it is not known.
    """
    ranked = economics["margin"].fillna(economics["revenue"])
    told = [_role(row, average) for row in economics.to_dict("records")]
    roles, reasons = zip(*told, strict=True) if told else ((), ())
    return economics.assign(
        place=ranked.rank(ascending=False, method="first").astype("int64"), role=list(roles),
        reason=[f"reason_{one}" for one in reasons],
        what_to_do=[f"do_{TO_DO[one]}" for one in reasons],
    )  # fmt: skip


def _role(row: dict, average: float) -> tuple[str, str]:
    if np.isnan(average):
        return UNKNOWN, "no_costs"
    if np.isnan(row["margin"]) or np.isnan(row["lower"]):
        return UNKNOWN, "too_few"
    if (row["upper"] < 0 or _far_below(row)) and row["apart_upper"] < 0:
        return AVOID, _heaviest(row)
    if row["lower"] > average and row["apart_lower"] > 0:
        if row["discount_share"] >= DEPENDENT:
            return SERVE, "above_with_discounts"
        rate, usual = (_rate(row, end) for end in ("", "_elsewhere"))
        more = row["revenue"] / max(row["revenue_elsewhere"], 1e-9)
        return IDEAL, "spends_more" if more >= rate / max(usual, 1e-9) else "keeps_more"
    return SERVE, "spends_less" if row["upper"] < average else "no_known_difference"


def _far_below(row: dict) -> bool:
    eaten, usual = (_eaten(row, end) for end in ("", "_elsewhere"))
    return row["upper"] < FAR_BELOW * row["margin_elsewhere"] and eaten >= TWICE * usual


def _eaten(row: dict, end: str) -> float:
    """Return the share of sales before discounts that discounts, returns and service take."""
    gross = row[f"revenue{end}"] + row[f"discounts{end}"]
    return sum(row[f"{part}{end}"] for part in BURDENS) / max(gross, 1e-9)


def _rate(row: dict, end: str) -> float:
    return row[f"margin{end}"] / max(row[f"revenue{end}"], 1e-9)


def _heaviest(row: dict) -> str:
    """Return the part that costs most beyond what it would at everybody else's rate."""
    gross, usual = (row[f"revenue{end}"] + row[f"discounts{end}"] for end in ("", "_elsewhere"))
    beyond = {
        part: row[part] - row[f"{part}_elsewhere"] * gross / max(usual, 1e-9) for part in BURDENS
    }
    sent = row["parcels"] - row["parcels_elsewhere"] * gross / max(usual, 1e-9)
    beyond["small_orders"] = sent
    return max(beyond, key=beyond.get)
