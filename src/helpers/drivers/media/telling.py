"""What the page says of advertising: keys of sentences, what fills them, forms of columns."""

from typing import Any

import numpy as np
import pandas as pd

BOUNDS = ("contribution_lower", "contribution_upper")
FORMATS = {
    "channel": "text", "spend": "money", "contribution": "money", "contribution_lower": "money",
    "contribution_upper": "money", "return_per_spend": "number2", "return_lower": "number2",
    "return_upper": "number2", "return_pooled": "number2", "separable": "yesno",
    "carry_over": "percent0", "carry_over_lower": "percent0", "carry_over_upper": "percent0",
    "carry_over_told": "yesno",
    "half_saturation": "number2", "half_saturation_lower": "number2",
    "half_saturation_upper": "number2", "half_saturation_told": "yesno", "spend_now": "money",
    "spend_proposed": "money", "change_in_value": "money", "change_lower": "money",
    "change_upper": "money", "way": "term|media", "deviance": "number3", "mape": "percent",
    "newest_mape": "percent", "gain": "percent", "foretells": "yesno", "learns": "yesno",
    "season": "count", "trend_bends": "yesno", "controls": "yesno", "grp": "term|reach",
    "moved": "percent", "moved_lower": "percent", "moved_upper": "percent",
    "times_usual": "number2", "differs": "yesno", "campaign": "text", "held_out": "people",
    "orders_contacted": "number2", "orders_held_out": "number2", "cost": "money",
    "source": "text", "first": "number0", "last": "number0", "linear": "number0",
    "markov": "number0", "removal_effect": "percent", "factor": "number1",
    "lower": "money", "upper": "money",
}  # fmt: skip
OWN_HEADERS = (*FORMATS, "customers", "contacted")
HEADERS = {name: f"drivers_media.column.{name}" for name in OWN_HEADERS}
RETURN_COLUMNS = ["channel", "spend", "contribution", *BOUNDS, "return_per_spend",
                  "return_lower", "return_upper", "return_pooled", "separable"]  # fmt: skip
SHAPE_COLUMNS = [
    "channel", *(f"{shape}{end}" for shape in ("carry_over", "half_saturation")
                 for end in ("", "_lower", "_upper", "_told")),
]  # fmt: skip
PLAN_COLUMNS = ["channel", "spend_now", "spend_proposed", "change_in_value", "change_lower",
                "change_upper"]  # fmt: skip
REACH_COLUMNS = ["channel", "grp", "customers", "moved", "moved_lower", "moved_upper",
                 "times_usual", "differs"]  # fmt: skip


def test_key(backtest: pd.DataFrame) -> str:
    """Return the key of the sentence on what advertising adds to forecasts."""
    both = _way(backtest, "both")
    if pd.isna(both["gain_lower"]):
        return "drivers_media.adds_untested"
    return f"drivers_media.{'adds' if both['gain_lower'] > 0 else 'adds_nothing'}"


def test_words(backtest: pd.DataFrame) -> dict[str, float]:
    """Return what that sentence holds."""
    both = _way(backtest, "both")
    if pd.isna(both["gain_lower"]):
        return {}
    return {"gain": both["gain"], "lower": both["gain_lower"], "upper": both["gain_upper"]}


def newest_words(backtest: pd.DataFrame) -> dict[str, float]:
    """Return by how much the newest forecasts missed, without and with advertising."""
    return {way: float(_way(backtest, way)["newest_mape"]) for way in ("none", "both")}


def _way(backtest: pd.DataFrame, way: str) -> pd.Series:
    rows = backtest[backtest["stage"].eq("media") & backtest["way"].eq(way)]
    return rows.iloc[0]


def inseparable(effects: pd.DataFrame) -> list[dict[str, Any]]:
    """Return, for each group of channels that cannot be told apart, what its sentence holds."""
    groups = effects[~effects["separable"]].drop_duplicates("together_with")
    return [
        {"channels": row.together_with, "number": row.group_contribution,
         "lower": row.group_lower, "upper": row.group_upper}
        for row in groups.itertuples()
    ]  # fmt: skip


def best_channel(effects: pd.DataFrame) -> pd.Series | None:
    """Return the channel that returned most, of those that can be told apart; None without any.

    Returns are drawn to one another before they are ranked.
    """
    known = effects[effects["separable"] & effects["return_pooled"].notna()]
    if known.empty:
        return None
    return known.sort_values(["return_pooled", "channel"], ascending=[False, True]).iloc[0]


def clearly_below(effects: pd.DataFrame) -> list[str]:
    """Return the channels whose interval lies wholly below that of the best."""
    best = best_channel(effects)
    if best is None:
        return []
    return effects.loc[effects["return_upper"].lt(best["return_lower"]), "channel"].tolist()


def claim_best(effects: pd.DataFrame, sales: int) -> dict[str, Any]:
    """Return the claim on the channel that returned most, which rests on so many sales."""
    best = best_channel(effects)
    return {
        "number": best["return_per_spend"], "lower": best["return_lower"],
        "upper": best["return_upper"], "channel": best["channel"], "basis": best["basis"],
        "n": sales, "table": "media_effects", "people": False, "unit": "number2",
        "grade": best["grade"], "action": "drivers_media.action_best",
        "owner": "drivers_media.owner",
    }  # fmt: skip


def claim_plan(plan: pd.DataFrame, sales: int) -> dict[str, Any]:
    """Return the claim on the split that is proposed, which rests on so many sales."""
    row = plan.iloc[0]
    return {
        "number": row["plan_gain"], "lower": row["plan_gain_lower"],
        "upper": row["plan_gain_upper"], "likely": row["plan_likely"], "basis": row["basis"],
        "n": sales, "table": "media_plan", "people": False, "unit": "money",
        "grade": row["grade"], "action": "drivers_media.action_plan",
        "owner": "drivers_media.owner",
    }  # fmt: skip


def mass_and_direct(effects: pd.DataFrame, direct: pd.DataFrame) -> dict[str, float] | None:
    """Return the returns of advertising and of own messages; None where either is not known."""
    messages = direct[direct["channel"].eq("all") & direct["return_per_spend"].notna()]
    spend = effects["spend"].sum()
    if messages.empty or not spend > 0:
        return None
    grouped = effects[~effects["separable"]].drop_duplicates("together_with")
    brought = effects["contribution"].sum() + grouped["group_contribution"].sum()
    row = messages.iloc[0]
    return {
        "mass": brought / spend, "direct": row["return_per_spend"],
        "lower": row["return_lower"], "upper": row["return_upper"],
    }  # fmt: skip


def reach_shown(reach: pd.DataFrame) -> pd.DataFrame:
    """Return reach for readers: everybody first, then from the best tier down."""
    order = {"all": 0, "high": 1, "mid": 2, "low": 3, "none": 4}
    place = reach["grp"].map(order).fillna(9)
    return reach.assign(place=place).sort_values(["channel", "place"])[REACH_COLUMNS]


def credit_shown(credit: pd.DataFrame) -> pd.DataFrame:
    """Return credits for readers: one row per source, a column for each rule, most first."""
    wide = credit.pivot(index="source", columns="method", values="orders")
    told = credit.drop_duplicates("source").set_index("source")["customers"]
    lost = credit[credit["method"].eq("markov")].set_index("source")["removal_effect"]
    table = wide[["first", "last", "linear", "markov"]].assign(removal_effect=lost, customers=told)
    table = table.sort_values(["markov"], ascending=False, kind="stable").reset_index()
    return table.rename_axis(columns=None)


def credited_most(credit: pd.DataFrame) -> list[str]:
    """Return the sources that have most orders by one rule or more, in the order of the rules."""
    best = credit.loc[credit.groupby("method", sort=False)["orders"].idxmax(), "source"]
    return list(dict.fromkeys(best))


def differing(reach: pd.DataFrame) -> pd.DataFrame:
    """Return the channels and groups that are called different from everybody."""
    return reach[reach["differs"].astype(bool) & np.isfinite(reach["times_usual"])]
